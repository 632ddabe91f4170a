"""What sets each trade's contribution: farm class, result, diploma, vehicle, income tax. Shares are ours.

Farmers: nine classes, most holdings in the lowest (the ministry's own classes are not published). Income tax
of payers of the single contribution and of auto-entrepreneurs: skewed, so that most stand in the first bands.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from himaya.demo import people
from himaya.demo.trades import CODES

FARM_CLASSES = (0.34, 0.22, 0.15, 0.10, 0.07, 0.05, 0.04, 0.02, 0.01)
SUBCATEGORIES: dict[str, dict[str, float]] = {
    "trader_with_accounts": {
        "simplified_net_result": 0.65,
        "net_profit": 0.35,
        "income_unknown_first_period": 0.0,
    },
    "doctor": {"general_practitioner": 0.42, "specialist": 0.58},
    "pharmacist": {"dispensing": 0.94, "biologist": 0.06},
    "court_copyist": {"resident_judge_centre": 0.4, "first_instance_court": 0.6},
}
SUBCATEGORY_CODES = tuple(code for chances in SUBCATEGORIES.values() for code in chances)
NONE = -1
NO_AMOUNT = -1
NO_DAY = np.iinfo(np.int32).min
VEHICLE_OWNERS = 0.38
TAX_MEDIAN_DIRHAMS = {"cpu": 900.0, "auto_entrepreneur": 350.0}
TAX_SPREAD = 1.3
PROFIT_MEDIAN_DIRHAMS, PROFIT_SPREAD = 85_000.0, 0.8
DIPLOMA_AGE = 25.0
LONGEST_ACTIVITY = 30.0
FACTS_UNTIL = date(2021, 11, 1)
"""Activities and diplomas are older than the first list."""


def columns(rng: np.random.Generator, *, trade: np.ndarray, birth: np.ndarray) -> list[pl.Series]:
    """The facts of each person, a number that stands for `none` where the trade has no such fact.

    Amounts in centimes; days since 1970; subcategory: place in `SUBCATEGORY_CODES`.
    """
    count = len(trade)
    age = people.ages(birth)
    today = (FACTS_UNTIL - date(people.EPOCH_YEAR, 1, 1)).days
    active = rng.random(count) ** 1.5 * np.clip(age - 18, 0.2, LONGEST_ACTIVITY)
    start = today - (active * people.DAYS_A_YEAR).astype(np.int32) - 1
    diploma = (
        birth + np.int32(DIPLOMA_AGE * people.DAYS_A_YEAR) + rng.integers(0, 1200, count).astype(np.int32)
    )
    diploma = np.minimum(diploma, today - 30)
    studied = _is(trade, "architect", "doctor", "dentist", "pharmacist", "paramedical")
    start = np.where(studied, np.maximum(start, diploma), start)
    owner = np.where(_is(trade, "professional_driver"), rng.random(count) < VEHICLE_OWNERS, NONE)
    return [
        pl.Series("activity_from", start.astype(np.int32)),
        pl.Series("diploma_on", np.where(studied, diploma, NO_DAY).astype(np.int32)),
        pl.Series("practice_from", np.where(_is(trade, "dentist", "doctor"), start, NO_DAY).astype(np.int32)),
        pl.Series(
            "farm_class", np.where(_is(trade, "farmer"), _farm_class(rng, count), NONE).astype(np.int8)
        ),
        pl.Series("vehicle_owner", owner.astype(np.int8)),
        pl.Series("subcategory", _subcategory(rng, trade)),
        pl.Series("annual_income_tax", _tax(rng, trade)),
        pl.Series("annual_net_profit", _profit(rng, trade)),
    ]


def of_late_traders() -> list[pl.Expr]:
    """Traders of the later list: those whose income the tax office does not know (decree of May 2022)."""
    late = (pl.col("trade") == CODES.index("trader_with_accounts")) & (pl.col("wave") == 2)
    unknown = SUBCATEGORY_CODES.index("income_unknown_first_period")
    return [
        pl.when(late).then(pl.lit(unknown, dtype=pl.Int8)).otherwise("subcategory").alias("subcategory"),
        pl.when(late)
        .then(NO_AMOUNT)
        .otherwise("annual_net_profit")
        .cast(pl.Int64)
        .alias("annual_net_profit"),
    ]


def _is(trade: np.ndarray, *codes: str) -> np.ndarray:
    return np.isin(trade, [CODES.index(code) for code in codes])


def _farm_class(rng: np.random.Generator, count: int) -> np.ndarray:
    return np.searchsorted(np.cumsum(FARM_CLASSES), rng.random(count)).clip(0, len(FARM_CLASSES) - 1) + 1


def _subcategory(rng: np.random.Generator, trade: np.ndarray) -> np.ndarray:
    place = rng.random(len(trade))
    found = np.full(len(trade), NONE, dtype=np.int8)
    for code, chances in SUBCATEGORIES.items():
        those = _is(trade, code)
        first = SUBCATEGORY_CODES.index(next(iter(chances)))
        edges = np.cumsum(list(chances.values()))
        found[those] = first + np.searchsorted(edges, place[those]).clip(0, len(edges) - 1)
    return found


def _tax(rng: np.random.Generator, trade: np.ndarray) -> np.ndarray:
    spread = np.exp(rng.normal(0, TAX_SPREAD, len(trade)))
    median = sum(dirhams * _is(trade, code) for code, dirhams in TAX_MEDIAN_DIRHAMS.items())
    # About one auto-entrepreneur or small trader in ten declares nothing.
    nothing = rng.random(len(trade)) < 0.1
    amount = np.where(nothing, 0, np.rint(median * spread * 100))
    return np.where(_is(trade, *TAX_MEDIAN_DIRHAMS), amount, NO_AMOUNT).astype(np.int64)


def _profit(rng: np.random.Generator, trade: np.ndarray) -> np.ndarray:
    spread = np.exp(rng.normal(0, PROFIT_SPREAD, len(trade)))
    amount = np.rint(PROFIT_MEDIAN_DIRHAMS * spread) * 100
    return np.where(_is(trade, "trader_with_accounts"), amount, NO_AMOUNT).astype(np.int64)
