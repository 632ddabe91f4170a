"""What the law says of a line before it enters: the first month owed, and whether the score is eligible."""

from datetime import date

import polars as pl

from himaya.fund.registry.membership_law import law_inputs
from himaya.fund.registry.registration.checks import FINDING_SCHEMA
from himaya.kernel import columns
from himaya.legislation.inputs import Input
from himaya.legislation.law import Legislation
from himaya.legislation.units import day_of

CONTRIBUTIONS, SCORE = "contributions", "score"
FACT_COLUMNS = {
    "farm_class": "farm_class",
    "annual_net_profit": "annual_net_profit_centimes",
    "annual_income_tax": "annual_income_tax_centimes",
    "rsu_score": "rsu_score",
    "activity_from": "activity_from",
}
"""The law's inputs that come from a list, and the column each is read from."""


def within_bounds(lines: pl.DataFrame, *, law: Legislation, on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lines without the facts that the law's own bounds refuse, and a finding for each of those.

    A diploma of next year or a score of 900 must not stop the whole list: it goes back to its sender.
    """
    asked = law_inputs(lines.with_columns(pl.lit(on).alias("month")))
    found, cleared = [], []
    for fact, column in FACT_COLUMNS.items():
        bounds = law.inputs.get(fact)
        if bounds is None:
            continue
        wrong = ~pl.col(fact).is_between(*_edges(bounds))
        found.append(
            _finding(
                asked.filter(wrong.fill_null(False)),
                code="registration.fact_out_of_range",
                column=column.removesuffix("_centimes"),
                value=column,
            )
        )
        cleared.append((column, asked.select(wrong.fill_null(False)).to_series()))
    return lines.with_columns(
        [pl.when(~wrong).then(pl.col(column)).alias(column) for column, wrong in cleared]
    ), pl.concat(found)


def _edges(bounds: Input) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest value of a fact, in the unit of its column."""
    if bounds.unit.kind == "day":
        return pl.lit(day_of(bounds.low)), pl.lit(day_of(bounds.high))
    return pl.lit(bounds.low // bounds.denominator), pl.lit(bounds.high // bounds.denominator)


def with_first_due_month(lines: pl.DataFrame, *, law: Legislation, on: date) -> pl.DataFrame:
    """Lines with `first_due_month` (month index, null where nothing is owed) and `start_on` of the membership."""
    paying = lines.filter(pl.col("rights") == CONTRIBUTIONS)
    asked = law_inputs(paying.with_columns(pl.lit(on).alias("month")))
    answered = law.evaluate(asked, ["membership_first_due_month"]).select(
        "line_no",
        columns.month_index(pl.col("membership_first_due_month")).alias("first_due_month"),
        pl.col("membership_first_due_month").alias("first_due_on"),
    )
    return (
        lines.join(answered, on="line_no", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("rights") == SCORE)
            .then(pl.lit(on))
            .otherwise(pl.coalesce("first_due_on", "activity_from", pl.lit(on)))
            .alias("start_on")
        )
        .drop("first_due_on")
    )


def findings(lines: pl.DataFrame, *, law: Legislation, on: date) -> pl.DataFrame:
    """Categories that do not register yet on the day, and scores that open another scheme or none."""
    closed = lines.filter((pl.col("rights") == CONTRIBUTIONS) & pl.col("first_due_month").is_null())
    scored = lines.filter((pl.col("rights") == SCORE) & pl.col("rsu_score").is_not_null())
    asked = scored.with_columns(
        pl.lit(False).alias("other_amo"), pl.lit(False).alias("activity"), pl.lit(on).alias("day")
    )
    opened = law.evaluate(asked, ["eligible_scheme"])
    refused = opened.filter(pl.col("eligible_scheme").ne_missing(pl.col("scheme")))
    return pl.concat(
        [
            _finding(
                closed, code="registration.category_not_open_on_date", column="category", value="category"
            ),
            _finding(
                refused, code="registration.score_above_threshold", column="rsu_score", value="rsu_score"
            ),
        ]
    )


def _finding(lines: pl.DataFrame, *, code: str, column: str, value: str) -> pl.DataFrame:
    return lines.select(
        "line_no", pl.lit(code).alias("code"), pl.lit(column).alias("column"), pl.col(value).alias("value")
    ).cast(FINDING_SCHEMA)  # type: ignore[arg-type]
