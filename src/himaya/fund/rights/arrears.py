"""Months not paid in time: when they close rights, how long they were unpaid together, and what ends it."""

from datetime import date

import polars as pl

from himaya.fund.contributions.months import first_day
from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.fund.rights.timeline import FAR, best, merged, real
from himaya.legislation.law import Legislation

KEY = ["membership_id"]
CASE = ["category", "first_due_month"]


def cases(memberships: pl.DataFrame) -> pl.DataFrame:
    """Memberships (membership_id, category, first_due_month) with the `case` in which the law is asked for them."""
    distinct = memberships.select(CASE).unique(maintain_order=True).with_row_index("case")
    return memberships.select(*KEY, *CASE).join(distinct, on=CASE, nulls_equal=True)


def closures(
    law: Legislation, members: pl.DataFrame, dues: pl.DataFrame, heirs: pl.DataFrame, *, on: date
) -> pl.DataFrame:
    """Months that were not paid when the law closes rights for them, up to the day `on`.

    A debt of an ended membership counts for that membership and, from its end on, for each of its heirs.

    members: frame of `cases`; dues: (membership_id, month, owed_centimes, paid_on, owes: whether anything was due
    at all); heirs: (membership_id, heir_id, ended_on).
    Returns (membership_id, case, month, owed_centimes, paid_on, start_on: the day rights close, end_on: the day
    they come back or FAR, covered: the months that the due stands for, unpaid_together: how many consecutive
    months were unpaid on that day, those included).
    """
    closing = _closing_days(law, members.select("case", *CASE).unique(), dues["month"].unique())
    # The earliest closing of a month leaves few rows, for which the exact day of their category is then looked up.
    earliest = closing.group_by("month").agg(pl.col("start_on").min())
    late = (
        _unpaid_at(dues.join(earliest, on="month"), on=on)
        .drop("start_on")
        .join(members.select(*KEY, "case"), on=KEY)
        .join(closing, on=["case", "month"])
    )
    late = _unpaid_at(late, on=on)
    restored = law.evaluate(late.select("paid_on").unique().drop_nulls(), ["restored_on"])
    late = late.join(
        restored.select("paid_on", pl.col("restored_on").alias("end_on")), on="paid_on", how="left"
    ).with_columns(pl.col("end_on").fill_null(FAR))
    if heirs.height:
        late = pl.concat([late, _inherited(late, heirs)])
        own = heirs.select(pl.col("heir_id").alias("membership_id"), "heir_id").unique()
        left = dues.join(pl.concat([heirs.select("membership_id", "heir_id"), own]), on=KEY)
        dues = pl.concat(
            [
                dues.join(own, on=KEY, how="anti"),
                left.drop(KEY).rename({"heir_id": "membership_id"}).select(dues.columns),
            ]
        )
    return _unpaid_together(real(late), dues)


def _inherited(late: pl.DataFrame, heirs: pl.DataFrame) -> pl.DataFrame:
    """Debts still unpaid when their membership ended, as those of the memberships that follow it."""
    return (
        late.join(heirs, on=KEY)
        .with_columns(
            pl.col("heir_id").alias("membership_id"),
            pl.max_horizontal("start_on", "ended_on").alias("start_on"),
        )
        .select(late.columns)
    )


