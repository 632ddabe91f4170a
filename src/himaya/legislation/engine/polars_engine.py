"""The law on Polars: looking at columns, encoding them, finding rows and values, decoding the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from himaya.legislation.engine import encoding
from himaya.legislation.engine.column import Fact
from himaya.legislation.inputs import Input

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns
    from himaya.legislation.engine.listed import Places
    from himaya.legislation.engine.rounds import Rounds

name = "polars"
_SPAN = 1 << 22  # more days than any calendar holds
_FIRST = -719_163  # the day number of 0001-01-01, so that a day never reaches into the next key's span
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


def locate(columns: Columns, ready: int, name: str, places: Places, key: str, day: str) -> None:
    """Ask for the column of a list's places: one search among the days on which a row begins, key by key."""
    number = (
        pl.col(key)
        .cast(pl.Int64)
        .replace_strict(
            pl.Series(places.numbers, dtype=pl.Int64),
            pl.Series(range(len(places.numbers)), dtype=pl.Int64),
            default=None,
            return_dtype=pl.Int64,
        )
    )
    begun = [key * _SPAN + since - _FIRST for key, since in zip(places.key_of, places.since, strict=True)]
    asked = number.fill_null(0) * _SPAN + (pl.col(day).fill_null(0) - _FIRST)
    last = pl.lit(pl.Series(begun, dtype=pl.Int64)).search_sorted(asked, side="right").cast(pl.Int64) - 1
    place = pl.max_horizontal(last, pl.lit(0, dtype=pl.Int64))
    own = pl.lit(pl.Series(places.key_of, dtype=pl.Int64)).gather(place) == number
    lasting = pl.lit(pl.Series(places.until, dtype=pl.Int64)).gather(place) > pl.col(day)
    found = pl.when((last >= 0) & own & lasting).then(place).otherwise(places.not_in_force)
    where = pl.when(number.is_null()).then(places.unknown_key).otherwise(found).cast(pl.Int32)
    columns.native.setdefault(ready, {})[name] = where


def sequence(rounds: Rounds) -> Rounds:
    """The step that serves the lines of a sequence."""
    return rounds


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
