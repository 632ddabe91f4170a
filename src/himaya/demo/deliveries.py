"""The order of events, November 2021 to December 2022: which body sends whom, and when.

Days follow the decrees and the first month owed of each category; the very days are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from himaya.demo import facts
from himaya.demo.knobs import FATE_CODES, NO_FATE
from himaya.demo.others import THRESHOLD
from himaya.demo.population import Population
from himaya.demo.trades import CODES
from himaya.demo.workers import LISTED, LISTED_LATER


@dataclass(frozen=True)
class Delivery:
    """One file. trades: whom it lists (none for the other schemes); wave: which part of those people."""

    name: str
    body: str
    on: date
    trades: tuple[str, ...] = ()
    wave: int = LISTED
    again: str | None = None


DELIVERIES = (
    Delivery("salaried", "salaried", date(2021, 11, 22)),
    Delivery("cnops", "cnops", date(2021, 11, 24)),
    Delivery("dgi-cpu", "dgi", date(2021, 12, 6), ("cpu",)),
    Delivery("adouls", "adouls", date(2021, 12, 8), ("adoul",)),
    Delivery("architects", "architects", date(2021, 12, 9), ("architect",)),
    Delivery("notaries", "notaries", date(2022, 1, 4), ("notary",)),
    Delivery("justice", "justice", date(2021, 12, 13), ("court_copyist", "sworn_translator")),
    Delivery("tourism", "tourism", date(2021, 12, 15), ("tour_guide",)),
    Delivery("health", "health", date(2022, 1, 5), ("doctor", "dentist", "pharmacist", "paramedical")),
    Delivery("dgi-accounts", "dgi", date(2022, 1, 7), ("trader_with_accounts",)),
    Delivery("rnae", "rnae", date(2022, 2, 2), ("auto_entrepreneur",)),
    Delivery("crafts", "crafts", date(2022, 2, 3), ("artisan",)),
    Delivery("interior-taxi", "interior_taxi", date(2022, 2, 4), ("taxi_driver",)),
    Delivery("agriculture", "agriculture", date(2022, 2, 7), ("farmer",)),
    Delivery("culture", "culture", date(2022, 3, 4), ("artist",)),
    Delivery("portal", "portal", date(2022, 3, 28)),
    Delivery("proximity-points", "proximity_points", date(2022, 3, 31)),
    Delivery(
        "transport",
        "transport",
        date(2022, 4, 11),
        ("professional_driver",),
        LISTED_LATER,
        again="taxi_driver",
    ),
    Delivery("agriculture-2", "agriculture", date(2022, 5, 12), ("farmer",), LISTED_LATER, again="farmer"),
    Delivery("dgi-income-unknown", "dgi", date(2022, 6, 20), ("trader_with_accounts",), LISTED_LATER),
    Delivery("fisheries", "fisheries", date(2022, 6, 13), ("fishing_boat_owner",), LISTED_LATER),
    Delivery("tadamon", "tadamon", date(2022, 12, 1)),
    Delivery("tadamon-households", "tadamon_households", date(2022, 12, 2)),
)
FIRST_LISTED_ON = {code: one.on for one in reversed(DELIVERIES) for code in one.trades}
AGAIN_SHARE = {"taxi_driver": "same_category_elsewhere", "farmer": "sent_again"}
INSURED_ELSEWHERE = ("already_salaried", "already_public")
SECOND_FARM_CLASSES = 3
SECOND_TAX_CENTIMES = 40_000


def ordered() -> list[Delivery]:
    """All deliveries by day."""
    return sorted(DELIVERIES, key=lambda one: one.on)


def members(population: Population, delivery: Delivery, rng: np.random.Generator) -> pl.DataFrame:
    """The people of one list as numbers; `second`: on an earlier list too; `repeated`: nothing new."""
    if delivery.body in ("salaried", "cnops", "tadamon"):
        return _of_other_scheme(population, delivery)
    workers = population.self_employed
    trades = [CODES.index(code) for code in delivery.trades]
    own = _own(workers.filter(pl.col("trade").is_in(trades) & (pl.col("wave") == delivery.wave)))
    parts = [own, _repeated(own, rng, share=population.knobs.repeated_in_list)]
    if delivery.wave == LISTED:
        parts.append(_from_other_trades(workers, trades, on=delivery.on))
    if delivery.again:
        known = workers.filter((pl.col("trade") == CODES.index(delivery.again)) & (pl.col("wave") == LISTED))
        share = getattr(population.knobs, AGAIN_SHARE[delivery.again]) * len(own) / max(len(known), 1)
        parts.append(_sample(_own(known), rng, share=share, second=True))
    return pl.concat(parts)


def _of_other_scheme(population: Population, delivery: Delivery) -> pl.DataFrame:
    by_body = {"salaried": population.salaried, "cnops": population.public, "tadamon": population.solidarity}
    people = by_body[delivery.body]
    fate = pl.lit(NO_FATE, dtype=pl.Int8)
    if delivery.body == "tadamon":
        registered = population.self_employed["person"].implode()
        fate = (
            pl.when(pl.col("person").is_in(registered))
            .then(pl.lit(FATE_CODES.index("already_self_employed"), dtype=pl.Int8))
            .when(pl.col("rsu_score") > THRESHOLD)
            .then(pl.lit(FATE_CODES.index("score_above_threshold"), dtype=pl.Int8))
            .otherwise(fate)
        )
    known = fate == FATE_CODES.index("already_self_employed")
    return _marked(people).with_columns(fate=fate, second=known)


def _marked(frame: pl.DataFrame, *, second: bool = False, repeated: bool = False) -> pl.DataFrame:
    return frame.with_columns(second=pl.lit(second), repeated=pl.lit(repeated))


def _listed_on(column: str) -> pl.Expr:
    """The day on which the first list of a trade comes; null for none."""
    days = {CODES.index(code): on for code, on in FIRST_LISTED_ON.items()}
    return pl.col(column).replace_strict(days, default=None, return_dtype=pl.Date)


def _own(people: pl.DataFrame) -> pl.DataFrame:
    elsewhere = pl.col("fate").is_in([FATE_CODES.index(code) for code in INSURED_ELSEWHERE])
    earlier = (_listed_on("second_trade") < _listed_on("trade")).fill_null(False)
    return _marked(people).with_columns(second=elsewhere | earlier)


def _sample(people: pl.DataFrame, rng: np.random.Generator, *, share: float, second: bool) -> pl.DataFrame:
    chosen = pl.Series(rng.random(len(people)) < share) & (people["fate"] == NO_FATE)
    return _marked(people.filter(chosen), second=second, repeated=True)


def _repeated(own: pl.DataFrame, rng: np.random.Generator, *, share: float) -> pl.DataFrame:
    """People who stand on the list twice: a share of it, rounded to the nearest line."""
    free = own.filter(pl.col("fate") == NO_FATE)
    count = min(round(len(own) * share), len(free))
    chosen = np.sort(rng.choice(len(free), count, replace=False))
    return _marked(free[chosen], repeated=True)


def _from_other_trades(workers: pl.DataFrame, trades: list[int], *, on: date) -> pl.DataFrame:
    """People whose second trade this list holds: they become members a second time."""
    people = workers.filter(pl.col("second_trade").is_in(trades))
    farmer, cpu, own = (
        pl.col("second_trade") == CODES.index(code) for code in ("farmer", "cpu", "auto_entrepreneur")
    )
    return _marked(people).with_columns(
        second=_listed_on("trade") < on,
        trade=pl.col("second_trade"),
        subcategory=pl.lit(facts.NONE, dtype=pl.Int8),
        farm_class=pl.when(farmer)
        .then(pl.col("person") % SECOND_FARM_CLASSES + 1)
        .otherwise(facts.NONE)
        .cast(pl.Int8),
        annual_income_tax=pl.when(cpu | own)
        .then(SECOND_TAX_CENTIMES)
        .otherwise(facts.NO_AMOUNT)
        .cast(pl.Int64),
    )
