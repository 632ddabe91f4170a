"""What the law's files hold: dated values, brackets and keyed tables, each with its text and evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from math import lcm
from typing import Any

from himaya.legislation.units import Unit, day_of
from himaya.legislation.words import Words

EVIDENCE = ("sourced", "inferred", "assumed")
Stored = int | bool | str | tuple[int, int] | None  # tuple: numerator, denominator


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: the text, how sure we are, and the day it became known where that differs."""

    reference: str
    evidence: str = "sourced"
    known_on: date | None = None
    note: str = ""


class Known:
    """A line of the law has two dates: `since`, from which it applies, and the day it became known."""

    __slots__ = ()
    since: date
    source: Source

    @property
    def known_on(self) -> date:
        """The day it became known: the day it takes effect unless the file says otherwise."""
        return self.source.known_on or self.since

    def was_known(self, day: date) -> bool:
        """Whether it was known on a day."""
        return self.known_on <= day


@dataclass(frozen=True, slots=True)
class Dated(Known):
    """One value and the day from which it is in force; `written` as the file writes it."""

    since: date
    value: Stored
    written: str
    source: Source
    line: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another choice open to a decision."""

    value: str
    label: Words


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated value of the law."""

    path: str
    label: Words
    unit: Unit
    values: tuple[Dated, ...]
    file: str
    alternatives: tuple[Alternative, ...] = ()
    note: str = ""

    def at(self, day: date) -> Dated | None:
        """The value in force on a day; None before the first."""
        found: Dated | None = in_force(self.values, day)
        return found

    def known_on(self, day: date) -> Parameter:
        """The same with only what was known on a day."""
        return replace(self, values=tuple(one for one in self.values if one.was_known(day)))


@dataclass(frozen=True, slots=True)
class Band:
    """One bracket: values up to `bound`, included or not; the last has no bound."""

    bound: tuple[int, int] | None
    inclusive: bool
    value: Stored
    written: str
    bound_written: str = ""


@dataclass(frozen=True, slots=True)
class Version(Known):
    """The bands in force from a day."""

    since: date
    bands: tuple[Band, ...]
    source: Source
    line: int = 0


@dataclass(frozen=True, slots=True)
class Brackets:
    """A dated scale by brackets."""

    path: str
    label: Words
    unit: Unit
    of: Unit
    values: tuple[Version, ...]
    file: str
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()

    def at(self, day: date) -> Version | None:
        """The bands in force on a day."""
        found: Version | None = in_force(self.values, day)
        return found

    def known_on(self, day: date) -> Brackets:
        """The same with only what was known on a day."""
        return replace(self, values=tuple(one for one in self.values if one.was_known(day)))


@dataclass(frozen=True, slots=True)
class Match:
    """What a row asks of a key: a text, or a whole number within [low, high]."""

    code: str | None = None
    low: int | None = None
    high: int | None = None

    def accepts(self, value: Any) -> bool:
        """Whether a known value satisfies it."""
        if self.code is not None:
            return bool(value == self.code)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Row(Known):
    """One row of a table: its conditions, its cells, its validity [since, until)."""

    since: date
    until: date | None
    when: dict[str, Match]
    cells: dict[str, Stored]
    written: dict[str, str]
    source: Source
    line: int = 0

    def in_force(self, day: int) -> bool:
        """Whether the row holds on a day number."""
        on = day_of(day)
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A keyed, dated table. A key that no row knows gives `unknown_key`; no row at all gives `no_row`."""

    path: str
    label: Words
    keys: dict[str, Unit]
    columns: dict[str, Unit]
    rows: tuple[Row, ...]
    file: str
    unknown_key: str
    no_row: str
    null_cell: str
    note: str = ""
    alternatives: tuple[Alternative, ...] = ()
    index: dict[Any, tuple[Row, ...]] = field(init=False)

    def __post_init__(self) -> None:
        first = next(iter(self.keys))
        codes = {row.when[first].code for row in self.rows if first in row.when}
        listed = {code: tuple(row for row in self.rows if _may_be(row, first, code)) for code in codes}
        object.__setattr__(
            self, "index", listed | {None: tuple(row for row in self.rows if first not in row.when)}
        )

    def stored(self, column: str) -> list[Stored]:
        """The values a column holds."""
        return [row.cells[column] for row in self.rows]

    def find(self, keys: dict[str, Any], day: int) -> tuple[Row | None, str]:
        """The row for these keys on a day number, or None with the reason why."""
        first = next(iter(self.keys))
        coded = self.keys[first].kind == "code"
        rows = self.index.get(keys[first], self.index[None]) if coded else self.rows
        named = False
        for row in rows:
            match = row.when.get(first)
            if match is None or (keys[first] is not None and match.accepts(keys[first])):
                named = True
                if row.in_force(day) and _accepts(row, keys):
                    return row, ""
        return None, self.no_row if named else self.unknown_key

    def known_on(self, day: date) -> Table:
        """The same with only what was known on a day."""
        return replace(self, rows=tuple(row for row in self.rows if row.was_known(day)))


Lawful = Parameter | Brackets | Table


def _may_be(row: Row, key: str, code: str | None) -> bool:
    return key not in row.when or row.when[key].code == code


def _accepts(row: Row, keys: dict[str, Any]) -> bool:
    return all(keys[key] is not None and match.accepts(keys[key]) for key, match in row.when.items())


def in_force(values: tuple[Any, ...], day: date) -> Any:
    """The last of dated values that has begun on a day; None before the first."""
    found = None
    for one in values:
        if one.since > day:
            break
        found = one
    return found


def common_denominator(values: list[Stored]) -> int:
    """The least denominator to which all exact values can be brought."""
    return lcm(*(value[1] for value in values if isinstance(value, tuple)))
