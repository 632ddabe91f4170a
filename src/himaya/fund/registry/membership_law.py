"""A membership's facts as the law's inputs: names and units, on a given day."""

import polars as pl

LAW_INPUTS = (
    "category",
    "subcategory",
    "diploma_years",
    "practice_years",
    "farm_class",
    "vehicle_owner",
    "annual_net_profit",
    "annual_income_tax",
    "rsu_score",
)


def law_inputs(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the register's facts named and converted as the law's inputs on each row's `month` (a day)."""
    return rows.with_columns(
        completed_years(pl.col("diploma_on"), pl.col("month")).alias("diploma_years"),
        completed_years(pl.col("practice_from"), pl.col("month")).alias("practice_years"),
        pl.col("annual_net_profit_centimes").alias("annual_net_profit"),
        pl.col("annual_income_tax_centimes").alias("annual_income_tax"),
    )


def completed_years(since: pl.Expr, on: pl.Expr) -> pl.Expr:
    """Whole years between two days; null where the first is not known or comes after the second."""
    short = _place_in_year(on) < _place_in_year(since)
    years = (on.dt.year() - since.dt.year() - short.cast(pl.Int32)).cast(pl.Int64)
    return pl.when(since <= on).then(years)


def _place_in_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
