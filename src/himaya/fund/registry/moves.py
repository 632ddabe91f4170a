"""What happens to memberships: an activity ends, a category changes, another scheme takes over, a death.

Each service takes a frame (one person is a frame of one row), so that a body's list of ends and one form at a
counter are the same thing. Months owed and rights follow in the same transaction.
"""

from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund.registry.acts import Moved, act, end_memberships, reopen_memberships, told
from himaya.fund.registry.category_changes import change_category
from himaya.fund.registry.deaths import cancel_deaths, declare_deaths
from himaya.fund.registry.errors import MembershipUnknown, NoMembership, NoMembershipInCategory, SchemeUnknown
from himaya.fund.registry.states import RegistrationState as State

__all__ = [
    "Moved",
    "cancel_deaths",
    "change_category",
    "declare_deaths",
    "end_activity",
    "membership_of",
    "restore",
    "transfer",
]


def end_activity(connection: Connection, *, ends: pl.DataFrame, by: str, on: date) -> Moved:
    """End memberships (membership_id, end_on: first day without the activity), learnt on the day `on`.

    Raises MembershipUnknown, MoveRefused, MoveBeforeStart.
    """
    with act(connection, what="end", by=by, on=on) as run:
        people = end_memberships(connection, run=run, ends=ends, state=State.CATEGORY_ENDED, on=on)
        return told(connection, run=run, people=people, memberships=ends.height, by=by, what="end", on=on)


def transfer(connection: Connection, *, ends: pl.DataFrame, to: str, by: str, on: date) -> Moved:
    """End memberships (membership_id, end_on) because another scheme, `to`, covers the people from that day.

    Raises SchemeUnknown, MembershipUnknown, MoveRefused, MoveBeforeStart.
    """
    _check_scheme(connection, ends=ends, to=to)
    with act(connection, what="transfer", by=by, on=on, to=to) as run:
        people = end_memberships(connection, run=run, ends=ends, state=State.TRANSFERRED, on=on)
        return told(
            connection, run=run, people=people, memberships=ends.height, by=by, what="transfer", on=on
        )


def restore(connection: Connection, *, memberships: pl.Series, by: str, on: date) -> Moved:
    """Memberships (ids) ended by mistake are open again, as if they had never ended.

    Raises MoveRefused, MembershipAlreadyOpen.
    """
    with act(connection, what="restore", by=by, on=on) as run:
        people = reopen_memberships(connection, run=run, memberships=memberships, on=on)
        return told(
            connection, run=run, people=people, memberships=len(memberships), by=by, what="restore", on=on
        )


def membership_of(
    connection: Connection, *, person_id: int, category: str | None, ended: bool = False
) -> int:
    """The id of a person's open membership (or of the last one `ended`): of `category`, or the only one.

    Raises MembershipUnknown.
    """
    rows = connection.execute(
        f"""select membership.id, category.code from registry_membership membership
            join registry_category category on category.id = membership.category_id
            where membership.person_id = %s and membership.end_on is {"not" if ended else ""} null
            order by membership.end_on desc, membership.id desc""",
        [person_id],
    ).fetchall()
    fitting = [number for number, code in rows if category in (None, code)]
    known = ", ".join(dict.fromkeys(code for _, code in rows))
    if not rows:
        raise NoMembership()
    if not fitting:
        raise NoMembershipInCategory(category=category, known=known)
    if len(fitting) > 1 and not ended:
        raise MembershipUnknown(known=known)
    return int(fitting[0])


def _check_scheme(connection: Connection, *, ends: pl.DataFrame, to: str) -> None:
    known = [code for (code,) in connection.execute("select code from registry_scheme order by id")]
    own = connection.execute(
        """select from registry_membership membership
           join registry_scheme scheme on scheme.id = membership.scheme_id
           where membership.id = any(%s) and scheme.code = %s limit 1""",
        [ends["membership_id"].to_list(), to],
    ).fetchone()
    if to not in known or own is not None:
        raise SchemeUnknown(scheme=to, known=", ".join(code for code in known if code != to))
