"""Spouses and children: who lives in the household, and which of them the insured person has declared."""

from __future__ import annotations

import numpy as np
import polars as pl

from himaya.demo import people
from himaya.demo.knobs import Knobs

SPOUSE, CHILD = 0, 1
MARRIED_AT = ((19, 0.02), (25, 0.35), (30, 0.65), (37, 0.86), (60, 0.88), (82, 0.70))
WOMEN_MARRIED = 0.8
CHILDREN_AT = ((20, 0.0), (30, 1.3), (40, 2.7), (50, 3.1), (60, 3.2), (82, 3.2))
CHILD_AGE_MAX = 27.0
PARENT_AGE_AT_BIRTH_MIN = 20.0
STUDENTS = ((6, 0.0), (7, 0.97), (15, 0.9), (18, 0.7), (22, 0.35), (27, 0.1))
DISABLED = 0.012
TWINS = 0.011
WIFE_YOUNGER = (5.0, 4.0)
YOUNGEST_SPOUSE = 18.5
HOUSEHOLDS_MARRIED, HOUSEHOLDS_CHILDREN = 0.75, 0.62


def of_workers(office: people.Office, workers: pl.DataFrame, *, knobs: Knobs) -> pl.DataFrame:
    """Families of the self-employed; `insured` is the row of `workers`, `declared` whether a form was sent.

    Declarations come from people whose line registers, in the proportions of April 2022.
    """
    family = _families(office, office.stream("families"), workers, several=knobs.several_wives, shared=knobs)
    registered = (workers["wave"] == 1) & (workers["fate"] < 0)
    return family.with_columns(
        _declared(office.stream("declared"), family, registered.to_numpy(), knobs=knobs)
    )


def of_households(office: people.Office, heads: pl.DataFrame) -> pl.DataFrame:
    """Families of the heads of Tadamon households, all of them known to the social register."""
    family = _families(
        office,
        office.stream("households"),
        heads,
        several=0.0,
        married=HOUSEHOLDS_MARRIED,
        children=HOUSEHOLDS_CHILDREN,
    )
    return family.with_columns(pl.lit(True).alias("declared"))


def _families(
    office: people.Office,
    rng: np.random.Generator,
    insured: pl.DataFrame,
    *,
    several: float,
    shared: Knobs | None = None,
    married: float = 1.0,
    children: float = 1.0,
) -> pl.DataFrame:
    spouses = _spouses(office, rng, insured, several=several, married=married)
    together = (shared or Knobs()).phone_shared_by_couple
    one_phone = pl.Series(rng.random(len(spouses)) < together)
    phones = insured["phone"].gather(spouses["insured"])
    spouses = spouses.with_columns(
        phone=pl.select(pl.when(one_phone).then(phones).otherwise(spouses["phone"])).to_series()
    )
    young = _children(office, rng, insured, spouses, chance=children)
    return pl.concat([spouses, young], how="diagonal").sort("insured", maintain_order=True)


def _spouses(
    office: people.Office, rng: np.random.Generator, insured: pl.DataFrame, *, several: float, married: float
) -> pl.DataFrame:
    sex, age = insured["sex"].to_numpy(), people.ages(insured["birth"].to_numpy())
    chance = _at(MARRIED_AT, age) * np.where(sex == 0, 1.0, WOMEN_MARRIED) * married
    number = (rng.random(len(sex)) < chance).astype(np.int8)
    number += (number == 1) & (sex == 0) & (rng.random(len(sex)) < several)
    row = np.repeat(np.arange(len(sex), dtype=np.uint32), number)
    younger = rng.normal(*WIFE_YOUNGER, len(row)) * np.where(sex[row] == 0, 1, -1)
    birth = people.births(rng, age=np.maximum(age[row] - younger, YOUNGEST_SPOUSE))
    spouses = people.draw(
        office,
        rng,
        commune=insured["commune"].to_numpy()[row],
        sex=1 - sex[row],
        birth=birth,
        amazigh=insured["amazigh"].to_numpy()[row],
    )
    wed = np.clip(np.minimum(age[row], people.ages(birth)) - 17.5, 0.5, None) * rng.random(len(row)) ** 0.6
    return spouses.with_columns(
        insured=pl.Series(row),
        relation=pl.lit(SPOUSE, dtype=pl.Int8),
        link_from=pl.Series(
            (people.births(rng, age=np.zeros(1))[0] - wed * people.DAYS_A_YEAR - 1).astype(np.int32)
        ),
        student=pl.lit(False),
        disabled=pl.lit(False),
    )


def _children(
    office: people.Office,
    rng: np.random.Generator,
    insured: pl.DataFrame,
    spouses: pl.DataFrame,
    *,
    chance: float,
) -> pl.DataFrame:
    first = spouses.unique("insured", keep="first", maintain_order=True)
    parent = first["insured"].to_numpy()
    parent_age = people.ages(insured["birth"].to_numpy()[parent])
    number = rng.poisson(_at(CHILDREN_AT, parent_age) * chance)
    couple = np.repeat(np.arange(len(parent)), number)
    row = parent[couple]
    age = rng.random(len(row)) * np.maximum(parent_age[couple] - PARENT_AGE_AT_BIRTH_MIN, 0.5)
    twin = (
        np.concatenate([[False], row[1:] == row[:-1]]) & (rng.random(len(row)) < TWINS)
        if len(row)
        else np.zeros(0, bool)
    )
    age[twin] = age[np.flatnonzero(twin) - 1]
    kept = age < CHILD_AGE_MAX
    row, couple, age = row[kept], couple[kept], age[kept]
    birth = people.births(rng, age=age)
    sex = rng.integers(0, 2, len(row))
    children = people.draw(
        office,
        rng,
        commune=insured["commune"].to_numpy()[row],
        sex=sex,
        birth=birth,
        amazigh=insured["amazigh"].to_numpy()[row],
        papers=False,
    )
    father = np.where(
        insured["sex"].to_numpy()[row] == 0,
        insured["family"].to_numpy()[row],
        first["family"].to_numpy()[couple],
    )
    return children.with_columns(
        family=pl.Series(father),
        insured=pl.Series(row),
        relation=pl.lit(CHILD, dtype=pl.Int8),
        link_from=pl.Series(birth),
        student=pl.Series(rng.random(len(row)) < _at(STUDENTS, age)),
        disabled=pl.Series(rng.random(len(row)) < DISABLED),
    )


def _at(points: tuple[tuple[float, float], ...], age: np.ndarray) -> np.ndarray:
    ages, values = zip(*points, strict=True)
    result: np.ndarray = np.interp(age, ages, values)
    return result


def _declared(
    rng: np.random.Generator, family: pl.DataFrame, registered: np.ndarray, *, knobs: Knobs
) -> pl.Series:
    """Whole families declare: enough of them for the spouses of April 2022, then of their children enough."""
    insured = family["insured"].to_numpy()
    spouse = (family["relation"] == SPOUSE).to_numpy()
    open_to = registered[insured]
    people_registered = int(registered.sum())
    share = _ratio(knobs.spouses_declared * people_registered, int((spouse & open_to).sum()))
    household = rng.random(len(registered)) < share
    candidates = open_to & household[insured]
    children = _ratio(knobs.children_declared * people_registered, int((candidates & ~spouse).sum()))
    return pl.Series("declared", candidates & (spouse | (rng.random(len(insured)) < children)))


def _ratio(part: float, whole: int) -> float:
    return min(part / whole, 1.0) if whole else 0.0
