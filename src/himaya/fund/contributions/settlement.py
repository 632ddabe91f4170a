"""Which payment settles which month: the month that a reference names first, then the oldest month owed.

Money of one person is laid end to end in the order it came, months end to end in the order they are due;
a month is settled on the day of the payment that covers its last centime. Set-wise: no loop over people.
"""

import polars as pl


def settle(*, dues: pl.DataFrame, payments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay payments over months owed.

    dues: frame (person_id, membership_id, month, owed: centimes still owed, > 0).
    payments: frame (person_id, payment: its row, month: the month its reference names, free: centimes not used
        yet, paid_on).
    Returns the dues touched (person_id, membership_id, month, paid: centimes added, paid_on: day settled or
    null) and the payments used (payment, used: centimes).
    """
    named = _lay(dues=dues, payments=payments, by=["person_id", "month"])
    left_dues = _left(dues, named[0], key=["membership_id", "month"], amount="owed", taken="paid")
    left_payments = _left(payments, named[1], key=["payment"], amount="free", taken="used")
    rest = _lay(dues=left_dues, payments=left_payments, by=["person_id"])
    paid = (
        pl.concat([named[0], rest[0]])
        .group_by("person_id", "membership_id", "month", maintain_order=True)
        .agg(pl.col("paid").sum(), pl.col("paid_on").max())
    )
    used = pl.concat([named[1], rest[1]]).group_by("payment", maintain_order=True).agg(pl.col("used").sum())
    return paid, used


def _lay(*, dues: pl.DataFrame, payments: pl.DataFrame, by: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One laying of payments over dues inside each group of `by`."""
    owed = dues.sort(*by, "month", "membership_id").with_columns(
        pl.col("owed").cum_sum().over(by).alias("upto")
    )
    money = payments.sort(*by, "paid_on", "payment").with_columns(
        pl.col("free").cum_sum().over(by).alias("upto")
    )
    have = money.group_by(by).agg(pl.col("free").sum().alias("have"))
    need = owed.group_by(by).agg(pl.col("owed").sum().alias("need"))
    settled_on = owed.sort("upto").join_asof(
        money.select(*by, "upto", "paid_on").sort("upto"),
        on="upto",
        by=by,
        strategy="forward",
        check_sortedness=False,
    )
    paid = (
        settled_on.join(have, on=by)
        .with_columns(
            pl.min_horizontal("owed", pl.col("have") - pl.col("upto") + pl.col("owed")).alias("paid"),
        )
        .filter(pl.col("paid") > 0)
        .select("person_id", "membership_id", "month", "paid", "paid_on")
    )
    used = (
        money.join(need, on=by)
        .with_columns(
            pl.min_horizontal("free", pl.col("need") - pl.col("upto") + pl.col("free")).alias("used")
        )
        .filter(pl.col("used") > 0)
        .select("payment", "used")
    )
    return paid, used


def _left(
    frame: pl.DataFrame, taken_frame: pl.DataFrame, *, key: list[str], amount: str, taken: str
) -> pl.DataFrame:
    left = frame.join(taken_frame.select(*key, taken), on=key, how="left", maintain_order="left")
    return (
        left.with_columns((pl.col(amount) - pl.col(taken).fill_null(0)).alias(amount))
        .filter(pl.col(amount) > 0)
        .drop(taken)
    )
