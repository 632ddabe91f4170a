"""Finding the row of a keyed table for every row of a frame: small codes per key, one index, one gather.

Keys that are the same for the whole frame fall away first. The rest become a dense index, in several steps
where one would be large; no join is made and the order of the frame is kept.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw

from himaya.legislation.engine.column import Base, Column, tabulated
from himaya.legislation.engine.nodes import Node
from himaya.legislation.parameters import Match, Row, Table
from himaya.legislation.units import day_number

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns

OTHER = "\0"  # a code that no row asks for
_SMALL = 64  # a column of so few numbers is a key as it stands
_LARGEST = 1 << 13
State = tuple[tuple[int, ...], bool]  # rows still possible, and whether the first key is known to the table


@dataclass(slots=True)
class _Key:
    """A key that varies: its local code per row, and the value that each code stands for (None: unknown)."""

    local: Column
    values: list[Any]
    narrow: Callable[[State, Any], State]

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self.values)


@dataclass(slots=True)
class RowIndex:
    """`base` points into `outcomes`; an outcome is a position in `rows`, whose last two stand for "none"."""

    rows: list[Row | None]
    reasons: list[str]
    outcomes: list[int]
    base: Base | None

    def pick(self, values: list[Any], kind: str) -> Column:
        """values (one per entry of `rows`), row by row."""
        listed = [values[outcome] for outcome in self.outcomes]
        if self.base is None:
            return Column(None, constant=listed[0], nullable=listed[0] is None)
        return tabulated(self.base, listed, kind)

    @classmethod
    def build(cls, columns: Columns, node: Node) -> RowIndex:
        """The index for a `row` node."""
        table: Table = node.data
        finder = _Finder(columns, table, node)
        index, states = finder.walk()
        count = len(table.rows)
        outcomes = [rows[0] if rows else count + (1 if named else 0) for rows, named in states]
        reasons = [*([""] * count), table.unknown_key, table.no_row]
        rows = [*table.rows, None, None]
        if index is None:
            return cls(rows, reasons, outcomes, None)
        if index.base is not None:
            return cls(rows, reasons, [outcomes[cell] for cell in index.cells], index.base)
        return cls(rows, reasons, outcomes, Base(index.name, index.ready, len(outcomes)))


class _Finder:
    def __init__(self, columns: Columns, table: Table, node: Node) -> None:
        self.columns, self.table, self.node = columns, table, node
        self.first = next(iter(table.keys))

    def walk(self) -> tuple[Column | None, list[State]]:
        """The index of a final state for each row, and the final states."""
        keys, start = self._keys()
        index: Column | None = None
        states: list[State] = [start]
        while keys:
            chunk, size = [keys.pop(0)], len(states)
            size *= chunk[0].size
            while keys and size * keys[0].size <= _LARGEST:
                size *= keys[0].size
                chunk.append(keys.pop(0))
            index, states = self._advance(index, states, chunk, last=not keys)
        return index, states

    def _advance(
        self,
        index: Column | None,
        states: list[State],
        chunk: list[_Key],
        *,
        last: bool,
    ) -> tuple[Column, list[State]]:
        memo: dict[tuple[State, int], list[State]] = {}

        def expand(state: State, depth: int) -> list[State]:
            if depth == len(chunk):
                return [state]
            if (state, depth) not in memo:
                key = chunk[depth]
                memo[state, depth] = [
                    end for value in key.values for end in expand(key.narrow(state, value), depth + 1)
                ]
            return memo[state, depth]

        ends = [end for state in states for end in expand(state, 0)]
        if last and index is None and len(chunk) == 1 and (chunk[0].local.base or chunk[0].local.name):
            return chunk[0].local, ends
        combined = self._combine(index, chunk)
        if last:
            return combined, ends
        numbers = {state: number for number, state in enumerate(dict.fromkeys(ends))}
        return self.columns.gather(combined, [numbers[end] for end in ends], "place"), list(numbers)

    def _combine(self, index: Column | None, chunk: list[_Key]) -> Column:
        expr, ready = (None, 0) if index is None else (index.expr, index.ready)
        for key in chunk:
            local = self.columns.solid(key.local)
            expr = local.expr if expr is None else expr * nw.lit(key.size, dtype=nw.Int16) + local.expr
            ready = max(ready, local.ready)
        return self.columns.keep(Column(expr, ready))

    def _keys(self) -> tuple[list[_Key], State]:
        """The keys that vary, and the rows that those which do not vary leave."""
        state: State = (tuple(range(len(self.table.rows))), True)
        args = dict(zip(self.table.keys, self.node.args, strict=False))
        found = {name: self.columns.column(arg) for name, arg in args.items()}
        day = self.columns.column(self.node.args[-1])
        if day.known and day.constant is not None:
            state = self._in_force(state, day.constant)
        for name, column in found.items():
            if column.known:
                state = self._filter(state, self._text(column.constant, args[name]), name=name)
        keys = [self._day_key(day)] if not day.known else []
        if keys == [None]:
            state = self._in_force(state, self.columns.span(self.node.args[-1])[0])
        keys += [
            self._key(name, args[name], column, state) for name, column in found.items() if not column.known
        ]
        return [key for key in keys if key is not None], state

    def _text(self, constant: Any, arg: Node) -> Any:
        if constant is None or arg.kind != "code":
            return constant
        texts = list(self.columns.codes)
        return texts[constant] if constant < len(texts) else OTHER

    def _filter(self, state: State, value: Any, *, name: str) -> State:
        """The rows that a value of a key leaves, None being unknown."""
        rows, named = state
        matches = [(row, self.table.rows[row].when.get(name)) for row in rows]
        kept = tuple(row for row, match in matches if _accepts(match, value))
        return kept, self._named(name, value) if name == self.first else named

    def _named(self, name: str, value: Any) -> bool:
        return any(_accepts(row.when.get(name), value) for row in self.table.rows)

    def _in_force(self, state: State, day: int | None) -> State:
        rows, named = state
        return tuple(row for row in rows if day is not None and self.table.rows[row].in_force(day)), named

    def _key(self, name: str, arg: Node, column: Column, state: State) -> _Key | None:
        rows = range(len(self.table.rows)) if name == self.first else state[0]
        matches = [match for row in rows if (match := self.table.rows[row].when.get(name)) is not None]
        if not matches and name != self.first:
            return None
        narrow = functools.partial(self._filter, name=name)
        if arg.kind == "code":
            known = {match.code or "" for match in matches}
            return _Key(*self._code_key(column, sorted(known)), narrow)
        if arg.kind == "flag":
            return _Key(*self._flag_key(column), narrow)
        low, high = self.columns.span(arg)
        edges = {edge for match in matches for edge in _edges(match.low, match.high)}
        return _Key(*self._cut(column, low, sorted(edge for edge in edges if low < edge <= high)), narrow)

    def _flag_key(self, column: Column) -> tuple[Column, list[Any]]:
        if column.base is not None:
            return _place_of(column.base), list(column.cells)
        return self._local(column, column.expr.cast(nw.Int16), null=2), [False, True, None]

    def _code_key(self, column: Column, texts: list[str]) -> tuple[Column, list[Any]]:
        """The texts the rows ask for, one more for any other, one for null; or the base itself if it is small."""
        listed = [text if text in texts else OTHER for text in [*self.columns.codes, OTHER]]
        if column.base is not None and column.base.size <= _SMALL:
            return _place_of(column.base), [None if cell is None else listed[cell] for cell in column.cells]
        values = [*texts, OTHER, None]
        places = [values.index(text) for text in listed]
        if column.base is not None:
            cells = [len(values) - 1 if cell is None else places[cell] for cell in column.cells]
            return tabulated(column.base, cells, "code"), values
        found = self.columns.gather(self.columns.keep(column), places, "code")
        nullable = Column(found.expr, found.ready, column.nullable)
        return self._local(nullable, found.expr, null=len(values) - 1), values

    def _day_key(self, day: Column) -> _Key | None:
        low, high = self.columns.span(self.node.args[-1])
        edges = {day_number(edge) for row in self.table.rows for edge in (row.since, row.until) if edge}
        cuts = sorted(edge for edge in edges if low < edge <= high)
        return _Key(*self._cut(day, low, cuts), self._in_force) if cuts else None

    def _cut(self, column: Column, low: int, cuts: list[int]) -> tuple[Column, list[Any]]:
        """How many cuts lie at or below a number; one more where it is unknown."""
        column = self.columns.keep(column)
        passed = [(column.expr >= nw.lit(cut, dtype=nw.Int64)).cast(nw.Int16) for cut in cuts]
        expr = functools.reduce(operator.add, passed) if passed else nw.lit(0, dtype=nw.Int16)
        return self._local(column, expr, null=len(cuts) + 1), [low, *cuts, None]

    def _local(self, column: Column, expr: Any, *, null: int) -> Column:
        return Column(expr.fill_null(null) if column.nullable else expr, column.ready)


def _place_of(base: Base) -> Column:
    return Column(nw.col(base.name), base.ready, name=base.name)


def _accepts(match: Match | None, value: Any) -> bool:
    return match is None or (value is not None and match.accepts(value))


def _edges(low: int | None, high: int | None) -> list[int]:
    return [edge for edge in (low, None if high is None else high + 1) if edge is not None]
