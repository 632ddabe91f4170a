"""Money laid over months: nothing lost, nothing invented, and in the right order."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from himaya.fund.contributions.settlement import settle

JANUARY = 2022 * 12
DAY = date(2022, 1, 10)
DUE = {"person_id": pl.Int64, "membership_id": pl.Int64, "month": pl.Int16, "owed": pl.Int64}
PAYMENT = {
    "person_id": pl.Int64,
    "payment": pl.UInt32,
    "month": pl.Int16,
    "free": pl.Int64,
    "paid_on": pl.Date,
}


def laid(
    dues: list[tuple[int, int, int, int]], payments: list[tuple[int, int | None, int, date]]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """dues: (person, membership, month, owed); payments: (person, month named, amount, day).

    Returns [(membership, month, paid, settled on)], [(payment, used)], sorted.
    """
    owed = pl.DataFrame(dues, schema=DUE, orient="row")
    money = pl.DataFrame(
        [(who, number, month, amount, day) for number, (who, month, amount, day) in enumerate(payments)],
        schema=PAYMENT,
        orient="row",
    )
    paid, used = settle(dues=owed, payments=money)
    return (
        sorted(paid.select("membership_id", "month", "paid", "paid_on").rows()),
        sorted(used.select("payment", "used").rows()),
    )


def test_a_payment_goes_to_the_month_that_its_reference_names() -> None:
    paid, used = laid([(1, 1, JANUARY, 100), (1, 1, JANUARY + 1, 100)], [(1, JANUARY + 1, 100, DAY)])
    assert paid == [(1, JANUARY + 1, 100, DAY)]
    assert used == [(0, 100)]


def test_what_is_left_goes_to_the_oldest_month_owed() -> None:
    dues = [(1, 1, JANUARY + month, 100) for month in range(3)]
    paid, used = laid(dues, [(1, JANUARY + 2, 250, DAY)])
    assert paid == [(1, JANUARY, 100, DAY), (1, JANUARY + 1, 50, None), (1, JANUARY + 2, 100, DAY)]
    assert used == [(0, 250)]


def test_a_month_is_settled_on_the_day_of_its_last_centime() -> None:
    later = DAY + timedelta(days=9)
    paid, used = laid([(1, 1, JANUARY, 100)], [(1, JANUARY, 60, DAY), (1, JANUARY, 60, later)])
    assert paid == [(1, JANUARY, 100, later)]
    assert used == [(0, 60), (1, 40)]


def test_part_of_a_month_settles_nothing() -> None:
    assert laid([(1, 1, JANUARY, 100)], [(1, JANUARY, 99, DAY)]) == ([(1, JANUARY, 99, None)], [(0, 99)])


def test_money_paid_in_advance_waits_for_its_months() -> None:
    paid, used = laid([(1, 1, JANUARY, 100)], [(1, JANUARY, 300, DAY)])
    assert (paid, used) == ([(1, JANUARY, 100, DAY)], [(0, 100)])
    paid, used = laid([(1, 1, JANUARY + 1, 100), (1, 1, JANUARY + 2, 150)], [(1, JANUARY, 200, DAY)])
    assert paid == [(1, JANUARY + 1, 100, DAY), (1, JANUARY + 2, 100, None)]
    assert used == [(0, 200)]


def test_nobody_pays_for_somebody_else() -> None:
    assert laid([(1, 1, JANUARY, 100)], [(2, JANUARY, 100, DAY)]) == ([], [])


def test_two_activities_of_one_month_are_paid_one_after_the_other() -> None:
    paid, _ = laid([(1, 1, JANUARY, 100), (1, 2, JANUARY, 80)], [(1, JANUARY, 150, DAY)])
    assert paid == [(1, JANUARY, 100, DAY), (2, JANUARY, 50, None)]


people = st.integers(1, 3)
dues_drawn = st.lists(
    st.tuples(people, st.integers(1, 2), st.integers(0, 5), st.integers(1, 500)),
    unique_by=lambda one: one[:3],
    max_size=15,
).map(lambda rows: [(who, who * 10 + number, JANUARY + month, owed) for who, number, month, owed in rows])
payments_drawn = st.lists(
    st.tuples(people, st.none() | st.integers(JANUARY, JANUARY + 6), st.integers(1, 700), st.integers(0, 90)),
    max_size=10,
).map(lambda rows: [(who, month, amount, DAY + timedelta(days=after)) for who, month, amount, after in rows])


@given(dues=dues_drawn, payments=payments_drawn)
def test_money_is_conserved_and_no_month_is_paid_twice(
    dues: list[tuple[int, int, int, int]], payments: list[tuple[int, int | None, int, date]]
) -> None:
    paid, used = laid(dues, payments)
    owed = {(membership, month): amount for _, membership, month, amount in dues}
    assert len({row[:2] for row in paid}) == len(paid)
    assert all(0 < amount <= owed[membership, month] for membership, month, amount, _ in paid)
    assert all(
        (day is not None) == (amount == owed[membership, month]) for membership, month, amount, day in paid
    )
    assert all(0 < amount <= payments[number][2] for number, amount in used)
    for who in (1, 2, 3):
        given_money = sum(amount for number, amount in used if payments[number][0] == who)
        received = sum(amount for membership, _, amount, _ in paid if membership // 10 == who)
        has = sum(amount for person, _, amount, _ in payments if person == who)
        owes = sum(amount for person, _, _, amount in dues if person == who)
        assert given_money == received == min(has, owes)  # whatever can be settled is


@given(dues=dues_drawn, payments=payments_drawn)
def test_a_month_is_settled_on_a_day_on_which_somebody_paid(
    dues: list[tuple[int, int, int, int]], payments: list[tuple[int, int | None, int, date]]
) -> None:
    paid, _ = laid(dues, payments)
    days = {(who, day) for who, _, _, day in payments}
    assert all((membership // 10, day) in days for membership, _, _, day in paid if day)


def one_by_one(
    dues: list[tuple[int, int, int, int]], payments: list[tuple[int, int | None, int, date]]
) -> list[tuple[int, int, int, date | None]]:
    """The rule told with a loop: each payment in its turn, its own month first, then the oldest owed."""
    owed = {(membership, month): amount for _, membership, month, amount in dues}
    got: dict[tuple[int, int], tuple[int, date | None]] = {}
    for _, (who, named, amount, day) in sorted(enumerate(payments), key=lambda one: (one[1][3], one[0])):
        mine = sorted(
            (month != named, month, membership) for membership, month in owed if membership // 10 == who
        )
        for _, month, membership in mine:
            part = min(amount, owed[membership, month])
            if part:
                amount -= part
                owed[membership, month] -= part
                had = got.get((membership, month), (0, None))[0]
                got[membership, month] = (had + part, None if owed[membership, month] else day)
    return sorted((membership, month, paid, day) for (membership, month), (paid, day) in got.items())


@given(dues=dues_drawn, payments=payments_drawn)
def test_each_payment_is_laid_in_its_turn(
    dues: list[tuple[int, int, int, int]], payments: list[tuple[int, int | None, int, date]]
) -> None:
    assert laid(dues, payments)[0] == one_by_one(dues, payments)


def test_a_later_payment_does_not_put_off_the_day_on_which_a_month_was_settled() -> None:
    """Two months' money on 10 January settles both; what comes for February in March is left over."""
    late = DAY + timedelta(days=60)
    paid, used = laid(
        [(1, 1, JANUARY, 100), (1, 1, JANUARY + 1, 100)],
        [(1, JANUARY, 200, DAY), (1, JANUARY + 1, 100, late)],
    )
    assert paid == [(1, JANUARY, 100, DAY), (1, JANUARY + 1, 100, DAY)]
    assert used == [(0, 200)]


def test_a_month_paid_in_two_ways_is_settled_by_the_later_of_them() -> None:
    """Sixty for February on the 29th; what the first payment left, forty, came before it."""
    later = DAY + timedelta(days=19)
    dues = [(1, 1, JANUARY, 100), (1, 1, JANUARY + 1, 100)]
    paid, _ = laid(dues, [(1, JANUARY, 140, DAY), (1, JANUARY + 1, 60, later)])
    assert paid == [(1, JANUARY, 100, DAY), (1, JANUARY + 1, 100, later)]
