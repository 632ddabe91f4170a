"""Facts of persons as a frame, and the rows of an evaluated frame as answers: for cases and tests."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from himaya.legislation.engine.trace import Variable
from himaya.legislation.inputs import Input
from himaya.legislation.law import Answer


def from_facts(rows: list[dict[str, Any]], inputs: dict[str, Input], names: set[str]) -> pl.DataFrame:
    """Facts as the engine counts them (`Legislation.person(case).rows`), as a caller's frame."""
    return pl.DataFrame([_series(inputs[name], [row.get(name) for row in rows]) for name in sorted(names)])


def _series(fact: Input, values: list[Any]) -> pl.Series:
    kind = fact.unit.kind
    if kind == "day":
        return pl.Series(fact.name, values, dtype=pl.Int32).cast(pl.Date)
    if kind == "exact":
        scale = Decimal(fact.denominator)
        exact = [None if value is None else Decimal(value) / scale for value in values]
        return pl.Series(fact.name, exact, dtype=pl.Decimal(30, fact.decimals))
    plain: dict[str, Any] = {"code": pl.String, "flag": pl.Boolean}
    return pl.Series(fact.name, values, dtype=plain.get(kind, pl.Int64))


def answer_at(frame: pl.DataFrame, variable: Variable, row: int) -> Answer:
    """A variable's value in a row of an evaluated frame, as `Legislation.calculate` gives it."""
    name = variable.name
    if len(variable.nodes) > 1:
        num, den = (frame[f"{name}_{part}"][row] for part in ("numerator", "denominator"))
        value = None if num is None or den is None else Fraction(num, den)
    else:
        value = frame[name][row]
    return Answer(value, frame[f"{name}_reason"][row] if value is None else None)
