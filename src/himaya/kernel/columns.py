"""Identifiers and texts in columns: the same rules as the scalar modules, as Polars expressions.

Every function takes an expression over a column and gives one of the same name; what cannot be read is null.
Nothing runs row by row, so that millions of lines take seconds. Tests hold each to its scalar twin.
Put them into a lazy frame (`frame.lazy().with_columns(...).collect()`): Polars computes what they share once,
and they run two to six times faster.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import Any, TypeVar, cast

import polars as pl

from himaya.kernel import digits
from himaya.kernel.identifiers import cin, phone
from himaya.kernel.identifiers import insured_number as insured
from himaya.kernel.identifiers import payment_reference as reference

Rule = TypeVar("Rule", bound=Callable[..., pl.Expr])
_FOREIGN_DIGITS = list(digits.ARABIC_INDIC + digits.PERSIAN + digits.FULL_WIDTH)
_ASCII_DIGITS = list(digits.ASCII * 3)


def keeps_name(rule: Rule) -> Rule:
    """The answer bears the name of the column it was made from, as Polars' own expressions do."""

    @functools.wraps(rule)
    def named(expr: pl.Expr, **options: Any) -> pl.Expr:
        return rule(expr, **options).name.keep()

    return cast(Rule, named)


@keeps_name
def ascii_digits(expr: pl.Expr) -> pl.Expr:
    """Text with every digit in 0-9 (`digits.to_ascii_digits`)."""
    return expr.str.replace_many(_FOREIGN_DIGITS, _ASCII_DIGITS)


@keeps_name
def clean_text(expr: pl.Expr) -> pl.Expr:
    """Composed, without invisible signs, single spaces, trimmed (`digits.clean_text`)."""
    composed = expr.str.normalize("NFC").str.replace_all(digits.INVISIBLE_SIGNS, "")
    return composed.str.replace_all(digits.SPACES, " ").str.strip_chars(" ")


@keeps_name
def compact(expr: pl.Expr) -> pl.Expr:
    """An identifier without spaces, dashes and dots, in capitals and ASCII digits (`digits.compact`)."""
    return ascii_digits(expr).str.replace_all(digits.FILLERS, "").str.to_uppercase()


@keeps_name
def cin_normalised(expr: pl.Expr) -> pl.Expr:
    """The identity card in capitals, misread O and I repaired (`cin.parse`); null when it is none."""
    letters, number = _cin_parts(expr)
    return letters + number


@keeps_name
def cin_key(expr: pl.Expr) -> pl.Expr:
    """What all spellings of one identity card share (`cin.key`); null when it is none."""
    letters, number = _cin_parts(expr)
    significant = number.str.strip_chars_start("0")
    return letters + pl.when(significant == "").then(pl.lit("0")).otherwise(significant)


@keeps_name
def is_cin(expr: pl.Expr) -> pl.Expr:
    """Is it an identity card number? False for null."""
    return cin_normalised(expr).is_not_null()


@keeps_name
def idcs(expr: pl.Expr) -> pl.Expr:
    """The ten digits of the national register (`idcs.parse`); null when they are none."""
    value = compact(expr.cast(pl.String))
    all_same = value.is_in([digit * 10 for digit in digits.ASCII])
    return pl.when(value.str.contains(r"^[0-9]{10}$") & ~all_same).then(value)


@keeps_name
def is_idcs(expr: pl.Expr) -> pl.Expr:
    """Is it an IDCS? False for null."""
    return idcs(expr).is_not_null()


@keeps_name
def phone_e164(expr: pl.Expr) -> pl.Expr:
    """The phone as +212 and nine digits, from any form people write (`phone.parse`); null when it is none."""
    national = _shaped(compact(expr.cast(pl.String)), phone.SHAPE).str.tail(9)
    return pl.lit("+212") + national


@keeps_name
def is_mobile(e164: pl.Expr) -> pl.Expr:
    """Can a phone given by `phone_e164` receive an SMS? Null stays null."""
    return e164.str.contains(phone.MOBILE)


@keeps_name
def insured_number_from_index(expr: pl.Expr, *, first_digit: int = 1) -> pl.Expr:
    """The insured number (Int32, with its key) at places 1 to 9,999,999 of a series; null outside it.

    first_digit: that of the series; the key leaves it out.
    """
    place = expr.cast(pl.Int64)
    given = place.is_between(1, insured.INDEX_MAX)
    number = (first_digit * 10_000_000 + place) * 10 + _insured_key(place)
    return pl.when(given).then(number).cast(pl.Int32)


@keeps_name
def insured_number(expr: pl.Expr, *, first_digits: Collection[int] = insured.FIRST_DIGITS) -> pl.Expr:
    """The insured number as Int32 (`insured_number.parse`), from text or integer; null when it is none.

    first_digits: with which the numbers of the fund's series begin.
    """
    begins = "".join(map(str, first_digits))
    number = _shaped(compact(expr.cast(pl.String)), f"^[{begins}][0-9]{{8}}$").cast(pl.Int64)
    place = number // 10 % 10_000_000
    right = (place > 0) & (number % 10 == _insured_key(place))
    return pl.when(right).then(number).cast(pl.Int32)


