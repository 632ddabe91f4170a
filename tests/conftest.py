"""What all tests share: one PostgreSQL server a run, one database a worker, cloned from a migrated template.

database   a connection of the app role to this worker's database, given back empty of what the test wrote
cli        runs a command in this process:      cli("numbers", "--json").output
himaya     runs it in a process of its own, with its own data folder and database
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

ROOT = "HIMAYA_TESTS_ROOT"
TEMPLATE = "himaya_template"
RUN = "from himaya.channels.cli.main import main; main()"
# It holds no doctest; looked at after a folder's own conftest (tests/api), its name would mean that one.
collect_ignore = ["conftest.py"]


def pytest_configure(config: pytest.Config) -> None:
    """Every process of the run shares one folder; each worker has its own database in it."""
    if not hasattr(config, "workerinput"):
        os.environ[ROOT] = tempfile.mkdtemp(prefix="himaya-tests-")
        Path(os.environ[ROOT]).chmod(0o711)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    for name in [name for name in os.environ if name.startswith("HIMAYA_") and name != ROOT]:
        del os.environ[name]
    os.environ |= {
        "HIMAYA_DATA": os.environ[ROOT],
        "HIMAYA_DATABASE_NAME": f"himaya_{worker}",
        "HIMAYA_HTTPS": "0",
        "HIMAYA_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "himaya.runtime.web_settings",
    }


def pytest_sessionstart() -> None:
    """Load Django before the test modules import models.

    Tests of pure packages run even if an app cannot be imported; the others then fail in `template`.
    """
    from himaya.runtime.schema import setup_django

    with suppress(ImportError):
        setup_django()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The run's own process stops the server and removes the folder."""
    if hasattr(config, "workerinput") or ROOT not in os.environ:
        return
    from himaya.runtime import database

    root = Path(os.environ[ROOT])
    if (root / "postgres").exists():
        os.environ["HIMAYA_DATA"] = str(root)
        database.stop()
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """What a page or a command chose to speak ends with its test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def template() -> str:
    """The name of a migrated database that nobody works in, made by the first worker that needs it."""
    from himaya.runtime import database, schema

    with _alone(), _named(TEMPLATE):
        if not database.embedded().status().ready:
            database.ensure()
            with database.connect("admin") as connection:  # tests need not survive a power cut
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        schema.migrate()
    return TEMPLATE


@pytest.fixture(scope="session")
def _worker_database(template: str) -> str:
    name = os.environ["HIMAYA_DATABASE_NAME"]
    clone(name)
    return name


@pytest.fixture
def database(_worker_database: str) -> Iterator[psycopg.Connection]:
    """A connection as himaya_app; whatever any connection commits is gone after the test."""
    from django.db import connections

    from himaya.runtime import database as runtime_database

    with runtime_database.connect() as connection:
        yield connection
    connections.close_all()
    _clean()


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    exit_code: int
    output: str
    errors: str

    def json(self) -> Any:
        """The one JSON object of --json."""
        return json.loads(self.output)


@pytest.fixture
def cli(database: psycopg.Connection) -> Callable[..., Answer]:
    """Runs a command in this process, on this worker's database."""
    from click.testing import CliRunner

    from himaya.channels.cli.main import main

    def answer(*arguments: str | Path, **options: Any) -> Answer:
        result = CliRunner().invoke(main, [str(part) for part in arguments], **options)
        return Answer(result.exit_code, result.stdout, result.stderr)

    return answer


@dataclass(frozen=True)
class Himaya:
    """The command line of an installation of its own: its folder, its database."""

    folder: Path
    environment: dict[str, str]

    def __call__(
        self, *arguments: str | Path, code: int | None = 0, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end; `code` is the exit code expected, None for any."""
        command = [sys.executable, "-c", RUN, *map(str, arguments)]
        result = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, **options
        )
        if code is not None:
            assert result.returncode == code, f"{result.returncode}\n{result.stdout}\n{result.stderr}"
        return result

    def json(self, *arguments: str | Path, code: int | None = 0) -> Any:
        """Run with --json and read the answer."""
        return json.loads(self(*arguments, "--json", code=code).stdout)

    def connect(self) -> psycopg.Connection:
        """A connection to its database, as the app role."""
        return psycopg.connect(
            self.environment["HIMAYA_DATABASE_URL"], options="-c role=himaya_app", autocommit=True
        )


@pytest.fixture
def himaya(template: str, tmp_path: Path) -> Iterator[Himaya]:
    """A fresh installation on the run's server, reached as an external database."""
    from himaya.runtime.addresses import address

    name = f"himaya_own_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    clone(name)
    own = {**os.environ, "HIMAYA_DATA": str(tmp_path / "data"), "PYTHONWARNINGS": "default"}
    own["HIMAYA_DATABASE_URL"] = address("admin").of(name).url()
    del own["HIMAYA_DATABASE_NAME"]
    yield Himaya(folder=tmp_path / "data", environment=own)
    drop(name)


def clone(name: str) -> None:
    """A fresh copy of the template under this name."""
    with _alone(), _maintenance() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} OWNER himaya_owner')


def drop(name: str) -> None:
    """Remove a database, whoever is still connected to it."""
    with _maintenance() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _clean() -> None:
    """The worker's database as the template has it."""
    clone(os.environ["HIMAYA_DATABASE_NAME"])


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    from himaya.runtime.addresses import address

    with psycopg.connect(address("admin").of("postgres").conninfo(), autocommit=True) as connection:
        yield connection


@contextmanager
def _named(name: str) -> Iterator[None]:
    """For a moment, another database of the same server is the current one."""
    before = os.environ["HIMAYA_DATABASE_NAME"]
    os.environ["HIMAYA_DATABASE_NAME"] = name
    try:
        yield
    finally:
        os.environ["HIMAYA_DATABASE_NAME"] = before


@contextmanager
def _alone() -> Iterator[None]:
    """One worker at a time: a template cannot be copied while another is connected to it."""
    with open(Path(os.environ[ROOT]) / "tests.lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
