"""Finding the row of a list for every row of a frame: the key's number, then the last row begun on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from himaya.legislation.engine.column import Base, Column
from himaya.legislation.engine.nodes import Node
from himaya.legislation.engine.rowindex import RowIndex
from himaya.legislation.lists import Listed
from himaya.legislation.units import day_number

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns

_SPAN = 1 << 22  # more days than any calendar holds


def row_index(columns: Columns, node: Node) -> RowIndex:
    """The row found for each row of the frame; a key or a day that is unknown finds none."""
    listed: Listed = node.data
    columns.only_polars(listed.path)
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
    columns.native.setdefault(ready, {})[name] = _place(columns, listed, key.name, day.name)
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


def _place(columns: Columns, listed: Listed, key: str, day: str) -> pl.Expr:
    """Where the row stands; the number of rows for an unknown key, one more if none is in force that day."""
    keys = list(listed.places)
    numbers: list[Any] = [columns.codes[one] for one in keys] if isinstance(keys[0], str) else keys
    number = (
        pl.col(key)
        .cast(pl.Int64)
        .replace_strict(
            pl.Series(numbers, dtype=pl.Int64),
            pl.Series(range(len(keys)), dtype=pl.Int64),
            default=None,
            return_dtype=pl.Int64,
        )
    )
    of_key = [place for place, one in enumerate(keys) for _ in listed.places[one]]
    begun = [of_key[row] * _SPAN + day_number(one.since) - _FIRST for row, one in enumerate(listed.rows)]
    ends = [_SPAN if one.until is None else day_number(one.until) for one in listed.rows]
    asked = number.fill_null(0) * _SPAN + (pl.col(day).fill_null(0) - _FIRST)
    last = pl.lit(pl.Series(begun, dtype=pl.Int64)).search_sorted(asked, side="right").cast(pl.Int64) - 1
    place = pl.max_horizontal(last, pl.lit(0, dtype=pl.Int64))
    own = pl.lit(pl.Series(of_key, dtype=pl.Int64)).gather(place) == number
    lasting = pl.lit(pl.Series(ends, dtype=pl.Int64)).gather(place) > pl.col(day)
    found = pl.when((last >= 0) & own & lasting).then(place).otherwise(len(of_key) + 1)
    return pl.when(number.is_null()).then(len(of_key)).otherwise(found).cast(pl.Int32)


_FIRST = -719_163  # the day number of 0001-01-01, so that a day never reaches into the next key's span
