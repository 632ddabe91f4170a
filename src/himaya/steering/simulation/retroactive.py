"""A law that reaches back: what each family should have had less what it had, month by month, listed once."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from himaya.kernel.month import Month
from himaya.legislation.changes import list_changes
from himaya.legislation.law import Legislation
from himaya.steering.simulation.families import FAMILY, MONTH, in_month, read_families

LISTED = (FAMILY, MONTH, "before", "after", "difference", "reason_before", "reason_after")
_NOT_KNOWN = "^(MISSING_|UNKNOWN_PART)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a variable, over months, as the law was known on one day and is known on a later one."""

    variable: str
    first: Month
    last: Month
    known_before: date
    known_after: date

    @property
    def months(self) -> Iterator[Month]:
        """The months asked, in order."""
        return (Month(index) for index in range(self.first.index, self.last.index + 1))


@dataclass(frozen=True, slots=True)
class Listed:
    """The differences of one run: their file, how many, their sum in centimes, and whether it was there already.

    unknown: families for which an amount is not known; they are listed without a difference.
    """

    path: Path
    lines: int
    total: int
    was_there: bool
    families: int
    unknown: int


class Laws:
    """The law as it was known on both days of a question."""

    def __init__(self, law: Legislation, question: Question) -> None:
        self.before = law.known_on(question.known_before)
        self.after = law.known_on(question.known_after)
        self.variable = question.variable

    def compare(self, asked: pl.DataFrame) -> pl.DataFrame:
        """Each row with `before`, `after`, `difference` in centimes, and why an amount is nothing or not known.

        Who has no right receives nothing, and what no text had set was nothing; who lacks a fact is not known.
        """
        had = _answered(self.before, asked, self.variable, not_known=_NOT_KNOWN)
        should = _answered(self.after, asked, self.variable, not_known=f"{_NOT_KNOWN}|^NOT_IN_FORCE_")
        both = asked.with_columns(
            had["amount"].alias("before"),
            should["amount"].alias("after"),
            had["reason"].alias("reason_before"),
            should["reason"].alias("reason_after"),
        )
        return both.with_columns((pl.col("after") - pl.col("before")).alias("difference"))


def _answered(law: Legislation, asked: pl.DataFrame, variable: str, *, not_known: str) -> pl.DataFrame:
    found = law.evaluate(asked, [variable], reasons=True)
    amount, reason = pl.col(variable), pl.col(f"{variable}_reason").cast(pl.String)
    nothing = amount.is_null() & ~reason.str.contains(not_known)
    return found.select(pl.when(nothing).then(0).otherwise(amount).alias("amount"), reason.alias("reason"))


def list_differences(
    law: Legislation,
    families: Path,
    question: Question,
    *,
    folder: Path,
    advance: Callable[[int], None] = lambda _: None,
) -> Listed:
    """The differences owed to the families of a CSV or Parquet file, written once for one law, question and file.

    The list lies in `folder` under a digest of what decides it; asked again, it is found there and nothing is
    written. Each month is kept as soon as it is worked out: killed and run again, it goes on from there.
    """
    path = folder / f"differences-{_digest(law, families, question)}.parquet"
    months = path.with_suffix(".months")
    was_there = path.is_file()
    if not was_there:
        months.mkdir(parents=True, exist_ok=True)
        _write_months(law, families, question, months, advance)
        kept = [months / f"{month}.parquet" for month in question.months]
        aside = path.with_suffix(".part")
        pl.scan_parquet(kept).sink_parquet(aside)
        aside.replace(path)
    shutil.rmtree(months, ignore_errors=True)
    return _counted(path, was_there)


def _write_months(
    law: Legislation, families: Path, question: Question, folder: Path, advance: Callable[[int], None]
) -> None:
    read = read_families(families, law, question.variable, first=question.first)
    laws = Laws(law, question)
    for month in question.months:
        path = folder / f"{month}.parquet"
        if not path.is_file():
            found = laws.compare(in_month(read, month)).select(LISTED)
            aside = path.with_suffix(".part")
            found.filter(pl.col("difference").is_null() | (pl.col("difference") != 0)).write_parquet(aside)
            aside.replace(path)
        advance(1)


def _counted(path: Path, was_there: bool) -> Listed:
    unknown = pl.col("difference").is_null()
    counted = pl.scan_parquet(path).select(
        lines=pl.len(),
        total=pl.col("difference").sum(),
        families=pl.col(FAMILY).filter(~unknown).n_unique(),
        unknown=pl.col(FAMILY).filter(unknown).n_unique(),
    )
    lines, total, listed, missing = (int(one or 0) for one in counted.collect(engine="streaming").row(0))
    return Listed(path, lines, total, was_there, listed, missing)


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
