"""Each column expression answers exactly as its scalar twin."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.kernel import columns, digits
from himaya.kernel.errors import DomainError
from himaya.kernel.identifiers import (
    affiliation,
    cin,
    idcs,
    insured_number,
    payment_reference,
    phone,
    rib,
)
from himaya.kernel.money import Money
from himaya.kernel.month import Month

NOISE = " -_.\u00a0\u200f\u202f\t/'\u0640"
SEEDS = {
    "cin": ["A123456", "be12345", "JB000111", "AO1I34O", "BEO12345", "A000", "ABC123456",
            "A1234567B", "A-", ""],
    "idcs": ["4820193756", "482019375", "0000000000", "1111111111", "48201A3756", ""],
    "insured": ["123456785", "190000010", "100000018", "199999991", "123456780", "223456785", "100000000",
                "200000018", "200000000"],
    "affiliation": ["9000019", "9000027", "2040608", "1234567", "9000018", "2040609", "900001"],
    "phone": ["0612345678", "+212612345678", "00212537123456", "212712345678", "+212(0)612345678",
              "612345678",               "0412345678", "061234567", "+21261234567", "0812345678"],
    "rib": ["011519000001205000534921", "007780000123456789012396", "230810000987654321000924",
            "350330000000000111222353", "007780000000000000002197", "007780000000000000002100",
            "011519000001205000534920", "01151900000120500053492"],
    "reference": ["100900001926010049", "219000001026010071", "100900001926010146", "100900001926010048"],
}  # fmt: skip
TWINS: dict[str, tuple[Callable[[pl.Expr], pl.Expr], Callable[[str], Any]]] = {
    "cin": (columns.cin_normalised, cin.parse),
    "cin key": (columns.cin_key, cin.key),
    "idcs": (columns.idcs, idcs.parse),
    "insured": (columns.insured_number, lambda text: int(insured_number.parse(text))),
    "insured of two series": (
        lambda expr: columns.insured_number(expr, first_digits=[1, 2]),
        lambda text: int(insured_number.parse(text, first_digits=[1, 2])),
    ),
    "affiliation": (columns.affiliation, lambda text: int(affiliation.parse(text))),
    "phone": (columns.phone_e164, phone.parse),
    "rib": (columns.rib, rib.parse),
    "reference": (columns.payment_reference, payment_reference.parse),
}


def scalar(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except DomainError:
        return None


def column(build: Callable[[pl.Expr], pl.Expr], texts: list[str] | list[str | None]) -> list[Any]:
    frame = pl.DataFrame({"value": pl.Series(texts, dtype=pl.String)})
    return frame.select(build(pl.col("value")).alias("answer"))["answer"].to_list()


def disturbed(dice: random.Random, text: str) -> str:
    """The text as a hurried person types it: separators, other digits and case, a wrong or missing sign."""
    signs = []
    for sign in text:
        if sign.isdigit() and dice.random() < 0.1:
            sign = dice.choice([digits.ARABIC_INDIC, digits.PERSIAN, digits.ASCII])[int(sign)]
        signs.append(sign.lower() if dice.random() < 0.1 else sign)
        if dice.random() < 0.08:
            signs.append(dice.choice(NOISE))
    if dice.random() < 0.3 and signs:
        signs[dice.randrange(len(signs))] = dice.choice("0123456789AOIZ")
    if dice.random() < 0.1 and signs:
        del signs[dice.randrange(len(signs))]
    return "".join(signs)


@pytest.mark.parametrize("name", TWINS)
def test_a_column_answers_as_its_scalar_twin(name: str) -> None:
    build, parse = TWINS[name]
    dice = random.Random(20261122)
    seeds = SEEDS[name.split()[0]]
    texts = seeds + [disturbed(dice, dice.choice(seeds)) for _ in range(6000)]
    expected = [scalar(parse, text) for text in texts]
    assert column(build, texts) == expected
    assert sum(answer is not None for answer in expected) > 500


@given(st.lists(st.text(max_size=14), max_size=30))
@settings(deadline=None, max_examples=150)
def test_any_text_at_all_is_read_alike(texts: list[str]) -> None:
    assert column(columns.clean_text, texts) == [digits.clean_text(text) for text in texts]
    assert column(columns.ascii_digits, texts) == [digits.to_ascii_digits(text) for text in texts]
    assert column(columns.compact, texts) == [digits.compact(text) for text in texts]
    assert column(columns.cin_key, texts) == [scalar(cin.key, text) for text in texts]
    assert column(columns.phone_e164, texts) == [scalar(phone.parse, text) for text in texts]


def test_an_answer_keeps_the_name_of_its_column_and_takes_another() -> None:
    frame = pl.DataFrame({"cin": ["be 0123"], "other": ["BE123"]})
    key = columns.cin_key(pl.col("cin"))
    assert frame.select(key).columns == ["cin"]
    assert frame.select(key.alias("key")).to_dicts() == [{"key": "BE123"}]
    assert frame.filter(key == pl.col("other")).height == 1


def test_nothing_stays_nothing() -> None:
    for build, _ in TWINS.values():
        assert column(build, [None]) == [None]
    assert column(columns.is_cin, [None]) == [False]


def test_the_series_of_insured_numbers_is_that_of_the_scalar_module() -> None:
    places = [1, 2, 9, 10, 2345678, 9_000_001, 9_999_999, *random.Random(7).sample(range(1, 9_999_999), 4000)]
    frame = pl.DataFrame({"place": [*places, 0, 10_000_000]})
    numbers = frame.select(columns.insured_number_from_index(pl.col("place")))["place"]
    assert numbers.dtype == pl.Int32
    assert numbers.to_list() == [*map(insured_number.from_index, places), None, None]
    assert (
        numbers.head(len(places)).to_frame().select(columns.is_insured_number(pl.col("place")).all()).item()
    )


def test_all_ten_million_places_give_distinct_numbers_in_order() -> None:
    places = pl.select(pl.int_range(1, 10_000_000, dtype=pl.Int32).alias("place"))
    numbers = places.select(columns.insured_number_from_index(pl.col("place")))["place"]
    assert numbers.null_count() == 0
    assert (numbers.diff().drop_nulls() > 0).all()


def test_a_mobile_is_known_by_its_sixth_or_seventh_hundred() -> None:
    phones = ["+212612345678", "+212712345678", "+212537123456", None]
    assert column(columns.is_mobile, phones) == [True, True, False, None]


def test_the_parts_of_a_reference_are_those_of_the_scalar_module() -> None:
    texts = ["100900001926010049", "2 190000010 2601 00 71", "100900001926010048"]
    first, second, wrong = column(columns.payment_reference_parts, texts)
    january = Month.parse("2026-01").index
    assert first == {"kind": 1, "number": 9000019, "month": january, "sequence": 0}
    assert second == {"kind": 2, "number": 190000010, "month": january, "sequence": 0}
    assert wrong == {"kind": None, "number": None, "month": None, "sequence": None}


def test_amounts_are_read_as_the_money_type_reads_them() -> None:
    texts = ["1 234,50", "1234.5", "0", "-12,05", "١٢٣٤٫٥", "1\u202f000", "12,345", "abc", ""]
    expected = [123450, 123450, 0, -1205, 123450, 100000, None, None, None]
    assert column(columns.centimes, texts) == expected
    assert [scalar_money(text) for text in texts] == expected


def test_the_month_of_a_day_is_its_index() -> None:
    frame = pl.DataFrame({"day": [date(2022, 3, 31), date(1999, 12, 1), None]})
    expected = [Month.parse("2022-03").index, Month.parse("1999-12").index, None]
    assert frame.select(columns.month_index(pl.col("day")))["day"].to_list() == expected


def scalar_money(text: str) -> int | None:
    try:
        return Money.parse(text).centimes
    except ValueError:
        return None
