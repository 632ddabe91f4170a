"""Which messages go next: reserved within the gateway's speed, its daily cap and the hours of the day.

A dispatcher holds a database lock in its number's name while it lives; the server lets go of it when the
dispatcher dies. So whose work was interrupted is known at once and without a clock.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from psycopg import Connection
from psycopg.rows import class_row

from himaya.foundation.messaging.gateways.base import Gateway
from himaya.foundation.messaging.states import PRIORITY, Category, State
from himaya.foundation.messaging.templates import Sending
from himaya.foundation.messaging.windows import Holiday, is_open

LOCK_SPACE = 0x534D53  # "SMS": the first key of a dispatcher's advisory lock; its number is the second
BURST_SECONDS = 0.25  # unused speed is kept no longer: the busiest second passes the speed by a quarter


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message reserved by this dispatcher."""

    id: int
    phone: str
    language: str
    template: str
    version: int
    params: str
    segments: int
    category: int
    attempts: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a gateway's row allows now: segments by its speed and by its daily cap (None: no bound)."""

    paused: bool
    by_speed: int | None
    by_cap: int | None
    follows_windows: bool


@contextmanager
def worker(connection: Connection) -> Iterator[int]:
    """A dispatcher's number, held by a lock of this session until it ends or dies."""
    number = secrets.randbelow(2**31 - 1) + 1
    connection.execute("SELECT pg_advisory_lock(%s, %s)", (LOCK_SPACE, number))
    try:
        yield number
    finally:
        if not connection.closed and not connection.broken:
            connection.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, number))


def claim(
    connection: Connection,
    *,
    worker: int,
    gateway: Gateway,
    sending: Sending,
    now: datetime,
    holiday: Holiday,
    count: int,
) -> list[Claimed]:
    """Reserve up to `count` messages that may go now, most urgent first, within speed, cap and hours.

    The gateway's row is locked meanwhile, so all dispatchers together keep its speed and cap.
    """
    claimed: list[Claimed] = []
    with connection.transaction():
        allowance = _allowance(connection, gateway.name, sending, now)
        if allowance.paused:
            return []
        speed, cap = allowance.by_speed, allowance.by_cap
        for category in Category:
            if len(claimed) >= count or not _may_go(allowance, category, sending, now, holiday):
                continue
            rows = _take(
                connection, worker, gateway, category, now, count - len(claimed), speed=speed, cap=cap
            )
            spent = sum(row.segments for row in rows)
            speed = None if speed is None else speed - spent
            cap = None if cap is None else cap - spent
            claimed += _without_unwanted(connection, rows, category, gateway, sending, now)
        _spend(connection, gateway.name, sum(row.segments for row in claimed))
    return claimed


def soon(
    connection: Connection,
    *,
    gateway: Gateway,
    sending: Sending,
    now: datetime,
    holiday: Holiday,
    within: timedelta,
) -> bool:
    """True when a message will be allowed to go within that time, by the refill of the bucket or a retry
    due."""
    with connection.transaction():
        allowance = _allowance(connection, gateway.name, sending, now)
    if allowance.paused:
        return False
    for category in Category:
        if not _may_go(allowance, category, sending, now, holiday):
            continue
        first = connection.execute(
            f"""SELECT segments FROM messaging_message
                WHERE {_due(category)} AND not_before <= %s AND (NOT pinned OR gateway = %s)
                ORDER BY not_before, id LIMIT 1""",
            (now + within, gateway.name),
        ).fetchone()
        cap = None if category is Category.OTP else allowance.by_cap
        if first and (cap is None or first[0] <= cap):
            return True
    return False


def _due(category: Category) -> str:
    """The condition that the queue's index answers. Written out, since a parameter would hide the index."""
    return f"state = {State.QUEUED:d} AND priority = {PRIORITY[category]}"


def _may_go(
    allowance: Allowance, category: Category, sending: Sending, now: datetime, holiday: Holiday
) -> bool:
    return not allowance.follows_windows or is_open(sending, category=category, now=now, holiday=holiday)


