"""Months recorded with another amount than the law now gives: corrected, and the correction kept for good."""

import polars as pl
from psycopg import Connection

from himaya.runtime.copying import copy_in

MONTH = ["membership_id", "month"]


def differing(computed: pl.DataFrame, recorded: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the law gives and is not recorded so: months to add, and months to correct with `before`.

    computed: (membership_id, person_id, month, due_centimes); recorded: (membership_id, month, before). A month
    recorded for which the law gives nothing is left as it is: the end of its membership cancels it.
    """
    beside = computed.join(recorded, on=MONTH, how="left", maintain_order="left")
    new = beside.filter(pl.col("before").is_null()).drop("before")
    return new, beside.filter(pl.col("before") != pl.col("due_centimes"))


def correct_dues(connection: Connection, *, changed: pl.DataFrame, run_id: int) -> None:
    """Give months the amount the law gives them, and keep what was recorded before.

    changed: frame of `differing`. The money laid over these months must be laid anew.
    """
    if changed.is_empty():
        return
    copy_in(
        connection,
        table="contributions_correction",
        frame=changed.select(
            *MONTH,
            pl.lit(run_id).alias("run_id"),
            "before",
            pl.col("due_centimes").alias("after"),
        ).rename({"before": "before_centimes", "after": "after_centimes"}),
    )
    connection.execute(
        """update contributions_due due set due_centimes = correction.after_centimes, paid_centimes = 0, paid_on = null
           from contributions_correction correction
           where correction.run_id = %s and correction.membership_id = due.membership_id
             and correction.month = due.month and due.due_centimes = correction.before_centimes""",
        [run_id],
    )
