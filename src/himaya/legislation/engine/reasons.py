"""Why a value is unknown, as a column of codes beside it: the same answer as for one person."""

from __future__ import annotations

import narwhals as nw

from himaya.legislation.engine import table_cells
from himaya.legislation.engine.codes import FOR_PARTS, codes_of
from himaya.legislation.engine.column import Column
from himaya.legislation.engine.columns import Columns
from himaya.legislation.engine.nodes import Node
from himaya.legislation.parameters import Brackets, Parameter, Table


class Reasons:
    """Compiles the reason of a node; meaningful where the node itself is null."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._memo: dict[int, Column] = {}

    def reason(self, node: Node) -> Column:
        """The code of the reason, row by row."""
        if id(node) not in self._memo:
            self._memo[id(node)] = self.columns.keep(self._reason(node))
        return self._memo[id(node)]

    def of_unknown(self, nodes: tuple[Node, ...]) -> Column:
        """The reason where a value (its numerator and denominator) is unknown, null where it is known."""
        return self._first(nodes, self._code(None))

    def _reason(self, node: Node) -> Column:
        if node.op in ("nothing", "input"):
            return self._code(codes_of(node)[0])
        if node.op == "variable":
            return self.reason(node.args[0])
        if node.op == "where":
            return self._where(node)
        if node.op == "first_known":
            return self.reason(node.args[1])
        if node.op in ("parameter", "brackets"):
            source: Parameter | Brackets = node.data.source
            return self._first(node.args, self._code(f"NOT_IN_FORCE_{source.path.upper()}"))
        if node.op == "cell":
            return self._cell(node)
        if node.op == "sequence":
            return self._first(node.args[1:], self._code(None))
        if node.op in FOR_PARTS:
            return self._first(node.args[1:], self._code(FOR_PARTS[node.op]))
        return self._first(node.args, self._code(None))

    def _code(self, text: str | None) -> Column:
        return Column(
            None, constant=None if text is None else self.columns.codes[text], nullable=text is None
        )

    def _first(self, args: tuple[Node, ...], otherwise: Column) -> Column:
        """The reason of the first unknown argument."""
        result = otherwise
        for arg in reversed(args):
            column = self.columns.column(arg)
            if column.known:
                result = self.reason(arg) if column.constant is None else result
            elif column.nullable:
                result = self._pick(column, self.reason(arg), result)
        return result

    def _pick(self, column: Column, unknown: Column, otherwise: Column) -> Column:
        column = self.columns.keep(column)
        unknown, otherwise = self.columns.solid(unknown), self.columns.solid(otherwise)
        exprs = [self.columns.expr(one, "code") for one in (unknown, otherwise)]
        expr = nw.when(column.expr.is_null()).then(exprs[0]).otherwise(exprs[1])
        ready = max(one.ready for one in (column, unknown, otherwise))
        return Column(expr, ready, True)

    def _where(self, node: Node) -> Column:
        condition = self.columns.column(node.args[0])
        if condition.known:
            return self.reason(node.args[0 if condition.constant is None else 1 if condition.constant else 2])
        yes, no = self.reason(node.args[1]), self.reason(node.args[2])
        kept = self.columns.keep(condition)
        exprs = [self.columns.expr(one, "code") for one in (yes, no)]
        chosen = Column(
            nw.when(kept.expr).then(exprs[0]).otherwise(exprs[1]),
            max(one.ready for one in (kept, yes, no)),
            True,
        )
        return self._first(node.args[:1], chosen)

    def _cell(self, node: Node) -> Column:
        row = node.args[0]
        index = table_cells.row_index(self.columns, row)
        table: Table = row.data
        values = [self.columns.codes[told or table.null_cell] for told in index.reasons]
        return self._first(row.args[-1:], index.pick(values, "code"))
