"""What a caller's columns hold, checked against the inputs' ranges, and the columns as the engine counts them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from himaya.legislation.engine.column import Fact
from himaya.legislation.errors import InputInvalid
from himaya.legislation.inputs import Input, later_than
from himaya.legislation.units import day_number, day_of


def encode(name: str, dtype: pl.DataType, fact: Input, codes: dict[str, int], nulls: bool) -> pl.Expr:
    """An input's column in the engine's counts; InputInvalid if it is of another type."""
    column, kind = pl.col(name), fact.unit.kind
    if dtype == pl.Null:
        return pl.lit(None, dtype=_dtype(kind))
    if kind == "code" and dtype in (pl.String, pl.Categorical, pl.Enum):
        return _encode_code(column, dtype, codes, nulls)
    if kind == "flag" and dtype == pl.Boolean:
        return column
    if kind == "day" and dtype == pl.Date:
        return column.cast(pl.Int32).cast(pl.Int64)
    if kind in ("amount", "exact") and dtype.is_integer():
        return column.cast(pl.Int64) * fact.denominator if fact.denominator > 1 else column.cast(pl.Int64)
    if kind == "exact" and isinstance(dtype, pl.Decimal) and dtype.scale <= fact.decimals:
        return (column * fact.denominator).cast(pl.Int64)
    raise InputInvalid(input=name, value=dtype, reason=f"the column must be {asked_for(fact)}")


def asked_for(fact: Input) -> str:
    """The type a column must be of."""
    asked = {
        "code": "text (String, Enum or Categorical)",
        "flag": "Boolean",
        "day": "Date",
        "amount": f"whole numbers ({fact.unit.name}{', in centimes' if fact.unit.money else ''})",
        "exact": f"Decimal of at most {fact.decimals} decimals, or whole numbers",
    }
    return asked[fact.unit.kind]


def _dtype(kind: str) -> Any:
    return {"code": pl.Int16, "flag": pl.Boolean}.get(kind, pl.Int64)


def _encode_code(column: pl.Expr, dtype: pl.DataType, codes: dict[str, int], nulls: bool) -> pl.Expr:
    """A text as its place among the cells of `_cells`."""
    small = pl.Int16 if len(codes) < 30_000 else pl.Int32
    if isinstance(dtype, pl.Enum):
        small = pl.Int16 if len(dtype.categories) < 30_000 else pl.Int32
        place = column.to_physical().cast(small)
        return place.fill_null(len(dtype.categories)) if nulls else place
    place = column.cast(pl.Enum(list(codes)), strict=False).to_physical().cast(small).fill_null(len(codes))
    return (
        pl.when(column.is_null()).then(pl.lit(len(codes) + 1, dtype=small)).otherwise(place)
        if nulls
        else place
    )


def _cells(dtype: pl.DataType, codes: dict[str, int]) -> list[int | None]:
    """The codes' numbers by place: a text the law does not know has the number after the last; null comes last."""
    texts = dtype.categories if isinstance(dtype, pl.Enum) else [*codes, "\0"]
    return [*(codes.get(text, len(codes)) for text in texts), None]


def look(
    frame: pl.LazyFrame, needed: dict[str, Input], schema: pl.Schema, codes: dict[str, int]
) -> dict[str, Fact]:
    """What one look at the columns shows: nulls, least and largest."""
    given = [name for name in needed if name in schema and schema[name] != pl.Null]
    asked = {
        f"{name}:{part}": expr for name in given for part, expr in _seen(pl.col(name), schema[name]).items()
    }
    pairs = [(name, other) for name in given for other in needed[name].not_after if other in given]
    asked |= {
        f"{name}>{other}": pl.col(name).filter(pl.col(name) > pl.col(other)).max() for name, other in pairs
    }
    seen = frame.select(**asked).collect().row(0, named=True) if asked else {}
    for name, other in pairs:
        if seen[f"{name}>{other}"] is not None:
            raise later_than(needed[name], day_number(seen[f"{name}>{other}"]), other)
    facts: dict[str, Fact] = {}
    for name, fact in needed.items():
        nulls = bool(seen.get(f"{name}:nulls", 1))
        low, high = (
            _counted(fact, seen.get(f"{name}:{end}")) if name in given else None for end in ("low", "high")
        )
        facts[name] = Fact(f"__in_{name}", nulls, low, high)
        if fact.unit.kind == "code" and name in given:
            cells = _cells(schema[name], codes)
            facts[name] = Fact(f"__in_{name}", nulls, 0, 0, tuple(cells if nulls else cells[:-1]))
        elif low is not None and high is not None and fact.unit.kind != "flag":
            refuse_out_of_range(fact, low, high)
    return facts


def _seen(column: pl.Expr, dtype: pl.DataType) -> dict[str, pl.Expr]:
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return {"nulls": column.null_count()}
    return {"nulls": column.null_count(), "low": column.min(), "high": column.max()}


def _counted(fact: Input, value: Any) -> Any:
    """A value seen in a column, as the engine counts it."""
    if isinstance(value, date):
        return day_number(value)
    return int(value * fact.denominator) if fact.unit.kind == "exact" and value is not None else value


def refuse_out_of_range(fact: Input, low: int, high: int) -> None:
    """Refuse a column whose least or largest lies outside the range of its fact."""
    for value in (low, high):
        if not fact.low <= value <= fact.high:
            shown = day_of(value) if fact.unit.kind == "day" else value
            raise InputInvalid(input=fact.name, value=shown, reason=f"must lie between {fact.span}")
