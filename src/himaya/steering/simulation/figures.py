"""The figures of a simulation: totals by branch, and who gains and who loses, group by group; and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TextIO

import polars as pl

from himaya.steering.simulation.run import BREAKDOWNS, COUNTS, Simulation

SMALLEST_GROUP = 5  # a smaller one could show what one person pays
OTHER = "*"
HEADINGS = (
    "breakdown",
    "group",
    "people",
    "winners",
    "losers",
    "unchanged",
    "unknown",
    "before",
    "after",
    "change",
)


@dataclass(frozen=True, slots=True)
class Total:
    """One side of one branch: sums in centimes under the law and under the reform."""

    branch: str
    side: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Group:
    """People of one group: how many gain, lose or are not known, and what they have in all, in centimes.

    name: None where the population does not say to which group they belong; OTHER: groups too small to show.
    """

    breakdown: str
    name: str | None
    people: int
    winners: int
    losers: int
    unknown: int
    before: int
    after: int

    @property
    def unchanged(self) -> int:
        """Neither gain nor lose."""
        return self.people - self.winners - self.losers - self.unknown

    @property
    def change(self) -> int:
        """What they have more, in all, in centimes."""
        return self.after - self.before

    @property
    def change_each(self) -> int:
        """What each has more on average, in whole centimes, half up."""
        known = self.people - self.unknown
        return round_half_up(Fraction(self.change, known)) if known else 0


def round_half_up(value: Fraction) -> int:
    """Nearest whole; a half moves away from zero."""
    whole = (abs(value) + Fraction(1, 2)).__floor__()
    return -whole if value < 0 else whole


def totals(simulation: Simulation) -> list[Total]:
    """Sums by branch and side, in the order of the reform's file."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in simulation.comparison.measures:
        sums = found.setdefault((one.branch, one.side), [0, 0])
        for place, side in enumerate(("before", "after")):
            sums[place] += int(simulation.cube[f"{one.variable}_{side}"].sum())
    return [Total(branch, side, before, after) for (branch, side), (before, after) in found.items()]


def everybody(simulation: Simulation) -> Group:
    """All together."""
    sums = simulation.cube.select(pl.col(COUNTS).sum()).row(0, named=True)
    return Group("", "", **{name: int(sums[name]) for name in COUNTS})


def groups(simulation: Simulation, breakdown: str) -> list[Group]:
    """The groups of a breakdown, the smallest together; none where the population does not have it."""
    cube = (
        simulation.cube.with_columns(pl.col(breakdown).cast(pl.String))
        .group_by(breakdown)
        .agg(pl.col(COUNTS).sum())
    )
    if cube[breakdown].null_count() == cube.height:
        return []
    small = (pl.col("people") < SMALLEST_GROUP) & pl.col(breakdown).is_not_null()
    named = cube.with_columns(pl.when(small).then(pl.lit(OTHER)).otherwise(breakdown).alias(breakdown))
    rows = named.group_by(breakdown).agg(pl.col(COUNTS).sum()).rows(named=True)
    found = [Group(breakdown, row[breakdown], **{name: int(row[name]) for name in COUNTS}) for row in rows]
    return sorted(found, key=lambda one: _place(one.name))


def _place(name: str | None) -> tuple[int, int, str]:
    if name is None or name == OTHER:
        return 1, 0 if name else 1, ""
    return 0, int(name) if name.isdigit() else 0, name


def as_data(simulation: Simulation, language: str) -> dict[str, object]:
    """The figures for a program: money in centimes."""
    return {
        "reform": simulation.comparison.reform.label.of(language),
        "month": simulation.month.isoformat()[:7],
        "all": _group_data(everybody(simulation)),
        "totals": [
            {"branch": one.branch, "side": one.side, "before": one.before, "after": one.after}
            for one in totals(simulation)
        ],
        "breakdowns": {name: [_group_data(one) for one in groups(simulation, name)] for name in BREAKDOWNS},
    }


def _group_data(one: Group) -> dict[str, object]:
    counted = {name: getattr(one, name) for name in (*COUNTS, "unchanged", "change", "change_each")}
    return {"group": one.name, **counted}


def write_csv(simulation: Simulation, file: TextIO) -> None:
    """Totals and every breakdown, one line each; money in currency units with two decimals."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADINGS)
    for one in totals(simulation):
        side = f"{one.branch}/{one.side}"
        money = (_money(one.before), _money(one.after), _money(one.after - one.before))
        writer.writerow(("total", side, "", "", "", "", "", *money))
    for group in _all_groups(simulation):
        counts = (group.people, group.winners, group.losers, group.unchanged, group.unknown)
        money = (_money(group.before), _money(group.after), _money(group.change))
        writer.writerow((group.breakdown or "all", group.name or "", *counts, *money))


def _all_groups(simulation: Simulation) -> Iterator[Group]:
    yield everybody(simulation)
    for name in BREAKDOWNS:
        yield from groups(simulation, name)


def _money(centimes: int) -> str:
    sign = "-" if centimes < 0 else ""
    return f"{sign}{abs(centimes) // 100}.{abs(centimes) % 100:02d}"
