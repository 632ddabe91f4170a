"""What changed in the law: between two days, or between what was known on one day and on a later one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Brackets, Lawful, Match, Parameter, Row, Source, Table, Version
from himaya.legislation.words import Words


@dataclass(frozen=True, slots=True)
class Change:
    """A value of the law that gave way to another: from when, until when (None: still), known when, by what text.

    old and new are as the files write them; None is "none in force". key: the row of a table.
    """

    path: str
    label: Words
    since: date
    until: date | None
    old: str | None
    new: str | None
    known_on: date
    source: Source
    key: str = ""


def list_changes(
    law: Legislation, *, since: date, until: date, known: tuple[date, date] | None = None
) -> list[Change]:
    """The changes that take effect after `since`, up to `until`, in the order of their days.

    known: only what became known after the first of these days, up to the second; then a change may reach
    back, and the old value is the one that was believed on the first day.
    """
    found: list[Change] = []
    for one in law.parameters.values():
        listed = _over_time(one, since, until) if known is None else _learnt(one, since, until, *known)
        found += listed
    return sorted(found, key=lambda change: (change.since, change.path, change.key))


def _over_time(one: Lawful, since: date, until: date) -> Iterator[Change]:
    if isinstance(one, Table):
        yield from _rows_between(one, since, until)
        return
    cuts = [day for day in _days(one) if since < day <= until]
    for place, day in enumerate(cuts):
        before = one.at(cuts[place - 1] if place else since)
        if change := _change(one, day, before, one.at(day)):
            yield change


def _learnt(one: Lawful, since: date, until: date, first: date, second: date) -> Iterator[Change]:
    if isinstance(one, Table):
        yield from _rows_learnt(one, since, until, first, second)
        return
    believed, known = one.known_on(first), one.known_on(second)
    cuts = [since, *sorted({*_days(believed), *_days(known)})]
    cuts = [day for day in cuts if since <= day <= until]
    held: Change | None = None
    for day in dict.fromkeys(cuts):
        change = _change(one, day, believed.at(day), known.at(day))
        if held and (change is None or (change.old, change.new) != (held.old, held.new)):
            yield replace(held, until=day)
            held = None
        held = held or change
    if held:
        yield held


def _change(one: Parameter | Brackets, day: date, old: Any, new: Any) -> Change | None:
    if new is None or _written(old) == _written(new):
        return None
    return Change(one.path, one.label, day, None, _written(old), _written(new), new.known_on, new.source)


def _days(one: Parameter | Brackets) -> list[date]:
    return sorted({version.since for version in one.values})


def _written(dated: Any) -> str | None:
    if dated is None:
        return None
    if isinstance(dated, Version):
        return "; ".join(
            f"{('≤ ' if band.inclusive else '< ') + band.bound_written if band.bound else '…'} → {band.written}"
            for band in dated.bands
        )
    return None if dated.value is None else str(dated.written)


def _rows_between(table: Table, since: date, until: date) -> Iterator[Change]:
    for row in table.rows:
        if since < row.since <= until:
            yield _row_change(table, row, _replaced(row, table.rows), row.since)
        if row.until and since < row.until <= until and not _followed(row, table.rows):
            yield Change(
                table.path,
                table.label,
                row.until,
                None,
                _cells(row),
                None,
                row.known_on,
                row.source,
                _conditions(row),
            )


def _rows_learnt(table: Table, since: date, until: date, first: date, second: date) -> Iterator[Change]:
    believed = tuple(row for row in table.rows if row.was_known(first))
    for row in table.rows:
        reaches = row.since <= until and (row.until is None or row.until > since)
        if reaches and first < row.known_on <= second:
            yield _row_change(table, row, _replaced(row, believed), max(row.since, since))


def _row_change(table: Table, row: Row, old: Row | None, day: date) -> Change:
    return Change(
        table.path,
        table.label,
        day,
        row.until,
        _cells(old) if old else None,
        _cells(row),
        row.known_on,
        row.source,
        _conditions(row),
    )


def _replaced(row: Row, rows: tuple[Row, ...]) -> Row | None:
    """The row for the same keys that held when this one began, or ended there."""
    same = [one for one in rows if one is not row and one.when == row.when and one.since <= row.since]
    held = [one for one in same if one.until is None or one.until >= row.since]
    return max(held, key=lambda one: (one.since, one.known_on), default=None)


def _followed(row: Row, rows: tuple[Row, ...]) -> bool:
    return any(one.since == row.until and one.when == row.when for one in rows)


def _cells(row: Row) -> str:
    return ", ".join(f"{name} {row.written[name]}" for name, value in row.cells.items() if value is not None)


def _conditions(row: Row) -> str:
    return ", ".join(f"{name} {_condition(match)}" for name, match in row.when.items())


def _condition(match: Match) -> str:
    if match.code is not None:
        return match.code
    if match.low == match.high:
        return str(match.low)
    return f"{'' if match.low is None else match.low}…{'' if match.high is None else match.high}"
