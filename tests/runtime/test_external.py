"""The second path: a PostgreSQL server given by its address, over TCP, with passwords.

Debian's PostgreSQL 15 where it is installed, otherwise a second copy of the embedded programs.
"""

import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import psycopg
import pytest

from himaya.runtime import database, schema
from himaya.runtime.addresses import address
from himaya.runtime.copying import copy_in, read_frame
from himaya.runtime.embedded import account
from himaya.runtime.errors import DatabaseNotPrepared, DatabaseUnavailable

DEBIAN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A foreign server as `boss:password@host:port`; boss is its superuser, `fund` an empty database."""
    if DEBIAN.exists():
        monkeypatch.setenv("HIMAYA_POSTGRES_BIN", str(DEBIAN))
    own = database.embedded()
    own.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    password = secrets.token_hex(8)
    with psycopg.connect(address("admin").of("postgres").conninfo(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE boss SUPERUSER LOGIN PASSWORD '{password}'")
        connection.execute("CREATE DATABASE fund")
        connection.execute("ALTER SYSTEM SET listen_addresses = '127.0.0.1'")
        connection.execute(f"ALTER SYSTEM SET port = {port}")
    with (own.places.data / "pg_hba.conf").open("a") as file:
        file.write("host all all 127.0.0.1/32 scram-sha-256\n")
    who = account.choose(own.places.data)
    assert own._control(who, "restart", "-w", "-l", str(own.places.log)).returncode == 0
    yield f"boss:{password}@127.0.0.1:{port}"
    monkeypatch.delenv("HIMAYA_DATABASE_URL", raising=False)


def _boss(server: str, *orders: str) -> None:
    with psycopg.connect(f"postgresql://{server}/fund", autocommit=True) as connection:
        for order in orders:
            connection.execute(order)


def test_a_superusers_address_is_prepared_by_itself(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://{server}/fund")
    database.ensure()
    for role in ("app", "owner", "reader"):
        with database.connect(role) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (f"himaya_{role}",)
    with database.connect() as connection:
        assert schema.is_current(connection)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM access_action")
    assert database.stop() is False


def test_frames_go_in_and_out_of_an_older_server(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://{server}/fund")
    frame = pl.DataFrame(
        {"n": [1, 2, 3, 4], "words": ["\\.", "a\n\\.\nb", "", None], "months": [[1], [], None, [2]]}
    )
    with database.connect("admin") as connection:
        connection.execute("CREATE TEMPORARY TABLE t (n int8, words text, months int8[])")
        assert copy_in(connection, table="t", frame=frame) == 4
        assert read_frame(connection, "SELECT * FROM t ORDER BY n").equals(frame)
        connection.execute("CREATE TEMPORARY TABLE lone (words text)")
        copy_in(connection, table="lone", frame=frame.select("words"))
        assert read_frame(connection, "SELECT count(*) AS n FROM lone")["n"].to_list() == [4]


def test_roles_made_beforehand_are_enough(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _boss(
        server,
        *(f"CREATE ROLE {name} NOLOGIN" for name in ("himaya_owner", "himaya_app", "himaya_reader")),
        "CREATE ROLE clerk LOGIN PASSWORD 'clerk-password' IN ROLE himaya_owner, himaya_app, himaya_reader",
        "ALTER DATABASE fund OWNER TO himaya_owner",
        "ALTER SCHEMA public OWNER TO himaya_owner",
    )
    place = server.split("@")[1]
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://clerk:clerk-password@{place}/fund")
    database.ensure()
    with database.connect() as connection:
        row = connection.execute("SELECT current_user, session_user").fetchone()
    assert row == ("himaya_app", "clerk")


def test_a_login_without_the_roles_is_told_the_sql_that_mends_it(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _boss(server, "CREATE ROLE clerk LOGIN PASSWORD 'clerk-password'")
    place = server.split("@")[1]
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://clerk:clerk-password@{place}/fund")
    with pytest.raises(DatabaseNotPrepared) as refused:
        database.ensure()
    _boss(server, *filter(None, refused.value.values["sql"].split(";")))
    database.ensure()
    with database.connect("reader") as connection:
        assert schema.is_current(connection)


def test_each_role_may_have_an_address_of_its_own(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://{server}/fund")
    database.ensure()
    _boss(server, "ALTER ROLE himaya_app LOGIN PASSWORD 'app-password'")
    place = server.split("@")[1]
    monkeypatch.setenv("HIMAYA_DATABASE_URL_APP", f"postgresql://himaya_app:app-password@{place}/fund")
    with database.connect() as connection:
        assert connection.execute("SELECT session_user").fetchone() == ("himaya_app",)


def test_a_server_that_does_not_answer_is_said_without_the_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIMAYA_DATABASE_URL", "postgresql://clerk:very-secret@127.0.0.1:1/fund")
    with pytest.raises(DatabaseUnavailable) as refused:
        database.ensure()
    assert "very-secret" not in str(refused.value)
    assert "HIMAYA_DATABASE_URL" in refused.value.what_next


def test_a_wrong_password_is_an_error_not_an_empty_database(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = server.split("@")[1]
    monkeypatch.setenv("HIMAYA_DATABASE_URL", f"postgresql://boss:wrong@{place}/fund")
    with pytest.raises(DatabaseUnavailable, match="password authentication failed"):
        database.ensure()


def test_an_address_that_cannot_be_read_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_DATABASE_URL", "mysql//nonsense=")
    with pytest.raises(DatabaseUnavailable, match="cannot be read"):
        database.ensure()
