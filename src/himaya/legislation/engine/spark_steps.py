"""What Spark does between two passes of expressions: a list found by a broadcast join, a sequence by its groups.

A sequence runs as on Polars: Spark gathers the lines of each group, and many groups at a time go through the same
rounds on a worker, as Arrow, so that whole numbers stay whole. Workers therefore need this package for sequences.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import arrow_udf

from himaya.legislation.engine.rounds import ROW, Rounds

if TYPE_CHECKING:
    from himaya.legislation.engine.listed import Places


@dataclass(frozen=True, slots=True)
class Lookup:
    """The place of a list's row, for a key and a day that are columns of the frame."""

    name: str
    key: str
    day: str
    places: Places

    def run(self, frame: DataFrame) -> DataFrame:
        """The frame with the place; one row of the joined table a key, so that no row of the frame is repeated."""
        number, spans = f"{self.name}_key", f"{self.name}_spans"
        table = frame.sparkSession.createDataFrame(self._table(number, spans))
        asked = F.col(self.key).cast("bigint") == F.col(number)
        begun = F.filter(F.col(spans), lambda span: span["since"] <= F.col(self.day))
        last = F.get(begun, F.size(begun) - 1)
        found = F.when(last["until"] > F.col(self.day), last["place"]).otherwise(self.places.not_in_force)
        place = F.when(F.col(spans).isNull(), self.places.unknown_key).otherwise(found).cast("int")
        joined = frame.join(F.broadcast(table), asked, "left")
        return joined.withColumn(self.name, place).drop(number, spans)

    def _table(self, number: str, spans: str) -> pa.Table:
        by_key: list[list[dict[str, int]]] = [[] for _ in self.places.numbers]
        rows = zip(self.places.key_of, self.places.since, self.places.until, strict=True)
        for place, (key, since, until) in enumerate(rows):
            by_key[key].append({"since": since, "until": until, "place": place})
        span = pa.struct({"since": pa.int64(), "until": pa.int64(), "place": pa.int32()})
        return pa.table(
            {
                number: pa.array(self.places.numbers, pa.int64()),
                spans: pa.array(by_key, pa.list_(span)),
            }
        )


@dataclass(frozen=True, slots=True)
class Grouped:
    """A sequence over a Spark frame: the lines of each group gathered, served on a worker, and spread again."""

    rounds: Rounds

    def run(self, frame: DataFrame) -> DataFrame:
        """The frame with the result."""
        rounds, lines, received = self.rounds, f"{self.rounds.result}_lines", f"{self.rounds.result}_received"

        def served(groups: pa.Array) -> pa.Array:
            return serve(rounds, groups)

        serving = arrow_udf(served, "array<bigint>")  # type: ignore[call-overload]
        gathered = frame.groupBy(*rounds.over).agg(F.collect_list(F.struct("*")).alias(lines))
        asked = F.transform(
            lines, lambda line: F.struct(*(line[name].alias(name) for name in rounds.columns))
        )
        answered = gathered.select(lines, serving(asked).alias(received))
        spread = answered.select(F.explode(F.arrays_zip(lines, received)).alias("line"))
        return spread.select(f"line.{lines}.*", F.col(f"line.{received}").alias(rounds.result))


def serve(rounds: Rounds, groups: pa.ListArray) -> pa.ListArray:
    """What each line of each group receives."""
    lines: Any = pl.from_arrow(pa.Table.from_struct_array(groups.flatten()))
    placed = lines.with_columns((pl.col(ROW).rank("ordinal") - 1).cast(pl.UInt32))
    received = rounds.run(placed.lazy()).collect()[rounds.result].to_arrow()
    ends = accumulate((len(group) for group in groups), initial=0)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), received.cast(pa.int64()))
