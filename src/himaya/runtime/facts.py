"""Facts about this database, kept in the database itself."""

from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

DEMO = "demo"


def get(connection: Connection, key: str) -> Any:
    """The value kept under a key; None if there is none."""
    row = connection.execute("SELECT value FROM runtime_setting WHERE key = %s", [key]).fetchone()
    return row[0] if row else None


def put(connection: Connection, key: str, value: Any) -> None:
    """Keep a value (anything JSON can hold) under a key."""
    connection.execute(
        """INSERT INTO runtime_setting (key, value) VALUES (%s, %s)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
        [key, Jsonb(value)],
    )


def is_demo(connection: Connection) -> bool:
    """Whether this database holds invented people, so that demo accounts and shortcuts may exist."""
    return get(connection, DEMO) is True


def mark_demo(connection: Connection) -> None:
    """Mark this database as a demonstration, for good."""
    put(connection, DEMO, True)
