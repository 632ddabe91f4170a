"""What is in the outbox, what it cost, and what was told about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from himaya.foundation.messaging.errors import UnknownMessage
from himaya.foundation.messaging.states import Category, Receipt, State
from himaya.foundation.messaging.templates import Catalogue
from himaya.foundation.messaging.windows import Holiday
from himaya.foundation.territory.selectors import working_days

THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """The settings and the day's use of one gateway."""

    name: str
    segments_per_second: int | None
    daily_cap: int | None
    follows_windows: bool
    validity_minutes: int
    price_per_thousand_centimes: int
    budget_line: str
    paused_by: str | None
    sent_on: str | None
    sent_segments: int

    @property
    def validity(self) -> timedelta:
        """How long the operator keeps trying."""
        return timedelta(minutes=self.validity_minutes)


def gateway_settings(connection: Connection, *, name: str) -> GatewaySettings:
    """The settings of a gateway that was used or configured. Raises LookupError."""
    for settings in list_gateways(connection):
        if settings.name == name:
            return settings
    raise LookupError(name)


def list_gateways(connection: Connection) -> list[GatewaySettings]:
    """Every gateway used or configured so far."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """SELECT name, segments_per_second, daily_cap, follows_windows,
                      validity_minutes, price_per_thousand_centimes,
                      budget_line, paused_by, sent_on::text, sent_segments
               FROM messaging_gateway ORDER BY name"""
        ).fetchall()
    return [GatewaySettings(**row) for row in rows]


def count_by_state(connection: Connection) -> list[dict[str, Any]]:
    """Messages and segments by template, category and state."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            """SELECT template, category, state, count(*) AS messages, sum(segments) AS segments
               FROM messaging_message GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
        ).fetchall()
    return [_named(row) for row in rows]


def costs(connection: Connection) -> list[dict[str, Any]]:
    """What was handed over, by gateway and budget line: segments, and centimes rounded up once per line."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"""SELECT gateway, budget_line, count(*) AS messages, sum(segments) AS segments,
                  ceil(sum(segments::bigint * price_per_thousand_centimes) / {THOUSAND}.0)::bigint AS centimes
                FROM messaging_message WHERE handed_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"""
        ).fetchall()


def list_messages(
    connection: Connection,
    *,
    states: Sequence[State] = (),
    template: str | None = None,
    person_id: int | None = None,
    cause: str | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Messages that meet all conditions, latest first."""
    conditions, values = ["true"], {"limit": limit}
    if states:
        conditions.append(f"state IN ({', '.join(str(int(s)) for s in states)})")
    wanted: dict[str, Any] = {"template": template, "person_id": person_id, "cause": cause}
    for name, value in wanted.items():
        if value is not None:
            conditions.append(f"{name} = %({name})s")
            values[name] = value
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"""SELECT id, person_id, phone, language, template, version, segments, category, state, cause,
                  attempts, not_before, handed_at, final_at
                FROM messaging_message WHERE {" AND ".join(conditions)} ORDER BY id DESC LIMIT %(limit)s""",
            values,
        ).fetchall()
    return [_named(row) for row in rows]


def get_message(connection: Connection, *, message_id: int, catalogue: Catalogue) -> dict[str, Any]:
    """One message with its text and its receipts. Raises UnknownMessage."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("SELECT * FROM messaging_message WHERE id = %s", (message_id,)).fetchone()
    if row is None:
        raise UnknownMessage(message=message_id)
    params = json.loads(row["params"])
    text = catalogue.template(row["template"]).render(
        language=row["language"], params=params, version=row["version"]
    )
    receipts = list_receipts(connection, message_id=message_id)
    return {**_named(row), "params": params, "text": text, "receipts": receipts}


def list_receipts(
    connection: Connection, *, message_id: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """Receipts, of one message in their order or the latest of all."""
    condition = "message_id = %(message_id)s" if message_id is not None else "true"
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(
            f"""SELECT id, message_id, status, gateway, gateway_ref, answer, received_at
                FROM messaging_receipt WHERE {condition}
                ORDER BY id {"" if message_id is not None else "DESC"} LIMIT %(limit)s""",
            {"message_id": message_id, "limit": limit},
        ).fetchall()
    return [{**row, "status": Receipt(row["status"]).name.lower()} for row in rows]


def list_opt_outs(connection: Connection, *, limit: int = 50) -> list[dict[str, Any]]:
    """Telephones that want no campaign now, latest first."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            """SELECT phone, category, person_id, since, by FROM messaging_optout
               WHERE ended_at IS NULL ORDER BY id DESC LIMIT %s""",
            (limit,),
        ).fetchall()


def oldest_waiting(connection: Connection) -> dict[str, datetime]:
    """By category, the instant from which its longest-waiting message might have gone."""
    rows = connection.execute(
        f"""SELECT category, min(not_before) FROM messaging_message
            WHERE state = {State.QUEUED:d} GROUP BY 1 ORDER BY 1"""
    ).fetchall()
    return {Category(category).name.lower(): instant for category, instant in rows}


def count_waiting(connection: Connection) -> int:
    """Messages still queued, whenever they may go."""
    row = connection.execute(
        f"SELECT count(*) FROM messaging_message WHERE state = {State.QUEUED:d}"
    ).fetchone()
    assert row is not None
    return int(row[0])


def public_holidays(connection: Connection, *, now: datetime) -> Holiday:
    """The territory's public holidays, from yesterday to a year ahead, for `windows`."""
    first = now.date() - timedelta(days=1)
    calendar = working_days(connection, first=first, last=first + timedelta(days=367))
    return calendar.holidays.__contains__


def masked(phone: str) -> str:
    """A telephone number of which only the last two digits show."""
    return f"{phone[:4]}{'•' * max(0, len(phone) - 6)}{phone[-2:]}"


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its category and state by name."""
    return {
        **row,
        "category": Category(row["category"]).name.lower(),
        "state": State(row["state"]).name.lower(),
    }
