"""The graph a formula becomes: operations on whole numbers, with the bounds each is proven to keep.

Amounts are int64; a day is the number of days since 1970-01-01; codes stay text here. `None` is "unknown".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LIMIT_VALUE = 2**63
LIMIT_DIVIDEND = 2**53  # a Spark division passes through a double

NUMERIC = frozenset({"amount", "day"})


class BoundError(ValueError):
    """A value that may not fit, found while the law is loaded."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One operation. `kind` is amount, flag, code or day; `low` and `high` bound amounts and days."""

    op: str
    kind: str
    args: tuple[Node, ...] = ()
    data: Any = None
    low: int = 0
    high: int = 0
    nullable: bool = False
    subject: str = field(default="")


def literal(value: int | bool | str, kind: str) -> Node:
    """A known value."""
    bound = int(value) if kind in NUMERIC else 0
    return Node("literal", kind, data=value, low=bound, high=bound)


def nothing(reason: str, kind: str) -> Node:
    """No value, with the reason code why."""
    return Node("nothing", kind, data=reason, nullable=True)


def any_nullable(*args: Node) -> bool:
    """Whether one of them may be unknown."""
    return any(arg.nullable for arg in args)


def _bounded(op: str, kind: str, args: tuple[Node, ...], corners: tuple[int, ...]) -> Node:
    low, high = min(corners), max(corners)
    if not -LIMIT_VALUE <= low <= high < LIMIT_VALUE:
        raise BoundError(f"the result of {op} may reach {max(abs(low), abs(high))}, beyond 2^63")
    return Node(op, kind, args, low=low, high=high, nullable=any_nullable(*args))


def add(a: Node, b: Node, *, kind: str = "amount") -> Node:
    """a + b."""
    return _bounded("add", kind, (a, b), (a.low + b.low, a.high + b.high))


def subtract(a: Node, b: Node, *, kind: str = "amount") -> Node:
    """a - b."""
    return _bounded("subtract", kind, (a, b), (a.low - b.high, a.high - b.low))


def multiply(a: Node, b: Node) -> Node:
    """a × b; a factor of one leaves the other as it is."""
    for one, other in ((a, b), (b, a)):
        if one.op == "literal" and one.data == 1:
            return other
    if a.op == b.op == "literal":
        return literal(a.data * b.data, "amount")
    corners = (a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)
    return _bounded("multiply", "amount", (a, b), corners)


def floor_divide(a: Node, b: Node) -> Node:
    """The floor of a / b, b proven positive and a within 2^53."""
    if b.low < 1:
        raise BoundError("a divisor is not proven to be at least 1")
    if max(abs(a.low), abs(a.high)) >= LIMIT_DIVIDEND:
        raise BoundError(f"a dividend may reach {max(abs(a.low), abs(a.high))}, beyond 2^53")
    corners = (a.low // b.low, a.low // b.high, a.high // b.low, a.high // b.high)
    return _bounded("floor_divide", "amount", (a, b), corners)


def compare(op: str, a: Node, b: Node) -> Node:
    """`less`, `at_most` or `equal` of two values of one kind."""
    return Node(op, "flag", (a, b), nullable=any_nullable(a, b))


def logic(op: str, *args: Node) -> Node:
    """`and`, `or` (three-valued: false and unknown is false) or `not`."""
    return Node(op, "flag", args, nullable=any_nullable(*args))


def where(condition: Node, yes: Node, no: Node) -> Node:
    """yes where the condition holds, no where it does not, unknown where it is unknown."""
    low, high = _hull(yes, no)
    return Node(
        "where", yes.kind, (condition, yes, no), low=low, high=high, nullable=any_nullable(condition, yes, no)
    )


def first_known(a: Node, b: Node) -> Node:
    """a, or b where a is unknown."""
    low, high = _hull(a, b)
    return Node("first_known", a.kind, (a, b), low=low, high=high, nullable=b.nullable)


def is_known(a: Node) -> Node:
    """Whether a has a value."""
    return Node("is_known", "flag", (a,))


def _hull(a: Node, b: Node) -> tuple[int, int]:
    if a.op == "nothing":
        return b.low, b.high
    if b.op == "nothing":
        return a.low, a.high
    return min(a.low, b.low), max(a.high, b.high)


def walk(roots: Iterable[Node]) -> list[Node]:
    """Every node below these, each once."""
    found: dict[int, Node] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        if id(node) not in found:
            found[id(node)] = node
            waiting.extend(node.args)
    return list(found.values())


def uses(roots: list[Node]) -> dict[int, int]:
    """How many others read each node, by its id."""
    counts: dict[int, int] = {}
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        counts[id(node)] = counts.get(id(node), 0) + 1
        if counts[id(node)] == 1:
            waiting.extend(node.args)
    return counts
