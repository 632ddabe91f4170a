"""Made-up people for the benches: households, twins, namesakes, and second records of one person.

Every second record keeps the person it came from, and who was made like somebody keeps whom, so that what a
bench finds can be judged. Shares of each
error in the second records: another spelling 35 %, birth year only or 1 January 20 %, identity card missing
20 % or mistyped 5 %, telephone of the family 25 %, names swapped 5 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from himaya.kernel.jurisdiction import folder

COMMUNES = 1538
FIRST_YEAR, LAST_YEAR = 1945, 2003
SECOND_RECORDS = 0.1
NAMESAKES = 0.01
TWINS = 0.01
SAME_AS_FATHER = 0.01
ALIKE = ("twins", "father_and_son", "cousins")
"""People who are mistaken for one another and are two, in the order in which they are made."""
ERRORS = ("spelling", "birth_imprecise", "card_missing", "card_mistyped", "phone_shared", "names_swapped")
_HABITS = (
    ("ou(?=[aei])", "w"),
    ("ch", "sh"),
    ("k", "q"),
    (r"(.)\1", r"\1"),
    ("i$", "y"),
    ("s(?=[aeiou])", "ss"),
)


@dataclass(frozen=True)
class Names:
    """Latin and Arabic names with their weights, and the other Latin spellings of each."""

    latin: np.ndarray
    arabic: np.ndarray
    weight: np.ndarray
    others: list[list[str]]

    def draw(self, rng: np.random.Generator, count: int) -> np.ndarray:
        drawn: np.ndarray = rng.choice(len(self.latin), size=count, p=self.weight).astype(np.int32)
        return drawn

    def written(self, rng: np.random.Generator, names: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
        """The Latin spelling of each name: another than the usual where `otherwise`."""
        width = max(len(forms) for forms in self.others)
        table = np.array(
            [[forms[i % len(forms)] for i in range(width)] for forms in self.others], dtype=object
        )
        spelt: np.ndarray = np.where(
            otherwise, table[names, rng.integers(0, width, len(names))], self.latin[names]
        )
        return spelt


def load_names(kind: str) -> Names:
    """The fund's names of a kind (male, female, family)."""
    path = folder() / "names"
    rows = pl.read_csv(path / "names.tsv", separator="\t").filter(pl.col("kind") == kind)
    met = dict(pl.read_csv(path / "variants.tsv", separator="\t").iter_rows())
    weight = 1 / (np.arange(len(rows)) + 5)
    others = [_others(latin, met.get(arabic, "")) for _, latin, arabic in rows.iter_rows()]
    return Names(rows["latin"].to_numpy(), rows["arabic"].to_numpy(), weight / weight.sum(), others)


def _others(latin: str, met: str) -> list[str]:
    habits = [re.sub(pattern, to, latin, count=1) for pattern, to in _HABITS]
    forms = [form for form in [*met.split("|"), *habits] if form and form != latin]
    return list(dict.fromkeys(forms)) or [latin]


def people(count: int, *, seed: int = 7) -> pl.DataFrame:
    """About `count` records; `truth` is the person a record is of, `errors` what was changed in it."""
    rng = np.random.default_rng(seed)
    first = int(count / (1 + SECOND_RECORDS))
    originals = _originals(rng, first)
    again = rng.choice(first, size=count - first, replace=False)
    seconds = _spoilt(rng, {name: column[again] for name, column in originals.items()})
    both = {name: np.concatenate([originals[name], seconds[name]]) for name in originals}
    return _frame(
        rng, both, records=count, errors=np.concatenate([np.zeros(first, np.int16), seconds["errors"]])
    )


