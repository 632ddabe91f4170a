"""The small language in which the law is written: exact values, named roundings, choices, days.

A formula is run once, when the law is loaded, on symbolic values; what it does becomes a graph that is later
evaluated for one person or for a country. So it may not branch with `if` on a value: it uses `where`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, overload

from himaya.legislation.engine import nodes
from himaya.legislation.engine.nodes import Node, literal
from himaya.legislation.formulas import formula
from himaya.legislation.sequence import Earlier, sequence
from himaya.legislation.values import (
    Amount,
    Code,
    Day,
    Exact,
    Flag,
    Parameters,
    Value,
    common,
    constant,
)
from himaya.legislation.words import words

__all__ = [
    "Amount",
    "Code",
    "Day",
    "Earlier",
    "Exact",
    "Flag",
    "Parameters",
    "add_days",
    "add_months",
    "add_years",
    "at_least",
    "at_most",
    "both",
    "choose",
    "days_between",
    "either",
    "first_known",
    "first_of_month",
    "formula",
    "half_up",
    "is_known",
    "largest",
    "month_of_year",
    "months_between",
    "no_amount",
    "no_code",
    "no_day",
    "no_exact",
    "running",
    "sequence",
    "total",
    "truncate",
    "weekday",
    "where",
    "whole_dirhams",
    "words",
    "years_completed",
]

_V = TypeVar("_V", Amount, Exact, Flag, Code, Day)


def _pair(a: Any, b: Any) -> tuple[Any, Any]:
    """Both sides as values of one type; a plain int, bool or text takes the other's."""
    if isinstance(a, Exact) or isinstance(b, Exact):
        return Exact.of(a), Exact.of(b)
    if isinstance(a, Value):
        return a, a._same(b)
    if isinstance(b, Value):
        return b._same(a), b
    kinds = {bool: Flag, int: Amount, str: Code}
    made = kinds[type(a)](constant(a, kinds[type(a)].kind))
    return made, made._same(b)


