"""Insured numbers: given once, from the opened series, never beyond their capacity, each traced to its run."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from registry_help import HASSAN, OMAR, one, rows

from himaya.fund.registry import numbers
from himaya.fund.registry.errors import NumbersExhausted, SeriesUnknown
from himaya.fund.registry.registration.run import Report
from himaya.kernel.identifiers import insured_number

AT = datetime(2022, 3, 1, 9, tzinfo=UTC)


def leave(connection: psycopg.Connection, count: int) -> None:
    """Only `count` numbers remain in the first series."""
    connection.execute(
        "update registry_numberseries set next_rank = last_rank + 1 - %s where id = 1", [count]
    )


def test_numbers_follow_each_other_and_carry_their_key(register: psycopg.Connection) -> None:
    first = numbers.allocate(register, count=3, run_id=7, at=AT).to_list()
    second = numbers.allocate(register, count=2, run_id=8, at=AT).to_list()
    assert [number // 10 for number in first + second] == [first[0] // 10 + place for place in range(5)]
    assert all(insured_number.check(str(number)) for number in first + second)


def test_each_block_names_its_run(register: psycopg.Connection) -> None:
    start = one(register, "select next_rank from registry_numberseries where id = 1")
    numbers.allocate(register, count=3, run_id=7, at=AT)
    numbers.allocate(register, count=2, run_id=8, at=AT)
    assert rows(register, "select first_rank, count, run_id from registry_numberblock order by id") == [
        (start, 3, 7),
        (start + 3, 2, 8),
    ]


def test_more_than_what_remains_is_refused_and_takes_nothing(register: psycopg.Connection) -> None:
    leave(register, 2)
    with pytest.raises(NumbersExhausted) as refusal:
        numbers.allocate(register, count=3, run_id=7, at=AT)
    assert refusal.value.values == {"wanted": 3, "remaining": 2}
    assert rows(register, "select * from registry_numberblock") == []
    assert len(numbers.allocate(register, count=2, run_id=7, at=AT)) == 2


def test_a_list_without_enough_numbers_registers_nobody_and_goes_on_later(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    leave(register, 1)
    lines = ({}, HASSAN, OMAR)
    with pytest.raises(NumbersExhausted):
        take("fisheries", *lines)
    assert one(register, "select count(*) from registry_person") == 0
    numbers.open_series(register, series=2)
    report = take("fisheries", *lines)
    assert (report.registered, report.repeated) == (3, False)
    leading = rows(register, "select insured_number / 100000000 from registry_person order by id")
    assert leading == [(1,), (2,), (2,)]


def test_the_next_series_gives_numbers_only_once_opened(register: psycopg.Connection) -> None:
    closed = [series for series in numbers.list_series(register) if not series.opened]
    assert closed
    assert closed[0].remaining == 0
    numbers.open_series(register, series=closed[0].id)
    assert next(one for one in numbers.list_series(register) if one.id == closed[0].id).remaining > 0


def test_an_unknown_series_cannot_be_opened(register: psycopg.Connection) -> None:
    with pytest.raises(SeriesUnknown):
        numbers.open_series(register, series=99)


def test_ranks_taken_once_are_never_taken_again_even_if_the_series_went_back(
    register: psycopg.Connection,
) -> None:
    numbers.allocate(register, count=3, run_id=7, at=AT)
    register.execute("update registry_numberseries set next_rank = next_rank - 3 where id = 1")
    with pytest.raises(psycopg.errors.UniqueViolation):
        numbers.allocate(register, count=1, run_id=8, at=AT)
