"""What a list of differences says: totals by month and rank, the texts, and the file that is handed on."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from himaya.kernel.month import Month
from himaya.legislation.changes import Change, list_changes
from himaya.legislation.law import Legislation
from himaya.steering.simulation.families import FAMILY, MONTH, in_month
from himaya.steering.simulation.retroactive import Laws, Listed, Question

_RANKED = "children"  # the unit of a fact that counts children
_AMOUNTS = ("before", "after", "difference")


def by_month(listed: Listed) -> pl.DataFrame:
    """`month`, `families` and `difference` in centimes."""
    known = pl.scan_parquet(listed.path).filter(pl.col("difference").is_not_null())
    grouped = known.group_by(MONTH).agg(families=pl.len(), difference=pl.col("difference").sum())
    return grouped.sort(MONTH).collect(engine="streaming")


def rank_fact(law: Legislation, variable: str) -> str | None:
    """The fact that counts the children a variable depends on; None where there is none, or more than one."""
    counted = [name for name in law.needs(variable) if law.inputs[name].unit.name == _RANKED]
    return counted[0] if len(counted) == 1 else None


def by_rank(law: Legislation, families: pl.DataFrame, question: Question, fact: str) -> pl.DataFrame:
    """`month`, `rank` and what the child of that rank adds to the difference, summed over the families.

    A rank adds what a family with that many children is owed less what it would be owed with one fewer.
    """
    laws = Laws(law, question)
    months = []
    for month in question.months:
        asked = in_month(families, month).drop(FAMILY)
        alike = asked.group_by(asked.columns).len("__count").filter(pl.col(fact).is_not_null())
        ranks = pl.DataFrame({"rank": range((alike.select(pl.col(fact).max()).item() or 0) + 1)})
        each = alike.join(ranks, how="cross").filter(pl.col("rank") <= pl.col(fact))
        owed = laws.compare(each.with_columns(pl.col("rank").alias(fact), alike=pl.col(fact)))
        added = pl.col("difference") - pl.col("difference").shift(1)
        ordered = owed.filter(pl.col("difference").is_not_null())
        others = [name for name in alike.columns if name not in (fact, "__count")]
        steps = ordered.with_columns(added.over([*others, "alike"], order_by="rank").alias("added"))
        months.append(
            steps.group_by(MONTH, "rank").agg(difference=(pl.col("added") * pl.col("__count")).sum())
        )
    found = pl.concat(months).filter(pl.col("difference") != 0)
    return found.sort(MONTH, "rank")


def changes_behind(law: Legislation, question: Question) -> list[Change]:
    """What became known between both days of what the variable reads, over the months asked."""
    return _changes(law, question, question.first, question.last)


def _changes(law: Legislation, question: Question, first: Month, last: Month) -> list[Change]:
    read = _parameters(law, question.variable)
    known = (question.known_before, question.known_after)
    found = list_changes(law, since=first.first_day, until=last.last_day, known=known)
    return [one for one in found if one.path in read]


def _parameters(law: Legislation, name: str) -> set[str]:
    variable = law.variable(name)
    below = (_parameters(law, one) for one in variable.reads if one in law.variables)
    return set(variable.parameters).union(*below)


def write_list(listed: Listed, law: Legislation, question: Question, path: Path) -> None:
    """The list with the texts behind each month: CSV with amounts in dirhams, or Parquet with whole centimes."""
    texts = [
        (month.first_day, "; ".join(dict.fromkeys(one.source.reference for one in found)))
        for month in question.months
        if (found := _changes(law, question, month, month))
    ]
    schema = {MONTH: pl.Date, "texts": pl.String}
    lines = pl.scan_parquet(listed.path).join(
        pl.LazyFrame(texts, schema=schema, orient="row"), on=MONTH, how="left", maintain_order="left"
    )
    aside = path.with_name(f"{path.name}.part")
    if path.suffix.lower() == ".parquet":
        lines.sink_parquet(aside)
    else:
        month = pl.col(MONTH).dt.strftime("%Y-%m")
        lines.with_columns(month, *(_dirhams(name) for name in _AMOUNTS)).sink_csv(aside)
    aside.replace(path)


def _dirhams(name: str) -> pl.Expr:
    amount = pl.col(name)
    size = amount.abs()
    sign = pl.when(amount < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    rest = (size % 100).cast(pl.String).str.zfill(2)
    return pl.when(amount.is_not_null()).then(pl.format("{}{}.{}", sign, size // 100, rest)).alias(name)
