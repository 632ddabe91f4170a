"""Sums and maxima over the rows that share a key; unknown where a part is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw

from himaya.legislation.engine.column import Column, literal, ready_at
from himaya.legislation.engine.nodes import Node

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns


def total(columns: Columns, node: Node) -> Column:
    """The sum over the rows that share a key."""
    value, over = kept(columns, node.args[0]), kept(columns, node.args[1])
    expr = value.expr.sum().over(over.name)
    return _whole_groups(columns, node, expr, value, over)


def running(columns: Columns, node: Node) -> Column:
    """The sum up to each row, in the order given; equal places keep the order of the frame."""
    columns.orders = True
    value, over, by = (kept(columns, arg) for arg in node.args)
    order = columns.keep(Column(by.expr.fill_null(-(2**62)), by.ready))
    order_by = [order.name, "__law_row"]
    result = Column(
        value.expr.fill_null(0).cum_sum().over(over.name, order_by=order_by),
        ready_at([value, over, order]),
    )
    if value.nullable:
        missing = value.expr.is_null().cast(nw.Int64).cum_sum().over(over.name, order_by=order_by)
        gaps = columns.keep(Column(missing, result.ready))
        result = Column(nw.when(gaps.expr == 0).then(result.expr), gaps.ready, True)
    return columns.only_where_known(result, [over, by], node.kind)


def largest(columns: Columns, node: Node) -> Column:
    """The largest known value among the rows that share a key."""
    value, over = kept(columns, node.args[0]), kept(columns, node.args[1])
    result = Column(value.expr.max().over(over.name), ready_at([value, over]), value.nullable)
    return columns.only_where_known(result, [over], node.kind)


def _whole_groups(columns: Columns, node: Node, expr: Any, value: Column, over: Column) -> Column:
    result = Column(expr, ready_at([value, over]))
    if value.nullable:
        missing = value.expr.is_null().cast(nw.Int64).sum().over(over.name)
        gaps = columns.keep(Column(missing, result.ready))
        result = Column(nw.when(gaps.expr == 0).then(expr), gaps.ready, True)
    return columns.only_where_known(result, [over], node.kind)


def kept(columns: Columns, node: Node) -> Column:
    """The node as a named column of the frame."""
    column = columns.column(node)
    if not column.known:
        return columns.keep(column)
    name = columns.new_name()
    columns.passes.setdefault(0, {})[name] = literal(column.constant, node.kind)
    return Column(nw.col(name), 1, column.nullable, name=name)
