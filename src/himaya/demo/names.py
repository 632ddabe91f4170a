"""Names of made-up people: drawing them, and the other spellings that registers hold of the same name.

A name is a number: its line in the fund's `names.tsv`. Spellings are numbers too, in one dictionary a
script, so that millions of people carry small integers until a file is written. The other spellings follow
how clerks write (a table of forms met, and habits of transcription); they know nothing of the keys that
matching uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from himaya.demo import spelling

RESOLUTION = 1 << 16
RANK_OFFSET = 5
AGE_PREFERENCE = 12.0
AMAZIGH_AT_HOME, AMAZIGH_ELSEWHERE = 6.0, 0.15
MALE, FEMALE = 0, 1
YOUNG_UNDER, OLD_OVER = 10, 60


@dataclass(frozen=True)
class Script:
    """All spellings of all names in one script; the usual spelling of name i stands at `first[i]`."""

    texts: pl.Series
    first: np.ndarray
    count: np.ndarray

    def usual(self, names: np.ndarray) -> np.ndarray:
        """Spelling numbers of the usual form."""
        result: np.ndarray = self.first[names]
        return result

    def other(self, names: np.ndarray, draw: np.ndarray) -> np.ndarray:
        """Spelling numbers of another form where the name has one; draw: uniform numbers in [0, 1)."""
        others = self.count[names] - 1
        result: np.ndarray = self.first[names] + np.where(others > 0, 1 + (draw * others).astype(np.int32), 0)
        return result

    def written(self, spellings: np.ndarray) -> pl.Series:
        """The texts of spelling numbers."""
        return self.texts.gather(pl.Series(spellings))


@dataclass(frozen=True)
class NameBook:
    """The dictionary and the chances of each name. given: [sex, age band, amazigh]; family: [amazigh]."""

    latin: Script
    arabic: Script
    given_tables: np.ndarray
    family_tables: np.ndarray

    def given(
        self, rng: np.random.Generator, *, sex: np.ndarray, age: np.ndarray, amazigh: np.ndarray
    ) -> np.ndarray:
        """First names by sex (0 male, 1 female), age in years and whether the home speaks Amazigh."""
        band = np.where(age < YOUNG_UNDER, 0, np.where(age >= OLD_OVER, 2, 1))
        group = (sex.astype(np.intp) * 3 + band) * 2 + amazigh
        result: np.ndarray = self.given_tables[group, rng.integers(0, RESOLUTION, len(group))]
        return result

    def next_given(self, given: np.ndarray) -> np.ndarray:
        """Another first name of the same sex: the next of the list (the one before for the last)."""
        half = len(self.given_tables) // 2
        last = np.array([self.given_tables[:half].max(), self.given_tables[half:].max()])
        return np.where(np.isin(given, last), given - 1, given + 1).astype(given.dtype)

    def family(self, rng: np.random.Generator, *, amazigh: np.ndarray) -> np.ndarray:
        """Family names by whether the home speaks Amazigh."""
        return self.family_tables[amazigh.astype(np.intp), rng.integers(0, RESOLUTION, len(amazigh))]


def load(fund: Path) -> NameBook:
    """The name book of a fund, from its `names` folder."""
    folder = fund / "names"
    names = pl.read_csv(folder / "names.tsv", separator="\t")
    preferences = pl.read_csv(folder / "preferences.tsv", separator="\t")
    forms = pl.read_csv(folder / "variants.tsv", separator="\t")
    preferred = {group: set(frame["latin"]) for (group,), frame in preferences.group_by("group")}
    tables = {
        kind: [_table(names, kind, preferred, band, amazigh) for band in bands for amazigh in (False, True)]
        for kind, bands in (("male", _BANDS), ("female", _BANDS), ("family", (None,)))
    }
    return NameBook(
        _script(spelling.latin_forms(names, met=forms)),
        _script(spelling.arabic_forms(names)),
        np.stack(tables["male"] + tables["female"]),
        np.stack(tables["family"]),
    )


_BANDS = ("under_10", None, "over_60")


def _table(
    names: pl.DataFrame, kind: str, preferred: dict[str, set[str]], band: str | None, amazigh: bool
) -> np.ndarray:
    """Name numbers repeated as often as they are given, `RESOLUTION` long: drawing is one look-up."""
    numbers = names.with_row_index("name").filter(pl.col("kind") == kind)
    weight = 1 / (np.arange(len(numbers)) + RANK_OFFSET)
    if band:
        weight *= np.where(numbers["latin"].is_in(list(preferred[band])), AGE_PREFERENCE, 1.0)
    at_home = AMAZIGH_AT_HOME if amazigh else AMAZIGH_ELSEWHERE
    weight *= np.where(numbers["latin"].is_in(list(preferred["amazigh"])), at_home, 1.0)
    edges = np.round(np.cumsum(weight) / weight.sum() * RESOLUTION).astype(np.int64)
    return np.repeat(numbers["name"].to_numpy().astype(np.uint16), np.diff(edges, prepend=0))


def _script(forms: list[list[str]]) -> Script:
    count = np.array([len(one) for one in forms], dtype=np.int32)
    first = np.concatenate([[0], np.cumsum(count)[:-1]]).astype(np.int32)
    return Script(pl.Series("text", [text for one in forms for text in one]), first, count)
