"""Identifiers: what is made is read back, one wrong digit is seen, errors are complete."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from types import ModuleType

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kernel import identifiers
from himaya.kernel.digits import ARABIC_INDIC, ASCII
from himaya.kernel.identifiers import (
    SENTENCES,
    IdentifierError,
    affiliation,
    iban,
    ice,
    insured_number,
    payment_reference,
    phone,
    rib,
)
from himaya.kernel.identifiers.payment_reference import Kind
from himaya.kernel.month import Month

MODULES: dict[str, ModuleType] = {
    found.name: importlib.import_module(f"himaya.kernel.identifiers.{found.name}")
    for found in pkgutil.iter_modules(identifiers.__path__)
    if found.name not in ("error", "reading")
}
EXAMPLES = {
    "affiliation": "9000019", "birth_act": "123/1985/RABAT", "cin": "BE12345",
    "iban": "MA64011519000001205000534921",
    "ice": "001561191000066", "idcs": "4820193756", "inpe": "012345678", "insured_number": "190000010",
    "passport": "AB1234567", "payment_reference": "100900001926010049", "phone": "+212612345678",
    "postal_code": "20000", "professional_tax": "12345678", "residence_card": "A12345B",
    "rib": "011519000001205000534921", "tax_number": "1234567", "trade_register": "RABAT 123456",
}  # fmt: skip
ARABIC = str.maketrans(ASCII, ARABIC_INDIC)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text(alphabet=ASCII, min_size=count, max_size=count)


def test_every_identifier_has_an_example_here() -> None:
    assert set(MODULES) == set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_any_reasonable_spelling_is_read_and_written_alike(name: str) -> None:
    module, example = MODULES[name], EXAMPLES[name]
    spaced = (
        example.replace("0", "0\u200f").replace("1", "1 ", 1)
        if name not in ("birth_act", "trade_register")
        else example
    )
    assert module.parse(example) == example
    assert module.parse(f" {spaced}\u00a0".translate(ARABIC).lower()) == example
    assert module.parse(module.format(example)) == example
    assert module.check(example)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nonsense_is_refused_with_a_known_code(name: str) -> None:
    for text in ("", "-", "x", "نعم", "1" * 40, "0\n0"):
        with pytest.raises(IdentifierError) as caught:
            MODULES[name].parse(text)
        assert caught.value.code in SENTENCES
        assert caught.value.code.split(".")[1] == name
        assert caught.value.value == text
        assert not MODULES[name].check(text)


def test_an_error_survives_the_way_between_processes() -> None:
    error = IdentifierError("identifier.rib.key", "1")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.value, str(copy), copy.what_next) == (
        error.code,
        "1",
        str(error),
        error.what_next,
    )


def wrong_digit(value: str, place: int, step: int) -> str:
    return value[:place] + str((int(value[place]) + step) % 10) + value[place + 1 :]


@given(st.integers(1, insured_number.INDEX_MAX), st.sampled_from([2, 4, 6, 8]), st.integers(1, 9))
def test_a_single_slip_in_a_plain_place_of_an_insured_number_is_seen(
    index: int, place: int, step: int
) -> None:
    number = str(insured_number.from_index(index))
    assert insured_number.parse(number) == number
    assert not insured_number.check(wrong_digit(number, place, step))


@given(st.integers(1, insured_number.INDEX_MAX), st.integers(2, 9))
def test_a_number_of_another_series_is_one_only_where_the_series_is_named(index: int, digit: int) -> None:
    number = str(insured_number.from_index(index, first_digit=digit))
    assert not insured_number.check(number)
    assert insured_number.parse(number, first_digits=[1, digit]) == number
    assert not insured_number.check(wrong_digit(number, 8, 1), first_digits=[1, digit])
    assert not insured_number.check(number, first_digits=[1, digit % 9 + 1])


@pytest.mark.parametrize("text", ["000000000", "100000000", "200000000", "900000000", "999999999"])
def test_numbers_reserved_or_of_no_place_are_in_no_series(text: str) -> None:
    assert not insured_number.check(text, first_digits=range(1, 10))


def test_no_series_begins_with_nought() -> None:
    with pytest.raises(ValueError, match="no series"):
        insured_number.parse("000000000", first_digits=[0])


@given(digits(22), st.integers(0, 23), st.integers(1, 9))
def test_a_single_slip_in_a_bank_account_is_seen(first: str, place: int, step: int) -> None:
    account = first + rib.key(first)
    assert rib.check(account)
    assert int(account) % 97 == 0
    assert iban.parse(iban.from_rib(account))[4:] == account
    assert not rib.check(wrong_digit(account, place, step))


references = st.tuples(
    st.sampled_from(Kind),
    st.integers(1, 10**9 - 1),
    st.integers(2000 * 12, 2100 * 12 - 1),
    st.integers(0, 99),
)


@given(references, st.integers(0, 17), st.integers(1, 9))
def test_a_reference_is_read_back_and_a_slip_is_seen(
    parts: tuple[Kind, int, int, int], place: int, step: int
) -> None:
    kind, number, month, sequence = parts
    text = payment_reference.make(kind=kind, number=number, month=Month(month), sequence=sequence)
    assert payment_reference.read(text) == payment_reference.Reference(kind, number, Month(month), sequence)
    assert not payment_reference.check(wrong_digit(text, place, step))


@pytest.mark.parametrize(
    "changed", [{"number": 0}, {"number": 10**9}, {"sequence": 100}, {"month": Month.parse("1999-12")}]
)
def test_a_reference_that_does_not_fit_its_digits_is_refused(changed: dict[str, object]) -> None:
    whole = {"kind": Kind.EMPLOYER, "number": 9000019, "month": Month.parse("2026-01")} | changed
    with pytest.raises(ValueError, match="no reference"):
        payment_reference.make(**whole)  # type: ignore[arg-type]


@given(digits(6))
def test_an_affiliation_number_has_one_right_key(first: str) -> None:
    assert [affiliation.check(first + key) for key in ASCII].count(True) == 1


@given(digits(13))
def test_an_ice_has_a_right_key_even_without_its_zeros(first: str) -> None:
    key = (97 - int(first) * 100 % 97) % 97
    number = f"{first}{key:02d}"
    assert ice.check(number) == (int(number) != 0)
    assert int(number) == 0 or ice.parse(number.lstrip("0")) == number


@given(st.sampled_from("567"), digits(8))
def test_phones_are_written_as_the_world_writes_them(first: str, rest: str) -> None:
    theirs = phonenumbers.parse(f"0{first}{rest}", "MA")
    assert phone.parse(f"0{first}{rest}") == phonenumbers.format_number(
        theirs, phonenumbers.PhoneNumberFormat.E164
    )
    assert phone.is_mobile(f"0{first}{rest}") == (first != "5")
