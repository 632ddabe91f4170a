"""Two records of one person made one, and parted again, without losing anything.

The dropped record stays, points to the kept one and keeps its insured number, which is never given again:
whoever names it is led to the kept person. Memberships and family links pass to the kept person; what the
kept record lacked is taken from the other. Every value changed is recorded, so that parting restores exactly
those; facts learnt in between stay with the kept person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

import polars as pl
from psycopg import Connection, sql
from psycopg.rows import class_row

from himaya.fund.registry.errors import (
    MergedBefore,
    MergeLosesNumber,
    MergeOfOneRecord,
    MergeOfRelatives,
    MergeUnknown,
    PersonUnknown,
)
from himaya.fund.registry.events import PeopleChanged
from himaya.runtime import events, runs

# The kept record takes these from the other where its own are missing.
FILLED = ("cin", "cin_key", "idcs", "residence_card", "phone", "commune_id")
FILLED_TEXTS = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar", "address")


@dataclass(frozen=True, kw_only=True)
class Merged:
    """A merge as recorded; `undone_at` is None while it holds."""

    id: int
    kept_id: int
    dropped_id: int
    run_id: int
    decided_by: str
    reason: str
    decided_at: datetime
    undone_by: str | None
    undone_reason: str | None
    undone_at: datetime | None


def merge(
    connection: Connection,
    *,
    keep: int,
    drop: int,
    decided_by: str,
    reason: str,
    decided_at: datetime,
    on: date,
) -> int:
    """Make the record `drop` one with `keep`; answer the merge's number.

    Raises MergeOfOneRecord, PersonUnknown, MergedBefore, MergeLosesNumber, MergeOfRelatives; nothing changes.
    on: the day from which what derives from these people is worked out again.
    """
    with (
        runs.begin(
            connection,
            kind="merge",
            cause=f"merge {drop} into {keep}",
            digest=f"{keep}:{drop}:{decided_at.isoformat()}",
        ) as run,
        connection.transaction(),
    ):
        _check(connection, keep=keep, drop=drop)
        (number,) = _one(
            connection,
            """insert into registry_merge (kept_id, dropped_id, run_id, decided_by, reason, decided_at)
               values (%s, %s, %s, %s, %s, %s) returning id""",
            [keep, drop, run.id, decided_by, reason, decided_at],
        )
        _point_to_kept(connection, merge=number, keep=keep, drop=drop)
        _fill(connection, merge=number, keep=keep, drop=drop)
        _pass_memberships(connection, merge=number, keep=keep, drop=drop)
        _pass_links(connection, merge=number, keep=keep, drop=drop)
        _tell(connection, run_id=run.id, on=on, people=[keep, drop])
        run.finish(connection)
    return int(number)


def unmerge(
    connection: Connection, *, merge_id: int, decided_by: str, reason: str, decided_at: datetime, on: date
) -> Merged:
    """Part two records again: every value the merge changed gets its old value back. Raises MergeUnknown.

    A value that was changed again since the merge is left as it is.
    """
    merged = get_merge(connection, merge_id=merge_id)
    if merged is None or merged.undone_at is not None:
        raise MergeUnknown(merge=merge_id)
    with (
        runs.begin(
            connection,
            kind="unmerge",
            cause=f"unmerge {merge_id}",
            digest=f"{merge_id}:{decided_at.isoformat()}",
        ) as run,
        connection.transaction(),
    ):
        moves = connection.execute(
            """select "table", "column", row_id, before, after from registry_mergemove
               where merge_id = %s order by id desc""",
            [merge_id],
        ).fetchall()
        for table, column, row_id, _, _ in moves:
            _restore(connection, merge=merge_id, table=table, column=column, row_id=row_id)
        connection.execute(
            "update registry_merge set undone_by = %s, undone_reason = %s, undone_at = %s where id = %s",
            [decided_by, reason, decided_at, merge_id],
        )
        _tell(connection, run_id=run.id, on=on, people=[merged.kept_id, merged.dropped_id])
        run.finish(connection)
    return merged


def get_merge(connection: Connection, *, merge_id: int) -> Merged | None:
    """A merge by its number."""
    with connection.cursor(row_factory=class_row(Merged)) as cursor:
        return cursor.execute("select * from registry_merge where id = %s", [merge_id]).fetchone()


def list_merges(connection: Connection, *, person_id: int) -> list[Merged]:
    """The merges a person was ever part of, the latest first."""
    with connection.cursor(row_factory=class_row(Merged)) as cursor:
        return cursor.execute(
            "select * from registry_merge where kept_id = %(id)s or dropped_id = %(id)s order by id desc",
            {"id": person_id},
        ).fetchall()


def _check(connection: Connection, *, keep: int, drop: int) -> None:
    if keep == drop:
        raise MergeOfOneRecord()
    rows = connection.execute(
        """select id, insured_number, merged_into_id from registry_person
           where id in (%s, %s) order by id for update""",
        [keep, drop],
    ).fetchall()
    found = {person: (number, into) for person, number, into in rows}
    if set(found) != {keep, drop}:
        raise PersonUnknown()
    if any(into is not None for _, into in found.values()):
        raise MergedBefore()
    if found[drop][0] is not None and found[keep][0] is None:
        raise MergeLosesNumber()
    related = connection.execute(
        """select from registry_familylink
           where (insured_id, dependant_id) in ((%(a)s, %(b)s), (%(b)s, %(a)s))""",
        {"a": keep, "b": drop},
    ).fetchone()
    if related is not None:
        raise MergeOfRelatives()


def _point_to_kept(connection: Connection, *, merge: int, keep: int, drop: int) -> None:
    """The dropped record, and those merged into it before, lead to the kept one."""
    _change(
        connection,
        merge=merge,
        table="registry_person",
        column="merged_into_id",
        value="%(keep)s",
        where="t.id = %(drop)s or t.merged_into_id = %(drop)s",
        values={"keep": keep, "drop": drop},
    )


def _fill(connection: Connection, *, merge: int, keep: int, drop: int) -> None:
    """What the kept record lacks is taken from the dropped one, an exact birth before a year."""
    values = {"keep": keep, "drop": drop}
    dropped = "(select d.{} from registry_person d where d.id = %(drop)s)"
    missing = dict.fromkeys(FILLED, "t.{} is null") | dict.fromkeys(FILLED_TEXTS, "t.{} = ''")
    for column, condition in missing.items():
        _change(
            connection,
            merge=merge,
            table="registry_person",
            column=column,
            value=dropped.format(column),
            where=f"t.id = %(keep)s and {condition.format(column)}",
            values=values,
        )
    finer = (
        "t.id = %(keep)s and t.birth_precision = 'Y' and exists (select from registry_person d"
        " where d.id = %(drop)s and d.birth_precision = 'D' and d.birth_on is not null)"
    )
    for column in ("birth_on", "birth_precision"):
        _change(
            connection,
            merge=merge,
            table="registry_person",
            column=column,
            value=dropped.format(column),
            where=finer,
            values=values,
        )


def _pass_memberships(connection: Connection, *, merge: int, keep: int, drop: int) -> None:
    """Two open memberships of one category: the one that opened later ends the day it began."""
    twice = (
        "t.end_on is null and t.id in (select (array_agg(m.id order by m.start_on desc, m.id desc))[1]"
        " from registry_membership m where m.person_id in (%(keep)s, %(drop)s) and m.end_on is null"
        " group by m.scheme_id, m.category_id having count(*) > 1)"
    )
    values = {"keep": keep, "drop": drop}
    _change(
        connection,
        merge=merge,
        table="registry_membership",
        column="end_on",
        value="t.start_on",
        where=twice,
        values=values,
    )
    _change(
        connection,
        merge=merge,
        table="registry_membership",
        column="person_id",
        value="%(keep)s",
        where="t.person_id = %(drop)s",
        values=values,
    )


def _pass_links(connection: Connection, *, merge: int, keep: int, drop: int) -> None:
    """Links to the same relative from both records: the later one ends the day it began."""
    values = {"keep": keep, "drop": drop}
    for mine, other in (("insured_id", "dependant_id"), ("dependant_id", "insured_id")):
        twice = (
            f"t.end_on is null and t.id in (select (array_agg(l.id order by l.start_on desc, l.id desc))[1]"
            f" from registry_familylink l where l.{mine} in (%(keep)s, %(drop)s) and l.end_on is null"
            f" group by l.{other} having count(*) > 1)"
        )
        for column, value, where in (
            ("end_on", "t.start_on", twice),
            (mine, "%(keep)s", f"t.{mine} = %(drop)s"),
        ):
            _change(
                connection,
                merge=merge,
                table="registry_familylink",
                column=column,
                value=value,
                where=where,
                values=values,
            )


def _change(
    connection: Connection,
    *,
    merge: int,
    table: str,
    column: str,
    value: str,
    where: str,
    values: dict[str, int],
) -> None:
    """Set a column of the rows `t` of a table and record what it was, in one statement."""
    statement: LiteralString = """
        with old as (
            select t.id, to_jsonb(t.{column}) as before, {value} as value
            from {table} t where {where} for update
        ), changed as (
            update {table} set {column} = old.value from old where {table}.id = old.id
            and {table}.{column} is distinct from old.value
            returning {table}.id, old.before, to_jsonb({table}.{column}) as after
        )
        insert into registry_mergemove (merge_id, "table", row_id, "column", before, after)
        select %(merge)s, {name}, id, {column_name}, before, after from changed order by id"""
    query = sql.SQL(statement).format(
        table=sql.Identifier(table),
        column=sql.Identifier(column),
        name=sql.Literal(table),
        column_name=sql.Literal(column),
        value=sql.SQL(value),
        where=sql.SQL(where),
    )
    connection.execute(query, {**values, "merge": merge})


def _restore(connection: Connection, *, merge: int, table: str, column: str, row_id: int) -> None:
    """Give one value back, read as the column's own type."""
    query = sql.SQL(
        """update {table} t
           set {column} =
               (jsonb_populate_record(null::{table}, jsonb_build_object({name}, m.before))).{column}
           from registry_mergemove m
           where m.merge_id = %s and m."table" = {table_name} and m."column" = {name} and m.row_id = t.id
             and t.id = %s and to_jsonb(t.{column}) is not distinct from m.after"""
    ).format(
        table=sql.Identifier(table),
        column=sql.Identifier(column),
        name=sql.Literal(column),
        table_name=sql.Literal(table),
    )
    connection.execute(query, [merge, row_id])


def _tell(connection: Connection, *, run_id: int, on: date, people: list[int]) -> None:
    events.publish(
        PeopleChanged(
            connection=connection, run_id=run_id, on=on, people=pl.Series("person_id", people, dtype=pl.Int64)
        )
    )


def _one(connection: Connection, query: LiteralString, values: list[object]) -> tuple[int]:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return (int(row[0]),)
