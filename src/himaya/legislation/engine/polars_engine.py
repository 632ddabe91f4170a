"""The law on Polars: looking at columns, encoding them, finding a value by its place, decoding the answers."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl

from himaya.legislation.engine import encoding
from himaya.legislation.engine.column import Fact
from himaya.legislation.inputs import Input

name = "polars"
_TYPES: dict[str, Any] = {
    "amount": pl.Int64,
    "day": pl.Int64,
    "flag": pl.Boolean,
    "code": pl.Int32,
    "place": pl.Int16,
}


def gather(index: str, values: list[Any], kind: str) -> pl.Expr:
    """values[index], row by row."""
    return pl.lit(pl.Series(values, dtype=_TYPES[kind])).gather(pl.col(index).cast(pl.UInt32))


def look(frame: pl.LazyFrame, needed: dict[str, Input], codes: dict[str, int]) -> tuple[dict[str, Fact], Any]:
    """What one look at the columns shows, and what encoding them needs."""
    schema = frame.collect_schema()
    return encoding.look(frame, needed, schema, codes), codes


def encode(frame: pl.LazyFrame, needed: dict[str, Input], facts: dict[str, Fact], codes: Any) -> pl.LazyFrame:
    """The frame with each fact as the engine counts it."""
    schema = frame.collect_schema()
    return frame.with_columns(
        **{
            f"__in_{one}": encoding.encode(one, schema[one], fact, codes, facts[one].nullable)
            for one, fact in needed.items()
            if one in schema
        }
    )


def ordered(frame: pl.LazyFrame) -> pl.LazyFrame:
    """The rows numbered in their order."""
    return frame.with_row_index("__law_row")


def add(frame: pl.LazyFrame, expressions: dict[str, Any]) -> pl.LazyFrame:
    """The frame with Narwhals expressions as columns."""
    return nw.from_native(frame).with_columns(**expressions).to_native()


def add_native(frame: pl.LazyFrame, expressions: dict[str, Any]) -> pl.LazyFrame:
    """The frame with Polars expressions as columns."""
    return frame.with_columns(**expressions)


def select(frame: pl.LazyFrame, kept: list[str], outputs: dict[str, str], texts: list[str]) -> pl.LazyFrame:
    """The caller's columns and the answers, decoded."""
    said = pl.Series(texts, dtype=pl.String)
    return frame.select(*kept, **{one: _decode(f"__out_{one}", kind, said) for one, kind in outputs.items()})


def _decode(name: str, kind: str, texts: pl.Series) -> pl.Expr:
    column = pl.col(name)
    if kind == "day":
        return column.cast(pl.Int32).cast(pl.Date)
    if kind == "code":
        return pl.lit(texts).gather(column.cast(pl.UInt32))
    return column
