"""Drawing people: names, birth, papers, telephone and language, for anybody who lives in a commune."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
import polars as pl

from himaya.demo.census import Census
from himaya.demo.identity import Registrar
from himaya.demo.names import NameBook

EPOCH_YEAR = 1970
DAYS_A_YEAR = 365.2425
ON = date(2022, 1, 1)
"""Ages are counted on this day."""
LANGUAGES = ("ar", "zgh", "fr")
TAMAZIGHT_CHOSEN, FRENCH_IN_TOWN, FRENCH_IN_VILLAGES = 0.35, 0.05, 0.01
AMAZIGH_NAMED = 0.9
FIRST_JANUARY = 0.06
"""Births registered late stand at 1 January, mostly before 1975."""
FIRST_JANUARY_BEFORE = 1975


@dataclass
class Office:
    """All that drawing people needs: where they live, their names, their papers."""

    census: Census
    names: NameBook
    registrar: Registrar
    seed: int

    def stream(self, label: str) -> np.random.Generator:
        """An independent source of chance for each stage, so that adding a stage changes no other."""
        return np.random.default_rng([self.seed, crc32(label.encode())])

    @property
    def urban(self) -> np.ndarray:
        """Whether each commune is a town."""
        return self.census.communes["urban"].to_numpy()

    @property
    def amazigh(self) -> np.ndarray:
        """Share of people who speak Amazigh in each commune's province."""
        return self.census.communes["amazigh"].to_numpy()


def draw(
    office: Office,
    rng: np.random.Generator,
    *,
    commune: np.ndarray,
    sex: np.ndarray,
    birth: np.ndarray,
    amazigh: np.ndarray | None = None,
    papers: bool = True,
) -> pl.DataFrame:
    """People as a frame of small numbers (`lines` writes them out).

    commune: row of the census; sex: 0 male, 1 female; birth: days since 1970; amazigh: whether the home
    speaks Amazigh (drawn if absent); papers: adults have a card and a telephone.
    """
    count = len(commune)
    if amazigh is None:
        amazigh = rng.random(count) < office.amazigh[commune] * AMAZIGH_NAMED
    age = ages(birth)
    person = office.registrar.persons(count)
    frame = {
        "person": person,
        "commune": commune.astype(np.uint16),
        "sex": sex.astype(np.uint8),
        "birth": birth.astype(np.int32),
        "amazigh": amazigh,
        "family": office.names.family(rng, amazigh=amazigh),
        "given": office.names.given(rng, sex=sex, age=age, amazigh=amazigh),
        "idcs": office.registrar.national_numbers(person),
        "home": rng.integers(0, 1 << 31, count, dtype=np.uint32),
    }
    if papers:
        provinces = office.census.communes["province_code"].to_numpy()
        prefix, number = office.registrar.cards(rng, provinces=provinces, of=commune)
        frame |= {"cin_prefix": prefix, "cin_number": number, "phone": office.registrar.new_phones(count)}
        frame["language"] = _languages(office, rng, commune=commune, amazigh=amazigh)
    return pl.DataFrame(frame)


def births(rng: np.random.Generator, *, age: np.ndarray) -> np.ndarray:
    """Birth days (days since 1970) of people of about that age, a few of them registered at 1 January."""
    day = (ON.toordinal() - date(EPOCH_YEAR, 1, 1).toordinal()) - np.rint(age * DAYS_A_YEAR).astype(np.int32)
    days = day.astype("datetime64[D]")
    first = days.astype("datetime64[Y]").astype("datetime64[D]")
    old = days < np.datetime64(f"{FIRST_JANUARY_BEFORE}-01-01")
    late = rng.random(len(age)) < np.where(old, FIRST_JANUARY, FIRST_JANUARY / 10)
    return np.where(late, first, days).astype(np.int32)


def ages(birth: np.ndarray) -> np.ndarray:
    """Age in years, not whole, of people born on those days."""
    return ((ON - date(EPOCH_YEAR, 1, 1)).days - birth) / DAYS_A_YEAR


def bell(
    rng: np.random.Generator,
    count: int,
    *,
    middle: np.ndarray | float,
    spread: np.ndarray | float,
    low: float,
    high: float,
) -> np.ndarray:
    """Ages around a middle, kept between two bounds by folding back what falls outside."""
    age = rng.normal(middle, spread, count)
    age = np.where(age < low, 2 * low - age, age)
    return np.clip(np.where(age > high, 2 * high - age, age), low, high)


def _languages(
    office: Office, rng: np.random.Generator, *, commune: np.ndarray, amazigh: np.ndarray
) -> np.ndarray:
    draw = rng.random(len(commune))
    french = np.where(office.urban[commune], FRENCH_IN_TOWN, FRENCH_IN_VILLAGES)
    tamazight = amazigh & (draw > 1 - TAMAZIGHT_CHOSEN)
    return np.where(draw < french, 2, np.where(tamazight, 1, 0)).astype(np.uint8)
