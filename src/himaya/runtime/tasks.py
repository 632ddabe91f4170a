"""Background work: jobs in PostgreSQL, queued in the transaction that causes them.

@app.task(name="messaging.dispatch")
def dispatch(run_id: int) -> None: ...          # arguments are ids only; running twice changes nothing

with connection.transaction():
    ...
    defer(connection, dispatch, run_id=7)       # queued if and only if the transaction commits
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

from procrastinate import App
from procrastinate.contrib.django import app as _app
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

Answer = TypeVar("Answer")
app: App = _app
KEEP_HOURS = 24 * 7  # finished jobs are kept this long, failed ones too: their cause is in the log
STALLED_SECONDS = 60.0  # a worker silent for so long is dead; its jobs go back into the queue


class IdsOnly(TypeError):
    """A job was given something else than numbers and short codes: jobs carry ids, never persons."""


def defer(
    connection: Connection,
    task: Task[Any, Any, Any],
    *,
    once: str | None = None,
    at: datetime | None = None,
    **ids: Any,
) -> int | None:
    """Queue a task in this connection's transaction; the job's number.

    once: a key under which only one job may wait; None is returned if one already does.
    at: not before this instant. Raises IdsOnly for arguments but whole numbers and codes without spaces.
    """
    for name, value in ids.items():
        if not isinstance(value, int | None) and not (isinstance(value, str) and len(value.split()) == 1):
            raise IdsOnly(f"{task.name}: {name}")
    row = (task.queue, task.name, task.priority, task.lock, once or task.queueing_lock, Jsonb(ids), at)
    query = """SELECT unnest(procrastinate_defer_jobs_v1(ARRAY[
        ROW(%s, %s, %s, %s, %s, %s, %s)::procrastinate_job_to_defer_v1]))"""
    try:
        with connection.transaction():
            answer = connection.execute(query, row).fetchone()
    except UniqueViolation:
        return None
    return answer[0] if answer else None


def work(*, wait: bool, queues: list[str] | None = None, concurrency: int = 1) -> None:
    """Do jobs: until stopped if `wait`, else until none is left."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=wait, queues=queues, concurrency=concurrency, install_signal_handlers=wait)


def rescue(*, silent_seconds: float = STALLED_SECONDS) -> list[int]:
    """Put the jobs of dead workers back into the queue; their numbers. Every task is safe to run twice."""
    return _managed(lambda manager: _put_back(manager, silent_seconds))


def purge(*, hours: int = KEEP_HOURS) -> None:
    """Delete the jobs that ended, well or badly, more than so many hours ago."""
    _managed(lambda manager: _delete_old(manager, hours))


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs there are in each state."""
    rows = connection.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1 ORDER BY 1")
    return dict(rows.fetchall())


@app.periodic(cron="*/5 * * * *")
@app.task(name="runtime.rescue", queueing_lock="runtime.rescue")
async def rescue_task(timestamp: int) -> None:
    """Every five minutes: jobs of dead workers back into the queue."""
    await _put_back(app.job_manager, STALLED_SECONDS)


@app.periodic(cron="17 3 * * *")
@app.task(name="runtime.purge", queueing_lock="runtime.purge")
async def purge_task(timestamp: int) -> None:
    """Every night: old finished jobs away."""
    await _delete_old(app.job_manager, KEEP_HOURS)


async def _put_back(manager: JobManager, silent_seconds: float) -> list[int]:
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds))
    for job in stalled:
        await manager.retry_job(job)
    return [job.id for job in stalled if job.id is not None]


async def _delete_old(manager: JobManager, hours: int) -> None:
    await manager.delete_old_jobs(nb_hours=hours, include_failed=True, include_cancelled=True)


def _managed(action: Callable[[JobManager], Coroutine[Any, Any, Answer]]) -> Answer:
    """Outside a worker: the manager on a connection of its own, closed afterwards."""
    with app.replace_connector(app.connector.get_worker_connector()) as opened:  # type: ignore[attr-defined]

        async def act() -> Answer:
            async with opened.open_async():
                return await action(opened.job_manager)

        return asyncio.run(act())
