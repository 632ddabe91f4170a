"""Months recorded beyond the end of a membership: owed no more, and owed again if the end was a mistake."""

import polars as pl

from himaya.fund.registry.events import MembershipsEnded
from himaya.kernel import columns
from himaya.runtime.copying import copy_in


def follow_ends(event: MembershipsEnded) -> None:
    """Cancel unpaid months after the new ends, restore those that the old ends had cancelled.

    The month in which the last day of a membership falls is owed. Money already paid for a later month stays.
    """
    event.connection.execute(
        """create temporary table ended
           (membership_id bigint, last_before smallint, last_after smallint) on commit drop"""
    )
    copy_in(
        event.connection,
        table="ended",
        frame=event.memberships.select(
            "membership_id",
            _last_month("end_before").alias("last_before"),
            _last_month("end_after").alias("last_after"),
        ),
    )
    event.connection.execute(
        """update contributions_due due set cancelled_on = null from ended
           where due.membership_id = ended.membership_id and due.cancelled_on is not null
             and due.month > ended.last_before
             and (ended.last_after is null or due.month <= ended.last_after)"""
    )
    event.connection.execute(
        """update contributions_due due set cancelled_on = %s from ended
           where due.membership_id = ended.membership_id and due.cancelled_on is null
             and due.month > ended.last_after and due.paid_centimes = 0""",
        [event.on],
    )
    event.connection.execute("drop table ended")


def _last_month(end: str) -> pl.Expr:
    return columns.month_index(pl.col(end).dt.offset_by("-1d")).cast(pl.Int16)
