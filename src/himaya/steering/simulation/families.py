"""The families of a law that reaches back: one line a family, or one a family and month, with the law's facts."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from himaya.kernel.month import Month
from himaya.legislation.errors import InputInvalid
from himaya.legislation.law import Legislation
from himaya.steering.simulation.errors import PopulationInvalid
from himaya.steering.simulation.population import PopulationFile

FAMILY, MONTH = "family", "month"


def read_families(path: Path, law: Legislation, variable: str, *, first: Month) -> pl.DataFrame:
    """`family`, the facts that a variable needs, and `month` where the file has one; else they hold every month.

    PopulationInvalid names the file, the line and the reason.
    """
    facts = {name: law.inputs[name] for name in law.needs(variable) if name != MONTH}
    file = PopulationFile(path, facts)
    for name in (FAMILY, *(name for name, fact in facts.items() if not fact.optional)):
        if name not in file.names:
            raise PopulationInvalid(file=path.name, line=1, reason=f"there is no column {name!r}")
    parts = [part.drop(MONTH) for part in file.parts(month=first.first_day, whole=True)]
    read = pl.concat(parts).select(name for name in file.names if name in facts)
    found = _named(file).hstack(read)
    _refuse_twice(found, file)
    months = found if MONTH in found.columns else found.with_columns(pl.lit(first.first_day).alias(MONTH))
    try:
        law.evaluate(months, [variable])
    except InputInvalid as error:
        name = error.values["input"]
        line = file.first_outside(months, name, 0) if name in facts else 1
        raise PopulationInvalid(file=path.name, line=line, reason=str(error)) from error
    return found


def in_month(families: pl.DataFrame, month: Month) -> pl.DataFrame:
    """The families of a month."""
    day = pl.lit(month.first_day)
    if MONTH in families.columns:
        return families.filter(pl.col(MONTH) == day)
    return families.with_columns(day.alias(MONTH))


def _named(file: PopulationFile) -> pl.DataFrame:
    """The family of each line, and its month where the file has one."""
    scanned = pl.scan_csv(file.path, infer_schema=False) if file.is_csv else pl.scan_parquet(file.path)
    named = scanned.select([name for name in (FAMILY, MONTH) if name in file.names]).collect()
    if lost := _first(named[FAMILY].is_null()):
        raise PopulationInvalid(file=file.path.name, line=file.line(lost - 1), reason="family is empty")
    if MONTH not in named.columns or named.schema[MONTH] == pl.Date:
        return named
    read = named.with_columns((pl.col(MONTH) + "-01").str.to_date("%Y-%m-%d", strict=False))
    if lost := _first(read[MONTH].is_null()):
        reason = f"month = {named[MONTH][lost - 1]!r} is not a month, 2024-05"
        raise PopulationInvalid(file=file.path.name, line=file.line(lost - 1), reason=reason)
    return read


def _refuse_twice(found: pl.DataFrame, file: PopulationFile) -> None:
    key = [name for name in (FAMILY, MONTH) if name in found.columns]
    if lost := _first(~found.select(pl.struct(key).is_first_distinct()).to_series()):
        reason = f"{' and '.join(key)} are written twice" if len(key) > 1 else "this family is written twice"
        raise PopulationInvalid(file=file.path.name, line=file.line(lost - 1), reason=reason)


def _first(flags: pl.Series) -> int:
    """The place of the first true one, counted from 1; 0: none."""
    found = flags.arg_true()
    return int(found[0]) + 1 if found.len() else 0
