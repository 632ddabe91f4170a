"""Money: exact, rounded once by name, split without losing a centime."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kernel import money
from himaya.kernel.money import Money

amounts = st.integers(-(10**15), 10**15).map(Money)


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        (money.half_up, [1, 1, 0, -1, -1, 3]),
        (money.truncate, [0, 1, 0, 0, -1, 2]),
        (money.up, [1, 2, 1, -1, -2, 3]),
    ],
)
def test_each_rounding_treats_halves_and_signs_as_its_name_says(
    rounding: Callable[[Fraction], int], expected: list[int]
) -> None:
    values = ["1/2", "5/4", "1/4", "-1/2", "-5/4", "5/2"]
    assert [rounding(Fraction(value)) for value in values] == expected


def test_dirham_roundings_leave_whole_dirhams() -> None:
    value = Fraction("12349.5")
    assert (money.half_up_dirham(value), money.truncate_dirham(value), money.up_dirham(value)) == (
        12300,
        12300,
        12400,
    )


def test_a_share_is_rounded_once_at_the_end() -> None:
    # 5 % of 4,000.10 DH is 200.005 DH: half up gives 200.01, cutting gives 200.00.
    wage = Money.parse("4000.10")
    assert wage.times(Decimal("0.05"), rounding=money.half_up) == Money(20001)
    assert wage.times(Decimal("0.05"), rounding=money.truncate) == Money(20000)


def test_no_float_enters() -> None:
    with pytest.raises(TypeError):
        Money(1.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(True)
    with pytest.raises(TypeError):
        Money(100).times(0.05, rounding=money.half_up)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(100) * 1.5  # type: ignore[operator]


@given(amounts, st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any), st.data())
def test_parts_add_up_and_only_the_stated_one_is_off(
    whole: Money, weights: list[int], data: st.DataObject
) -> None:
    odd = data.draw(st.integers(0, len(weights) - 1))
    parts = whole.allocate(weights, remainder_to=odd)
    assert Money.total(parts) == whole
    for place, (part, weight) in enumerate(zip(parts, weights, strict=True)):
        exact = Fraction(whole.centimes * weight, sum(weights))
        assert place == odd or abs(part.centimes - exact) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 3]])
def test_weights_that_make_no_sense_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"weights|empty"):
        Money(100).allocate(weights)


@given(amounts, st.sampled_from(["fr", "ar"]))
def test_what_is_written_is_read_back(amount: Money, language: str) -> None:
    assert Money.parse(amount.format(language, unit="")) == amount


def test_amounts_are_written_for_each_language() -> None:
    amount = Money(123456789)
    assert amount.format("fr") == "1\u202f234\u202f567,89\u202fDH"
    assert amount.format("ar") == "1\u202f234\u202f567,89\u202fدرهم"
    assert amount.format("en") == "1\u202f234\u202f567.89\u202fMAD"


@pytest.mark.parametrize("text", ["", "12,345", "1.2.3", "abc", "--1", "1e3"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        Money.parse(text)
