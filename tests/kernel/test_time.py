"""Months and periods."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.kernel.month import Month
from himaya.kernel.period import Period, subtract_all, union

DAY_ONE = date(2020, 1, 1)
months = st.integers(1900 * 12, 2200 * 12).map(Month)
places = st.integers(0, 60)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(places)
    end = draw(st.none() | st.integers(start + 1, 70))
    return Period(DAY_ONE + timedelta(start), None if end is None else DAY_ONE + timedelta(end))


def days(found: list[Period]) -> set[int]:
    """The days of the first eighty that lie in the periods: the plain meaning everything is compared with."""
    return {n for n in range(80) if any(period.contains(DAY_ONE + timedelta(n)) for period in found)}


@given(months, st.integers(-500, 500))
def test_months_count_and_read_back(month: Month, step: int) -> None:
    assert (month + step) - month == step
    assert Month.parse(str(month)) == month
    assert Month.containing(month.first_day) == Month.containing(month.last_day) == month
    assert (month + 1).first_day - month.last_day == timedelta(1)


@pytest.mark.parametrize("text", ["2022-3", "2022-13", "2022-00", "2022/03", "0000-01", "22-03", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month"):
        Month.parse(text)


def test_a_month_knows_its_place_and_its_days() -> None:
    march = Month.parse("2022-03")
    assert (march.index, march.year, march.month, march.days) == (2022 * 12 + 2, 2022, 3, 31)
    assert date(2022, 3, 31) in march
    assert date(2022, 4, 1) not in march
    assert [str(month) for month in Month.span(first=march, until=march + 2)] == ["2022-03", "2022-04"]


@given(periods(), periods())
def test_two_periods_meet_and_part_as_their_days_do(one: Period, other: Period) -> None:
    both = one.intersect(other)
    assert days([both] if both else []) == days([one]) & days([other])
    assert days(one.subtract(other)) == days([one]) - days([other])
    assert one.overlaps(other) == (both is not None)
    assert one.covers(other) == (other.subtract(one) == [])


@given(st.lists(periods(), max_size=6), st.lists(periods(), max_size=4))
def test_a_union_has_the_same_days_in_parted_periods(found: list[Period], holes: list[Period]) -> None:
    joined = union(found)
    assert days(joined) == days(found)
    assert all(left.end is not None and left.end < right.start for left, right in itertools.pairwise(joined))
    assert days(subtract_all(found, holes)) == days(found) - days(holes)


@given(periods())
def test_a_period_is_read_back_from_its_daterange(period: Period) -> None:
    assert Period.parse(str(period)) == period


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        Period(DAY_ONE, DAY_ONE)
    with pytest.raises(ValueError, match="not a period"):
        Period.parse("[,2026-01-01)")
