"""A database to throw away leaves no trace, neither on disk nor in where the others look."""

import os
from pathlib import Path

import psycopg

from himaya.runtime import addresses, facts, scratch


def test_a_scratch_database_is_apart_and_gone_afterwards(database: psycopg.Connection) -> None:
    from django.db import connection as djangos

    before = addresses.address()
    with scratch.database() as connection:
        folder = Path(os.environ["HIMAYA_DATA"])
        facts.put(connection, "here", 1)
        with djangos.cursor() as cursor:
            cursor.execute("SELECT value FROM runtime_setting WHERE key = 'here'")
            assert cursor.fetchone() == ("1",)
    assert not folder.exists()
    assert addresses.address() == before
    assert facts.get(database, "here") is None
    with djangos.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM runtime_setting WHERE key = 'here'")
        assert cursor.fetchone() == (0,)
