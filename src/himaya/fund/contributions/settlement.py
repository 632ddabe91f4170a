"""Which payment settles which month: payments in the order of their days, each on the month that its reference
names first, then on the oldest month owed.

A month is settled on the day of the payment that brings its last centime. Set-wise: a round lays one payment of
each person, and only people whose money leaves the months it names need rounds.
"""

import polars as pl

ONE = ["person_id"]
MONTH = ["membership_id", "month"]
LAID = {
    "person_id": pl.Int64,
    "membership_id": pl.Int64,
    "month": pl.Int16,
    "paid": pl.Int64,
    "paid_on": pl.Date,
}
USED = {"payment": pl.UInt32, "used": pl.Int64}


def settle(*, dues: pl.DataFrame, payments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Lay payments over months owed.

    dues: frame (person_id, membership_id, month, owed: centimes still owed, > 0).
    payments: frame (person_id, payment: its row, month: the month its reference names, free: centimes not used
        yet, paid_on); none of them earlier than the money already laid over these dues.
    Returns the dues touched (person_id, membership_id, month, paid: centimes added, paid_on: day settled or
    null) and the payments used (payment, used: centimes).
    """
    paid, used = _lay(dues=dues, payments=payments, by=["person_id", "month"])
    unused = payments.join(used, on="payment", how="left").filter(
        pl.col("free") > pl.col("used").fill_null(0)
    )
    wandering = unused.select(ONE).unique()
    if wandering.is_empty():
        return paid, used
    rounds = _rounds(
        dues=dues.join(wandering, on=ONE, how="semi"), payments=payments.join(wandering, on=ONE, how="semi")
    )
    at_home = payments.join(wandering, on=ONE, how="anti").select("payment")
    return (
        pl.concat([paid.join(wandering, on=ONE, how="anti"), rounds[0]]),
        pl.concat([used.join(at_home, on="payment", how="semi"), rounds[1]]),
    )


def _rounds(*, dues: pl.DataFrame, payments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Payments laid one after the other: in each round the next one of every person who has one left."""
    turn = pl.int_range(pl.len(), dtype=pl.Int32).over(ONE).alias("turn")
    by_turn = (
        payments.sort(*ONE, "paid_on", "payment").with_columns(turn).partition_by("turn", maintain_order=True)
    )
    paid, used = [pl.DataFrame(schema=LAID)], [pl.DataFrame(schema=USED)]
    owed = dues
    for together in by_turn:
        owed = owed.filter(pl.col("owed") > 0).join(together.select(ONE), on=ONE, how="semi")
        if owed.is_empty():
            break
        laid = _one_each(owed, together)
        paid.append(laid.select(list(LAID)))
        used.append(laid.group_by("payment").agg(pl.col("paid").sum().alias("used")).select(list(USED)))
        taken = laid.select(*MONTH, pl.col("paid").alias("taken"))
        owed = (
            owed.join(taken, on=MONTH, how="left", maintain_order="left")
            .with_columns((pl.col("owed") - pl.col("taken").fill_null(0)).alias("owed"))
            .drop("taken")
        )
    every = pl.concat(paid).group_by(*ONE, *MONTH, maintain_order=True)
    return every.agg(pl.col("paid").sum(), pl.col("paid_on").drop_nulls().last()), pl.concat(used)


def _one_each(owed: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """One payment of each person over what he owes: the month it names, then the oldest."""
    facing = owed.join(
        payments.select(*ONE, "payment", "free", "paid_on", pl.col("month").alias("named")), on=ONE
    ).with_columns((pl.col("month") == pl.col("named")).fill_null(False).alias("is_named"))
    facing = facing.sort(*ONE, "is_named", *reversed(MONTH), descending=[False, True, False, False])
    before = pl.col("owed").cum_sum().over(ONE) - pl.col("owed")
    laid = facing.with_columns(pl.min_horizontal("owed", pl.col("free") - before).alias("paid"))
    settled = pl.when(pl.col("paid") == pl.col("owed")).then("paid_on").alias("paid_on")
    return laid.filter(pl.col("paid") > 0).with_columns(settled)


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