def _closing_days(law: Legislation, distinct: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    """When each month closes the rights of each case (category, first month due), and the months it stands for."""
    day = first_day(pl.col("month_index").cast(pl.Int32))
    asked = distinct.join(months.to_frame("month_index"), how="cross").with_columns(
        day.alias("month"),
        day.alias("due_month"),
        first_day(pl.col("first_due_month").cast(pl.Int32)).alias("first_due_month"),
    )
    return law.evaluate(asked, ["arrears_closes_on", "months_covered"]).select(
        "case",
        pl.col("month_index").alias("month"),
        pl.col("arrears_closes_on").alias("start_on"),
        pl.col("months_covered").alias("covered"),
    )


def _unpaid_at(dues: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """What was due and unpaid on the day it closes rights, where that day has come."""
    return dues.filter(
        pl.col("owes")
        & (pl.col("start_on") <= on)
        & (pl.col("paid_on").is_null() | (pl.col("paid_on") >= pl.col("start_on")))
    )


def _unpaid_together(late: pl.DataFrame, dues: pl.DataFrame) -> pl.DataFrame:
    """Count, for each late due, the consecutive months up to it that were still unpaid when it closed rights.

    A month that owes nothing neither extends nor breaks a row of unpaid months; the due of a quarter counts for
    the months that it covers.
    """
    first = pl.col("membership_id") != pl.col("membership_id").shift(1)
    ordered = late.sort("membership_id", "month").with_columns(first.fill_null(True).alias("first"))
    ordered = ordered.with_columns(
        pl.when(~pl.col("first")).then(pl.col("month").shift(1)).alias("before")
    ).with_columns((pl.col("month") - pl.col("covered") > pl.col("before")).alias("apart"))
    ordered = ordered.join(
        _paid_between(ordered.filter("apart"), dues),
        on=["membership_id", "month"],
        how="left",
        maintain_order="left",
    )
    ordered = ordered.with_columns(
        (pl.col("first") | pl.col("broken").fill_null(False)).cum_sum().alias("streak"),
    )
    further = pl.min_horizontal("covered", pl.col("month") - pl.col("before"))
    ordered = ordered.with_columns(
        pl.when("first").then("covered").otherwise(further).cum_sum().over("streak").alias("reached")
    )
    settled_before = (
        ordered.select("streak", pl.col("end_on").alias("start_on"), pl.col("reached").alias("settled"))
        .sort("start_on", "settled")
        .with_columns(pl.col("settled").cum_max().over("streak"))
    )
    counted = ordered.sort("start_on").join_asof(
        settled_before, on="start_on", by="streak", strategy="backward", check_sortedness=False
    )
    return counted.with_columns(
        (pl.col("reached") - pl.col("settled").fill_null(0)).cast(pl.Int64).alias("unpaid_together")
    ).drop("settled", "streak", "reached", "first", "before", "apart", "broken")


def _paid_between(apart: pl.DataFrame, dues: pl.DataFrame) -> pl.DataFrame:
    """Of late dues that do not follow the one before, those between which something owed was paid in time."""
    gaps = apart.select("membership_id", "month", "before")
    owed = dues.filter("owes").join(gaps.select(KEY).unique(), on=KEY, how="semi")
    between = (pl.col("month_of") > pl.col("before")) & (pl.col("month_of") < pl.col("month"))
    return (
        gaps.join(owed.select(*KEY, pl.col("month").alias("month_of")), on=KEY)
        .filter(between)
        .select(*KEY, "month")
        .unique()
        .with_columns(pl.lit(True).alias("broken"))
    )


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


def blocks(law: Legislation, members: pl.DataFrame, late: pl.DataFrame, *, on: date) -> pl.DataFrame:
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
            (pl.col("month") - pl.col("covered") + 1)
            .filter(pl.col("end_on") == FAR)
            .min()
            .alias("first_unpaid"),
        ],
    ).join(members.select(*KEY, "case"), on=KEY)
    closed, waits = _closed(law, members, islands, on=on), _waiting_anew(law, islands)
    if waits.is_empty():
        return closed.sort(*KEY, "start_on")
    again = waits.select(KEY).unique()
    alone = closed.join(again, on=KEY, how="anti")
    both = pl.concat([closed.join(again, on=KEY, how="semi"), waits], how="diagonal_relaxed").with_columns(
        (-pl.col("state")).alias("first"), (-pl.col("remedy_by").dt.epoch("d")).alias("last_wait")
    )
    laid = best(both, key=KEY, by=["first", "last_wait"]).drop("first", "last_wait")
    return pl.concat([alone, laid], how="diagonal_relaxed").sort(*KEY, "start_on")


def _closed(law: Legislation, members: pl.DataFrame, islands: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Closed by arrears; those still unpaid say what to pay, and by when to escape a new wait."""
    still = pl.col("end_on") == FAR
    question = ["case", "unpaid_together", "first_unpaid"]
    first_unpaid = first_day(pl.col("first_unpaid").cast(pl.Int32))
    answers = law.evaluate(
        islands.select(question)
        .unique()
        .join(members.select("case", "category").unique(), on="case")
        .with_columns(
            pl.col("unpaid_together").alias("consecutive_unpaid_months"),
            pl.lit(on).dt.truncate("1mo").alias("regularised_month"),
            first_unpaid.alias("first_unpaid_month"),
            first_unpaid.alias("month"),
            first_unpaid.alias("due_month"),
        ),
        ["arrears_waiting_months", "arrears_pay_by"],
    ).select(*question, "arrears_waiting_months", "arrears_pay_by")
    asked = islands.join(answers, on=question, nulls_equal=True)
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
