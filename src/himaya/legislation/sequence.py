"""Rules whose outcome for a line depends on what the lines before it received: rolling ceilings, frequencies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from himaya.legislation.engine.nodes import BoundError, Node, any_nullable, walk
from himaya.legislation.values import Amount, Day

_ACROSS = frozenset({"total", "running", "largest", "sequence"})


class Mark:
    """What ties the `earlier` nodes of a step to their sequence."""

    __slots__ = ("sequence",)

    def __init__(self) -> None:
        self.sequence: Node | None = None


class Earlier:
    """What the lines before this one received, inside the step of a sequence."""

    def __init__(self, mark: Mark, on: Day, high: int) -> None:
        self._mark, self._on, self._high = mark, on, high

    def total(self, *, months: Amount) -> Amount:
        """The sum over the earlier lines dated less than so many months away from this one.

        A line served earlier may be dated later: what was already paid comes first, whatever its day.
        """
        if months.node.nullable:
            raise TypeError("the months of a window may be unknown: say what holds then (first_known)")
        after, end = _months_from(self._on, 0 - months), _months_from(self._on, months)
        return Amount(Node("earlier", "amount", (after, end), data=self._mark, high=self._high))


def sequence(
    step: Callable[[Earlier], Amount],
    *,
    over: tuple[Any, ...],
    by: Day,
    on: Day,
    limit: int,
    at_most_rows: int = 10_000,
) -> Amount:
    """What each line receives when the lines that share `over` are served one after the other in the order of `by`.

    step: gives a line's result from what the earlier ones received; it must be proven known, between 0 and
    `limit`. on: the day of a line, by which `Earlier.total` finds those of a window. Lines that share the day of
    `by` keep the order of the rows. Unknown where `over`, `by` or `on` is.
    """
    mark = Mark()
    made = step(Earlier(mark, on, limit * at_most_rows)).node
    _refuse(made, mark, limit)
    args = (made, *(one.node for one in over), by.node, on.node)
    node = Node("sequence", "amount", args, data=mark, high=limit, nullable=any_nullable(*args[1:]))
    mark.sequence = node
    return Amount(node)


def _months_from(day: Day, months: Amount) -> Node:
    low, high = (day.node.low + 31 * min(0, months.node.low), day.node.high + 31 * max(0, months.node.high))
    return Node("add_months", "day", (day.node, months.node), low=low, high=high, nullable=day.node.nullable)


def _refuse(made: Node, mark: Mark, limit: int) -> None:
    if made.nullable:
        raise TypeError("the step of a sequence may be unknown: say what it gives then (first_known)")
    if made.low < 0 or made.high > limit:
        raise BoundError(f"the step of a sequence may give {made.low} to {made.high}, beyond 0 to {limit}")
    depending = dependents(made, mark)
    for node in walk([made]):
        if id(node) in depending and node.op in _ACROSS:
            raise TypeError(f"a step may not look across rows ({node.op}) at what earlier lines received")
        if node.op == "earlier" and any(id(arg) in depending for arg in node.args):
            raise TypeError("the days of a window may not depend on what earlier lines received")


def dependents(root: Node, mark: Mark) -> set[int]:
    """The ids of the nodes that depend on what the earlier lines of a sequence received."""
    found: set[int] = set()
    seen: set[int] = set()

    def visit(node: Node) -> bool:
        if id(node) not in seen:
            seen.add(id(node))
            below = [visit(arg) for arg in node.args]
            if any(below) or (node.op == "earlier" and node.data is mark):
                found.add(id(node))
        return id(node) in found

    visit(root)
    return found
