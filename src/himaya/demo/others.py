"""The insured of other schemes: salaried workers, the public sector, and the households of AMO-Tadamon."""

from __future__ import annotations

import numpy as np
import polars as pl

from himaya.demo import facts, people
from himaya.demo.census import drawn_counts
from himaya.demo.knobs import FATE_CODES, Knobs

THRESHOLD = 9.3264284
SCORE_SPREAD = 0.55
ABOVE_THRESHOLD = 0.015
"""Holders of the old card whose score has risen above the threshold: their line is refused."""
PERSON = (
    "person",
    "commune",
    "sex",
    "birth",
    "amazigh",
    "family",
    "given",
    "idcs",
    "home",
    "cin_prefix",
    "cin_number",
    "phone",
    "language",
)


def insured(
    office: people.Office, workers: pl.DataFrame, fate: str, *, expected: np.ndarray, share: float
) -> pl.DataFrame:
    """The insured of another scheme: strangers, and self-employed whose line will be `already insured`."""
    rng = office.stream(fate)
    known = workers.filter(pl.col("fate") == FATE_CODES.index(fate)).select(*PERSON, "activity_from")
    count = max(round(float(expected.sum()) * share) - len(known), 0) if share > 0 else 0
    strangers = _adults(office, rng, expected=expected, count=count, women=0.32, middle=38)
    days = facts.columns(rng, trade=np.zeros(count, dtype=np.int64), birth=strangers["birth"].to_numpy())[0]
    return pl.concat([known, strangers.with_columns(days)]).sort("commune", maintain_order=True)


def solidarity(office: people.Office, workers: pl.DataFrame, *, share: float, knobs: Knobs) -> pl.DataFrame:
    """Heads of the households that held the old card, with their score in the social register.

    A few are self-employed people already registered: their line must be refused.
    """
    rng = office.stream("solidarity")
    expected = office.census.solidarity
    count = round(float(expected.sum()) * share)
    also = workers.filter((pl.col("wave") > 0) & (pl.col("fate") < 0)).select(PERSON)
    also = also.head(round(count * knobs.solidarity_also_self_employed))
    heads = _adults(office, rng, expected=expected, count=max(count - len(also), 0), women=0.3, middle=47)
    together = pl.concat([also, heads]).sort("commune", maintain_order=True)
    score = THRESHOLD - np.abs(rng.normal(0, SCORE_SPREAD, len(together)))
    score = np.where(rng.random(len(score)) < ABOVE_THRESHOLD, 2 * THRESHOLD - score + 1e-6, score)
    return together.with_columns(pl.Series("rsu_score", np.round(score, 7)))


def _adults(
    office: people.Office,
    rng: np.random.Generator,
    *,
    expected: np.ndarray,
    count: int,
    women: float,
    middle: float,
) -> pl.DataFrame:
    cells = drawn_counts(expected, people=count, start=float(rng.random()))
    commune = np.repeat(np.arange(len(expected)), cells)
    sex = (rng.random(count) < women).astype(np.uint8)
    age = people.bell(rng, count, middle=middle, spread=11, low=20, high=78)
    return people.draw(office, rng, commune=commune, sex=sex, birth=people.births(rng, age=age)).select(
        PERSON
    )