def truth(people: pl.DataFrame) -> pl.DataFrame:
    """Pairs that are one person, and pairs of look-alikes that are two: person_id, other_id, same, kinds.

    kinds: of one person, what was changed (`plain` for nothing); of two, what makes them alike (`ALIKE`).
    """
    changed = pl.concat_list(
        [pl.when(pl.col("errors") & (1 << bit) > 0).then(pl.lit(name)) for bit, name in enumerate(ERRORS)]
    ).list.drop_nulls()
    kinds = pl.when(pl.col("errors") == 0).then(pl.lit(["plain"])).otherwise(changed)
    pairs = people.filter(pl.col("truth").is_duplicated()).sort("truth", "person_id")
    one = (
        pairs.group_by("truth", maintain_order=True)
        .agg(
            pl.col("person_id").first(),
            pl.col("person_id").last().alias("other_id"),
            pl.lit(True).alias("same"),
            kinds.last().alias("kinds"),
        )
        .drop("truth")
    )
    names = pl.Series(ALIKE)
    two = people.filter((pl.col("alike") >= 0) & (pl.col("person_id") == pl.col("truth"))).select(
        pl.col("model").alias("person_id"),
        pl.col("person_id").alias("other_id"),
        pl.lit(False).alias("same"),
        pl.concat_list(pl.col("alike").map_batches(names.gather, return_dtype=pl.String)).alias("kinds"),
    )
    return pl.concat([one, two])