def where(condition: Flag, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, `no` where it does not; unknown where it is unknown."""
    left, right = _pair(yes, no)
    if isinstance(left, Exact):
        one, other, den = common(left, right)
        return Exact(nodes.where(condition.node, one, other), den)
    return type(left)(nodes.where(condition.node, left.node, right.node))


def choose(*branches: tuple[Flag, Any], otherwise: Any) -> Any:
    """The value of the first branch whose condition holds."""
    result = otherwise
    for condition, value in reversed(branches):
        result = where(condition, value, result)
    return result


def both(*flags: Flag) -> Flag:
    """All hold."""
    result = flags[0]
    for flag in flags[1:]:
        result = result & flag
    return result


def either(*flags: Flag) -> Flag:
    """At least one holds."""
    result = flags[0]
    for flag in flags[1:]:
        result = result | flag
    return result


@overload
def first_known(a: Exact, b: Any) -> Exact: ...
@overload
def first_known(a: _V, b: Any) -> _V: ...
def first_known(a: Any, b: Any) -> Any:
    """a, or b where a is unknown."""
    left, right = _pair(a, b)
    if isinstance(left, Exact):
        return where(Flag(nodes.is_known(left.num)), left, right)
    return type(left)(nodes.first_known(left.node, right.node))


def is_known(value: Any) -> Flag:
    """Whether it has a value."""
    return Flag(nodes.is_known(value.num if isinstance(value, Exact) else value.node))


def at_least(value: Any, floor: Any) -> Any:
    """The larger of both; its bounds are the larger of theirs."""
    left, right = _pair(value, floor)
    return _narrowed(where(left < right, right, left), left, right, max)


def at_most(value: Any, ceiling: Any) -> Any:
    """The smaller of both; its bounds are the smaller of theirs."""
    left, right = _pair(value, ceiling)
    return _narrowed(where(right < left, right, left), left, right, min)


def _narrowed(chosen: Any, left: Any, right: Any, extreme: Callable[[int, int], int]) -> Any:
    if isinstance(chosen, Exact):
        one, other, den = common(left, right)
        return Exact(_bounded_by(chosen.num, one, other, extreme), den)
    return type(chosen)(_bounded_by(chosen.node, left.node, right.node, extreme))


def _bounded_by(chosen: Node, left: Node, right: Node, extreme: Callable[[int, int], int]) -> Node:
    if "nothing" in (left.op, right.op):
        return chosen
    return replace(chosen, low=extreme(left.low, right.low), high=extreme(left.high, right.high))


def truncate(value: Exact) -> Amount:
    """What lies behind the unit is dropped (towards zero)."""
    if value.num.low >= 0:
        return Amount(nodes.floor_divide(value.num, value.den))
    zero = literal(0, "amount")
    flipped = nodes.floor_divide(nodes.subtract(zero, value.num), value.den)
    negative = nodes.compare("less", value.num, zero)
    whole = nodes.floor_divide(value.num, value.den)
    return Amount(nodes.where(negative, nodes.subtract(zero, flipped), whole))


def half_up(value: Exact) -> Amount:
    """Nearest whole; a half moves away from zero."""
    num, half, den = _with_half(value)
    up = nodes.floor_divide(nodes.add(num, half), den)
    if value.num.low >= 0:
        return Amount(up)
    zero = literal(0, "amount")
    flipped = nodes.floor_divide(nodes.add(nodes.subtract(zero, num), half), den)
    negative = nodes.compare("less", value.num, zero)
    return Amount(nodes.where(negative, nodes.subtract(zero, flipped), up))


def _with_half(value: Exact) -> tuple[Node, Node, Node]:
    """Numerator, half the denominator, denominator: both doubled unless the half is known to be whole."""
    if value.den.op == "literal" and value.den.data % 2 == 0:
        return value.num, literal(value.den.data // 2, "amount"), value.den
    two = literal(2, "amount")
    return nodes.multiply(value.num, two), value.den, nodes.multiply(value.den, two)


def whole_dirhams(value: Exact | Amount) -> Amount:
    """Whole currency units, the centimes dropped; given and returned in centimes."""
    result: Amount = truncate(Exact.of(value) / 100) * 100
    return result


def no_amount(reason: str) -> Amount:
    """No amount, and the code that says why."""
    return Amount(nodes.nothing(reason, "amount"))


def no_exact(reason: str) -> Exact:
    """No ratio, and the code that says why."""
    return Exact(nodes.nothing(reason, "amount"), literal(1, "amount"))


def no_code(reason: str) -> Code:
    """No code, and the code that says why."""
    return Code(nodes.nothing(reason, "code"))


def no_day(reason: str) -> Day:
    """No day, and the code that says why."""
    return Day(nodes.nothing(reason, "day"))


def _shifted(op: str, day: Day, count: Any, longest: int) -> Day:
    steps = count.node if isinstance(count, Amount) else constant(count, "amount")
    low, high = day.node.low + min(0, steps.low) * longest, day.node.high + max(0, steps.high) * longest
    nullable = nodes.any_nullable(day.node, steps)
    return Day(Node(op, "day", (day.node, steps), low=low, high=high, nullable=nullable))


def add_days(day: Day, count: Any) -> Day:
    """The day `count` days later."""
    return _shifted("add_days", day, count, 1)


def add_months(day: Day, count: Any) -> Day:
    """The same day `count` months later, or the last of a shorter month."""
    return _shifted("add_months", day, count, 31)


def add_years(day: Day, count: Any) -> Day:
    """The same day `count` years later; 29 February falls on the 28th."""
    return add_months(day, count * 12)


def first_of_month(day: Day) -> Day:
    """The first day of its month."""
    node = day.node
    return Day(
        Node("first_of_month", "day", (node,), low=node.low - 30, high=node.high, nullable=node.nullable)
    )


def month_of_year(day: Day) -> Amount:
    """1 for January to 12."""
    return Amount(Node("month_of_year", "amount", (day.node,), low=1, high=12, nullable=day.node.nullable))


def days_between(start: Day, end: Day) -> Amount:
    """Days from one to another; negative if it comes before."""
    return Amount(nodes.subtract(end.node, start.node))


def months_between(start: Day, end: Day) -> Amount:
    """Calendar months from the month of one to the month of another, whatever the days."""
    low, high = end.node.low - start.node.high, end.node.high - start.node.low
    node = Node(
        "months_between",
        "amount",
        (start.node, end.node),
        low=low // 28 - 1,
        high=high // 28 + 1,
        nullable=nodes.any_nullable(start.node, end.node),
    )
    return Amount(node)


def weekday(day: Day) -> Amount:
    """1 for Monday to 7 for Sunday."""
    nullable = day.node.nullable
    return Amount(Node("weekday", "amount", (day.node,), low=1, high=7, nullable=nullable))


def years_completed(birth: Day, on: Day) -> Amount:
    """Whole years from birth to a day."""
    span = max(0, (on.node.high - birth.node.low) // 365 + 1)
    node = Node(
        "years_completed",
        "amount",
        (birth.node, on.node),
        low=-span,
        high=span,
        nullable=nodes.any_nullable(birth.node, on.node),
    )
    return Amount(node)


def total(value: Amount | Flag, *, over: Value, at_most_rows: int = 10_000) -> Amount:
    """The sum over the rows that share `over`; a flag counts as one. Unknown if one of them is."""
    node = _counted(value)
    low, high = min(0, node.low) * at_most_rows, max(0, node.high) * at_most_rows
    nullable = nodes.any_nullable(node, over.node)
    return Amount(Node("total", "amount", (node, over.node), low=low, high=high, nullable=nullable))


def running(value: Amount | Flag, *, over: Value, by: Value, at_most_rows: int = 10_000) -> Amount:
    """The sum over the rows that share `over`, up to this one in the order of `by`."""
    node = _counted(value)
    low, high = min(0, node.low) * at_most_rows, max(0, node.high) * at_most_rows
    nullable = nodes.any_nullable(node, over.node, by.node)
    return Amount(
        Node("running", "amount", (node, over.node, by.node), low=low, high=high, nullable=nullable)
    )


def largest(value: _V, *, over: Value) -> _V:
    """The largest known value among the rows that share `over` (amount, day, ratio of fixed denominator)."""
    if isinstance(value, Exact):
        if value.den.op != "literal":
            raise TypeError("largest needs a ratio of fixed denominator")
        return Exact(_largest(value.num, over.node), value.den)
    return type(value)(_largest(value.node, over.node))


def _largest(node: Node, over: Node) -> Node:
    return Node("largest", node.kind, (node, over), low=node.low, high=node.high, nullable=True)


def _counted(value: Amount | Flag) -> Node:
    if isinstance(value, Flag):
        counted: Amount = where(value, 1, 0)
        return counted.node
    return value.node
