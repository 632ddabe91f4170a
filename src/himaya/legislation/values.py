"""The types of the law's language: symbolic values that record what is done to them."""

from __future__ import annotations

from math import lcm
from typing import Any

from himaya.legislation.engine import nodes
from himaya.legislation.engine.nodes import Node, literal


class Parameters:
    """Type of a formula's `p`: `p.tns.amo_rate` is the value in force at the formula's own date.

    `p.on("paid_on").x` or `p.on(day).x` reads it at another day; tables have `.find(key=…)`,
    brackets `.at(x)`.
    """

    def on(self, day: str | Day) -> Any:
        """The parameters at another day."""
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


class Value:
    """A symbolic value."""

    __slots__ = ("node",)
    __hash__ = None  # type: ignore[assignment]
    kind = ""

    def __init__(self, node: Node) -> None:
        self.node = node

    def __bool__(self) -> bool:
        raise TypeError(
            "a formula may not branch on a value with if, and, or, not: use where, both, either, ~"
        )

    def __eq__(self, other: object) -> Flag:  # type: ignore[override]
        return Flag(nodes.compare("equal", self.node, self._same(other).node))

    def __ne__(self, other: object) -> Flag:  # type: ignore[override]
        return ~(self == other)

    def _same(self, other: object) -> Value:
        if isinstance(other, type(self)):
            return other
        return type(self)(constant(other, self.kind))


class Flag(Value):
    """Yes or no."""

    __slots__ = ()
    kind = "flag"

    def __and__(self, other: Flag) -> Flag:
        return Flag(nodes.logic("and", self.node, self._same(other).node))

    def __or__(self, other: Flag) -> Flag:
        return Flag(nodes.logic("or", self.node, self._same(other).node))

    def __invert__(self) -> Flag:
        return Flag(nodes.logic("not", self.node))


class Code(Value):
    """One of a closed set of texts."""

    __slots__ = ()
    kind = "code"

    def is_in(self, *codes: str) -> Flag:
        """Whether it is one of these."""
        return _any_of([self == code for code in codes])


def _any_of(flags: list[Flag]) -> Flag:
    result = flags[0]
    for flag in flags[1:]:
        result = result | flag
    return result


class _Ordered(Value):
    """Amounts and days: whole numbers that can be compared."""

    __slots__ = ()

    def __lt__(self, other: Any) -> Flag:
        if isinstance(other, Exact):
            return other > self
        return Flag(nodes.compare("less", self.node, self._same(other).node))

    def __le__(self, other: Any) -> Flag:
        if isinstance(other, Exact):
            return other >= self
        return Flag(nodes.compare("at_most", self.node, self._same(other).node))

    def __gt__(self, other: Any) -> Flag:
        if isinstance(other, Exact):
            return other < self
        return Flag(nodes.compare("less", self._same(other).node, self.node))

    def __ge__(self, other: Any) -> Flag:
        if isinstance(other, Exact):
            return other <= self
        return Flag(nodes.compare("at_most", self._same(other).node, self.node))


class Day(_Ordered):
    """A date."""

    __slots__ = ()
    kind = "day"


class Amount(_Ordered):
    """A whole number with proven bounds: centimes, months, days, children."""

    __slots__ = ()
    kind = "amount"

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Exact):
            return other + self
        return Amount(nodes.add(self.node, self._same(other).node))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Exact):
            return Exact.of(self) - other
        return Amount(nodes.subtract(self.node, self._same(other).node))

    def __rsub__(self, other: int) -> Amount:
        return Amount(nodes.subtract(self._same(other).node, self.node))

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Exact):
            return other * self
        return Amount(nodes.multiply(self.node, self._same(other).node))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Exact:
        ratio: Exact = Exact.of(self) / other
        return ratio


class Exact:
    """A ratio of whole numbers, never rounded until a rounding is named."""

    __slots__ = ("den", "num")
    __hash__ = None  # type: ignore[assignment]
    kind = "exact"

    def __init__(self, num: Node, den: Node) -> None:
        if den.low < 1:
            raise nodes.BoundError("a divisor is not proven to be at least 1")
        self.num, self.den = num, den

    @classmethod
    def of(cls, value: Any) -> Exact:
        """A whole number as a ratio."""
        if isinstance(value, Exact):
            return value
        node = value.node if isinstance(value, Amount) else constant(value, "amount")
        return cls(node, literal(1, "amount"))

    def __bool__(self) -> bool:
        raise TypeError(
            "a formula may not branch on a value with if, and, or, not: use where, both, either, ~"
        )

    def __mul__(self, other: Any) -> Exact:
        right = Exact.of(other)
        return Exact(nodes.multiply(self.num, right.num), nodes.multiply(self.den, right.den))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Exact:
        right = Exact.of(other)
        return Exact(nodes.multiply(self.num, right.den), nodes.multiply(self.den, right.num))

    def __add__(self, other: Any) -> Exact:
        left, right, den = common(self, Exact.of(other))
        return Exact(nodes.add(left, right), den)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Exact:
        left, right, den = common(self, Exact.of(other))
        return Exact(nodes.subtract(left, right), den)

    def __lt__(self, other: Any) -> Flag:
        left, right, _ = common(self, Exact.of(other))
        return Flag(nodes.compare("less", left, right))

    def __le__(self, other: Any) -> Flag:
        left, right, _ = common(self, Exact.of(other))
        return Flag(nodes.compare("at_most", left, right))

    def __gt__(self, other: Any) -> Flag:
        return Exact.of(other) < self

    def __ge__(self, other: Any) -> Flag:
        return Exact.of(other) <= self

    def __eq__(self, other: object) -> Flag:  # type: ignore[override]
        left, right, _ = common(self, Exact.of(other))
        return Flag(nodes.compare("equal", left, right))


def common(a: Exact, b: Exact) -> tuple[Node, Node, Node]:
    """Both numerators over one denominator."""
    if a.den is b.den or (a.den.op == b.den.op == "literal" and a.den.data == b.den.data):
        return a.num, b.num, a.den
    if a.den.op == b.den.op == "literal":
        least = lcm(a.den.data, b.den.data)
        left, right = (literal(least // one.den.data, "amount") for one in (a, b))
        return nodes.multiply(a.num, left), nodes.multiply(b.num, right), literal(least, "amount")
    return nodes.multiply(a.num, b.den), nodes.multiply(b.num, a.den), nodes.multiply(a.den, b.den)


def constant(value: Any, kind: str) -> Node:
    """A plain int, bool or text as a literal of a kind; TypeError if it is not one."""
    fits: type[Any] = {"amount": int, "day": int, "flag": bool, "code": str}[kind]
    if not isinstance(value, fits) or (kind == "amount" and isinstance(value, bool)):
        raise TypeError(f"{value!r} is not of type {kind}")
    given: int | bool | str = value
    return literal(given, kind)