def _allowance(connection: Connection, name: str, sending: Sending, now: datetime) -> Allowance:
    """Read and lock the gateway's row, refill its bucket and turn its day.

    Clocks of several machines may differ by seconds: the latest counts. One that was set back counts anew.
    """
    today = now.astimezone(ZoneInfo(sending.time_zone)).date()
    row = connection.execute(
        """UPDATE messaging_gateway SET
             tokens = CASE WHEN segments_per_second IS NULL THEN 0 ELSE
               least(greatest(1, segments_per_second * %(burst)s), tokens + segments_per_second
                     * greatest(0, extract(epoch FROM %(now)s - filled_at))) END,
             filled_at = CASE WHEN %(now)s < filled_at - interval '1 minute' THEN %(now)s
                              ELSE greatest(filled_at, %(now)s) END,
             sent_segments = CASE WHEN sent_on = %(today)s THEN sent_segments ELSE 0 END,
             sent_on = %(today)s
           WHERE name = %(name)s
           RETURNING paused_by, segments_per_second, tokens, daily_cap, sent_segments, follows_windows""",
        {"burst": BURST_SECONDS, "now": now, "today": today, "name": name},
    ).fetchone()
    assert row is not None
    paused_by, speed, tokens, cap, sent, follows = row
    return Allowance(
        paused=paused_by is not None,
        by_speed=None if speed is None else int(tokens),
        by_cap=None if cap is None else max(0, cap - sent),
        follows_windows=follows,
    )


def _take(
    connection: Connection,
    worker: int,
    gateway: Gateway,
    category: Category,
    now: datetime,
    count: int,
    *,
    speed: int | None,
    cap: int | None,
) -> list[Claimed]:
    """Speed may be overdrawn by one message, so that a long one is never stuck; the cap never is."""
    if category is Category.OTP:
        cap = None
    if (speed is not None and speed < 1) or cap == 0:
        return []
    # Shown to a gateway that can answer for the past, a whole batch is marked at once; else one by one.
    state, more = (State.HANDING, 1) if gateway.certain else (State.CLAIMED, 0)
    with connection.cursor(row_factory=class_row(Claimed)) as cursor:
        rows = cursor.execute(
            f"""WITH front AS (
                  SELECT id, segments, not_before FROM messaging_message
                  WHERE {_due(category)} AND not_before <= %(now)s
                    AND (NOT pinned OR gateway = %(gateway)s)
                  ORDER BY not_before, id LIMIT %(count)s FOR UPDATE SKIP LOCKED),
                cut AS (
                  SELECT id, sum(segments) OVER line AS upto, sum(segments) OVER line - segments AS before
                  FROM front WINDOW line AS (ORDER BY not_before, id))
                UPDATE messaging_message m
                SET state = {state:d}, claimed_by = %(worker)s, gateway = %(gateway)s,
                    attempts = attempts + {more}
                FROM cut WHERE m.id = cut.id
                  AND (%(speed)s::int IS NULL OR cut.before < %(speed)s)
                  AND (%(cap)s::int IS NULL OR cut.upto <= %(cap)s)
                RETURNING m.id, phone, language, template, version, params, segments, category, attempts,
                          pinned""",
            {
                "now": now,
                "gateway": gateway.name,
                "count": count,
                "worker": worker,
                "speed": speed,
                "cap": cap,
            },
        ).fetchall()
    return sorted(rows, key=lambda row: row.id)


def _without_unwanted(
    connection: Connection,
    rows: list[Claimed],
    category: Category,
    gateway: Gateway,
    sending: Sending,
    now: datetime,
) -> list[Claimed]:
    """Cancel campaigns to telephones that opted out meanwhile, and examples that must never ring."""
    unwanted: dict[int, str] = {}
    if gateway.reaches_telephones:
        unwanted = {row.id: "example number" for row in rows if sending.is_example(row.phone)}
    if category is Category.CAMPAIGN and rows:
        found = connection.execute(
            """SELECT DISTINCT phone FROM messaging_optout
               WHERE ended_at IS NULL AND category = %s AND phone = ANY(%s)""",
            (int(category), [row.phone for row in rows]),
        )
        refusing = {phone for (phone,) in found}
        unwanted |= {row.id: "opted out" for row in rows if row.phone in refusing}
    if unwanted:
        connection.execute(
            f"""UPDATE messaging_message m
                SET state = {State.CANCELLED:d}, claimed_by = NULL, final_at = %s, answer = v.words
                FROM unnest(%s::bigint[], %s::text[]) AS v (id, words) WHERE m.id = v.id""",
            (now, list(unwanted), list(unwanted.values())),
        )
    return [row for row in rows if row.id not in unwanted]


def _spend(connection: Connection, name: str, segments: int) -> None:
    if segments:
        connection.execute(
            """UPDATE messaging_gateway
               SET tokens = tokens - %s, sent_segments = sent_segments + %s WHERE name = %s""",
            (segments, segments, name),
        )
