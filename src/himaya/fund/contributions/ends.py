"""Months recorded beyond the end of a membership: owed no more, and owed again if the end was a mistake."""

import polars as pl

from himaya.fund.contributions.assess import reassess_people
from himaya.fund.contributions.laying import settle_people
from himaya.fund.registry.events import MembershipsEnded
from himaya.kernel import columns
from himaya.kernel.month import Month
from himaya.runtime.copying import copy_in, read_frame


def follow_ends(event: MembershipsEnded) -> None:
    """Cancel the months after the new ends, restore those that the old ends had cancelled.

    The month in which the last day of a membership falls is owed. Money paid for a later month, the whole or a
    part of it, is laid over what the person still owes; what is left waits as money not used.
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
             and due.month > ended.last_after""",
        [event.on],
    )
    people = read_frame(
        event.connection,
        """select distinct membership.person_id,
                  exists (select from registry_membership other where other.person_id = membership.person_id
                            and other.id <> membership.id and other.first_due_month is not null) as several
           from ended join registry_membership membership on membership.id = ended.membership_id
           join contributions_due due on due.membership_id = membership.id
           where due.month > least(ended.last_before, ended.last_after)""",
    )
    event.connection.execute("drop table ended")
    settle_people(event.connection, people=people["person_id"], anew=people["person_id"])
    several = people.filter("several")["person_id"]
    if len(several):  # the activity that remains may now be the one that pays
        through = Month.containing(event.on).index
        reassess_people(event.connection, people=several, through=through, run_id=event.run_id)


def _last_month(end: str) -> pl.Expr:
    return columns.month_index(pl.col(end).dt.offset_by("-1d")).cast(pl.Int16)
