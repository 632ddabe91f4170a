"""Insured numbers and internal ids: taken in blocks, inside the transaction of the run that uses them.

A number is a leading digit, seven digits of rank and a check digit (cahier des charges e-BDS V2, IV-4). Ranks
only grow, every block is kept, so that a number is never given twice and each can be traced to its run.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from psycopg import Connection

from himaya.fund.registry.errors import NumbersExhausted, SeriesUnknown
from himaya.kernel import columns
from himaya.runtime.copying import copy_in, read_frame


@dataclass(frozen=True, kw_only=True)
class SeriesState:
    """How much of a series is used."""

    id: int
    leading_digit: int
    capacity: int
    used: int
    opened: bool
    evidence: str

    @property
    def remaining(self) -> int:
        return self.capacity - self.used if self.opened else 0


def list_series(connection: Connection) -> list[SeriesState]:
    """Every series, in the order in which they are used up."""
    rows = connection.execute(
        "select id, leading_digit, last_rank - first_rank + 1, next_rank - first_rank, opened, evidence"
        " from registry_numberseries order by id"
    ).fetchall()
    names = ("id", "leading_digit", "capacity", "used", "opened", "evidence")
    return [SeriesState(**dict(zip(names, row, strict=True))) for row in rows]


def open_series(connection: Connection, *, series: int) -> None:
    """Let a series give numbers."""
    done = connection.execute("update registry_numberseries set opened = true where id = %s", [series])
    if not done.rowcount:
        raise SeriesUnknown(series=series)


def first_digits(connection: Connection) -> list[int]:
    """With which digits the numbers of the opened series begin: what the check of a number is told."""
    rows = connection.execute(
        "select distinct leading_digit from registry_numberseries where opened order by leading_digit"
    )
    return [digit for (digit,) in rows]


def allocate(connection: Connection, *, count: int, run_id: int, at: datetime) -> pl.Series:
    """Take `count` new insured numbers (nine-digit integers), in increasing rank.

    Raises NumbersExhausted before taking any, if the opened series do not hold enough.
    """
    series = connection.execute(
        "select id, leading_digit, next_rank, last_rank - next_rank + 1 from registry_numberseries"
        " where opened order by id for update"
    ).fetchall()
    remaining = sum(row[3] for row in series)
    if count > remaining:
        raise NumbersExhausted(wanted=count, remaining=remaining)
    taken = []
    for series_id, digit, first, free in series:
        size = min(count, free)
        if size:
            _keep_block(connection, series_id=series_id, first=first, count=size, run_id=run_id, at=at)
            taken.append(_numbers(digit=digit, first=first, count=size))
            count -= size
    return pl.concat(taken) if taken else pl.Series("insured_number", [], dtype=pl.Int32)


def _keep_block(
    connection: Connection, *, series_id: int, first: int, count: int, run_id: int, at: datetime
) -> None:
    connection.execute(
        "update registry_numberseries set next_rank = %s where id = %s", [first + count, series_id]
    )
    connection.execute(
        "insert into registry_numberblock (series_id, first_rank, count, run_id, allocated_at)"
        " values (%s, %s, %s, %s, %s)",
        [series_id, first, count, run_id, at],
    )


def _numbers(*, digit: int, first: int, count: int) -> pl.Series:
    ranks = pl.select(pl.int_range(first, first + count, dtype=pl.Int64).alias("rank"))
    number = columns.insured_number_from_index(pl.col("rank"), first_digit=digit)
    return ranks.select(number.cast(pl.Int32).alias("insured_number")).to_series()


def without_number(connection: Connection, *, people: pl.DataFrame) -> pl.DataFrame:
    """The lines (line_no) of people known so far as dependants only, the first line of each.

    people: frame (line_no, person_id); a null person is left out.
    """
    first = (
        people.drop_nulls("person_id").sort("line_no").unique("person_id", keep="first", maintain_order=True)
    )
    if first.is_empty():
        return first.select("line_no")
    connection.execute("create temporary table perhaps_numbered (person_id bigint) on commit drop")
    copy_in(connection, table="perhaps_numbered", frame=first.select("person_id"))
    bare = read_frame(
        connection,
        "select person.id as person_id from perhaps_numbered join registry_person person"
        " on person.id = perhaps_numbered.person_id where person.insured_number is null",
    )
    connection.execute("drop table perhaps_numbered")
    return first.join(bare, on="person_id", how="semi", maintain_order="left").select("line_no")


def give(connection: Connection, *, people: pl.DataFrame) -> None:
    """Write the numbers of people known before (person_id, insured_number), with the phone and language given.

    people: also phone and language; an unknown phone leaves the one known.
    """
    if people.is_empty():
        return
    connection.execute(
        "create temporary table given_number (person_id bigint, insured_number int, phone text, language text)"
        " on commit drop"
    )
    copy_in(
        connection,
        table="given_number",
        frame=people.select("person_id", "insured_number", "phone", "language"),
    )
    connection.execute(
        "update registry_person person set insured_number = given.insured_number,"
        " phone = coalesce(given.phone, person.phone), language = given.language"
        " from given_number given where person.id = given.person_id and person.insured_number is null"
    )
    connection.execute("drop table given_number")


def reserve_ids(connection: Connection, *, name: str, count: int) -> int:
    """Take `count` consecutive internal ids of the table `name`; returns the first."""
    row = connection.execute(
        "insert into registry_counter (name, next_value) values (%s, 1 + %s)"
        " on conflict (name) do update set next_value = registry_counter.next_value + %s"
        " returning next_value",
        [name, count, count],
    ).fetchone()
    assert row is not None
    return int(row[0]) - count
