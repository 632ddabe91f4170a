"""A law that reaches back: what each family should have had less what it had, month by month, listed once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from himaya.kernel.month import Month
from himaya.legislation.changes import list_changes
from himaya.legislation.law import Legislation

LISTED = ("family", "month", "before", "after", "difference")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a variable, over months, as the law was known on one day and is known on a later one."""

    variable: str
    first: Month
    last: Month
    known_before: date
    known_after: date


@dataclass(frozen=True, slots=True)
class Listed:
    """The differences of one run: their file, how many, their sum in centimes, and whether it was there already."""

    path: Path
    lines: int
    total: int
    was_there: bool


def list_differences(law: Legislation, families: Path, question: Question, *, folder: Path) -> Listed:
    """The differences owed to the families of a Parquet file, written once for one law, question and file.

    families: `family` and the facts of the variable, the same for every month. The list lies in `folder` under a
    digest of what decides it; asked again, it is found there and nothing is written.
    """
    path = folder / f"differences-{_digest(law, families, question)}.parquet"
    was_there = path.is_file()
    if not was_there:
        folder.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".part")
        pl.concat(list(_by_month(law, pl.read_parquet(families), question))).write_parquet(aside)
        aside.replace(path)
    counted = pl.scan_parquet(path).select(pl.len(), pl.col("difference").sum()).collect().row(0)
    return Listed(path, int(counted[0]), int(counted[1]), was_there)


def _by_month(law: Legislation, families: pl.DataFrame, question: Question) -> Iterator[pl.DataFrame]:
    before, after = law.known_on(question.known_before), law.known_on(question.known_after)
    for index in range(question.first.index, question.last.index + 1):
        month = Month(index).first_day
        asked = families.with_columns(pl.lit(month).alias("month"))
        had = before.evaluate(asked, [question.variable])[question.variable]
        should = after.evaluate(asked, [question.variable])[question.variable]
        found = asked.select("family", "month", had.alias("before"), should.alias("after"))
        differing = found.filter(pl.col("after").ne_missing(pl.col("before")))
        yield differing.with_columns((pl.col("after") - pl.col("before")).alias("difference"))


def _digest(law: Legislation, families: Path, question: Question) -> str:
    """What decides the list: the question, the file of families, and what changed in the law between both days."""
    changed = list_changes(
        law,
        since=question.first.first_day,
        until=question.last.last_day,
        known=(question.known_before, question.known_after),
    )
    with families.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    told = [(one.path, one.key, str(one.since), str(one.until), one.old, one.new) for one in changed]
    return hashlib.sha256(repr((content, question, told)).encode()).hexdigest()[:32]
