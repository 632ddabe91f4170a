"""Jobs: queued with their cause, done by a worker, put back when it dies."""

import psycopg
import pytest

from himaya.runtime import tasks


@pytest.fixture(autouse=True)
def _database(database: psycopg.Connection) -> None:
    """Each test has an empty queue."""


@tasks.app.task(name="tests.note")
def note(run_id: int) -> None:
    """Leaves a trace of the run it was given; twice is as once."""
    from himaya.runtime import database, facts

    with database.connect() as connection:
        facts.put(connection, f"noted {run_id}", True)


@tasks.app.task(name="tests.fail")
def fail() -> None:
    """Always fails."""
    raise ZeroDivisionError


def _own(database: psycopg.Connection) -> dict[str, int]:
    """The counts without the jobs that the platform gives itself at certain hours."""
    database.execute("DELETE FROM procrastinate_jobs WHERE task_name NOT LIKE 'tests.%'")
    return tasks.counts(database)


def test_a_job_exists_only_if_its_cause_was_committed(database: psycopg.Connection) -> None:
    with database.transaction(force_rollback=True):
        assert tasks.defer(database, note, run_id=1) is not None
    assert _own(database) == {}
    with database.transaction():
        tasks.defer(database, note, run_id=2)
    assert _own(database) == {"todo": 1}


def test_a_worker_does_what_is_queued_and_survives_a_failure(database: psycopg.Connection) -> None:
    tasks.defer(database, fail)
    tasks.defer(database, note, run_id=7)
    tasks.work(wait=False)
    assert _own(database) == {"failed": 1, "succeeded": 1}
    assert database.execute("SELECT key FROM runtime_setting WHERE key LIKE 'noted%'").fetchall() == [
        ("noted 7",)
    ]


def test_only_one_job_of_a_key_waits(database: psycopg.Connection) -> None:
    with database.transaction():
        assert tasks.defer(database, note, once="nightly", run_id=1) is not None
        assert tasks.defer(database, note, once="nightly", run_id=1) is None
        assert tasks.defer(database, note, once="weekly", run_id=1) is not None
    assert _own(database) == {"todo": 2}


@pytest.mark.parametrize("value", ["Fatima Zahra", 1.5, {"cin": "AB123456"}, [1, 2]])
def test_jobs_carry_ids_only(database: psycopg.Connection, value: object) -> None:
    with pytest.raises(tasks.IdsOnly, match=r"tests\.note: run_id"):
        tasks.defer(database, note, run_id=value)


def test_the_jobs_of_a_dead_worker_are_done_by_the_next(database: psycopg.Connection) -> None:
    tasks.defer(database, note, run_id=3)
    database.execute(
        """WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')
                         RETURNING id)
           UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"""
    )
    assert len(tasks.rescue()) == 1
    assert tasks.rescue() == []
    tasks.work(wait=False)
    assert _own(database) == {"succeeded": 1}


def test_old_finished_jobs_go_and_young_ones_stay(database: psycopg.Connection) -> None:
    tasks.defer(database, note, run_id=1)
    tasks.defer(database, fail)
    tasks.work(wait=False)
    tasks.defer(database, note, run_id=2)
    tasks.purge(hours=1)
    assert sum(_own(database).values()) == 3
    database.execute("UPDATE procrastinate_events SET at = at - interval '2 hours'")
    tasks.purge(hours=1)
    assert _own(database) == {"todo": 1}
