"""Declarations of spouses and children, as the portal, partners' desks and the social register send them."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from himaya.demo.families import CHILD, SPOUSE
from himaya.demo.knobs import NO_FATE
from himaya.demo.population import Population

UNKNOWN_INSURED, SPOUSE_INSURED, DECLARED_TWICE = 0.01, 0.01, 0.01
ON_THE_PORTAL = 0.6
MISTYPED_CARD = 9_999
"""Nobody's number: cards here have six digits."""
CHILD_AGE_MAX, STUDENT_AGE_MAX = 22, 27
TAKEN = ("person", "family", "given", "birth", "idcs", "cin_prefix", "cin_number")


def of_workers(population: Population, *, body: str, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Declarations sent through one channel, mistakes included, with `fate` in words and `expected`.

    Half the mistakes are honest law: a child past the age, a wife insured in her own name.
    """
    family = population.dependants.filter("declared")
    portal = pl.col("insured") % 10 < ON_THE_PORTAL * 10
    family = _with_insured(family.filter(portal if body == "portal" else ~portal), population.self_employed)
    family = _insured_wives(family, population.self_employed, rng)
    twice = family.filter(pl.Series(rng.random(len(family)) < DECLARED_TWICE))
    unknown = pl.Series(rng.random(len(family)) < UNKNOWN_INSURED)
    family = family.with_columns(
        insured_number=pl.when(unknown)
        .then(pl.lit(MISTYPED_CARD, dtype=pl.Int32))
        .otherwise("insured_number"),
        fate=pl.when(unknown).then(pl.lit("unknown_insured")).otherwise("fate"),
    )
    twice = twice.with_columns(
        fate=pl.when(pl.col("fate") == "").then(pl.lit("declared_twice")).otherwise("fate")
    )
    return _judged(pl.concat([family, twice]), on=on)


def of_households(population: Population, *, on: date) -> pl.DataFrame:
    """All members of the Tadamon households."""
    family = _with_insured(population.solidarity_members, population.solidarity)
    return _judged(family, on=on)


def _with_insured(family: pl.DataFrame, insured: pl.DataFrame) -> pl.DataFrame:
    rows = family["insured"]
    return family.with_columns(
        insured_person=insured["person"].gather(rows),
        insured_prefix=insured["cin_prefix"].gather(rows),
        insured_number=insured["cin_number"].gather(rows),
        fate=pl.lit(""),
    )


def _insured_wives(family: pl.DataFrame, workers: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Some wives are insured in their own name: they cannot be their husband's dependants."""
    women = workers.filter((pl.col("sex") == 1) & (pl.col("wave") == 1) & (pl.col("fate") == NO_FATE))
    chosen = (
        (family["relation"] == SPOUSE)
        & (family["sex"] == 1)
        & pl.Series(rng.random(len(family)) < SPOUSE_INSURED)
    )
    if women.is_empty():
        return family
    who = rng.integers(0, len(women), len(family))
    taken = [women[name].gather(who).zip_with(chosen, family[name].cast(women[name].dtype)) for name in TAKEN]
    insured = pl.Series(["spouse_insured"]).new_from_index(0, len(family)).zip_with(chosen, family["fate"])
    return family.with_columns(*taken, insured.alias("fate"))


def _judged(family: pl.DataFrame, *, on: date) -> pl.DataFrame:
    birthday = pl.col("birth").cast(pl.Date)
    age = on.year - birthday.dt.year() - (birthday.dt.strftime("%m%d") > on.strftime("%m%d")).cast(pl.Int32)
    limit = pl.when("student").then(STUDENT_AGE_MAX).otherwise(CHILD_AGE_MAX)
    too_old = (pl.col("relation") == CHILD) & ~pl.col("disabled") & (age >= limit)
    fate = (
        pl.when(pl.col("fate") != "")
        .then("fate")
        .when(too_old)
        .then(pl.lit("child_too_old"))
        .otherwise("fate")
    )
    judged = family.with_columns(fate=fate)
    refused = pl.when(pl.col("fate") != "").then(pl.lit("refused")).otherwise(pl.lit("registered"))
    return judged.with_columns(expected=refused)
