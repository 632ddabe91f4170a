"""Months and years in columns: whole-number arithmetic on day numbers, each step kept once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from himaya.legislation.engine import calendar
from himaya.legislation.engine.column import Column, ready_at, unknown
from himaya.legislation.engine.nodes import Node

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns


class Number:
    """A column in whole-number arithmetic, for the calendar's formulas."""

    def __init__(self, columns: Columns, column: Column, nullable: bool) -> None:
        self.columns, self.column, self.nullable = columns, column, nullable

    def keep(self, value: Number) -> Number:
        return Number(self.columns, self.columns.keep(value.column), self.nullable)

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> Number:
        right = other.column if isinstance(other, Number) else Column(None, constant=other)
        if self.column.known and right.known:
            return Number(
                self.columns,
                Column(None, constant=operation(self.column.constant, right.constant)),
                self.nullable,
            )
        exprs = [self.columns.expr(one, "amount") for one in (self.column, right)]
        made = Column(operation(*exprs), ready_at([self.column, right]), self.nullable)
        return Number(self.columns, made, self.nullable)

    def __add__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a + b)

    def __sub__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a - b)

    def __mul__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a * b)

    def __floordiv__(self, other: Any) -> Number:
        return self._with(other, lambda a, b: a // b)

    def smaller(self, other: Number) -> Number:
        """The smaller of both."""
        left, right = self.columns.keep(self.column), self.columns.keep(other.column)
        if left.known and right.known:
            return self if left.constant <= right.constant else other
        exprs = [self.columns.expr(one, "amount") for one in (left, right)]
        expr = nw.when(exprs[0] <= exprs[1]).then(exprs[0]).otherwise(exprs[1])
        return Number(self.columns, Column(expr, ready_at([left, right]), self.nullable), self.nullable)

    def before(self, other: Number) -> Number:
        """1 where smaller, else 0."""
        left, right = self.column, other.column
        if left.known and right.known:
            return Number(
                self.columns, Column(None, constant=int(left.constant < right.constant)), self.nullable
            )
        exprs = [self.columns.expr(one, "amount") for one in (left, right)]
        expr = (exprs[0] < exprs[1]).cast(nw.Int64)
        return Number(self.columns, Column(expr, ready_at([left, right]), self.nullable), self.nullable)


def months_later(day: Number, steps: Number) -> Number:
    year, month, of_month = calendar.year_month_day(day, day.keep)
    index = day.keep(year * 12 + month + steps - 1)
    first = calendar.first_day(index, day.keep)
    length = calendar.first_day(day.keep(index + 1), day.keep) - first
    shifted: Number = first + of_month.smaller(length) - 1
    return shifted


def month_start(day: Number) -> Number:
    _, _, of_month = calendar.year_month_day(day, day.keep)
    started: Number = day - of_month + 1
    return started


def month_number(day: Number) -> Number:
    month: Number = calendar.year_month_day(day, day.keep)[1]
    return month


def months_apart(start: Number, end: Number) -> Number:
    first = calendar.year_month_day(start, start.keep)
    last = calendar.year_month_day(end, end.keep)
    apart: Number = (last[0] - first[0]) * 12 + last[1] - first[1]
    return apart


def day_of_week(day: Number) -> Number:
    """The epoch is a Thursday."""
    shifted = day.keep(day + 3)
    place: Number = shifted - shifted // 7 * 7 + 1
    return place


def whole_years(birth: Number, on: Number) -> Number:
    """A birthday on 29 February falls on the 28th in a common year."""
    born = calendar.year_month_day(birth, birth.keep)
    then = calendar.year_month_day(on, on.keep)
    index = on.keep(then[0] * 12 + born[1] - 1)
    first = calendar.first_day(index, on.keep)
    length = calendar.first_day(on.keep(index + 1), on.keep) - first
    birthday = on.keep(first + born[2].smaller(length) - 1)
    years: Number = then[0] - born[0] - on.before(birthday)
    return years


def add_months(columns: Columns, node: Node) -> Column:
    """The same day some months later, or the last of a shorter month."""
    return _calculated(columns, node, months_later)


def first_of_month(columns: Columns, node: Node) -> Column:
    """The first day of the month."""
    return _calculated(columns, node, month_start)


def month_of_year(columns: Columns, node: Node) -> Column:
    """1 to 12."""
    return _calculated(columns, node, month_number)


def months_between(columns: Columns, node: Node) -> Column:
    """Calendar months from one month to another."""
    return _calculated(columns, node, months_apart)


def weekday(columns: Columns, node: Node) -> Column:
    """1 for Monday to 7 for Sunday."""
    return _calculated(columns, node, day_of_week)


def years_completed(columns: Columns, node: Node) -> Column:
    """Whole years from birth to a day."""
    return _calculated(columns, node, whole_years)


def _calculated(columns: Columns, node: Node, operation: Callable[..., Number]) -> Column:
    args = [columns.solid(columns.column(arg)) for arg in node.args]
    if any(arg.known and arg.constant is None for arg in args):
        return unknown()
    nullable = any(arg.nullable for arg in args)
    return operation(*(Number(columns, arg, nullable) for arg in args)).column
