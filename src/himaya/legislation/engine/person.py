"""The law for one person (or the few rows of one household), in Python integers: exact, lazy, explained."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from himaya.legislation.engine.nodes import Node
from himaya.legislation.parameters import Band, Dated, Row, Version
from himaya.legislation.units import day_number, day_of


@dataclass(frozen=True, slots=True)
class Missing:
    """No value, and the code that says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Use:
    """A parameter read: the day asked, what was in force, and for brackets and tables the line found."""

    source: Any
    day: int
    found: Dated | Version | Row | None
    band: Band | None = None
    column: str = ""


@dataclass(slots=True)
class Visit:
    """What one variable actually read on the way to its value."""

    facts: dict[str, None] = field(default_factory=dict)
    variables: dict[str, None] = field(default_factory=dict)
    uses: dict[str, Use] = field(default_factory=dict)


class Person:
    """Facts of one or more rows, already in the engine's own counts; None is unknown."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.visits: dict[tuple[str, int], Visit] = {}
        self._memo: dict[tuple[int, int], Any] = {}
        self._stack: list[Visit] = [Visit()]

    def value(self, node: Node, row: int = 0) -> Any:
        """The value of a node for a row, or Missing."""
        op = node.op
        if op == "variable":
            return self._variable(node, row)
        if op == "input":
            return self._fact(node, row)
        key = (id(node), row)
        if key in self._memo:
            return self._memo[key]
        special = _SPECIAL.get(op)
        result = self._strict(node, row) if special is None else special(self, node, row)
        self._memo[key] = result
        return result

    def _strict(self, node: Node, row: int) -> Any:
        values = []
        for arg in node.args:
            value = self.value(arg, row)
            if type(value) is Missing:
                return value
            values.append(value)
        return _PLAIN[node.op](*values)

    def _variable(self, node: Node, row: int) -> Any:
        name = node.subject
        self._stack[-1].variables[name] = None
        key = (id(node), row)
        if key not in self._memo:
            self._stack.append(self.visits.setdefault((name, row), Visit()))
            self._memo[key] = self.value(node.args[0], row)
            self._stack.pop()
        return self._memo[key]

    def _fact(self, node: Node, row: int) -> Any:
        name = node.subject
        self._stack[-1].facts[name] = None
        value = self.rows[row].get(name)
        return Missing(f"MISSING_{name.upper()}") if value is None else value

    def _literal(self, node: Node, row: int) -> Any:
        return node.data

    def _nothing(self, node: Node, row: int) -> Any:
        return Missing(node.data)

    def _where(self, node: Node, row: int) -> Any:
        condition = self.value(node.args[0], row)
        if type(condition) is Missing:
            return condition
        return self.value(node.args[1 if condition else 2], row)

    def _first_known(self, node: Node, row: int) -> Any:
        value = self.value(node.args[0], row)
        return self.value(node.args[1], row) if type(value) is Missing else value

    def _is_known(self, node: Node, row: int) -> Any:
        return type(self.value(node.args[0], row)) is not Missing

    def _and(self, node: Node, row: int) -> Any:
        return self._three_valued(node, row, decisive=False)

    def _or(self, node: Node, row: int) -> Any:
        return self._three_valued(node, row, decisive=True)

    def _three_valued(self, node: Node, row: int, *, decisive: bool) -> Any:
        missing = None
        for arg in node.args:
            value = self.value(arg, row)
            if type(value) is Missing:
                missing = missing or value
            elif value is decisive:
                return decisive
        return missing if missing is not None else not decisive

    def _parameter(self, node: Node, row: int) -> Any:
        day = self.value(node.args[0], row)
        if type(day) is Missing:
            return day
        parameter = node.data.source
        found = parameter.at(day_of(day))
        self._stack[-1].uses[parameter.path] = Use(parameter, day, found)
        if found is None or found.value is None:
            return Missing(f"NOT_IN_FORCE_{parameter.path.upper()}")
        return node.data.scaled(found.value)

    def _brackets(self, node: Node, row: int) -> Any:
        num, den, day = (self.value(arg, row) for arg in node.args)
        for value in (num, den, day):
            if type(value) is Missing:
                return value
        brackets = node.data.source
        version = brackets.at(day_of(day))
        band = band_of(version.bands, num, den) if version else None
        self._stack[-1].uses[brackets.path] = Use(brackets, day, version, band)
        if band is None or band.value is None:
            return Missing(f"NOT_IN_FORCE_{brackets.path.upper()}")
        return node.data.scaled(band.value)

    def _row(self, node: Node, row: int) -> Any:
        *keys, day = (self.value(arg, row) for arg in node.args)
        if type(day) is Missing:
            return day
        asked = {
            name: None if type(key) is Missing else key
            for name, key in zip(node.data.keys, keys, strict=True)
        }
        found, reason = node.data.find(asked, day)
        self._stack[-1].uses[node.data.path] = Use(node.data, day, found)
        return Missing(reason) if found is None else found

    def _cell(self, node: Node, row: int) -> Any:
        found = self.value(node.args[0], row)
        if type(found) is Missing:
            return found
        table, column = node.data.source
        value = found.cells[column]
        return Missing(table.null_cell) if value is None else node.data.scaled(value)

    def _group(self, over: Node, row: int) -> list[int]:
        own = self.value(over, row)
        return [other for other in range(len(self.rows)) if self.value(over, other) == own]

    def _total(self, node: Node, row: int) -> Any:
        own = self.value(node.args[1], row)
        if type(own) is Missing:
            return own
        return self._sum(node, self._group(node.args[1], row))

    def _running(self, node: Node, row: int) -> Any:
        for arg in node.args[1:]:
            if type(own := self.value(arg, row)) is Missing:
                return own
        place = (self.value(node.args[2], row), row)
        before = [
            other for other in self._group(node.args[1], row) if self._place(node.args[2], other) <= place
        ]
        return self._sum(node, before)

    def _place(self, by: Node, row: int) -> tuple[Any, int]:
        value = self.value(by, row)
        return (-(2**62) if type(value) is Missing else value, row)

    def _sum(self, node: Node, rows: list[int]) -> Any:
        result = 0
        for other in rows:
            value = self.value(node.args[0], other)
            if type(value) is Missing:
                return Missing("UNKNOWN_PART")
            result += value
        return result

    def _sequence(self, node: Node, row: int) -> Any:
        for arg in node.args[1:]:
            if type(own := self.value(arg, row)) is Missing:
                return own
        for other in self._before(node, row):
            self.value(node, other)
        return self.value(node.args[0], row)

    def _before(self, node: Node, row: int) -> list[int]:
        """The lines served before one: same group, in order; those without a place do not take part."""
        _, *over, by, on = node.args
        own = [self.value(arg, row) for arg in over]
        place = (self.value(by, row), row)
        served = [
            (self.value(by, other), other)
            for other in range(len(self.rows))
            if [self.value(arg, other) for arg in over] == own
            and not any(type(self.value(arg, other)) is Missing for arg in (by, on))
        ]
        return [other for _, other in sorted(one for one in served if one < place)]

    def _earlier(self, node: Node, row: int) -> Any:
        after, end = (self.value(arg, row) for arg in node.args)
        sequence = node.data.sequence
        return sum(
            self.value(sequence, other)
            for other in self._before(sequence, row)
            if after < self.value(sequence.args[-1], other) < end
        )

    def _largest(self, node: Node, row: int) -> Any:
        own = self.value(node.args[1], row)
        if type(own) is Missing:
            return own
        values = [self.value(node.args[0], other) for other in self._group(node.args[1], row)]
        known = [value for value in values if type(value) is not Missing]
        return max(known) if known else Missing("NO_KNOWN_PART")


def band_of(bands: tuple[Band, ...], num: int, den: int) -> Band:
    """The band in which num / den falls."""
    for band in bands:
        if band.bound is None:
            return band
        left, right = num * band.bound[1], band.bound[0] * den
        if left < right or (band.inclusive and left == right):
            return band
    raise AssertionError("the last band has no bound")


def _add_months(day: int, count: int) -> int:
    start = day_of(day)
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    return day_number(date(year, month + 1, min(start.day, monthrange(year, month + 1)[1])))


def _first_of_month(day: int) -> int:
    return day_number(day_of(day).replace(day=1))


def _months_between(start: int, end: int) -> int:
    first, last = day_of(start), day_of(end)
    return (last.year - first.year) * 12 + last.month - first.month


def _years_completed(birth: int, on: int) -> int:
    born, then = day_of(birth), day_of(on)
    last = monthrange(then.year, born.month)[1]
    return then.year - born.year - ((then.month, then.day) < (born.month, min(born.day, last)))


_PLAIN: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "floor_divide": lambda a, b: a // b,
    "less": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "equal": lambda a, b: a == b,
    "not": lambda a: not a,
    "add_days": lambda a, b: a + b,
    "add_months": _add_months,
    "first_of_month": _first_of_month,
    "month_of_year": lambda a: day_of(a).month,
    "months_between": _months_between,
    "weekday": lambda a: day_of(a).isoweekday(),
    "years_completed": _years_completed,
}
_SPECIAL: dict[str, Callable[[Person, Node, int], Any]] = {
    "literal": Person._literal,
    "nothing": Person._nothing,
    "where": Person._where,
    "first_known": Person._first_known,
    "is_known": Person._is_known,
    "and": Person._and,
    "or": Person._or,
    "parameter": Person._parameter,
    "brackets": Person._brackets,
    "row": Person._row,
    "cell": Person._cell,
    "total": Person._total,
    "running": Person._running,
    "largest": Person._largest,
    "sequence": Person._sequence,
    "earlier": Person._earlier,
}
