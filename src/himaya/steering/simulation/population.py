"""The people of a simulation, part by part: a CSV or Parquet file of the law's facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from himaya.legislation.inputs import Input
from himaya.steering.simulation.errors import PopulationInvalid

DESCRIBED_BY = ("category", "region", "sex")
WEIGHT = "weight"
ROWS_A_PART = 1_000_000
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


class PopulationFile:
    """A file whose columns are facts of the law, and `region`, `sex`, `category`, `weight` where it has them.

    In CSV amounts are written as the law writes them, 5000.00; in Parquet they are whole centimes, or Decimal.
    """

    def __init__(self, path: Path, facts: dict[str, Input]) -> None:
        self.path, self.facts = path, facts
        self.is_csv = path.suffix.lower() != ".parquet"
        try:
            scanned = pl.scan_csv(path, infer_schema=False) if self.is_csv else pl.scan_parquet(path)
            self.names = scanned.collect_schema().names()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise PopulationInvalid(file=path.name, line=1, reason=f"cannot be read ({error})") from error
        wanted = {*facts, *DESCRIBED_BY, WEIGHT}
        self.scanned = scanned.select([name for name in self.names if name in wanted])

    def parts(self, *, month: date, whole: bool) -> Iterator[pl.DataFrame]:
        """The people of a month, some at a time; `whole`: all at once."""
        taken = 0
        batches = [self.scanned.collect()] if whole else self.scanned.collect_batches(chunk_size=ROWS_A_PART)
        for batch in batches:
            yield self._typed(batch, taken).with_columns(pl.lit(month).alias("month"))
            taken += batch.height

    def line(self, row: int) -> int:
        """The line of the file in which a row stands; of Parquet, the row's number."""
        return row + (2 if self.is_csv else 1)

    def _typed(self, batch: pl.DataFrame, taken: int) -> pl.DataFrame:
        if not self.is_csv:
            return batch.with_columns(
                (pl.col(name) * 10 ** self.facts[name].unit.decimals).cast(pl.Int64)
                for name, kind in batch.schema.items()
                if isinstance(kind, pl.Decimal)
                and name in self.facts
                and self.facts[name].unit.kind == "amount"
            )
        read = {name: _read(pl.col(name), self.facts[name]) for name in batch.columns if name in self.facts}
        if WEIGHT in batch.columns:
            read[WEIGHT] = pl.col(WEIGHT).cast(pl.Int64, strict=False)
        done = batch.with_columns(**read)
        for name in read:
            lost = (done[name].is_null() & batch[name].is_not_null()).arg_true()
            if lost.len():
                reason = f"{name} = {batch[name][lost[0]]!r} is not {_asked(self.facts.get(name))}"
                raise PopulationInvalid(file=self.path.name, line=self.line(taken + lost[0]), reason=reason)
        return done

    def first_outside(self, part: pl.DataFrame, name: str, taken: int) -> int:
        """The line of the first row whose fact lies outside its range, or after a day it may not lie after."""
        fact, column = self.facts[name], pl.col(name)
        low, high = (fact.low, fact.high)
        if fact.unit.kind == "day":
            column = column.cast(pl.Int32)
        if fact.unit.kind == "exact":
            low, high = fact.low // fact.denominator, fact.high // fact.denominator
        later = [pl.col(name) > pl.col(other) for other in fact.not_after if other in part.columns]
        outside = part.select(pl.any_horizontal(column < low, column > high, *later).alias("outside"))
        rows = outside["outside"].fill_null(False).arg_true()
        return self.line(taken + (rows[0] if rows.len() else 0))


def _read(text: pl.Expr, fact: Input) -> pl.Expr:
    kind = fact.unit.kind
    if kind == "day":
        whole = pl.when(text.str.len_chars() == 7).then(text + "-01").otherwise(text)
        return whole.str.to_date("%Y-%m-%d", strict=False)
    if kind == "flag":
        lower = text.str.to_lowercase()
        return pl.when(lower.is_in(_TRUE)).then(True).when(lower.is_in(_FALSE)).then(False)
    if kind == "amount" and not fact.unit.decimals:
        return text.cast(pl.Int64, strict=False)
    if kind == "code":
        return text
    places = fact.unit.decimals if kind == "amount" else fact.decimals
    fits = text.str.contains(rf"^-?\d+(\.\d{{1,{places}}})?$")
    number = pl.when(fits).then(text).cast(pl.Decimal(30, places), strict=False)
    return (number * 10**places).cast(pl.Int64) if kind == "amount" else number


def _asked(fact: Input | None) -> str:
    if fact is None:
        return "a whole number"
    kinds = {
        "day": "a day, 2026-01-31",
        "flag": "yes or no",
        "exact": f"a number of at most {fact.decimals} decimals",
    }
    amount = "an amount, 5000.00" if fact.unit.money else "a whole number"
    return kinds.get(fact.unit.kind, amount)
