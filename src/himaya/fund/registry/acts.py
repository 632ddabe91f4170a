"""How a fact about people enters the register: alone, in one transaction of a run, audited, told upwards.

The run's day is the day on which the fund learnt the fact; the database refuses a move that `states.MOVES`
does not name, and keeps the history of the others.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection, errors
from psycopg.types.json import Jsonb

from himaya.foundation.access.audit import record
from himaya.fund.registry.errors import MembershipAlreadyOpen, MoveBeforeStart, MoveRefused, NoMembership
from himaya.fund.registry.events import MembershipsEnded, PeopleChanged
from himaya.fund.registry.registration.run import alone
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime import events, runs
from himaya.runtime.copying import copy_in, read_frame

KIND = "move"
REFUSED = "registry.state_move_refused: "


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A batch of moves: its run, how many memberships moved and how many people they concern."""

    run_id: int
    memberships: int
    people: int


def begin(connection: Connection, *, kind: str, cause: str, on: date, **more: str) -> runs.Run:
    """A run of one transaction: new, or one that was killed or refused before it wrote anything."""
    row = connection.execute(
        "select count(*) from runtime_run where kind = %s and state = 'done'", [kind]
    ).fetchone()
    assert row is not None
    payload = {"on": on.isoformat(), **more}
    run = runs.begin(connection, kind=kind, cause=cause, digest=f"{row[0] + 1}", payload=payload)
    connection.execute(
        "update runtime_run set cause = %s, payload = %s where id = %s", [cause, Jsonb(payload), run.id]
    )
    return run


@contextmanager
def act(connection: Connection, *, what: str, by: str, on: date, **more: str) -> Iterator[runs.Run]:
    """One transaction of one run; what the database refuses comes out as the domain's own error."""
    try:
        with (
            alone(connection),
            begin(connection, kind=KIND, cause=f"{what} by {by}", on=on, what=what, by=by, **more) as run,
            connection.transaction(),
        ):
            yield run
    except errors.CheckViolation as error:
        raise _refused(error) from error


def _refused(error: errors.CheckViolation) -> Exception:
    said = error.diag.message_primary or ""
    if not said.startswith(REFUSED):
        return error
    before, _, after = said.removeprefix(REFUSED).partition(" to ")
    return MoveRefused(before=State(int(before)).name, after=State(int(after)).name)


@contextmanager
def temporary(connection: Connection, name: str, columns: str, frame: pl.DataFrame) -> Iterator[None]:
    connection.execute(f"create temporary table {name} ({columns}) on commit drop")
    copy_in(connection, table=name, frame=frame)
    connection.execute(f"analyze {name}")
    yield
    connection.execute(f"drop table {name}")


def end_memberships(
    connection: Connection, *, run: runs.Run, ends: pl.DataFrame, state: State, on: date
) -> pl.Series:
    """Move memberships to a final state on their days; the ids of their people."""
    with temporary(
        connection, "ends", "membership_id bigint, end_on date", ends.select("membership_id", "end_on")
    ):
        found = read_frame(
            connection,
            """select ends.membership_id, membership.person_id, membership.start_on, membership.state,
                      membership.end_on as end_before, ends.end_on as end_after
               from ends left join registry_membership membership on membership.id = ends.membership_id
               order by ends.membership_id""",
        )
        _check_ends(found, state=state)
        connection.execute(
            """update registry_membership membership set state = %s, end_on = ends.end_on
               from ends where membership.id = ends.membership_id""",
            [int(state)],
        )
    _tell_ends(connection, run=run, changed=found, on=on)
    return found["person_id"]


def _check_ends(found: pl.DataFrame, *, state: State) -> None:
    if found["state"].null_count():
        raise NoMembership()
    if (found["state"] == int(state)).any():  # the trigger sees no move between equal states
        raise MoveRefused(before=state.name, after=state.name)
    for start, end in (
        found.filter(pl.col("end_after") < pl.col("start_on")).select("start_on", "end_after").iter_rows()
    ):
        raise MoveBeforeStart(day=end, start=start)


def _tell_ends(connection: Connection, *, run: runs.Run, changed: pl.DataFrame, on: date) -> None:
    events.publish(
        MembershipsEnded(
            connection=connection,
            run_id=run.id,
            on=on,
            memberships=changed.select("membership_id", "person_id", "end_before", "end_after"),
        )
    )


def reopen_memberships(
    connection: Connection, *, run: runs.Run, memberships: pl.Series, on: date
) -> pl.Series:
    with temporary(
        connection,
        "back",
        "membership_id bigint",
        pl.DataFrame({"membership_id": memberships}).cast(pl.Int64),
    ):
        found = read_frame(
            connection,
            """select back.membership_id, membership.person_id, membership.state,
                      membership.end_on as end_before, null::date as end_after
               from back left join registry_membership membership on membership.id = back.membership_id""",
        )
        if found["state"].null_count():
            raise NoMembership()
        if (found["state"] == int(State.REGISTERED)).any():
            raise MoveRefused(before=State.REGISTERED.name, after=State.REGISTERED.name)
        taken = connection.execute(
            """select category.code from back join registry_membership ended on ended.id = back.membership_id
               join registry_membership held on held.person_id = ended.person_id and held.end_on is null
                 and held.category_id = ended.category_id and held.scheme_id = ended.scheme_id
               join registry_category category on category.id = ended.category_id limit 1"""
        ).fetchone()
        if taken is not None:
            raise MembershipAlreadyOpen(category=taken[0])
        connection.execute(
            """update registry_membership membership set state = %s, end_on = null
               from back where membership.id = back.membership_id""",
            [int(State.REGISTERED)],
        )
    _tell_ends(connection, run=run, changed=found, on=on)
    return found["person_id"]


def told(
    connection: Connection,
    *,
    run: runs.Run,
    people: pl.Series,
    memberships: int,
    by: str,
    what: str,
    on: date,
) -> Moved:
    """Rights follow in this transaction; the audit trail says who moved whom."""
    concerned = people.unique().cast(pl.Int64)
    events.publish(PeopleChanged(connection=connection, run_id=run.id, on=on, people=concerned))
    counts = {"memberships": memberships, "people": len(concerned)}
    run.mark(connection, "moved", counts)
    run.finish(connection)
    record(connection, actor=by, action=f"registry.{what}", scope="person", subjects=concerned, run_id=run.id)
    return Moved(run_id=run.id, memberships=memberships, people=len(concerned))
