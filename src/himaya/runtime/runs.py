"""Runs and their markers: any batch can be killed at any moment, and continues when repeated.

    with runs.begin(connection, kind="register", cause="file chamber.csv", digest=digest) as run:
        for chunk in chunks:
            if run.done(chunk.step):
                continue
            with connection.transaction():
                ...                                          # the chunk's work
                run.mark(connection, chunk.step, {"registered": n})   # committed with it
        run.finish(connection)

The same kind and digest are the same run: begun again, it says what is already done; finished, it stays so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from himaya.runtime.addresses import address
from himaya.runtime.errors import RunBusy
from himaya.runtime.paths import data_folder

LOCK_SPACE = 0x52554E  # "RUN": the first key of a run's advisory lock; the run's id is the second
PATIENCE_SECONDS = 30  # the server needs a moment to notice that a killed client is gone
COLUMNS = "id, kind, cause, digest, payload, state, started_at, finished_at"


@dataclass
class Run:
    """A run as the database knows it, and the steps done so far."""

    id: int
    kind: str
    cause: str
    digest: str
    payload: dict[str, Any]
    state: str
    started_at: datetime
    finished_at: datetime | None
    markers: dict[str, dict[str, Any]] = field(default_factory=dict)
    _holder: Connection | None = field(default=None, repr=False, compare=False)

    @property
    def is_finished(self) -> bool:
        """Whether the whole run is done: repeating it changes nothing."""
        return self.state == "done"

    def done(self, step: str) -> bool:
        """Whether a step was committed, by this process or an earlier one."""
        return step in self.markers

    def counts(self, step: str) -> dict[str, Any]:
        """What a finished step counted."""
        return self.markers[step]

    def totals(self) -> dict[str, int]:
        """The whole-number counts of all steps, added up by name."""
        sums: dict[str, int] = {}
        for counts in self.markers.values():
            for name, value in counts.items():
                if isinstance(value, int) and not isinstance(value, bool):
                    sums[name] = sums.get(name, 0) + value
        return sums

    def mark(self, connection: Connection, step: str, counts: Mapping[str, Any] | None = None) -> None:
        """Record a step as done, in the transaction that does it (refused outside one).

        A second mark of one step breaks a unique key: the doubled work is rolled back.
        """
        _inside_transaction(connection)
        connection.execute(
            "INSERT INTO runtime_marker (run_id, step, counts) VALUES (%s, %s, %s)",
            [self.id, step, Jsonb(dict(counts or {}))],
        )
        self.markers[step] = dict(counts or {})

    def finish(self, connection: Connection, *, state: str = "done") -> None:
        """Close the run as `done` or `failed`, and let others have it."""
        connection.execute(
            "UPDATE runtime_run SET state = %s, finished_at = now() WHERE id = %s AND state <> 'done'",
            [state, self.id],
        )
        self.state = state
        self.release()

    def release(self) -> None:
        """Let another process work on this run; what is marked stays done."""
        holder, self._holder = self._holder, None
        if holder is not None and not holder.closed:
            holder.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, _key(self.id)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.release()
        elif self._holder is not None and not self._holder.broken and not self._holder.closed:
            self._holder.rollback()
            self.release()


def begin(
    connection: Connection,
    *,
    kind: str,
    cause: str,
    digest: str,
    payload: Mapping[str, Any] | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Run:
    """The run of this kind and digest, new or continued, held by this connection until finished or released.

    patience: seconds to wait for another process that holds it. Raises RunBusy.
    """
    connection.execute(
        """INSERT INTO runtime_run (kind, cause, digest, payload, state) VALUES (%s, %s, %s, %s, 'open')
           ON CONFLICT (kind, digest) DO NOTHING""",
        [kind, cause, digest, Jsonb(dict(payload or {}))],
    )
    known = find(connection, kind=kind, digest=digest)
    assert known is not None
    return _held(connection, known.id, patience)


def resume(connection: Connection, *, run_id: int, patience: float = PATIENCE_SECONDS) -> Run:
    """A known run, held by this connection, to be continued. Raises LookupError or RunBusy."""
    return _held(connection, run_id, patience)


def find(connection: Connection, *, kind: str, digest: str) -> Run | None:
    """The run of this kind and digest with its markers, for reading; None if there is none."""
    return _read(connection, "kind = %s AND digest = %s", [kind, digest])


def get(connection: Connection, *, run_id: int) -> Run:
    """A run with its markers, for reading. Raises LookupError."""
    run = _read(connection, "id = %s", [run_id])
    if run is None:
        raise LookupError(f"no run {run_id}")
    return run


def list_runs(connection: Connection, *, kind: str | None = None, limit: int = 50) -> list[Run]:
    """The latest runs, newest first, without their markers."""
    query = f"""SELECT {COLUMNS} FROM runtime_run WHERE kind = %s OR %s::text IS NULL
                ORDER BY id DESC LIMIT %s"""
    with connection.cursor(row_factory=dict_row) as cursor:
        return [Run(**row) for row in cursor.execute(query, [kind, kind, limit])]


def folder(run_id: int) -> Path:
    """Where a run keeps files of its own; runs of two databases that share a data folder never meet."""
    return data_folder() / "runs" / address().parameters.get("dbname", "") / str(run_id)


def _read(connection: Connection, condition: str, values: list[Any]) -> Run | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(f"SELECT {COLUMNS} FROM runtime_run WHERE {condition}", values).fetchone()
        if row is None:
            return None
        run = Run(**row)
        marks = cursor.execute(
            "SELECT step, counts FROM runtime_marker WHERE run_id = %s ORDER BY id", [run.id]
        )
        run.markers = {mark["step"]: mark["counts"] for mark in marks}
    return run


def _held(connection: Connection, run_id: int, patience: float) -> Run:
    """Take the run's lock first, then read it: nobody else changes what is read here."""
    run = get(connection, run_id=run_id)
    with connection.transaction():
        connection.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(patience * 1000) or 1}ms"])
        _lock(connection, run)
    run = get(connection, run_id=run_id)
    run._holder = connection
    return run


def _lock(connection: Connection, run: Run) -> None:
    from psycopg.errors import LockNotAvailable

    try:
        connection.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, _key(run.id)])
    except LockNotAvailable as error:
        raise RunBusy(kind=run.kind, run_id=run.id) from error


def _key(run_id: int) -> int:
    """The run's number as a 32-bit key: two runs 2^31 apart would merely wait for each other."""
    return run_id % 2_147_483_647


def _inside_transaction(connection: Connection) -> None:
    from psycopg.pq import TransactionStatus

    if connection.info.transaction_status != TransactionStatus.INTRANS:
        raise RuntimeError("a marker belongs in the transaction of its step: use connection.transaction()")
