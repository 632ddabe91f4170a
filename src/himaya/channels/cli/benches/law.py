"""One month of dues for every self-employed person, by the law and by hand-written Polars; and one explanation.

The baseline is written for speed, by hand, for that month alone: the amounts of its fixed classes are worked out
beforehand, categories are looked up by their number, and nothing is checked or explained. Both must agree on every
row. Rounds alternate and the best of each counts, so that a busy machine does not decide. The full assessment of
employees (`law-salaried`) is measured beside it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from himaya.channels.cli.benches import law_salaried
from himaya.channels.cli.benches.timing import best
from himaya.legislation.law import Legislation
from himaya.runtime.memory import PeakMemory

PEOPLE = 3_200_000
MONTH = date(2022, 9, 1)
ROUNDS = 9
TARGET_RATIO = 1.5
EXPLAIN_SECONDS_MAX = 0.005
SHARES = {
    "farmer": 480, "artisan": 150, "cpu": 130, "auto_entrepreneur": 90, "taxi_driver": 50, "professional_driver": 30,
    "trader_with_accounts": 30, "paramedical": 10, "pharmacist": 8, "doctor": 8, "dentist": 4, "architect": 3,
    "notary": 2, "tour_guide": 2, "artist": 3,
}  # fmt: skip
KINDS = {
    "trader_with_accounts": ["simplified_net_result", "net_profit", "income_unknown_first_period"],
    "doctor": ["general_practitioner", "specialist"],
    "pharmacist": ["dispensing", "biologist"],
}
BY_CATEGORY = {
    "artisan": 14189, "taxi_driver": 18919, "paramedical": 37838, "notary": 75676, "tour_guide": 28378, "artist": 28378,
}  # fmt: skip
BY_KIND = {
    "general_practitioner": 75676, "specialist": 104055, "dispensing": 56757, "biologist": 104055,
    "simplified_net_result": 18919, "income_unknown_first_period": 60541,
}  # fmt: skip
CHARGES = [30_000, 39_000, 57_000, 72_000, 105_000, 150_000, 225_000, 360_000]
BOUNDS = [100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000]


def run(scale: float) -> Mapping[str, Any]:
    """Rows a second, the ratio to the baseline, and how long one explanation takes once the law is loaded."""
    law = Legislation.load("ma")
    frame = people(max(1000, int(PEOPLE * scale)))
    with PeakMemory() as memory:
        same = by_hand(frame).equals(by_law(law, frame))
        baseline, seconds = best(lambda: by_hand(frame), lambda: by_law(law, frame), rounds=ROUNDS)
    wages = law_salaried.declared(max(10_000, int(law_salaried.LINES * scale)))
    wages_baseline, wages_seconds, wages_agree = law_salaried.compared(law, wages)
    explained = _explained(law)
    ratio, wages_ratio = seconds / baseline, wages_seconds / wages_baseline
    return {
        "bench": "law",
        "rate": frame.height / seconds,
        "unit": "people/s",
        "ratio": ratio,
        "baseline": "the same month's dues as a Polars expression written by hand for speed",
        "seconds": seconds,
        "baseline_seconds": baseline,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": None,
        "target_ratio": TARGET_RATIO,
        "passed": same
        and wages_agree
        and max(ratio, wages_ratio) <= TARGET_RATIO
        and explained < EXPLAIN_SECONDS_MAX,
        "salaried_ratio": wages_ratio,
        "salaried_seconds": wages_seconds,
        "explain_milliseconds": explained * 1000,
    }


def by_law(law: Legislation, frame: pl.DataFrame) -> pl.Series:
    """What each owes, by the law."""
    due: pl.Series = law.evaluate(frame, ["month_due"])["month_due"]
    return due


def by_hand(frame: pl.DataFrame) -> pl.Series:
    """What each owes, by one expression that knows September 2022 and nothing else."""
    done = frame.lazy().with_columns(month_due=_expression(frame.schema)).collect()
    return done["month_due"]


def _expression(schema: pl.Schema) -> pl.Expr:
    category, kind = pl.col("category").to_physical(), pl.col("subcategory").to_physical()
    names = schema["category"].categories.to_list()  # type: ignore[attr-defined]
    kinds = schema["subcategory"].categories.to_list()  # type: ignore[attr-defined]
    tax, years = pl.col("annual_income_tax").fill_null(0), pl.col("practice_years")
    band = (tax >= 50_000).cast(pl.UInt32)
    for bound in BOUNDS:
        band = band + (tax > bound).cast(pl.UInt32)
    is_a = {name: category == place for place, name in enumerate(names)}
    farm, diploma = pl.col("farm_class"), pl.col("diploma_years")
    profit = pl.col("annual_net_profit") <= 10_000_000
    return (
        pl.when(is_a["cpu"] | is_a["auto_entrepreneur"])
        .then(_at(CHARGES, band))
        .when(is_a["farmer"])
        .then(pl.when(farm == 1).then(_is(12297)).when(farm == 9).then(_is(113515)))
        .when(is_a["architect"])
        .then(
            pl.when(diploma < 13).then(_is(56757)).when(diploma <= 37).then(_is(104055)).otherwise(_is(75676))
        )
        .when(is_a["dentist"])
        .then(pl.when(years.is_between(5, 35)).then(_is(75676)).otherwise(_is(56757)))
        .when(is_a["professional_driver"])
        .then(pl.when(pl.col("vehicle_owner")).then(_is(24594)).otherwise(_is(18919)))
        .when(kind == kinds.index("net_profit"))
        .then(pl.when(profit).then(_is(60541)).otherwise(_is(113515)))
        .otherwise(
            pl.coalesce(
                _at([BY_CATEGORY.get(name) for name in names], category),
                _at([BY_KIND.get(name) for name in kinds], kind),
            )
        )
    )


def _is(centimes: int) -> pl.Expr:
    return pl.lit(centimes, dtype=pl.Int64)


def _at(values: list[Any], place: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=pl.Int64)).gather(place.cast(pl.UInt32))


def people(count: int) -> pl.DataFrame:
    """Self-employed people of every category that owed in September 2022, with the facts their decree asks for."""
    deck = [name for name, share in SHARES.items() for _ in range(share)]
    chance = pl.int_range(count, dtype=pl.UInt64, eager=True).hash(seed=7)
    category = pl.Series(deck, dtype=pl.Enum(list(SHARES))).gather((chance % len(deck)).cast(pl.UInt32))
    frame = pl.DataFrame({"category": category, "chance": chance // len(deck)})
    every_kind = pl.Enum([kind for kinds in KINDS.values() for kind in kinds])
    facts = {
        "subcategory": _kind(every_kind),
        "diploma_years": _only("architect", pl.col("chance") % 46),
        "practice_years": _only("dentist", pl.col("chance") % 46),
        "farm_class": _only("farmer", pl.col("chance") % 9 + 1),
        "vehicle_owner": pl.when(pl.col("category") == "professional_driver").then(pl.col("chance") % 2 == 0),
        "annual_net_profit": _only("trader_with_accounts", pl.col("chance") % 30_000_000),
        "annual_income_tax": _only("cpu", pl.col("chance") % 8_000_000),
        "month": pl.lit(MONTH),
    }
    return frame.with_columns(**facts).drop("chance").rechunk()


def _kind(every_kind: pl.Enum) -> pl.Expr:
    result: pl.Expr = pl.lit(None, dtype=every_kind)
    for category, kinds in KINDS.items():
        listed = pl.lit(pl.Series(kinds, dtype=every_kind)).gather(
            (pl.col("chance") % len(kinds)).cast(pl.UInt32)
        )
        result = pl.when(pl.col("category") == category).then(listed).otherwise(result)
    return result


def _only(category: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("category") == category).then(value.cast(pl.Int64))


def _explained(law: Legislation) -> float:
    case = {"category": "dentist", "practice_years": 3, "month": MONTH}
    start = time.perf_counter()
    for _ in range(100):
        law.explain(case, "month_due", language="ar")
    return (time.perf_counter() - start) / 100
