"""Drawing the self-employed by commune and trade, as the census and the programme say, and their lists."""

from __future__ import annotations

import numpy as np
import polars as pl

from himaya.demo import facts, kinship, people
from himaya.demo.census import drawn_counts
from himaya.demo.knobs import FATE_CODES, NO_FATE, Knobs
from himaya.demo.trades import CODES, TRADES, targets

NOT_LISTED, LISTED, LISTED_LATER = 0, 1, 2
NO_TRADE = -1
AGE_MIN, AGE_MAX = 19.0, 82.0
SECOND_TRADES = ("cpu", "auto_entrepreneur", "artisan", "farmer")


def draw(office: people.Office, *, people: int, knobs: Knobs) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The self-employed, sorted by commune, and the pairs of relatives planted among them (a, b, kind)."""
    rng = office.stream("self-employed")
    cells = drawn_counts(office.census.self_employed, people=people, start=float(rng.random()))
    cell = np.repeat(np.arange(cells.size), cells.ravel())
    commune, trade = np.divmod(cell, cells.shape[1])
    frame, relatives = kinship.plant(office, _persons(office, rng, commune=commune, trade=trade), knobs=knobs)
    known = facts.columns(office.stream("facts"), trade=trade, birth=frame["birth"].to_numpy())
    listing = _listing(office.stream("lists"), trade=trade, knobs=knobs)
    frame = frame.with_columns(pl.Series("trade", trade.astype(np.int8)), *known, *listing)
    return frame.with_columns(facts.of_late_traders()), relatives


def _persons(
    office: people.Office, rng: np.random.Generator, *, commune: np.ndarray, trade: np.ndarray
) -> pl.DataFrame:
    def of(attribute: str) -> np.ndarray:
        result: np.ndarray = np.array([getattr(one, attribute) for one in TRADES])[trade]
        return result

    count = len(trade)
    sex = (rng.random(count) < of("women")).astype(np.uint8)
    age = people.bell(rng, count, middle=of("age"), spread=of("spread"), low=AGE_MIN, high=AGE_MAX)
    return people.draw(office, rng, commune=commune, sex=sex, birth=people.births(rng, age=age))


def _listing(rng: np.random.Generator, *, trade: np.ndarray, knobs: Knobs) -> list[pl.Series]:
    """On which list each person stands, what will become of the line, and on which other list too."""
    count = len(trade)
    target = np.array(targets())
    first = np.array([t.listed for t in TRADES]) / target
    later = np.array([t.later for t in TRADES]) / target
    place = rng.random(count)
    wave = np.where(
        place < first[trade], LISTED, np.where(place < (first + later)[trade], LISTED_LATER, NOT_LISTED)
    )
    loss = np.clip(1 - np.array([t.accepted for t in TRADES]) - knobs.repeated_in_list, 0, 1) * knobs.loss
    lost = (wave != NOT_LISTED) & (rng.random(count) < loss[trade])
    chance = np.array([knobs.fates.get(code, 0.0) for code in FATE_CODES])
    fate = np.searchsorted(np.cumsum(chance / chance.sum()), rng.random(count)).clip(0, len(chance) - 1)
    second = np.array([CODES.index(code) for code in SECOND_TRADES])[
        rng.integers(0, len(SECOND_TRADES), count)
    ]
    twice = (rng.random(count) < knobs.second_category) & (wave == LISTED) & ~lost & (second != trade)
    return [
        pl.Series("wave", wave.astype(np.int8)),
        pl.Series("fate", np.where(lost, fate, NO_FATE).astype(np.int8)),
        pl.Series("second_trade", np.where(twice, second, NO_TRADE).astype(np.int8)),
    ]
