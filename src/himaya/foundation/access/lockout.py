"""Counting failures, so that guessing is slow: per account and per address, in the database.

Both are kept as keyed digests. A locked account is answered exactly like a wrong password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from himaya.foundation.access.sealing import keyed_digest

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most `most` of a kind for one key within a time."""

    kind: str
    most: int
    within: timedelta


ACCOUNT = Limit(kind="account", most=8, within=timedelta(minutes=15))
ADDRESS = Limit(kind="address", most=60, within=timedelta(minutes=15))
CODE_TO_ACCOUNT = Limit(kind="code", most=3, within=timedelta(hours=1))
CODE_FROM_ADDRESS = Limit(kind="code_from", most=20, within=timedelta(hours=1))


def is_reached(connection: Connection, *, limit: Limit, key: str, now: datetime) -> bool:
    """Whether no more is allowed for this key now."""
    row = connection.execute(
        "select count(*) from access_attempt where kind = %s and key = %s and at > %s",
        [limit.kind, keyed_digest(limit.kind, key), now - limit.within],
    ).fetchone()
    return row is not None and row[0] >= limit.most


def count(connection: Connection, *, limit: Limit, key: str, now: datetime) -> None:
    """One more of this kind for this key."""
    connection.execute(
        "insert into access_attempt (kind, key, at) values (%s, %s, %s)",
        [limit.kind, keyed_digest(limit.kind, key), now],
    )


def forgive(connection: Connection, *, limit: Limit, key: str) -> None:
    """Forget what was counted for this key: the right person came."""
    connection.execute(
        "delete from access_attempt where kind = %s and key = %s", [limit.kind, keyed_digest(limit.kind, key)]
    )


def forget_old(connection: Connection, *, now: datetime) -> int:
    """Drop what no limit counts any more; how many."""
    return connection.execute("delete from access_attempt where at < %s", [now - KEPT]).rowcount
