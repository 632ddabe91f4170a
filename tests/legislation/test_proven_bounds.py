"""The bounds each operation is proven to keep, worked out by hand from those of its parts."""

from __future__ import annotations

import pytest

from himaya.legislation.algebra import (
    add_days,
    add_months,
    first_known,
    first_of_month,
    months_between,
    no_amount,
    running,
    total,
    where,
    years_completed,
)
from himaya.legislation.engine import nodes
from himaya.legislation.engine.nodes import BoundError, Node
from himaya.legislation.engine.person import Person
from himaya.legislation.values import Amount, Code, Day, Exact, Flag


def amount(low: int, high: int, name: str = "x") -> Amount:
    return Amount(Node("input", "amount", low=low, high=high, nullable=True, subject=name))


def day(low: int, high: int) -> Day:
    return Day(Node("input", "day", low=low, high=high, nullable=True))


def span(value: Amount | Day) -> tuple[int, int]:
    return value.node.low, value.node.high


FLAG = Flag(Node("input", "flag", nullable=True))
GROUP = Code(Node("input", "code", nullable=True))


def test_sums_differences_and_products() -> None:
    a, b = amount(-2, 5), amount(3, 7)
    assert span(a + b) == (1, 12)
    assert span(a - b) == (-9, 2)
    assert span(10 - a) == (5, 12)
    assert span(a * b) == (-14, 35)
    assert span(a * a) == (-10, 25)


def test_a_floor_division_by_what_varies() -> None:
    divided = nodes.floor_divide(amount(-7, 20).node, amount(2, 3).node)
    assert (divided.low, divided.high) == (-4, 10)  # -7 // 2 and 20 // 2


def test_a_choice_reaches_what_either_side_reaches() -> None:
    assert span(where(FLAG, amount(5, 9), amount(-3, 6))) == (-3, 9)
    assert span(first_known(amount(5, 9), amount(-3, 6))) == (-3, 9)


def test_no_amount_widens_no_bound() -> None:
    assert span(where(FLAG, no_amount("A"), amount(5, 9))) == (5, 9)
    assert span(where(FLAG, amount(5, 9), no_amount("A"))) == (5, 9)


def test_days_moved_by_days_and_months() -> None:
    assert span(add_days(day(100, 200), amount(-2, 3))) == (98, 203)
    assert span(add_months(day(100, 200), amount(-2, 3))) == (
        100 - 62,
        200 + 93,
    )  # a month has 31 days at most
    assert span(add_days(day(100, 200), 4)) == (100, 204)
    assert span(first_of_month(day(100, 200))) == (70, 200)


def test_months_and_years_between_days_hold_the_longest_span() -> None:
    start, end = day(0, 10), day(0, 3650)
    low, high = span(months_between(start, end))
    assert low <= -1  # the last of a month to the first of the same or the next: at most one month apart
    assert high >= 120  # 1970-01-01 to 1979-12-30 is 119 months, and a bound must not fall below
    assert high <= 3650 // 28 + 1
    assert span(years_completed(day(0, 0), day(3650, 3650)))[1] >= 9  # 1970-01-01 to 1979-12-30


def test_sums_over_rows_count_the_most_rows() -> None:
    assert span(total(amount(-2, 5), over=GROUP, at_most_rows=10)) == (-20, 50)
    assert span(total(amount(3, 5), over=GROUP, at_most_rows=10)) == (0, 50)
    assert span(total(FLAG, over=GROUP, at_most_rows=10)) == (0, 10)
    assert span(running(amount(-2, 5), over=GROUP, by=day(0, 9), at_most_rows=10)) == (-20, 50)


@pytest.mark.parametrize(("high", "fits"), [(2**63 - 2, True), (2**63 - 1, False)])
def test_the_largest_whole_number_is_the_last_that_fits(high: int, fits: bool) -> None:
    if fits:
        assert span(amount(0, high) + 1) == (1, 2**63 - 1)
        return
    with pytest.raises(BoundError, match="beyond 2\\^63"):
        amount(0, high) + 1


@pytest.mark.parametrize(("low", "fits"), [(1 - 2**63, True), (-(2**63), False)])
def test_the_smallest_whole_number_is_the_last_that_fits(low: int, fits: bool) -> None:
    if fits:
        assert span(amount(low, 0) - 1) == (-(2**63), -1)
        return
    with pytest.raises(BoundError, match="beyond 2\\^63"):
        amount(low, 0) - 1


def test_a_dividend_stays_below_2_to_the_53() -> None:
    nodes.floor_divide(amount(0, 2**53 - 1).node, amount(1, 1).node)
    for low, high in ((0, 2**53), (-(2**53), 0)):
        with pytest.raises(BoundError, match="beyond 2\\^53"):
            nodes.floor_divide(amount(low, high).node, amount(1, 1).node)


def test_a_divisor_may_be_one_and_not_nought() -> None:
    assert span(Amount(nodes.floor_divide(amount(0, 9).node, amount(1, 2).node))) == (0, 9)
    with pytest.raises(BoundError, match="at least 1"):
        nodes.floor_divide(amount(0, 9).node, amount(0, 2).node)


HALF = Exact.of(amount(0, 9, "y")) / 2


@pytest.mark.parametrize(
    ("flag", "below", "same", "above"),
    [
        (amount(0, 9) < HALF, True, False, False),
        (amount(0, 9) <= HALF, True, True, False),
        (amount(0, 9) > HALF, False, False, True),
        (amount(0, 9) >= HALF, False, True, True),
    ],
)
def test_a_whole_number_is_compared_with_a_ratio(flag: Flag, below: bool, same: bool, above: bool) -> None:
    # y = 6: the half is 3, so 2 lies below, 3 is the same, 4 lies above
    found = [Person([{"x": x, "y": 6}]).value(flag.node) for x in (2, 3, 4)]
    assert found == [below, same, above]
