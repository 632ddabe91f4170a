"""Runs continue where they stopped and do nothing twice."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from himaya.runtime import database as place
from himaya.runtime import facts, runs
from himaya.runtime.errors import RunBusy

GIVEN = {"kind": "register", "cause": "file taxis.csv", "digest": "d1"}


def test_the_same_file_is_the_same_run(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN, payload={"body": "TAXI"}) as first:
        assert (first.state, first.payload, first.markers) == ("open", {"body": "TAXI"}, {})
    with runs.begin(database, **GIVEN, payload={"body": "other"}) as second:
        assert (second.id, second.payload) == (first.id, {"body": "TAXI"})
    with runs.begin(database, **GIVEN | {"digest": "d2"}) as other:
        assert other.id != first.id


def test_a_marker_lives_and_dies_with_its_transaction(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN) as run:
        with pytest.raises(ZeroDivisionError), database.transaction():
            run.mark(database, "chunk 1", {"registered": 1 // 0})
        with database.transaction():
            run.mark(database, "chunk 1", {"registered": 5, "rejected": 1})
        with database.transaction():
            run.mark(database, "chunk 2", {"registered": 2})
    with runs.begin(database, **GIVEN) as again:
        assert again.done("chunk 1")
        assert not again.done("chunk 3")
        assert again.counts("chunk 2") == {"registered": 2}
        assert again.totals() == {"registered": 7, "rejected": 1}


def test_a_marker_that_was_rolled_back_is_not_believed(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN) as run:
        with database.transaction(force_rollback=True):
            run.mark(database, "chunk 1")
        again = runs.find(database, kind="register", digest="d1")
        assert again is not None
        assert not again.done("chunk 1")


def test_a_mark_outside_a_transaction_is_refused(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN) as run, pytest.raises(RuntimeError, match="transaction"):
        run.mark(database, "chunk 1")


def test_a_step_done_twice_undoes_the_second_time(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN) as run:
        with database.transaction():
            run.mark(database, "chunk 1")
        with pytest.raises(psycopg.errors.UniqueViolation):
            _work_twice(database, run)
    assert facts.get(database, "twice") is None


def _work_twice(database: psycopg.Connection, run: runs.Run) -> None:
    with database.transaction():
        database.execute("INSERT INTO runtime_setting VALUES ('twice', 'true')")
        run.mark(database, "chunk 1")


def test_a_finished_run_stays_finished(database: psycopg.Connection) -> None:
    with runs.begin(database, **GIVEN) as run:
        run.finish(database)
    again = runs.begin(database, **GIVEN)
    again.finish(database, state="failed")
    found = runs.find(database, kind="register", digest="d1")
    assert found is not None
    assert found.is_finished
    assert found.finished_at is not None
    assert [one.id for one in runs.list_runs(database, kind="register")] == [run.id]
    assert runs.list_runs(database, kind="collect") == []


def test_two_processes_do_not_work_one_run(database: psycopg.Connection) -> None:
    with place.connect() as other:
        held = runs.begin(other, **GIVEN)
        with pytest.raises(RunBusy) as busy:
            runs.begin(database, **GIVEN, patience=0.2)
        assert busy.value.values == {"kind": "register", "run_id": held.id}
        held.release()
        runs.resume(database, run_id=held.id, patience=0.2).release()


def test_the_run_of_a_killed_process_is_free_again(database: psycopg.Connection) -> None:
    script = (
        "import time; from himaya.runtime import database, runs; c = database.connect();"
        f"runs.begin(c, **{GIVEN}); print('held', flush=True); c.execute('SELECT pg_sleep(600)')"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    start = time.monotonic()
    runs.begin(database, **GIVEN).release()
    assert time.monotonic() - start < 10


def test_an_unknown_run_cannot_be_resumed(database: psycopg.Connection) -> None:
    with pytest.raises(LookupError):
        runs.resume(database, run_id=999)


def test_a_demonstration_is_marked(database: psycopg.Connection) -> None:
    assert not facts.is_demo(database)
    facts.mark_demo(database)
    assert facts.is_demo(database)
    facts.put(database, "snapshot", {"on": "2022-04-01"})
    facts.put(database, "snapshot", {"on": "2022-05-01"})
    assert facts.get(database, "snapshot") == {"on": "2022-05-01"}
