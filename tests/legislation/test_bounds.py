"""What lies between a floor and a ceiling is proven to, so that long products still fit."""

from __future__ import annotations

from himaya.legislation.algebra import at_least, at_most
from himaya.legislation.engine.nodes import Node
from himaya.legislation.values import Amount, Exact


def fact(low: int, high: int) -> Amount:
    return Amount(Node("input", "amount", low=low, high=high, nullable=True))


def test_a_capped_amount_reaches_no_more_than_its_ceiling() -> None:
    capped = at_most(fact(0, 10**8), 600_000)
    assert (capped.node.low, capped.node.high) == (0, 600_000)


def test_a_floored_amount_falls_no_lower_than_its_floor() -> None:
    floored = at_least(fact(-5, 50), fact(0, 9))
    assert (floored.node.low, floored.node.high) == (0, 50)


def test_a_capped_ratio_is_bounded_over_the_common_denominator() -> None:
    capped = at_most(fact(0, 10**8) / 96, 600_000)
    assert isinstance(capped, Exact)
    assert (capped.num.high, capped.den.low) == (600_000 * 96, 96)
