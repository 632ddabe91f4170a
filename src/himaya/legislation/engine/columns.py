"""The law for whole columns: the graph becomes Narwhals expressions, evaluated in a few passes.

What the frame shows is used: a parameter compiles to one conditional column over the values in force in the
span of its days, a column that holds one value becomes a constant, nulls are watched where there are any.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw

from himaya.legislation.engine import (
    across_rows,
    cell_logic,
    day_columns,
    polars_engine,
    rounds,
    table_cells,
)
from himaya.legislation.engine.column import (
    Base,
    Column,
    Fact,
    Side,
    by_cells,
    literal,
    ready_at,
    strict,
    tabulated,
    unknown,
)
from himaya.legislation.engine.nodes import Node, uses
from himaya.legislation.engine.person import band_of
from himaya.legislation.engine.rowindex import RowIndex
from himaya.legislation.parameters import Brackets, Parameter
from himaya.legislation.units import day_number


class Columns:
    """Compiles nodes for one frame; `passes` then says what to add to the frame, in order."""

    def __init__(
        self,
        facts: dict[str, Fact],
        codes: dict[str, int],
        roots: list[Node],
        *,
        prefix: str = "__law",
        engine: Any = polars_engine,
    ) -> None:
        self.engine = engine
        self.facts, self.codes, self._prefix = facts, codes, prefix
        self.outside: Callable[[Node], Column | None] | None = None
        self.steps: dict[int, list[Any]] = {}
        self.passes: dict[int, dict[str, Any]] = {}
        self.native: dict[int, dict[str, Any]] = {}
        self.orders = False
        self._memo: dict[int, Column] = {}
        self._gathered: dict[tuple[Base, tuple[Any, ...], str], Column] = {}
        self.rows: dict[int, RowIndex] = {}
        self._uses = uses(roots)
        self._made = 0

    # -- columns and constants ---------------------------------------------------------------------------

    def column(self, node: Node) -> Column:
        """The node as a column."""
        key = id(node)
        if key not in self._memo:
            compiled = (self.outside(node) if self.outside else None) or _COMPILE[node.op](self, node)
            if self._uses.get(key, 0) > 1 and node.op not in ("input", "literal") and compiled.base is None:
                compiled = self.keep(compiled)
            self._memo[key] = compiled
        return self._memo[key]

    def keep(self, column: Column) -> Column:
        """The same as a column of the frame, computed once."""
        if column.base is not None:
            return self.solid(column)
        if column.known or column.name:
            return column
        name = self.new_name()
        self.passes.setdefault(column.ready, {})[name] = column.expr
        return Column(nw.col(name), column.ready + 1, column.nullable, name=name)

    def named(self, column: Column, name: str, kind: str) -> None:
        """Ask for a column under a name of the caller's."""
        column = self.solid(column)
        self.passes.setdefault(column.ready, {})[name] = self.expr(column, kind)

    def solid(self, column: Column) -> Column:
        """The same, looked up row by row if it was cells."""
        if column.base is None:
            return column
        key = (column.base, column.cells, column.kind)
        if key not in self._gathered:
            index = Column(nw.col(column.base.name), column.base.ready, name=column.base.name)
            few = cell_logic.few(column)
            if few:
                self._gathered[key] = self.keep(Column(cell_logic.is_one_of(index.expr, *few), index.ready))
            else:
                self._gathered[key] = self.gather(index, list(column.cells), column.kind)
        return self._gathered[key]

    def gather(self, index: Column, values: list[Any], kind: str) -> Column:
        """values[index], row by row."""
        name = self.new_name()
        self.native.setdefault(index.ready, {})[name] = self.engine.gather(index.name, values, kind)
        return Column(nw.col(name), index.ready + 1, None in values, name=name)

    def expr(self, column: Column, kind: str) -> Any:
        """Its expression, a typed literal for a constant."""
        return literal(column.constant, kind) if column.known else column.expr

    def new_name(self) -> str:
        """A name no column of the frame has."""
        self._made += 1
        return f"{self._prefix}{self._made}"

    def inner(self, roots: list[Node]) -> Columns:
        """Another compiler over the same facts, for the step of a sequence."""
        return Columns(self.facts, self.codes, roots, prefix=f"{self.new_name()}_")

    def _code(self, text: str) -> int:
        return self.codes[text]

    # -- operations --------------------------------------------------------------------------------------

    def literal(self, node: Node) -> Column:
        value = self._code(node.data) if node.kind == "code" else node.data
        return Column(None, constant=value)

    def nothing(self, node: Node) -> Column:
        return unknown()

    def input(self, node: Node) -> Column:
        fact = self.facts[node.subject]
        if fact.low is None:
            return unknown()
        if fact.cells:
            return tabulated(Base(fact.column, 0, len(fact.cells)), list(fact.cells), node.kind)
        if not fact.nullable and fact.low == fact.high:
            return Column(None, constant=fact.low)
        return Column(nw.col(fact.column), nullable=fact.nullable, name=fact.column)

    def variable(self, node: Node) -> Column:
        return self.column(node.args[0])

    def plain(self, node: Node) -> Column:
        args = [self.column(arg) for arg in node.args]
        operation = _PLAIN[node.op]
        if any(arg.known and arg.constant is None for arg in args):
            return unknown()
        if all(arg.known for arg in args):
            return Column(None, constant=operation(*(arg.constant for arg in args)))
        if cells := by_cells(strict(operation), args, node.kind):
            return cells
        args = [self.solid(arg) for arg in args]
        exprs = [self.expr(arg, kid.kind) for arg, kid in zip(args, node.args, strict=True)]
        return Column(operation(*exprs), ready_at(args), any(arg.nullable for arg in args))

    def negate(self, node: Node) -> Column:
        arg = self.column(node.args[0])
        if arg.known:
            return unknown() if arg.constant is None else Column(None, constant=not arg.constant)
        if cells := by_cells(strict(operator.not_), [arg], node.kind):
            return cells
        return Column(~arg.expr, arg.ready, arg.nullable)

    def conjunction(self, node: Node) -> Column:
        return self._three_valued(node, decisive=False)

    def disjunction(self, node: Node) -> Column:
        return self._three_valued(node, decisive=True)

    def _three_valued(self, node: Node, *, decisive: bool) -> Column:
        args = [self.column(arg) for arg in node.args]
        if any(arg.known and arg.constant is decisive for arg in args):
            return Column(None, constant=decisive)
        args = [arg for arg in args if not (arg.known and arg.constant is (not decisive))]
        if not args:
            return Column(None, constant=not decisive)
        if all(arg.known for arg in args):
            return unknown()
        if cells := by_cells(cell_logic.any_of if decisive else cell_logic.all_of, args, node.kind):
            return cells
        args = [self.solid(arg) for arg in args]
        result = self.expr(args[0], "flag")
        for arg in args[1:]:
            right = self.expr(arg, "flag")
            result = result | right if decisive else result & right
        return Column(result, ready_at(args), any(arg.nullable for arg in args))

    def where(self, node: Node) -> Column:
        condition = self.column(node.args[0])
        if condition.known:
            if condition.constant is None:
                return unknown()
            return self.column(node.args[1 if condition.constant else 2])
        yes, no = self.column(node.args[1]), self.column(node.args[2])
        if (
            yes.known
            and no.known
            and yes.constant == no.constant
            and (yes.constant is None or not condition.nullable)
        ):
            return yes
        if cells := by_cells(cell_logic.where, [condition, yes, no], node.kind):
            return cells
        return self._choice(condition, yes, no, node.kind)

    def _choice(self, condition: Column, yes: Column, no: Column, kind: str) -> Column:
        condition, yes, no = columns = [self.solid(one) for one in (condition, yes, no)]
        nullable = any(one.nullable for one in columns)
        if yes.known and yes.constant is None:
            return Column(nw.when(~condition.expr).then(self.expr(no, kind)), ready_at(columns), True)
        if no.known and no.constant is None:
            return Column(nw.when(condition.expr).then(self.expr(yes, kind)), ready_at(columns), True)
        otherwise = self.expr(no, kind)
        if condition.nullable:
            condition = columns[0] = self.keep(condition)
            otherwise = nw.when(~condition.expr).then(otherwise)
        expr = nw.when(condition.expr).then(self.expr(yes, kind)).otherwise(otherwise)
        return Column(expr, ready_at(columns), nullable)

    def first_known(self, node: Node) -> Column:
        first = self.column(node.args[0])
        if not first.nullable:
            return first
        second = self.column(node.args[1])
        if first.known:
            return second
        if cells := by_cells(cell_logic.first_known, [first, second], node.kind):
            return cells
        first, second = self.keep(first), self.solid(second)
        expr = nw.coalesce(first.expr, self.expr(second, node.kind))
        return Column(expr, ready_at([first, second]), second.nullable)

    def is_known(self, node: Node) -> Column:
        arg = self.column(node.args[0])
        if arg.known:
            return Column(None, constant=arg.constant is not None)
        if not arg.nullable:
            return Column(None, constant=True)
        if cells := by_cells(cell_logic.is_known, [arg], node.kind):
            return cells
        return Column(~arg.expr.is_null(), arg.ready)

    # -- parameters --------------------------------------------------------------------------------------

    def parameter(self, node: Node) -> Column:
        source: Parameter = node.data.source
        versions = [
            (day_number(one.since), functools.partial(self._stored, node, one.value)) for one in source.values
        ]
        return self._dated(node, versions)

    def brackets(self, node: Node) -> Column:
        source: Brackets = node.data.source
        num, den = self.keep(self.column(node.args[0])), self.keep(self.column(node.args[1]))
        if (num.known and num.constant is None) or (den.known and den.constant is None):
            return unknown()
        versions = [
            (day_number(one.since), functools.partial(self._bands, node, one.bands, num, den))
            for one in source.values
        ]
        return self._dated(node, versions)

    def _bands(self, node: Node, bands: Any, num: Column, den: Column) -> Column:
        """The number of the band is how many bounds lie below; its value is then a cell."""
        place: Any = nw.lit(0, dtype=nw.Int16)
        for band in bands[:-1]:
            left, right = self._times(num, band.bound[1]), self._times(den, band.bound[0])
            place = place + right.compare(left, inclusive=not band.inclusive).cast(nw.Int16)
        values = [self._stored(node, band.value).constant for band in bands]
        if num.known and den.known:
            return self._stored(node, band_of(bands, num.constant, den.constant).value)
        if num.nullable or den.nullable:
            place, values = place.fill_null(len(values)), [*values, None]
        index = self.keep(Column(place, ready_at([num, den])))
        return tabulated(Base(index.name, index.ready, len(values)), values, node.kind)

    def _times(self, column: Column, factor: int) -> Side:
        if column.known:
            return Side(column.constant * factor)
        return Side(column.expr if factor == 1 else column.expr * literal(factor, "amount"))

    def _stored(self, node: Node, value: Any) -> Column:
        if value is None:
            return unknown()
        return Column(None, constant=self._code(value) if node.kind == "code" else node.data.scaled(value))

    def _dated(self, node: Node, versions: Sequence[tuple[int, Callable[[], Column]]]) -> Column:
        """One conditional column over the versions in force in the span of the day."""
        day = self.column(node.args[-1])
        if day.known and day.constant is None:
            return unknown()
        low, high = (day.constant, day.constant) if day.known else self.span(node.args[-1])
        begun = [one for one in versions if one[0] <= low]
        later = [one for one in versions if low < one[0] <= high]
        result = begun[-1][1]() if begun else unknown()
        if later:
            day = self.keep(day)
        for since, value in later:
            started = Column(day.expr >= literal(since, "day"), day.ready)
            result = self._choice(started, value(), result, node.kind)
        return self.only_where_known(result, [day], node.kind)

    def only_where_known(self, column: Column, needed: list[Column], kind: str) -> Column:
        """The column, unknown where one of the needed ones is."""
        for one in needed:
            if one.known and one.constant is None:
                return unknown()
            if one.nullable and not one.known:
                kept, column = self.keep(one), self.solid(column)
                expr = nw.when(~kept.expr.is_null()).then(self.expr(column, kind))
                column = Column(expr, ready_at([kept, column]), True)
        return column

    def span(self, node: Node) -> tuple[int, int]:
        """The least and the largest a day or an amount can be, from what the frame shows."""
        if node.op == "input":
            fact = self.facts[node.subject]
            return (node.low, node.high) if fact.low is None else (fact.low, fact.high)
        if node.op == "variable":
            return self.span(node.args[0])
        if node.op in ("add_days", "add_months"):
            low, high = self.span(node.args[0])
            days = 1 if node.op == "add_days" else 31
            steps = node.args[1]
            return low + min(0, steps.low) * days, high + max(0, steps.high) * days
        if node.op == "first_of_month":
            low, high = self.span(node.args[0])
            return low - 30, high
        return node.low, node.high


_PLAIN: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "floor_divide": operator.floordiv,
    "less": operator.lt,
    "at_most": operator.le,
    "equal": operator.eq,
    "add_days": operator.add,
}
_COMPILE: dict[str, Callable[[Columns, Node], Column]] = {
    **dict.fromkeys(_PLAIN, Columns.plain),
    "literal": Columns.literal,
    "nothing": Columns.nothing,
    "input": Columns.input,
    "variable": Columns.variable,
    "not": Columns.negate,
    "and": Columns.conjunction,
    "or": Columns.disjunction,
    "where": Columns.where,
    "first_known": Columns.first_known,
    "is_known": Columns.is_known,
    "parameter": Columns.parameter,
    "brackets": Columns.brackets,
    "row": table_cells.row,
    "cell": table_cells.cell,
    "add_months": day_columns.add_months,
    "first_of_month": day_columns.first_of_month,
    "month_of_year": day_columns.month_of_year,
    "months_between": day_columns.months_between,
    "weekday": day_columns.weekday,
    "years_completed": day_columns.years_completed,
    "total": across_rows.total,
    "running": across_rows.running,
    "largest": across_rows.largest,
    "sequence": rounds.sequence,
}
