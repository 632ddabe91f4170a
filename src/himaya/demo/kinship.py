"""People who look alike and are not one: twins, cousins of one name, a father and his namesake son, siblings.

They are planted among neighbours of one commune; the second person of a pair takes from the first what makes
them alike. Nothing else changes: two cards, two national numbers, two people.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from himaya.demo import people
from himaya.demo.knobs import Knobs

KINDS = ("twins", "cousins", "father_and_son", "siblings_one_phone")
COPIED = {
    "twins": ("family", "birth", "home", "amazigh"),
    "cousins": ("family", "given", "sex", "amazigh"),
    "father_and_son": ("family", "given", "sex", "home", "amazigh"),
    "siblings_one_phone": ("family", "phone", "home", "amazigh"),
}
PHONE_SHARED = {"twins": 0.6, "cousins": 0.0, "father_and_son": 0.5, "siblings_one_phone": 1.0}
PAIR = {"a": pl.Int64, "b": pl.Int64}
GENERATION = (21.0, 34.0)
YOUNGEST_SON = 18.0


def plant(office: people.Office, frame: pl.DataFrame, *, knobs: Knobs) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same people, some of them made alike two by two; and the pairs as (a, b, kind), persons."""
    rng = office.stream("kinship")
    columns = {name: frame[name].to_numpy().copy() for name in frame.columns}
    pairs = []
    for kind, first, second in _couples(rng, columns["commune"], knobs=knobs):
        if kind == "father_and_son":
            first, second = _of_age(columns["birth"], first, second)
            columns["birth"][second] = columns["birth"][first] + _generation(rng, len(first))
        for name in COPIED[kind]:
            columns[name][second] = columns[name][first]
        same = rng.random(len(first)) < PHONE_SHARED[kind]
        columns["phone"][second[same]] = columns["phone"][first[same]]
        if "given" not in COPIED[kind]:
            _another_first_name(office, columns, first, second)
        pairs.append(
            pl.DataFrame(
                {"a": columns["person"][first], "b": columns["person"][second]}, schema=PAIR
            ).with_columns(kind=pl.lit(kind))
        )
    return pl.DataFrame(columns, schema=frame.schema), pl.concat(pairs)


def _couples(
    rng: np.random.Generator, commune: np.ndarray, *, knobs: Knobs
) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Neighbours (2i, 2i + 1) of one commune, each couple of one kind at most."""
    half = len(commune) // 2
    first = np.arange(half) * 2
    neighbours = commune[first] == commune[first + 1]
    shares = np.array([getattr(knobs, kind) for kind in KINDS]) * 2
    place = np.searchsorted(np.cumsum(shares), rng.random(half))
    for number, kind in enumerate(KINDS):
        chosen = first[neighbours & (place == number)]
        yield kind, chosen, chosen + 1


def _of_age(birth: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    father = people.ages(birth[first]) > GENERATION[1] + YOUNGEST_SON
    return first[father], second[father]


def _generation(rng: np.random.Generator, count: int) -> np.ndarray:
    return (rng.uniform(*GENERATION, count) * people.DAYS_A_YEAR).astype(np.int32)


def _another_first_name(
    office: people.Office, columns: dict[str, np.ndarray], first: np.ndarray, second: np.ndarray
) -> None:
    """Brothers and sisters never bear one first name."""
    same = second[columns["given"][first] == columns["given"][second]]
    columns["given"][same] = office.names.next_given(columns["given"][same])