@keeps_name
def is_insured_number(expr: pl.Expr, *, first_digits: Collection[int] = insured.FIRST_DIGITS) -> pl.Expr:
    """Is it an insured number with the right key? False for null."""
    return insured_number(expr, first_digits=first_digits).is_not_null()


@keeps_name
def affiliation(expr: pl.Expr) -> pl.Expr:
    """The employer's affiliation number as Int32 (`affiliation.parse`); null when it is none."""
    number = _shaped(compact(expr.cast(pl.String)), "^[0-9]{7}$").cast(pl.Int64)
    c = [number // 10**power % 10 for power in range(6, -1, -1)]
    weighted = 2 * (c[1] + c[3] + c[5]) + c[0] + c[2] + c[4]
    return pl.when((10 - weighted % 10) % 10 == c[6]).then(number).cast(pl.Int32)


@keeps_name
def rib(expr: pl.Expr) -> pl.Expr:
    """The 24 digits of a bank account (`rib.parse`); null when they are none or their key is wrong."""
    value = _shaped(compact(expr), "^[0-9]{24}$")
    high, low = value.str.slice(0, 12).cast(pl.Int64), value.str.slice(12, 12).cast(pl.Int64)
    remainder = (high % 97 * (10**12 % 97) + low % 97) % 97
    return pl.when((remainder == 0) & (low % 100).is_between(1, 97)).then(value)


@keeps_name
def is_rib(expr: pl.Expr) -> pl.Expr:
    """Is it a bank account with the right key? False for null."""
    return rib(expr).is_not_null()


@keeps_name
def payment_reference(expr: pl.Expr) -> pl.Expr:
    """The 18 digits of a payment reference (`payment_reference.parse`); null when they are none."""
    value = _shaped(compact(expr.cast(pl.String)), reference.SHAPE)
    return pl.when(value.cast(pl.Int64) % 97 == 1).then(value)


@keeps_name
def payment_reference_parts(expr: pl.Expr) -> pl.Expr:
    """A struct of what a payment reference says: kind Int8, number Int32, month (index) Int16, sequence Int8.

    All fields are null when the reference is none.
    """
    value = payment_reference(expr)
    year, month = _number(value, 10, 2) + 2000, _number(value, 12, 2)
    return pl.struct(
        _number(value, 0, 1).cast(pl.Int8).alias("kind"),
        _number(value, 1, 9).cast(pl.Int32).alias("number"),
        (year * 12 + month - 1).cast(pl.Int16).alias("month"),
        _number(value, 14, 2).cast(pl.Int8).alias("sequence"),
    )


@keeps_name
def centimes(expr: pl.Expr) -> pl.Expr:
    """An amount in dirhams as people write it, as Int64 centimes (`Money.parse`); null when it is none."""
    unspaced = (
        ascii_digits(expr).str.replace_all("[\\s\u00a0\u202f٬]", "").str.replace_all("٫", ",", literal=True)
    )
    parts = unspaced.str.extract_groups(r"^(-?)([0-9]{1,16})(?:[.,]([0-9]{1,2}))?$")
    dirhams = parts.struct.field("2").cast(pl.Int64)
    cents = parts.struct.field("3").fill_null("0").str.pad_end(2, "0").cast(pl.Int64)
    return pl.when(parts.struct.field("1") == "-").then(-1).otherwise(1) * (dirhams * 100 + cents)


@keeps_name
def month_index(expr: pl.Expr) -> pl.Expr:
    """The month of a day as Int16 (`Month.containing(day).index`)."""
    return (expr.dt.year().cast(pl.Int32) * 12 + expr.dt.month() - 1).cast(pl.Int16)


def _cin_parts(expr: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    value = _shaped(compact(expr), cin.SHAPE)
    value = pl.when(value.str.len_bytes() <= cin.LENGTH_MAX).then(value)
    two = value.str.contains("^[A-Z]{2}")
    letters = pl.when(two).then(value.str.head(2)).otherwise(value.str.head(1))
    number = pl.when(two).then(value.str.slice(2)).otherwise(value.str.slice(1))
    return letters, number.str.replace_many(["O", "I"], ["0", "1"])


def _shaped(value: pl.Expr, pattern: str) -> pl.Expr:
    """The value where it has the shape, null elsewhere: much cheaper than extracting it."""
    return pl.when(value.str.contains(pattern)).then(value)


def _insured_key(place: pl.Expr) -> pl.Expr:
    """The ninth digit for a place (the digits C2 to C8); see `insured_number.key_digit`."""
    c = [place // 10**power % 10 for power in range(6, -1, -1)]
    weighted: pl.Expr = 2 * (c[0] + c[2] + c[4] + c[6]) + c[1] + c[3] + c[5]
    return (10 - weighted % 10) % 10


def _number(value: pl.Expr, start: int, length: int) -> pl.Expr:
    return value.str.slice(start, length).cast(pl.Int64)
