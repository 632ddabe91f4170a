"""A reader who subtracts: all published tables together as equations, and what they give away.

Unknown is every number of people with one combination of commune, category, sex, age, state and remedy, and
every number of dependants of one region, category and relation. A published cell is the sum of some unknowns;
a published zero makes all of its unknowns zero. A hidden cell is given away when it is a combination of the
published ones. Nothing here reads how the platform binds its cells.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from himaya.steering.statistics.figures import Cell

SEXES, AGES = ("F", "M"), ("25-34", "35-44", "65+")
STATES = ((1, None), (2, 1), (3, 2), (3, 3), (3, 0))
RELATIONS = ("spouse", "child")
ALL = "*"


@dataclass(frozen=True)
class World:
    """Counted people and families of a few regions, with the names of everything that could have been."""

    communes: dict[str, list[str]]
    categories: list[str]
    people: pl.DataFrame
    families: pl.DataFrame
    schemes: pl.DataFrame


def world(seed: int, *, regions: int = 2, communes: int = 3, categories: int = 3, people: int = 120) -> World:
    """People scattered unevenly, so that many cells are small and some are empty."""
    rng = random.Random(seed)
    places = {f"{region:02}": [f"{region:02}.{one}" for one in range(communes)] for region in range(regions)}
    groups = [f"group{number}" for number in range(categories)]
    rows: dict[tuple[Any, ...], int] = {}
    family: dict[tuple[Any, ...], int] = {}
    for _ in range(people):
        region = f"{min(int(rng.expovariate(1.2)), regions - 1):02}"
        commune = places[region][min(int(rng.expovariate(0.9)), communes - 1)]
        category = groups[min(int(rng.expovariate(0.8)), categories - 1)]
        state, remedy = STATES[min(int(rng.expovariate(0.7)), len(STATES) - 1)]
        atom = (region, commune, category, rng.choice("FMM"), rng.choice(AGES), state, remedy)
        rows[atom] = rows.get(atom, 0) + 1
        for _ in range(rng.choice((0, 0, 1, 2))):
            link = (region, category, rng.choice(RELATIONS))
            family[link] = family.get(link, 0) + 1
    names = ["region", "commune", "category", "sex", "age_band", "state", "remedy"]
    counted = pl.DataFrame(
        [(*atom, count) for atom, count in rows.items()], schema=[*names, "people"], orient="row"
    )
    linked = pl.DataFrame(
        [(*link, count) for link, count in family.items()],
        schema=["region", "category", "relation", "people"],
        orient="row",
    )
    return World(places, groups, counted, linked, _schemes(counted, linked))


def _schemes(people: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    insured = people.group_by("region").agg(pl.col("people").sum().alias("insured"))
    dependants = families.group_by("region").agg(pl.col("people").sum().alias("dependants"))
    return insured.join(dependants, on="region", how="left").select(
        "region",
        pl.lit("OWN").alias("scheme"),
        pl.lit(True).alias("counted"),
        "insured",
        pl.col("dependants").fill_null(0),
    )


def given_away(world: World, cells: dict[Any, Cell]) -> set[Any]:
    """The hidden cells whose value the published ones determine."""
    atoms = _atoms(world)
    place = {atom: number for number, atom in enumerate(atoms)}
    shown, hidden = [], []
    for key, cell in cells.items():
        row = np.zeros(len(atoms))
        row[[place[atom] for atom in atoms if _counts(key, atom)]] = 1
        (hidden if cell.value is None else shown).append((key, row, cell.value))
    zero = np.zeros(len(atoms), dtype=bool)
    for _, row, value in shown:
        if value == 0:
            zero |= row > 0
    known = np.array([row[~zero] for _, row, value in shown if value])
    basis = _row_space(known)
    found = set()
    for key, row, _ in hidden:
        left = row[~zero]
        rest = left - basis.T @ (basis @ left)
        if np.linalg.norm(rest) < 1e-6 * max(1.0, np.linalg.norm(left)):
            found.add(key)
    return found


def _row_space(rows: np.ndarray) -> np.ndarray:
    _, sizes, right = np.linalg.svd(rows, full_matrices=False)
    return right[sizes > 1e-8 * sizes[0]]


def _atoms(world: World) -> list[tuple[Any, ...]]:
    people = [
        ("person", region, commune, category, sex, age, state, remedy)
        for region, communes in world.communes.items()
        for commune, category, sex, age, (state, remedy) in product(
            communes, world.categories, SEXES, AGES, STATES
        )
    ]
    families = [("family", *one) for one in product(world.communes, world.categories, RELATIONS)]
    return [*people, *families]


def _counts(key: tuple[str, str, str, str], atom: tuple[Any, ...]) -> bool:
    """Does the cell count the people of this combination?"""
    table, region, category, value = key
    if (table in ("family", "dependants")) != (atom[0] == "family"):
        return False
    if atom[0] == "family":
        _, its_region, its_category, relation = atom
        inside = region in (ALL, its_region) and category in (ALL, its_category)
        return inside and (table == "dependants" or value == relation)
    _, its_region, commune, its_category, sex, age, state, remedy = atom
    if region not in (ALL, its_region) or category not in (ALL, its_category):
        return False
    said = "" if remedy is None else str(remedy)
    return {
        "registered": True,
        "insured": True,
        "sex": value == sex,
        "age_band": value == age,
        "state": value == str(state),
        "remedy": state == 3 and value == said,
        "commune": value == commune,
        "commune_open": value == commune and state == 1,
        "commune_other": value == commune and state != 1,
    }[table]
