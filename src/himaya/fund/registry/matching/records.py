"""People as matching sees them: small rows to find pairs by, and comparable names for those found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from himaya.fund.registry import names
from himaya.kernel import columns

NAMES = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar")
FOUND_BY = ("cin", "birth_on", "birth_precision", "sex", "commune_id", "phone")
PERSON = (*NAMES, *FOUND_BY)
KEYS = ("family_key", "given_key")

Read = Callable[[Sequence[str], pl.Series | None], Iterable[pl.DataFrame]]
"""Reads people in parts, so that millions are never held at once: given the columns asked (of `PERSON` and
`KEYS`) and the numbers of the people wanted, or None for everybody, it gives frames of `number` (not negative)
and those columns."""


def of_frame(people: pl.DataFrame, *, number: str = "person_id") -> Read:
    """People held in a frame with the columns of `PERSON`; the keys are worked out where they are missing."""
    known = people if set(KEYS) <= set(people.columns) else names.name_keys(people)
    numbered = known.with_columns(pl.col(number).cast(pl.Int64).alias("number"))

    def read(asked: Sequence[str], wanted: pl.Series | None) -> Iterable[pl.DataFrame]:
        found = numbered if wanted is None else numbered.filter(pl.col("number").is_in(wanted.implode()))
        yield found.select("number", *asked)

    return read


def keyed(people: pl.DataFrame, *, unique_id: pl.Expr) -> pl.DataFrame:
    """The same people by unique_id; `cin` becomes what all spellings of one card share, null when it is none."""
    plain = people.select(unique_id.cast(pl.Int64).alias("unique_id"), pl.exclude("number"))
    return plain.with_columns(_card_keys(plain["cin"]))


def _card_keys(cards: pl.Series) -> pl.Series:
    """`columns.cin_key`, worked out only for the few that are not written as a key already."""
    odd = (
        (~cards.str.contains("^(?:[A-Z]{2}[1-9][0-9]{0,5}|[A-Z][1-9][0-9]{0,6})$"))
        .fill_null(False)
        .arg_true()
    )
    keys = cards.gather(odd).to_frame().select(columns.cin_key(pl.col("cin"))).to_series()
    return cards.scatter(odd, keys) if len(odd) else cards


def blockable(people: pl.DataFrame) -> pl.DataFrame:
    """What pairs are found by, in few bytes a person; what is missing is null.

    people: as `keyed`. Columns: unique_id, family_key, given_key and phone (hashed), cin,
    birth_on, birth_year, birth_exact, sex, commune_id.
    """
    return people.select(
        "unique_id",
        *(pl.when(pl.col(key) != "").then(pl.col(key).hash()).alias(key) for key in KEYS),
        "cin",
        *_birth(),
        (pl.col("sex") == "M").alias("sex"),
        pl.col("commune_id").cast(pl.Int32),
        pl.when(pl.col("phone").is_not_null()).then(pl.col("phone").hash()).alias("phone"),
    )


def comparable(people: pl.DataFrame) -> pl.DataFrame:
    """What pairs are compared by: forms and keys of names in both scripts, "" where missing; the rest null.

    people: as `keyed`. Columns: unique_id, family_form, given_form, family_ar, given_ar, family_key,
    given_key, cin, birth_on, birth_year, birth_exact, birth_digits, sex, commune_id, phone.
    """
    return people.select(
        "unique_id",
        names.mapped(people["family_name_fr"], names.latin_form).alias("family_form"),
        names.mapped(people["given_name_fr"], names.latin_form).alias("given_form"),
        names.mapped(people["family_name_ar"], names.arabic_form).alias("family_ar"),
        names.mapped(people["given_name_ar"], names.arabic_form).alias("given_ar"),
        *(pl.col(key).fill_null("") for key in KEYS),
        "cin",
        *_birth(),
        pl.col("birth_on").dt.strftime("%Y%m%d").alias("birth_digits"),
        "sex",
        pl.col("commune_id").cast(pl.Int32),
        "phone",
    )


def _birth() -> list[pl.Expr]:
    """A birth is exact when it has a day of its own; 1 January and 31 December stand for an unknown one."""
    birth = pl.col("birth_on")
    default = ((birth.dt.month() == 1) & (birth.dt.day() == 1)) | (
        (birth.dt.month() == 12) & (birth.dt.day() == 31)
    )
    return [
        birth,
        birth.dt.year().cast(pl.Int16).alias("birth_year"),
        ((pl.col("birth_precision") == "D") & ~default).fill_null(False).alias("birth_exact"),
    ]
