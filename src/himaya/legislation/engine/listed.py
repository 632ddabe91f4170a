"""Finding the row of a list for every row of a frame: the key's number, then the last row begun on the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from himaya.legislation.engine.column import Base, Column
from himaya.legislation.engine.nodes import Node
from himaya.legislation.engine.rowindex import RowIndex
from himaya.legislation.lists import Listed
from himaya.legislation.units import day_number

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns

NO_END = 1 << 22  # more days than any calendar holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The rows of a list by their place, sorted by key and first day, as numbers.

    numbers: each key's own; key_of: the key of each row, by its place among them; since, until: days.
    """

    numbers: list[int]
    key_of: list[int]
    since: list[int]
    until: list[int]

    @property
    def unknown_key(self) -> int:
        """The place that stands for no such key."""
        return len(self.key_of)

    @property
    def not_in_force(self) -> int:
        """The place that stands for a key without a row in force that day."""
        return len(self.key_of) + 1


def row_index(columns: Columns, node: Node) -> RowIndex:
    """The row found for each row of the frame; a key or a day that is unknown finds none."""
    listed: Listed = node.data
    count = len(listed.rows)
    rows = [*listed.rows, None, None]
    reasons = [*([""] * count), listed.unknown_key, listed.no_row]
    key, day = (columns.column(arg) for arg in node.args)
    places = list(range(count + 2))
    if _is_nothing(key) or not count:
        return RowIndex(rows, reasons, [count], None)
    if _is_nothing(day):
        return RowIndex(rows, reasons, [count + 1], None)
    key, day = (_column(columns, one, arg.kind) for one, arg in zip((key, day), node.args, strict=True))
    name = columns.new_name()
    ready = max(key.ready, day.ready)
    columns.engine.locate(columns, ready, name, _places(columns, listed), key.name, day.name)
    return RowIndex(rows, reasons, places, Base(name, ready + 1, count + 2))


def _is_nothing(column: Column) -> bool:
    return column.known and column.constant is None


def _column(columns: Columns, column: Column, kind: str) -> Column:
    """The same as a named column."""
    if not column.known:
        return columns.keep(column)
    name = columns.new_name()
    columns.passes.setdefault(0, {})[name] = columns.expr(column, kind)
    return Column(nw.col(name), 1, name=name)


def _places(columns: Columns, listed: Listed) -> Places:
    keys = list(listed.places)
    numbers: list[Any] = [columns.codes[one] for one in keys] if isinstance(keys[0], str) else keys
    return Places(
        numbers=numbers,
        key_of=[place for place, one in enumerate(keys) for _ in listed.places[one]],
        since=[day_number(one.since) for one in listed.rows],
        until=[NO_END if one.until is None else day_number(one.until) for one in listed.rows],
    )
