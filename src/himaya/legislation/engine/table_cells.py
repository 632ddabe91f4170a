"""Cells of keyed tables and of lists: one row found for each row of the frame, read column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from himaya.legislation.engine import listed
from himaya.legislation.engine.column import Column
from himaya.legislation.engine.nodes import Node
from himaya.legislation.engine.rowindex import RowIndex
from himaya.legislation.lists import Listed

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns


def row(columns: Columns, node: Node) -> Column:
    """A row has no value of its own."""
    raise AssertionError("a row is only read by its cells")


def row_index(columns: Columns, node: Node) -> RowIndex:
    """The row found for each row of the frame, as an index into a small list."""
    key = id(node)
    if key not in columns.rows:
        build = listed.row_index if isinstance(node.data, Listed) else RowIndex.build
        columns.rows[key] = build(columns, node)
    return columns.rows[key]


def cell(columns: Columns, node: Node) -> Column:
    """A cell of the row found."""
    index = row_index(columns, node.args[0])
    _, column = node.data.source
    values = [None if one is None else _value(columns, node, one.cells[column]) for one in index.rows]
    found = index.pick(values, node.kind)
    return columns.only_where_known(found, [columns.column(node.args[0].args[-1])], node.kind)


def _value(columns: Columns, node: Node, value: Any) -> Any:
    if value is None:
        return None
    return columns.codes[value] if node.kind == "code" else node.data.scaled(value)
