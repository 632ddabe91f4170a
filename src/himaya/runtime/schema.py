"""Bringing the tables up to date: only when needed, one process at a time.

A digest of the migration files is kept in the database; while it equals that of the program, nothing is done.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import Connection

from himaya.runtime import roles
from himaya.runtime.addresses import Role, address
from himaya.runtime.errors import DatabaseNewer, MigrationFailed

RIGHTS_VERSION = "2"  # raise it when roles.py changes: the rights are then applied again
LOCK = 0x48494D41  # "HIMA": held while the schema changes
KEY = "schema_digest"
SETTINGS, WEB_SETTINGS = "himaya.runtime.settings", "himaya.runtime.web_settings"
MIGRATE = "from himaya.runtime import schema; schema.migrate_as_owner()"


def setup_django() -> None:
    """Load Django with our settings, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def digest() -> str:
    """A digest of the names of all migrations of the installed apps and of what they declare of their tables."""
    setup_django()
    from django.apps import apps
    from django.conf import settings

    found = hashlib.sha256(RIGHTS_VERSION.encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        names = _migrations(config.path)
        if names and config.name not in settings.WEB_APPS:
            found.update(repr((config.label, names, _of_app(config))).encode())
    for name in settings.WEB_APPS:
        found.update(repr((name, _migrations(_folder(name)))).encode())
    return found.hexdigest()


def is_current(connection: Connection) -> bool:
    """Whether the database was brought up to date by this very set of migrations."""
    try:
        row = connection.execute(
            "SELECT value #>> '{}' FROM runtime_setting WHERE key = %s", [KEY]
        ).fetchone()
    except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege):
        return False
    return row is not None and row[0] == digest()


def migrate() -> None:
    """Apply the missing migrations as the owner and then the rights, under a lock. Repeatable.

    Raises DatabaseNewer if the database holds migrations unknown to this program.
    """
    setup_django()
    with psycopg.connect(address("owner").conninfo(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if is_current(connection):
            return
        for name in roles.EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        _refuse_newer(connection)
        migrate_as_owner()
        with connection.transaction():
            roles.grant_tables(connection, declared())
            connection.execute(
                """INSERT INTO runtime_setting (key, value) VALUES (%s, to_jsonb(%s::text))
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
                [KEY, digest()],
            )


def migrate_as_owner() -> None:
    """Apply the missing migrations on a connection of the owner; `migrate` holds the lock meanwhile."""
    setup_django()
    with django_as("owner"):
        _migrate_quietly()


def declared() -> roles.Rights:
    """What all apps declare of their tables: closed, partly changeable, disposable (`roles`)."""
    setup_django()
    from django.apps import apps

    every = [_of_app(config) for config in apps.get_app_configs()]
    return roles.Rights(
        append_only=[table for one in every for table in one.append_only],
        sealed=[table for one in every for table in one.sealed],
        changeable={table: columns for one in every for table, columns in one.changeable.items()},
        disposable=[table for one in every for table in one.disposable],
    )


def _migrations(folder: str | Path) -> list[str]:
    return sorted(path.stem for path in Path(folder, "migrations").glob("[0-9]*.py"))


def _folder(package: str) -> str:
    """Where a package lies, without loading it."""
    found = find_spec(package)
    assert found is not None
    assert found.submodule_search_locations is not None
    return found.submodule_search_locations[0]


def _of_app(config: object) -> roles.Rights:
    kinds = [one.name for one in fields(roles.Rights) if hasattr(config, one.name)]
    return roles.Rights(**{kind: getattr(config, kind) for kind in kinds})


def _migrate_quietly() -> None:
    """Apply what is missing; where the apps of the web are not loaded, a process that loads them does it."""
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command

    if all(apps.is_installed(name) for name in settings.WEB_APPS):
        call_command("migrate", interactive=False, verbosity=0)
        return
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": WEB_SETTINGS}
    done = subprocess.run(
        [sys.executable, "-c", MIGRATE], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise MigrationFailed(reason=(done.stderr.strip().splitlines() or ["?"])[-1])


def _refuse_newer(connection: Connection) -> None:
    from django.apps import apps

    if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
        return
    unknown = []
    for label, name in connection.execute("SELECT app, name FROM django_migrations ORDER BY id"):
        if label in apps.app_configs:
            folder = Path(apps.app_configs[label].path, "migrations")
            if not (folder / f"{name}.py").exists():
                unknown.append(f"{label}.{name}")
    if unknown:
        raise DatabaseNewer(migrations=", ".join(unknown))


@contextmanager
def django_as(role: Role) -> Iterator[None]:
    """For a while, Django's own connection is a new one: to the current database, in this role."""
    from django.db import connections

    from himaya.runtime.settings import database_settings

    before = connections["default"]
    before.close()
    fresh = before.copy()
    fresh.settings_dict.update(database_settings(role))
    connections["default"] = fresh
    try:
        yield
    finally:
        fresh.close()
        connections["default"] = before
