"""Every variable of the scheme of employees for four million people: contributions, benefits, deadlines, penalties.

People are worked out in slices, as a fund's monthly run would; the known values of every variable are counted, so
that none can be left out. Facts are drawn from the range of each input, codes from the tables of the law; drawing
them is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from himaya.legislation.inputs import Input
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Table
from himaya.runtime.memory import PeakMemory

PEOPLE = 4_000_000
SLICE = 500_000
MONTH = date(2026, 3, 1)
GROUP = 20
GROUPED = {"employer", "person", "household"}
SECONDS_MAX = 15.0
MEMORY_MIB_MAX = 6 * 1024
LARGEST_DRAWN = 2_000_000
OTHER_SCHEMES = {"self_employed", "due", "droit", "waiting", "membership", "measures", "social_register"}
RECENT, OLD = date(2024, 1, 1), date(1950, 1, 1)


def run(scale: float) -> Mapping[str, Any]:
    """People a second through every variable, and the peak memory."""
    law = Legislation.load("ma")
    names = variables(law)
    people = max(1_000, int(PEOPLE * scale))
    seconds, known = 0.0, 0
    with PeakMemory() as memory:
        for first in range(0, people, SLICE):
            frame = facts(law, names, first, min(SLICE, people - first))
            start = time.perf_counter()
            known += _evaluated(law, frame, names)
            seconds += time.perf_counter() - start
    return {
        "bench": "law-country",
        "rate": people / seconds,
        "unit": "people/s",
        "ratio": None,
        "baseline": None,
        "seconds": seconds,
        "baseline_seconds": None,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": PEOPLE / SECONDS_MAX,
        "target_ratio": None,
        "passed": people / seconds >= PEOPLE / SECONDS_MAX and memory.mebibytes <= MEMORY_MIB_MAX,
        "variables": len(names),
        "values_known": known,
    }


def variables(law: Legislation) -> list[str]:
    """Those of the files of formulas that are not of another scheme or of reimbursement."""
    return [
        name
        for name, formula in law.formulas.items()
        if (stem := Path(formula.file).stem) not in OTHER_SCHEMES and not stem.startswith("amo_")
    ]


def _evaluated(law: Legislation, frame: pl.DataFrame, names: list[str]) -> int:
    """How many values were known; every one is worked out."""
    done = law.evaluate(frame, names)
    added = [name for name in done.columns if name not in frame.columns]
    return int(done.select(pl.sum_horizontal(pl.col(*added).count()))[0, 0])


def facts(law: Legislation, names: Iterable[str], start: int, count: int) -> pl.DataFrame:
    """The facts these variables read, for people numbered from `start`."""
    place = pl.int_range(start, start + count, dtype=pl.UInt64, eager=True)
    codes = _codes(law)
    needed = sorted({fact for name in names for fact in law.needs(name)})
    return pl.DataFrame(
        {
            name: _drawn(law.inputs[name], place, seed, codes.get(name, ["unknown"]))
            for seed, name in enumerate(needed)
        }
    )


def _codes(law: Legislation) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for table in law.parameters.values():
        for row in table.rows if isinstance(table, Table) else ():
            for key, match in row.when.items():
                if match.code is not None:
                    found.setdefault(key, set()).add(match.code)
    return {key: sorted(values) for key, values in found.items()}


def _drawn(fact: Input, place: pl.Series, seed: int, codes: list[str]) -> pl.Series:
    chance, kind = place.hash(seed=seed), fact.unit.kind
    if fact.name in GROUPED:
        return (place // GROUP).cast(pl.Int64)
    if fact.name in ("month", "day"):
        return pl.Series([MONTH]).new_from_index(0, place.len())
    if kind == "flag":
        return chance % 2 == 0
    if kind == "day":
        first, span = (OLD, 18_000) if fact.not_after else (RECENT, 900)
        return ((chance % span).cast(pl.Int32) + (first - date(1970, 1, 1)).days).cast(pl.Date)
    if kind == "code":
        return pl.Series(codes, dtype=pl.Enum(codes)).gather((chance % len(codes)).cast(pl.UInt32))
    least, most = (-(-fact.low // fact.denominator), fact.high // fact.denominator)
    return (chance % min(most - least + 1, LARGEST_DRAWN)).cast(pl.Int64) + least
