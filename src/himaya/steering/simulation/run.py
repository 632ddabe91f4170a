"""Comparing law and reform over a population: two passes, part by part, one small table of sums at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from himaya.legislation.errors import InputInvalid
from himaya.legislation.law import Legislation
from himaya.steering.simulation.comparison import Comparison
from himaya.steering.simulation.errors import PopulationInvalid
from himaya.steering.simulation.population import DESCRIBED_BY, WEIGHT, PopulationFile

TENTHS = 10
BREAKDOWNS = ("decile", *DESCRIBED_BY)
COUNTS = ("people", "winners", "losers", "unknown", "before", "after")
_NOT_KNOWN = "^(MISSING_|NOT_IN_FORCE_|UNKNOWN_PART)"


class Population(Protocol):
    """Where the people come from."""

    def parts(self, *, month: date, whole: bool) -> Iterator[pl.DataFrame]:
        """The people of a month, in parts that can each be worked out alone."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """The outcome. cube: one row by decile, category, region and sex, with counts of people and sums in centimes.

    `before` and `after` are what the insured have at the end (received less paid), `<variable>_before` and
    `<variable>_after` the sums of each measure. `unknown` counts people for whom an amount is not known.
    """

    comparison: Comparison
    month: date
    cube: pl.DataFrame


def simulate(
    comparison: Comparison,
    population: Population,
    *,
    month: date,
    advance: Callable[[int], None] = lambda _: None,
) -> Simulation:
    """Law and reform compared for everybody; PopulationInvalid names a line that the law's facts do not allow."""
    whole = not comparison.by_row
    bounds = _bounds(comparison, population, month, whole)
    sums: list[pl.DataFrame] = []
    taken = 0
    for part in population.parts(month=month, whole=whole):
        try:
            sums.append(_summed(_compared(comparison, part, bounds), comparison))
        except InputInvalid as error:
            raise _with_line(error, population, part, taken) from error
        taken += part.height
        advance(part.height)
    return Simulation(comparison, month, _together(sums, comparison))


def _with_line(error: InputInvalid, population: Population, part: pl.DataFrame, taken: int) -> Exception:
    if not isinstance(population, PopulationFile):
        return error
    name = error.values["input"]
    line = population.first_outside(part, name, taken) if name in part.columns else 1
    return PopulationInvalid(file=population.path.name, line=line, reason=str(error))


def _bounds(comparison: Comparison, population: Population, month: date, whole: bool) -> list[int]:
    """The nine amounts that cut the people, ranked, into tenths."""
    if not comparison.ranked_by:
        return []
    counted = []
    taken = 0
    for part in population.parts(month=month, whole=whole):
        try:
            ranked = _ranked(comparison, part)
        except InputInvalid as error:
            raise _with_line(error, population, part, taken) from error
        taken += part.height
        if ranked is None:
            return []
        weight = _weight(part).alias("people")
        counted.append(
            ranked.select("rank", weight).drop_nulls("rank").group_by("rank").agg(pl.col("people").sum())
        )
    if not counted:
        return []
    ranks = pl.concat(counted).group_by("rank").agg(pl.col("people").sum()).sort("rank")
    if ranks.is_empty():
        return []
    upto, people = ranks["people"].cum_sum(), int(ranks["people"].sum())
    return [int(ranks["rank"].filter(upto * TENTHS >= tenth * people)[0]) for tenth in range(1, TENTHS)]


def _ranked(comparison: Comparison, part: pl.DataFrame) -> pl.DataFrame | None:
    """The part with the amount by which people are ranked; None if the population does not have it."""
    name = comparison.ranked_by
    if name in part.columns:
        return part.with_columns(pl.col(name).alias("rank"))
    if name not in comparison.law.variables:
        return None
    return comparison.law.evaluate(part, [name]).rename({name: "rank"})


