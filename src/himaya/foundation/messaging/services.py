"""What people and gateways tell messaging: receipts, texts received, opting out, pausing, settings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from psycopg import Connection, sql

from himaya.foundation.messaging.errors import PhoneRefused, UnknownGateway
from himaya.foundation.messaging.outbox import enqueue
from himaya.foundation.messaging.states import Category, Receipt, State
from himaya.foundation.messaging.templates import Catalogue
from himaya.kernel.digits import clean_text

STOP_TEMPLATE = "stop_confirmation"
TEXT_MAX = 1_000
GATEWAY_DEFAULTS: dict[str, dict[str, bool | int | None]] = {
    "file": {"follows_windows": False, "segments_per_second": None},
    "http": {"follows_windows": True, "segments_per_second": 100},
    "kannel": {"follows_windows": True, "segments_per_second": 100},
}
GATEWAY_SETTINGS = (
    "segments_per_second",
    "daily_cap",
    "follows_windows",
    "validity_minutes",
    "price_per_thousand_centimes",
    "budget_line",
)

_TARGET = {
    Receipt.DELIVERED: State.DELIVERED,
    Receipt.UNDELIVERED: State.UNDELIVERED,
    Receipt.QUEUED_AT_OPERATOR: State.ACCEPTED,
    Receipt.ACCEPTED_BY_OPERATOR: State.ACCEPTED,
    Receipt.REFUSED_BY_OPERATOR: State.REFUSED,
}
_OPEN = (State.QUEUED, State.CLAIMED, State.HANDING, State.HANDED, State.UNKNOWN)
# Which states a receipt may change. Delivered is the last word whatever was believed before; a receipt for a
# message still queued proves that the operator has it, and takes it out of the queue.
_FROM = {
    Receipt.DELIVERED: tuple(state for state in State if state is not State.DELIVERED),
    Receipt.UNDELIVERED: (*_OPEN, State.ACCEPTED, State.EXPIRED),
    Receipt.QUEUED_AT_OPERATOR: (*_OPEN, State.EXPIRED),
    Receipt.ACCEPTED_BY_OPERATOR: (*_OPEN, State.EXPIRED),
    Receipt.REFUSED_BY_OPERATOR: (*_OPEN, State.ACCEPTED, State.EXPIRED),
}


@dataclass(frozen=True, slots=True)
class Received:
    """A text received: its number (None if it came before), and whether it asks to stop."""

    id: int | None
    is_stop: bool


def record_receipt(
    connection: Connection,
    *,
    message_id: int,
    status: Receipt,
    gateway: str,
    now: datetime,
    ref: str = "",
    answer: str = "",
) -> bool:
    """Keep what a gateway tells of a message and move its state; False if it was told before.

    Receipts may come in any order, twice, or before the dispatcher heard that the message was taken. One
    for an unknown message is kept and changes nothing.
    """
    with connection.transaction():
        fresh = connection.execute(
            """INSERT INTO messaging_receipt (message_id, status, gateway, gateway_ref, answer, received_at)
               VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (message_id, status, gateway_ref) DO NOTHING""",
            (message_id, int(status), gateway, ref, answer[:TEXT_MAX], now),
        ).rowcount
        if not fresh:
            return False
        state = _TARGET[status]
        final = now if state is not State.ACCEPTED else None
        connection.execute(
            """UPDATE messaging_message
               SET state = %s, gateway_ref = coalesce(nullif(%s, ''), gateway_ref),
                   answer = coalesce(nullif(%s, ''), answer),
                   handed_at = coalesce(handed_at, %s), final_at = %s
               WHERE id = %s AND state = ANY(%s)""",
            (int(state), ref, answer[:TEXT_MAX], now, final, message_id, [int(s) for s in _FROM[status]]),
        )
    return True


def receive(
    connection: Connection,
    *,
    catalogue: Catalogue,
    gateway: str,
    gateway_ref: str,
    phone: str,
    text: str,
    now: datetime,
) -> Received:
    """Keep a text a person sent; STOP (in any of the fund's words) ends campaigns and is confirmed once.

    gateway_ref: the gateway's number of the text; the same text told twice changes nothing.
    """
    language = stop_language(text, catalogue=catalogue)
    with connection.transaction():
        row = connection.execute(
            """INSERT INTO messaging_inbound (gateway, gateway_ref, phone, text, is_stop, received_at)
               VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (gateway, gateway_ref) DO NOTHING RETURNING id""",
            (gateway, gateway_ref, phone, text[:TEXT_MAX].replace("\0", ""), language is not None, now),
        ).fetchone()
        if row is None or language is None:
            return Received(row[0] if row else None, language is not None)
        opt_out(connection, phone=phone, by=f"inbound:{row[0]}", now=now)
        frame = pl.DataFrame({"person_id": [0], "phone": [phone], "language": [language]})
        enqueue(
            connection,
            frame=frame,
            template=STOP_TEMPLATE,
            catalogue=catalogue,
            cause=f"inbound:{row[0]}",
            now=now,
        )
    return Received(row[0], True)


def stop_language(text: str, *, catalogue: Catalogue) -> str | None:
    """The language of a text that says nothing but stop, None for any other text.

    Capitals, accents, spaces and marks do not matter: "Stop.", "arrêt", "توقف" stop; "don't stop" does not.
    """
    words = re.findall(r"\w+", _bare(text))
    stops = {_bare(word): language for word, language in catalogue.sending.stop_words.items()}
    return stops.get(words[0]) if len(words) == 1 else None


def opt_out(
    connection: Connection, *, phone: str, by: str, now: datetime, person_id: int | None = None
) -> bool:
    """End campaigns to a telephone; False if it had opted out already. Queued campaigns are not sent."""
    return bool(
        connection.execute(
            """INSERT INTO messaging_optout (phone, category, person_id, since, by)
               VALUES (%s, %s, %s, %s, %s)
               ON CONFLICT (phone, category) WHERE ended_at IS NULL DO NOTHING""",
            (phone, int(Category.CAMPAIGN), person_id, now, by),
        ).rowcount
    )


def opt_in(connection: Connection, *, phone: str, by: str, now: datetime) -> bool:
    """Let campaigns reach a telephone again; False if it had not opted out."""
    return bool(
        connection.execute(
            """UPDATE messaging_optout SET ended_at = %s, ended_by = %s
               WHERE phone = %s AND category = %s AND ended_at IS NULL""",
            (now, by, phone, int(Category.CAMPAIGN)),
        ).rowcount
    )


def mobile_number(text: str, *, catalogue: Catalogue, region: str) -> str:
    """A typed number as E.164, if it can receive an SMS. Raises PhoneRefused."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(clean_text(text), region)
    except phonenumbers.NumberParseException as error:
        raise PhoneRefused from error
    phone = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    if not catalogue.sending.is_mobile(phone):
        raise PhoneRefused
    return phone


def ensure_gateway(connection: Connection, *, name: str) -> None:
    """The settings row of a gateway exists; a new one gets its defaults."""
    defaults = GATEWAY_DEFAULTS.get(name, GATEWAY_DEFAULTS["http"])
    connection.execute(
        """INSERT INTO messaging_gateway (name, follows_windows, segments_per_second) VALUES (%s, %s, %s)
           ON CONFLICT (name) DO NOTHING""",
        (name, defaults["follows_windows"], defaults["segments_per_second"]),
    )


def configure_gateway(connection: Connection, *, name: str, settings: dict[str, object]) -> None:
    """Change settings of a gateway (`GATEWAY_SETTINGS`); all its dispatchers follow at their next batch."""
    ensure_gateway(connection, name=name)
    for key, value in settings.items():
        if key not in GATEWAY_SETTINGS:
            raise KeyError(key)
        order = sql.SQL("UPDATE messaging_gateway SET {} = %s WHERE name = %s").format(sql.Identifier(key))
        connection.execute(order, (value, name))


def pause(connection: Connection, *, name: str, by: str) -> None:
    """Stop sending through a gateway, at the next batch of each dispatcher."""
    ensure_gateway(connection, name=name)
    connection.execute(
        "UPDATE messaging_gateway SET paused_by = coalesce(paused_by, %s) WHERE name = %s", (by, name)
    )


def resume(connection: Connection, *, name: str) -> None:
    """Send through a paused gateway again. Raises UnknownGateway for one never used."""
    done = connection.execute("UPDATE messaging_gateway SET paused_by = NULL WHERE name = %s", (name,))
    if not done.rowcount:
        raise UnknownGateway(gateway=name, known=", ".join(GATEWAY_DEFAULTS))


def _bare(text: str) -> str:
    """Capitals without accents or Arabic marks."""
    decomposed = unicodedata.normalize("NFD", clean_text(text).upper())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
