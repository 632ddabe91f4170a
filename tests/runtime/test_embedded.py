"""The embedded server: made once, found again, mended after every kind of death."""

import json
import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from himaya.runtime import database
from himaya.runtime.embedded import EmbeddedServer
from himaya.runtime.embedded.places import Places
from himaya.runtime.errors import DatabaseUnavailable

ENSURE = "from himaya.runtime import database; database.ensure(); print(database.embedded().status().pid)"


def test_three_commands_at_once_make_one_server(folder: Path) -> None:
    commands = [
        subprocess.Popen([sys.executable, "-c", ENSURE], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    answers = [command.communicate(timeout=120)[0].strip() for command in commands]
    assert [command.returncode for command in commands] == [0, 0, 0]
    assert len(set(answers)) == 1
    assert int(answers[0]) == database.embedded().status().pid
    with database.connect("reader") as connection:
        assert connection.execute("SELECT count(*) > 0 FROM runtime_setting").fetchone() == (True,)


def test_a_killed_postmaster_is_repaired_and_loses_nothing(folder: Path) -> None:
    database.ensure()
    idle = database.connect()
    with database.connect() as connection:
        connection.execute("INSERT INTO runtime_setting (key, value) VALUES ('kept', 'true')")
    first = database.embedded().status().pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    _gone(first)
    database.ensure()
    assert database.embedded().status().pid != first
    with database.connect() as connection:
        found = connection.execute("SELECT value FROM runtime_setting WHERE key = 'kept'").fetchone()
    assert found == (True,)
    idle.close()


def test_processes_left_by_a_dead_postmaster_do_not_block_the_next(folder: Path) -> None:
    database.ensure()
    with database.connect("reader") as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        backend = psutil.Process(row[0])
        backend.suspend()  # it cannot notice the death of its postmaster
        server = database.embedded()
        killed = server.status().pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        _gone(killed)
        done = server.repair()
    assert any("processes of a dead server" in sentence for sentence in done)
    assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE
    assert server.status().ready


def test_a_process_number_used_again_by_another_program_is_not_our_server(folder: Path) -> None:
    server = database.embedded()
    server.start()
    server.stop()
    lines = [
        str(os.getpid()),
        str(server.places.data),
        "0",
        "5432",
        str(server.places.socket),
        "",
        "0 0",
        "ready",
    ]
    (server.places.data / "postmaster.pid").write_text("\n".join(lines))
    assert not server.status().running
    assert server.start()
    assert server.status().ready


def test_an_unfinished_initdb_is_done_again(folder: Path) -> None:
    server = database.embedded()
    server.places.unfinished.mkdir(parents=True)
    (server.places.unfinished / "PG_VERSION").write_text("18\n")
    assert server.start()
    assert not server.places.unfinished.exists()


def test_a_server_that_does_not_start_shows_the_end_of_its_log(folder: Path) -> None:
    server = database.embedded()
    server.start()
    server.stop()
    with (server.places.data / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'as much as you like'\n")
    with pytest.raises(DatabaseUnavailable, match="as much as you like") as refused:
        server.start()
    assert "himaya database repair" in refused.value.what_next


def test_data_of_another_version_is_refused_with_advice(folder: Path) -> None:
    server = database.embedded()
    server.start()
    server.stop()
    (server.places.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 14"):
        server.start()


def test_starting_again_finds_the_server_and_stopping_twice_is_no_fault(folder: Path) -> None:
    server = database.embedded()
    assert server.start()
    assert not server.start()
    assert server.stop()
    assert not server.stop()


def test_only_the_unix_socket_listens_and_safety_is_on(folder: Path) -> None:
    database.ensure()
    names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    with database.connect("reader") as connection:
        values = [connection.execute(f"SHOW {name}").fetchone() for name in names]
    assert values == [("",), ("on",), ("on",), ("on",), ("on",)]
    server = database.embedded()
    assert server.places.socket.stat().st_mode & 0o077 == 0
    assert server.places.data.stat().st_mode & 0o077 == 0


def test_a_prepared_database_is_recognised_within_50_ms(folder: Path) -> None:
    database.ensure()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        database.ensure()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.050


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    server = EmbeddedServer(folder / ("long" * 25) / "postgres")
    assert len(os.fsencode(server.places.socket)) < 60
    try:
        assert server.start()
        assert list(server.places.socket.glob(".s.PGSQL.*"))
    finally:
        server.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_socket_folder_of_another_user_is_refused(folder: Path) -> None:
    places = Places(folder / ("long" * 25) / "postgres")
    places.socket.mkdir()
    try:
        os.chown(places.socket, pwd.getpwnam("nobody").pw_uid, -1)
        with pytest.raises(DatabaseUnavailable, match="belongs to another user"):
            EmbeddedServer(places.root).start()
    finally:
        places.socket.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests already run as an ordinary user")
def test_an_ordinary_user_runs_it_too(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    own = Path(tempfile.mkdtemp(prefix="himaya-nobody-"))
    os.chown(own, nobody.pw_uid, nobody.pw_gid)
    database.embedded().start()  # loads every module while we still may read them
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    worker = fork.Process(target=_as_user, args=(nobody.pw_uid, nobody.pw_gid, own, sender))
    try:
        worker.start()
        assert receiver.poll(60)
        assert json.loads(receiver.recv()) == {
            "started": True,
            "owner": nobody.pw_uid,
            "answer": "himaya_app",
        }
    finally:
        worker.join(60)
        EmbeddedServer(own / "postgres").stop()
        shutil.rmtree(own)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another account")
def test_root_opens_no_more_of_the_way_than_passing(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedServer(closed / "postgres")
    try:
        assert server.start()
        assert closed.stat().st_mode & 0o777 == 0o701
        assert server.places.data.stat().st_uid != 0
    finally:
        server.remove()


def _as_user(uid: int, gid: int, own: Path, sender) -> None:  # type: ignore[no-untyped-def]
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    os.environ["HIMAYA_DATA"] = str(own)
    server = database.embedded()
    started = server.start()
    database._prepare()
    with database.connect() as connection:
        row = connection.execute("SELECT current_user").fetchone()
    sender.send(
        json.dumps(
            {"started": started, "owner": server.places.data.stat().st_uid, "answer": row[0] if row else None}
        )
    )
    os._exit(0)


def _gone(pid: int) -> None:
    """Wait until the kernel has taken the process away."""
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.01)
