"""Months that memberships owe, as rows."""

import polars as pl


def months_owed(memberships: pl.DataFrame, *, through: int) -> pl.DataFrame:
    """One row for every month from a membership's first month due up to the month index `through`.

    memberships: frame with first_due_month (null: nothing is ever owed) and optionally last_due_month.
    Adds `month_index` and `month` (the first day of the month).
    """
    last = pl.lit(through, dtype=pl.Int32)
    if "last_due_month" in memberships.columns:
        last = pl.min_horizontal(pl.col("last_due_month").cast(pl.Int32), last)
    owing = memberships.filter(pl.col("first_due_month") <= last)
    first = pl.col("first_due_month").cast(pl.Int32)
    return (
        owing.with_columns(pl.int_ranges(first, last + 1).alias("month_index"))
        .explode("month_index")
        .with_columns(first_day(pl.col("month_index")).alias("month"))
    )


def first_day(month_index: pl.Expr) -> pl.Expr:
    """The first day of a month given by its index."""
    return pl.date(month_index // 12, month_index % 12 + 1, 1)
