"""Who goes from one contributing category to another: the wait he keeps, and the debts he brings."""

import polars as pl

from himaya.fund.contributions.months import first_day
from himaya.kernel import columns
from himaya.legislation.law import Legislation

ONE = ["person_id", "scheme_id"]
HEIRS = {"membership_id": pl.Int64, "heir_id": pl.Int64, "ended_on": pl.Date}


def with_waits_kept(law: Legislation, opening: pl.DataFrame) -> pl.DataFrame:
    """Memberships whose `rights_open_from` is that of the one they follow without a gap, where the law keeps it.

    opening: the contributing memberships with first_due_on and their own rights_open_from.
    """
    if opening["person_id"].n_unique() == opening.height:
        return opening
    last_month = columns.month_index(pl.col("end_on").dt.offset_by("-1d")).cast(pl.Int32)
    ordered = opening.sort(*ONE, "first_due_month", "membership_id").with_columns(
        last_month.shift(1).over(ONE).alias("last_before"),
        pl.col("end_on").shift(1).over(ONE).alias("left_on"),
    )
    follows = (pl.col("last_before") >= pl.col("first_due_month").cast(pl.Int32) - 1).fill_null(False)
    ordered = ordered.with_columns(follows.alias("follows"), (~follows).cum_sum().alias("chain"))
    earned = pl.col("rights_open_from").cum_min().shift(1).over("chain")
    asked = ordered.with_columns(earned.alias("earned")).filter("follows")
    if asked.is_empty():
        return opening
    answered = law.evaluate(
        asked.select(
            "membership_id",
            "category",
            pl.col("first_due_on").alias("first_due_month"),
            pl.max_horizontal("earned", "left_on", "start_on").alias("earlier_rights_open_from"),
        ),
        ["succeeding_rights_open_from"],
    ).select("membership_id", pl.col("succeeding_rights_open_from").alias("kept"))
    return (
        opening.join(answered, on="membership_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce("kept", "rights_open_from").alias("rights_open_from"))
        .drop("kept")
    )


def heirs(law: Legislation, memberships: pl.DataFrame) -> pl.DataFrame:
    """Which membership answers for the debts of which ended one: (membership_id, heir_id, ended_on).

    memberships: the contributing ones. An heir is a membership of the same person that began to owe later.
    """
    owing = memberships.filter(pl.col("first_due_month").is_not_null())
    ended = owing.filter(pl.col("end_on").is_not_null())
    if ended.is_empty():
        return pl.DataFrame(schema=HEIRS)
    later = owing.select(
        "person_id",
        pl.col("membership_id").alias("heir_id"),
        first_day(pl.col("first_due_month").cast(pl.Int32)).alias("first_due_month"),
        pl.col("first_due_month").alias("since"),
    )
    pairs = ended.select(
        "person_id",
        "membership_id",
        pl.col("end_on").alias("ended_on"),
        pl.col("first_due_month").alias("before"),
    ).join(later, on="person_id")
    asked = pairs.filter(pl.col("since") > pl.col("before"))
    if asked.is_empty():
        return pl.DataFrame(schema=HEIRS)
    return law.evaluate(asked, ["debt_follows"]).filter("debt_follows").select(list(HEIRS))
