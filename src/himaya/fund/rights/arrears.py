"""Months not paid in time: when they close rights, how long they were unpaid together, and what ends it."""

from datetime import date

import polars as pl

from himaya.fund.contributions.months import first_day
from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.fund.rights.timeline import FAR, best, merged, real
from himaya.legislation.law import Legislation

KEY = ["membership_id"]


def closures(law: Legislation, dues: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Months that were not paid when the law closes rights for them, up to the day `on`.

    dues: (membership_id, month, owed_centimes, paid_on).
    Returns (membership_id, month, owed_centimes, start_on: the day rights close, end_on: the day they come
    back or FAR, unpaid_together: how many consecutive months were unpaid on that day, this one included).
    """
    months = dues["month"].unique()
    closing = law.evaluate(
        pl.DataFrame({"month": months}).with_columns(
            first_day(pl.col("month").cast(pl.Int32)).alias("due_month")
        ),
        ["arrears_closes_on"],
    ).select("month", pl.col("arrears_closes_on").alias("start_on"))
    late = dues.join(closing, on="month", maintain_order="left").filter(
        (pl.col("start_on") <= on) & (pl.col("paid_on").is_null() | (pl.col("paid_on") >= pl.col("start_on")))
    )
    restored = law.evaluate(late.select("paid_on").unique().drop_nulls(), ["restored_on"])
    late = late.join(
        restored.select("paid_on", pl.col("restored_on").alias("end_on")), on="paid_on", how="left"
    ).with_columns(pl.col("end_on").fill_null(FAR))
    return _unpaid_together(real(late))


def _unpaid_together(late: pl.DataFrame) -> pl.DataFrame:
    """Count, for each late month, the consecutive months before it still unpaid when it closed rights."""
    ordered = late.sort("membership_id", "month")
    new_streak = (pl.col("membership_id") != pl.col("membership_id").shift(1)) | (
        pl.col("month") != pl.col("month").shift(1) + 1
    )
    ordered = ordered.with_columns(
        new_streak.fill_null(True).cum_sum().alias("streak"),
    ).with_columns(pl.int_range(pl.len(), dtype=pl.Int32).over("streak").alias("rank"))
    settled_before = (
        ordered.select("streak", pl.col("end_on").alias("start_on"), (pl.col("rank") + 1).alias("settled"))
        .sort("start_on", "settled")
        .with_columns(pl.col("settled").cum_max().over("streak"))
    )
    counted = ordered.sort("start_on").join_asof(
        settled_before, on="start_on", by="streak", strategy="backward", check_sortedness=False
    )
    return counted.with_columns(
        (pl.col("rank") + 1 - pl.col("settled").fill_null(0)).cast(pl.Int64).alias("unpaid_together")
    ).drop("settled", "streak", "rank")


def owed_now(late: pl.DataFrame) -> pl.DataFrame:
    """What each membership must pay now: (membership_id, owed centimes, unpaid months, first_unpaid month)."""
    return (
        late.filter(pl.col("end_on") == FAR)
        .group_by("membership_id", maintain_order=True)
        .agg(
            pl.col("owed_centimes").sum().alias("owed"),
            pl.len().cast(pl.Int64).alias("unpaid"),
            pl.col("month").min().alias("first_unpaid"),
        )
    )


def blocks(law: Legislation, late: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Periods taken from open rights: closed by arrears, then waiting anew where the law asks for it.

    Months left unpaid during a new wait close rights inside it and do not shorten it.
    Returns disjoint (membership_id, start_on, end_on, state, reason, remedy, remedy_centimes, remedy_by).
    """
    islands = merged(
        late,
        key=KEY,
        keep=[
            pl.col("unpaid_together").max(),
            pl.col("paid_on").max().alias("settled_on"),
            pl.col("owed_centimes").filter(pl.col("end_on") == FAR).sum().alias("owed"),
            pl.col("month").filter(pl.col("end_on") == FAR).min().alias("first_unpaid"),
        ],
    )
    closed, waits = _closed(law, islands, on=on), _waiting_anew(law, islands)
    if waits.is_empty():
        return closed.sort(*KEY, "start_on")
    again = waits.select(KEY).unique()
    alone = closed.join(again, on=KEY, how="anti")
    both = pl.concat([closed.join(again, on=KEY, how="semi"), waits], how="diagonal_relaxed").with_columns(
        (-pl.col("state")).alias("first"), (-pl.col("remedy_by").dt.epoch("d")).alias("last_wait")
    )
    laid = best(both, key=KEY, by=["first", "last_wait"]).drop("first", "last_wait")
    return pl.concat([alone, laid], how="diagonal_relaxed").sort(*KEY, "start_on")


def _closed(law: Legislation, islands: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Closed by arrears; those still unpaid say what to pay, and by when to escape a new wait."""
    still = pl.col("end_on") == FAR
    asked = law.evaluate(
        islands.with_columns(
            pl.col("unpaid_together").alias("consecutive_unpaid_months"),
            pl.lit(on).dt.truncate("1mo").alias("regularised_month"),
            first_day(pl.col("first_unpaid").cast(pl.Int32)).alias("first_unpaid_month"),
        ),
        ["arrears_waiting_months", "arrears_pay_by"],
    )
    waits = pl.col("arrears_waiting_months") > 0
    closed: pl.DataFrame = asked.select(
        *KEY,
        "start_on",
        "end_on",
        pl.lit(int(RightState.CLOSED)).alias("state"),
        pl.lit(int(Reason.CONTRIBUTIONS_UNPAID)).alias("reason"),
        pl.when(still)
        .then(pl.when(waits).then(int(Remedy.PAY_AND_WAIT)).otherwise(int(Remedy.PAY)))
        .alias("remedy"),
        pl.when(still).then(pl.col("owed")).alias("remedy_centimes"),
        pl.when(still & ~waits).then(pl.col("arrears_pay_by")).alias("remedy_by"),
    )
    return closed


def _waiting_anew(law: Legislation, islands: pl.DataFrame) -> pl.DataFrame:
    """The wait that follows the day on which too many unpaid months were settled."""
    ended = islands.filter(pl.col("end_on") != FAR)
    asked = law.evaluate(
        ended.with_columns(
            pl.col("unpaid_together").alias("consecutive_unpaid_months"),
            pl.col("settled_on").dt.truncate("1mo").alias("regularised_month"),
        ),
        ["arrears_rights_open_from"],
    )
    return real(
        asked.filter(pl.col("arrears_rights_open_from").is_not_null()).select(
            *KEY,
            pl.col("end_on").alias("start_on"),
            pl.col("arrears_rights_open_from").alias("end_on"),
            pl.lit(int(RightState.WAITING)).alias("state"),
            pl.lit(int(Reason.WAITING_AFTER_ARREARS)).alias("reason"),
            pl.lit(int(Remedy.WAIT)).alias("remedy"),
            pl.col("arrears_rights_open_from").alias("remedy_by"),
        )
    )
