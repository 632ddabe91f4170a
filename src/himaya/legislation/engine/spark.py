"""The law on Spark: what Narwhals does not say the same way on every engine, said in Spark's own terms.

The graph compiles to the same Narwhals expressions as on Polars. Looking at the columns, encoding them, finding a
value by its place and decoding the answers are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import narwhals as nw
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from himaya.legislation.engine.column import Fact
from himaya.legislation.engine.encoding import asked_for, refuse_out_of_range
from himaya.legislation.engine.spark_steps import Grouped, Lookup
from himaya.legislation.errors import InputInvalid
from himaya.legislation.inputs import Input, later_than
from himaya.legislation.units import day_number

if TYPE_CHECKING:
    from himaya.legislation.engine.columns import Columns
    from himaya.legislation.engine.listed import Places
    from himaya.legislation.engine.rounds import Rounds

name = "spark"
_NOTHING = -(2**62)  # below every number of the law; stands for null inside a literal list
_WHOLE = (T.ByteType, T.ShortType, T.IntegerType, T.LongType)
_TYPES = {"amount": "bigint", "day": "bigint", "flag": "boolean", "code": "int", "place": "smallint"}


def gather(index: str, values: list[Any], kind: str) -> Column:
    """values[index], row by row: a list written as text, which Spark reads once."""
    numbers = [_NOTHING if value is None else int(value) for value in values]
    listed = F.split(F.lit(",".join(map(str, numbers))), ",").cast("array<bigint>")
    found = F.nullif(F.get(listed, F.col(index).cast("int")), F.lit(_NOTHING))
    return found.cast(_TYPES[kind])


def locate(columns: Columns, ready: int, name: str, places: Places, key: str, day: str) -> None:
    """Ask for the column of a list's places."""
    columns.steps.setdefault(ready, []).append(Lookup(name, key, day, places))


def sequence(rounds: Rounds) -> Grouped:
    """The step that serves the lines of a sequence."""
    return Grouped(rounds)


def look(
    frame: DataFrame, needed: dict[str, Input], codes: dict[str, int]
) -> tuple[dict[str, Fact], dict[str, Any]]:
    """What one look at the columns shows, and the texts that occur in each column of codes."""
    kinds = {field.name: field.dataType for field in frame.schema.fields if field.name in needed}
    seen = _seen(frame, needed, kinds)
    facts: dict[str, Fact] = {}
    texts: dict[str, list[str]] = {}
    for fact_name, fact in needed.items():
        nulls = bool(seen.get(f"{fact_name}:nulls", 1))
        low, high = (_counted(fact, seen.get(f"{fact_name}:{end}")) for end in ("low", "high"))
        if fact.unit.kind == "code" and fact_name in kinds:
            texts[fact_name] = sorted(seen[f"{fact_name}:texts"])
            cells = [*(codes.get(text, len(codes)) for text in texts[fact_name]), *([None] if nulls else [])]
            facts[fact_name] = Fact(f"__in_{fact_name}", nulls, 0, 0, tuple(cells) or (None,))
            continue
        facts[fact_name] = Fact(f"__in_{fact_name}", nulls, low, high)
        if low is not None and high is not None and fact.unit.kind != "flag":
            refuse_out_of_range(fact, low, high)
    return facts, texts


def _seen(frame: DataFrame, needed: dict[str, Input], kinds: Mapping[str, T.DataType]) -> dict[str, Any]:
    asked: dict[str, Column] = {}
    for fact_name in kinds:
        column = F.col(fact_name)
        asked[f"{fact_name}:nulls"] = F.count_if(column.isNull())
        if needed[fact_name].unit.kind == "code":
            asked[f"{fact_name}:texts"] = F.collect_set(column)
        else:
            asked |= {f"{fact_name}:low": F.min(column), f"{fact_name}:high": F.max(column)}
    pairs = [(one, other) for one in kinds for other in needed[one].not_after if other in kinds]
    for one, other in pairs:
        asked[f"{one}>{other}"] = F.max(F.when(F.col(one) > F.col(other), F.col(one)))
    row = frame.agg(*(column.alias(key) for key, column in asked.items())).first() if asked else None
    seen = row.asDict() if row is not None else {}
    for one, other in pairs:
        if seen[f"{one}>{other}"] is not None:
            raise later_than(needed[one], day_number(seen[f"{one}>{other}"]), other)
    return seen


def _counted(fact: Input, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if fact.unit.kind == "day":
        return day_number(value)
    return int(value * fact.denominator)


def encode(
    frame: DataFrame, needed: dict[str, Input], facts: dict[str, Fact], texts: dict[str, Any]
) -> DataFrame:
    """The frame with each fact as the engine counts it; InputInvalid if a column is of another type."""
    made = {}
    for field in frame.schema.fields:
        if field.name in needed:
            made[facts[field.name].column] = _encoded(
                needed[field.name], field.dataType, texts.get(field.name)
            )
    return frame.withColumns(made) if made else frame


def _encoded(fact: Input, kind: T.DataType, texts: list[str] | None) -> Column:
    column, asked = F.col(fact.name), fact.unit.kind
    if isinstance(kind, T.NullType):
        return F.lit(None).cast("bigint")
    if asked == "code" and isinstance(kind, T.StringType):
        places = [F.when(column == text, F.lit(place)) for place, text in enumerate(texts or [])]
        return F.coalesce(*places, F.lit(len(places))).cast("smallint")
    if asked == "flag" and isinstance(kind, T.BooleanType):
        return column
    if asked == "day" and isinstance(kind, T.DateType):
        return F.unix_date(column).cast("bigint")
    if asked in ("amount", "exact") and isinstance(kind, _WHOLE):
        return column.cast("bigint") * F.lit(fact.denominator).cast("bigint")
    if asked == "exact" and isinstance(kind, T.DecimalType) and kind.scale <= fact.decimals:
        return (column * F.lit(fact.denominator)).cast("bigint")
    raise InputInvalid(
        input=fact.name, value=kind.simpleString(), reason=f"the column must be {asked_for(fact)}"
    )


def ordered(frame: DataFrame) -> DataFrame:
    """The rows numbered in their order."""
    return frame.withColumn("__law_row", F.monotonically_increasing_id())


def add(frame: DataFrame, expressions: dict[str, Any]) -> DataFrame:
    """The frame with Narwhals expressions as columns."""
    added: DataFrame = nw.from_native(frame).with_columns(**expressions).to_native()
    return added


def add_native(frame: DataFrame, expressions: dict[str, Any]) -> DataFrame:
    """The frame with Spark expressions as columns."""
    return frame.withColumns(expressions)


def select(frame: DataFrame, kept: list[str], outputs: dict[str, str], texts: list[str]) -> DataFrame:
    """The caller's columns and the answers, decoded."""
    decoded = [_decode(f"__out_{one}", kind, texts).alias(one) for one, kind in outputs.items()]
    return frame.select(*kept, *decoded)


def _decode(column: str, kind: str, texts: list[str]) -> Column:
    if kind == "day":
        return F.date_from_unix_date(F.col(column).cast("int"))
    if kind == "code":
        return F.get(F.split(F.lit(",".join(texts)), ","), F.col(column).cast("int"))
    return F.col(column)