def _originals(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    house = np.sort(rng.integers(0, max(1, count // 3), count))
    heads = np.searchsorted(house, house)
    sex = rng.random(count) < 0.55
    given = np.where(sex, load_names("male").draw(rng, count), load_names("female").draw(rng, count))
    family = load_names("family").draw(rng, count)[heads]
    born = rng.integers(0, (LAST_YEAR - FIRST_YEAR) * 365, count)
    commune = rng.choice(COMMUNES, size=count, p=_sizes())[heads]
    phone = np.where(rng.random(count) < 0.25, heads, np.arange(count) + count)
    rows = {
        "truth": np.arange(count),
        "house": heads,
        "male": sex,
        "given": given,
        "family": family,
        "born": born,
        "commune": commune,
        "phone": phone,
        "card": rng.permutation(np.arange(100_000_000))[:count]
        if count > 10_000_000
        else _distinct(rng, count),
        "no_card": rng.random(count) < 0.1,
        "vague": rng.random(count) < 0.08,
    }
    _relatives(rng, rows)
    return rows


def _distinct(rng: np.random.Generator, count: int) -> np.ndarray:
    """Distinct card numbers, dense enough that neighbours by one digit occur."""
    distinct: np.ndarray = np.unique(rng.integers(0, 60_000_000, int(count * 1.2) + 100))[
        rng.permutation(count)
    ]
    return distinct


def _sizes() -> np.ndarray:
    weight: np.ndarray = 1 / (np.arange(COMMUNES) + 10)
    weight /= weight.sum()
    return weight


def _relatives(rng: np.random.Generator, rows: dict[str, np.ndarray]) -> None:
    """Twins, sons with their father's first name, and cousins of one name in one commune, with their models."""
    count = len(rows["truth"])
    rows["alike"], rows["model"] = np.full(count, -1, np.int8), np.zeros(count, np.int64)
    child = np.flatnonzero(rows["house"] != np.arange(count))
    twins = child[rng.random(len(child)) < TWINS]
    rows["born"][twins] = rows["born"][twins - 1]
    _note(rows, twins, kind="twins", models=twins - 1)
    sons = child[rng.random(len(child)) < SAME_AS_FATHER]
    fathers = rows["house"][sons]
    for name in ("given", "male"):
        rows[name][sons] = rows[name][fathers]
    rows["born"][sons] = (rows["born"][fathers] + 8000) % ((LAST_YEAR - FIRST_YEAR) * 365)
    _note(rows, sons, kind="father_and_son", models=fathers)
    namesakes = rng.choice(count, size=int(count * NAMESAKES), replace=False)
    models = rng.integers(0, count, len(namesakes))
    for name in ("given", "male", "family", "commune"):
        rows[name][namesakes] = rows[name][models]
    rows["born"][namesakes] = (rows["born"][models] + rng.integers(-1500, 1500, len(models))) % (
        (LAST_YEAR - FIRST_YEAR) * 365
    )
    _note(rows, namesakes, kind="cousins", models=models)


def _note(rows: dict[str, np.ndarray], who: np.ndarray, *, kind: str, models: np.ndarray) -> None:
    other = who != models
    rows["alike"][who[other]], rows["model"][who[other]] = ALIKE.index(kind), models[other]


def _spoilt(rng: np.random.Generator, rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    count = len(rows["truth"])
    draws = rng.random((6, count))
    shares = np.array([0.35, 0.20, 0.20, 0.05, 0.25, 0.05])[:, None]
    spelling, vague, missing, mistyped, shared, swapped = draws < shares
    mistyped &= ~missing
    spoilt = rows | {
        "no_card": missing,
        "vague": vague,
        "card": np.where(mistyped, _one_digit_off(rng, rows["card"]), rows["card"]),
        "phone": np.where(shared, rows["house"], rows["phone"]),
    }
    flags = (spelling, vague, missing, mistyped, shared, swapped)
    spoilt["errors"] = sum(flag.astype(np.int16) << bit for bit, flag in enumerate(flags))
    return spoilt


def _one_digit_off(rng: np.random.Generator, card: np.ndarray) -> np.ndarray:
    place = 10 ** rng.integers(0, 6, len(card))
    digit = card // place % 10
    wrong: np.ndarray = card + ((digit + rng.integers(1, 10, len(card))) % 10 - digit) * place
    return wrong


def _frame(
    rng: np.random.Generator, rows: dict[str, np.ndarray], *, records: int, errors: np.ndarray
) -> pl.DataFrame:
    otherwise, swapped = errors & 1 > 0, errors & 32 > 0
    male, female, family = (load_names(kind) for kind in ("male", "female", "family"))
    given = np.where(
        rows["male"],
        male.written(rng, rows["given"] % len(male.latin), otherwise),
        female.written(rng, rows["given"] % len(female.latin), otherwise),
    )
    given_ar = np.where(
        rows["male"],
        male.arabic[rows["given"] % len(male.latin)],
        female.arabic[rows["given"] % len(female.latin)],
    )
    surname, surname_ar = family.written(rng, rows["family"], otherwise), family.arabic[rows["family"]]
    letters = np.array([chr(65 + i // 26) + chr(65 + i % 26) for i in range(60)], dtype=object)
    one_script = rng.random(records)
    frame = pl.DataFrame(
        {
            "truth": rows["truth"],
            "errors": errors,
            "alike": rows["alike"],
            "model": rows["model"],
            "family_name_fr": np.where(swapped, given, surname),
            "given_name_fr": np.where(swapped, surname, given),
            "family_name_ar": np.where(swapped, given_ar, surname_ar),
            "given_name_ar": np.where(swapped, surname_ar, given_ar),
            "letters": letters[rows["card"] // 1_000_000 % 60],
            "card": rows["card"] % 1_000_000,
            "no_card": rows["no_card"],
            "born": rows["born"],
            "vague": rows["vague"],
            "year_only": rng.random(records) < 0.5,
            "sex": np.where(rows["male"], "M", "F"),
            "commune_id": rows["commune"],
            "phone": rows["phone"],
            "no_arabic": one_script < 0.15,
            "no_latin": one_script > 0.97,
        }
    )
    return frame.select(_written())


def _written() -> list[pl.Expr]:
    """Numbers as a list has them: what is missing left out, births and cards in words."""
    birth = pl.date(FIRST_YEAR, 1, 1) + pl.duration(days=pl.col("born"))
    return [
        pl.int_range(pl.len(), dtype=pl.Int64).alias("person_id"),
        pl.col("truth"),
        pl.col("errors"),
        pl.col("alike"),
        pl.col("model"),
        *(
            pl.when(~pl.col("no_latin"))
            .then(f"{part}_name_fr")
            .otherwise(pl.lit(""))
            .alias(f"{part}_name_fr")
            for part in ("family", "given")
        ),
        *(
            pl.when(~pl.col("no_arabic"))
            .then(f"{part}_name_ar")
            .otherwise(pl.lit(""))
            .alias(f"{part}_name_ar")
            for part in ("family", "given")
        ),
        pl.when(~pl.col("no_card"))
        .then(pl.format("{}{}", "letters", pl.col("card").cast(pl.String).str.zfill(6)))
        .alias("cin"),
        pl.when("vague").then(birth.dt.truncate("1y")).otherwise(birth).alias("birth_on"),
        pl.when(pl.col("vague") & pl.col("year_only"))
        .then(pl.lit("Y"))
        .otherwise(pl.lit("D"))
        .alias("birth_precision"),
        pl.col("sex"),
        pl.col("commune_id").cast(pl.Int32),
        pl.format("+2126{}", pl.col("phone").cast(pl.String).str.zfill(8)).alias("phone"),
    ]
