"""Lists taken so far: what each held, what became of its lines, and what of them still waits."""

from dataclasses import dataclass, field
from datetime import date

from psycopg import Connection

from himaya.fund.registry.errors import ListUnknown
from himaya.fund.registry.registration.run import KIND, Report, report
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime import runs


@dataclass(frozen=True, kw_only=True)
class TakenList:
    """A list as it was taken. `finished`: False while it was interrupted."""

    run_id: int
    body: str
    on: date
    lines: int
    registered: int
    finished: bool


@dataclass(frozen=True, kw_only=True)
class ListState:
    """A list as it was taken, and where its lines that did not enter stand today."""

    taken: Report
    now: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    letters: int = 0


def list_lists(connection: Connection, *, limit: int = 50) -> list[TakenList]:
    """The latest lists, newest first."""
    rows = connection.execute(
        """select run.id, run.payload ->> 'body', (run.payload ->> 'on')::date, run.state = 'done',
                  coalesce((select (counts ->> 'lines')::bigint from runtime_marker
                            where run_id = run.id and step = 'staged'), 0),
                  coalesce((select sum((counts ->> 'registered')::bigint) from runtime_marker
                            where run_id = run.id and step like 'enter:%%'), 0)::bigint
           from runtime_run run where run.kind = %s order by run.id desc limit %s""",
        [KIND, limit],
    ).fetchall()
    names = ("run_id", "body", "on", "finished", "lines", "registered")
    return [TakenList(**dict(zip(names, row, strict=True))) for row in rows]


def get_list(connection: Connection, *, run_id: int) -> ListState:
    """One list. Raises ListUnknown; one that was interrupted before its decisions is not known yet."""
    try:
        run = runs.get(connection, run_id=run_id)
    except LookupError:
        raise ListUnknown(run=run_id) from None
    if run.kind != KIND or not run.done("decided"):
        raise ListUnknown(run=run_id)
    states = connection.execute(
        "select state, count(*) from registry_listline where run_id = %s group by state order by state",
        [run_id],
    ).fetchall()
    codes = connection.execute(
        """select code, count(*) from registry_listline where run_id = %s and state <> %s
           group by code order by count(*) desc, code""",
        [run_id, int(State.REGISTERED)],
    ).fetchall()
    letters = connection.execute(
        "select count(*) from registry_registeredletter where run_id = %s", [run_id]
    ).fetchone()
    assert letters is not None
    return ListState(
        taken=report(connection, run_id=run_id),
        now={State(state).name.lower(): count for state, count in states},
        codes=dict(codes),
        letters=letters[0],
    )