def _compared(comparison: Comparison, part: pl.DataFrame, bounds: list[int]) -> pl.DataFrame:
    before = _answers(comparison.law, comparison, part)
    after = _answers(comparison.reform.law, comparison, part)
    both = before.with_columns(after[name].alias(f"{name}_after") for name in comparison.variables)
    ranked = _ranked(comparison, part) if bounds else None
    if ranked is None:
        return both.with_columns(pl.lit(None, dtype=pl.Int8).alias("decile"))
    decile = 1 + sum(
        ((pl.col("rank") > bound).cast(pl.Int8) for bound in bounds), start=pl.lit(0, dtype=pl.Int8)
    )
    return both.with_columns(ranked["rank"]).with_columns(decile.cast(pl.Int8).alias("decile"))


def _answers(law: Legislation, comparison: Comparison, part: pl.DataFrame) -> pl.DataFrame:
    """Each measure by a law. Who has no right to a benefit receives nothing; who lacks a fact is not known."""
    received = [one.variable for one in comparison.measures if one.side == "insured_receives"]
    others = [name for name in comparison.variables if name not in received]
    done = law.evaluate(part, others) if others else part
    if not received:
        return done
    found = law.evaluate(part, received, reasons=True)
    no_right = {
        name: found[name].is_null() & ~found[f"{name}_reason"].str.contains(_NOT_KNOWN) for name in received
    }
    return done.with_columns(
        found.select(pl.when(no_right[name]).then(0).otherwise(name).alias(name) for name in received)
    )


def _weight(part: pl.DataFrame) -> pl.Expr:
    return pl.col(WEIGHT) if WEIGHT in part.columns else pl.lit(1, dtype=pl.Int64)


def _summed(compared: pl.DataFrame, comparison: Comparison) -> pl.DataFrame:
    missing = [name for name in DESCRIBED_BY if name not in compared.columns]
    weight = _weight(compared)
    before, after = (_net(comparison, suffix) for suffix in ("", "_after"))
    named = compared.with_columns(
        *(pl.lit(None, dtype=pl.String).alias(name) for name in missing),
        before.alias("__before"),
        after.alias("__after"),
        weight.alias("__weight"),
    ).with_columns(pl.col(name).cast(pl.String) for name in DESCRIBED_BY)
    known = pl.col("__before").is_not_null() & pl.col("__after").is_not_null()
    count = pl.col("__weight")
    measures = {
        f"{name}_{side}": (pl.col(column) * count).filter(known).sum()
        for name in comparison.variables
        for side, column in (("before", name), ("after", f"{name}_after"))
    }
    return named.group_by(BREAKDOWNS).agg(
        people=count.sum(),
        winners=count.filter(pl.col("__after") > pl.col("__before")).sum(),
        losers=count.filter(pl.col("__after") < pl.col("__before")).sum(),
        unknown=count.filter(~known).sum(),
        before=(pl.col("__before") * count).filter(known).sum(),
        after=(pl.col("__after") * count).filter(known).sum(),
        **measures,
    )


def _net(comparison: Comparison, suffix: str) -> pl.Expr:
    """What the insured person has at the end of it: received less paid; unknown if a part is.

    A measure that someone else pays counts for nothing here, but must be known.
    """
    parts = [pl.col(f"{one.variable}{suffix}") * one.sign for one in comparison.measures]
    return sum(parts[1:], start=parts[0])


def _together(sums: list[pl.DataFrame], comparison: Comparison) -> pl.DataFrame:
    measured = [f"{name}_{side}" for name in comparison.variables for side in ("before", "after")]
    if not sums:
        strings = dict.fromkeys(DESCRIBED_BY, pl.String)
        return pl.DataFrame(
            schema={"decile": pl.Int8, **strings, **dict.fromkeys((*COUNTS, *measured), pl.Int64)}
        )
    every = pl.concat(sums, how="vertical_relaxed")
    return every.group_by(BREAKDOWNS).agg(pl.col(*COUNTS, *measured).sum()).sort(BREAKDOWNS, nulls_last=True)
