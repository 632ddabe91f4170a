"""Papers and addresses of made-up people: cards, national numbers, telephones, homes. All valid in form.

Cards bear the letters of the province. Numbers walk once through their whole range in a scattered order, so
that no two people share one and no generator state but a counter is kept. Telephones use the ranges 06 00
and 07 00 (then 06 01, 07 01… for a whole country), kept for tests here: nothing is ever sent to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

CARD_FIRST, CARDS = 100_000, 900_000
CARD_STRIDE = 535_681
IDCS_FIRST, IDCS_COUNT = 1_000_000_000, 9_000_000_000
IDCS_STRIDE = 736_942_577
PHONES_A_RANGE, PHONE_STRIDE = 1_000_000, 381_929
HOUSE_NUMBER_MAX = 240
NO_PHONE = -1


@dataclass
class Registrar:
    """Hands out cards, national numbers and telephones, never the same twice."""

    prefixes: pl.Series
    by_province: dict[str, np.ndarray]
    seed: int
    issued: np.ndarray = field(init=False)
    people: int = 0
    phones: int = 0

    def __post_init__(self) -> None:
        self.issued = np.zeros(len(self.prefixes), dtype=np.int64)

    def persons(self, count: int) -> np.ndarray:
        """Consecutive numbers of new people."""
        first = self.people
        self.people += count
        return np.arange(first, self.people, dtype=np.int64)

    def cards(
        self, rng: np.random.Generator, *, provinces: np.ndarray, of: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Prefix numbers and card numbers for people living in `provinces[of]`."""
        choices = [self.by_province[code] for code in provinces]
        width = max(len(one) for one in choices)
        table = np.stack([np.resize(one, width) for one in choices])
        prefix = table[of, rng.integers(0, width, len(of))].astype(np.uint8)
        return prefix, self._numbered(prefix)

    def _numbered(self, prefix: np.ndarray) -> np.ndarray:
        order = np.argsort(prefix, kind="stable")
        counts = np.bincount(prefix, minlength=len(self.issued))
        rank = np.empty(len(prefix), dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rank[order] = np.arange(len(prefix)) - np.repeat(starts, counts)
        rank += self.issued[prefix]
        self.issued += counts
        turn, place = np.divmod(rank, CARDS)
        if turn.max(initial=0) > 0:
            raise ValueError("a province has more people than its card letters can number")
        shuffled = (place * CARD_STRIDE + prefix.astype(np.int64) * 7_919 + self.seed) % CARDS
        return (shuffled + CARD_FIRST).astype(np.int32)

    def national_numbers(self, persons: np.ndarray) -> np.ndarray:
        """The ten digits of the national register, one to a person."""
        number = (persons + 1) * IDCS_STRIDE % IDCS_COUNT + IDCS_FIRST
        same_digits = number % 1_111_111_111 == 0
        return np.where(same_digits, IDCS_FIRST, number)

    def new_phones(self, count: int) -> np.ndarray:
        """Consecutive telephones, as numbers that `phone_digits` writes."""
        first = self.phones
        self.phones += count
        return np.arange(first, self.phones, dtype=np.int32)


def registrar(fund: Path, *, seed: int) -> Registrar:
    """A registrar with the card letters of a fund's provinces."""
    table = pl.read_csv(
        fund / "names" / "prefixes.tsv", separator="\t", schema_overrides={"province_code": pl.String}
    )
    prefixes = table["prefix"].unique().sort()
    place = {prefix: number for number, prefix in enumerate(prefixes)}
    by_province = {
        str(code): np.array([place[prefix] for prefix in part["prefix"]])
        for (code,), part in table.group_by("province_code")
    }
    return Registrar(prefixes, by_province, seed)


def phone_digits(numbers: pl.Expr) -> pl.Expr:
    """The nine digits after the 0: 6 or 7, a test range, six scattered digits. Null for `NO_PHONE`."""
    number = numbers.cast(pl.Int64)
    half, place = number // 2, number % 2
    scattered = (half % PHONES_A_RANGE) * PHONE_STRIDE % PHONES_A_RANGE
    digits = (6 + place) * 100_000_000 + half // PHONES_A_RANGE * PHONES_A_RANGE + scattered
    return pl.when(number != NO_PHONE).then(digits.cast(pl.String))


def card_text(prefixes: pl.Series, *, prefix: str = "cin_prefix", number: str = "cin_number") -> pl.Expr:
    """A card as printed: letters and six digits."""
    letters = pl.col(prefix).replace_strict(np.arange(len(prefixes)), prefixes, return_dtype=pl.String)
    return letters + pl.col(number).cast(pl.String)


@dataclass(frozen=True)
class Places:
    """Quarters, streets and hamlets, in both scripts."""

    latin: dict[str, pl.Series]
    arabic: dict[str, pl.Series]

    def addresses(self, home: pl.Series, *, urban: pl.Series, arabic: bool) -> pl.Series:
        """Addresses from a number drawn once for each home."""
        words = self.arabic if arabic else self.latin
        home = home.cast(pl.Int64)
        street = words["street"].gather(home % len(words["street"]))
        quarter = words["quarter"].gather(home // 31 % len(words["quarter"]))
        hamlet = words["hamlet"].gather(home // 7 % len(words["hamlet"]))
        number = (home // 1_000 % HOUSE_NUMBER_MAX + 1).cast(pl.String)
        comma = "، " if arabic else ", "
        frame = pl.DataFrame(
            {"number": number, "street": street, "quarter": quarter, "hamlet": hamlet, "urban": urban}
        )
        town = pl.concat_str(["number", "street", "quarter"], separator=comma)
        return frame.select(pl.when("urban").then(town).otherwise("hamlet").alias("address")).to_series()


def places(fund: Path) -> Places:
    """The places of made-up addresses of a fund."""
    table = pl.read_csv(fund / "names" / "places.tsv", separator="\t")
    parts = {str(kind): part for (kind,), part in table.group_by("kind", maintain_order=True)}
    return Places(
        {kind: part["latin"] for kind, part in parts.items()},
        {kind: part["arabic"] for kind, part in parts.items()},
    )
