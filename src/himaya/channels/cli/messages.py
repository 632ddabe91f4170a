"""`himaya messages`: what people are told, and sending it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click
from django.utils.translation import gettext as _
from psycopg import Connection

from himaya.channels.cli import message_views
from himaya.channels.cli.opening import actor
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option
from himaya.foundation.access import audit
from himaya.foundation.messaging import selectors, services
from himaya.foundation.messaging.dispatching import Dispatcher
from himaya.foundation.messaging.gateways.choice import GATEWAYS, gateway_named
from himaya.foundation.messaging.states import Category, State
from himaya.foundation.messaging.templates import LANGUAGES, load
from himaya.foundation.messaging.windows import next_opening
from himaya.kernel.jurisdiction import profile
from himaya.runtime import database
from himaya.runtime.fund import fund_name
from himaya.runtime.progress import Progress

STATES = [state.name.lower() for state in State]
full_option = click.option("--full", is_flag=True, help="Show telephone numbers in full; this is recorded.")
limit_option = click.option("--limit", type=click.IntRange(1), default=50, help="At most so many (50).")
gateway_option = click.option(
    "--gateway", type=click.Choice(list(GATEWAYS)), default="file", help="The way out (file)."
)


@click.group(
    name="messages",
    epilog="Example: himaya messages send --gateway file --until-empty",
    help="Show and send what people are to be told.",
)
def messages() -> None:
    """The group only holds the commands below."""


@messages.command(epilog="Example: himaya messages status --json", help="Count the messages; show gateways.")
@json_option
def status(as_json: bool) -> int:
    """Counts only, no person."""
    now = datetime.now(UTC)
    sending = load(fund_name()).sending
    with _reading() as connection:
        holiday = selectors.public_holidays(connection, now=now)
        data = {
            "messages": selectors.count_by_state(connection),
            "oldest_waiting": selectors.oldest_waiting(connection),
            "next_opening": {
                c.name.lower(): next_opening(sending, category=c, now=now, holiday=holiday)
                for c in Category
                if c != Category.OTP
            },
            "gateways": selectors.list_gateways(connection),
            "costs": selectors.costs(connection),
        }
    emit(data, as_json=as_json, text=message_views.show_status)
    return DONE


@messages.command(
    name="list", epilog="Example: himaya messages list --state unknown --limit 20", help="List messages."
)
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only in this state.")
@click.option("--template", help="Only of this template.")
@click.option("--person", type=int, help="Only to this person (internal number).")
@click.option("--cause", help="Only for this cause, for example register:17.")
@limit_option
@full_option
@json_option
def list_messages(
    states: tuple[str, ...],
    template: str | None,
    person: int | None,
    cause: str | None,
    limit: int,
    full: bool,
    as_json: bool,
) -> int:
    """Latest first."""
    with _working() as connection:
        rows = selectors.list_messages(
            connection,
            states=[State[name.upper()] for name in states],
            template=template,
            person_id=person,
            cause=cause,
            limit=limit,
        )
        rows = _shown(connection, rows, full, "messages.list")
    columns = ["id", "phone", "language", "template", "segments", "state", "cause", "handed_at"]
    emit(
        {"messages": rows},
        as_json=as_json,
        text=lambda data: message_views.show_rows(data["messages"], columns),
    )
    return DONE


@messages.command(epilog="Example: himaya messages show 1000000000000", help="Show one message.")
@click.argument("message_id", metavar="ID", type=int)
@full_option
@json_option
def show(message_id: int, full: bool, as_json: bool) -> int:
    """Its text (without the values that name a person, unless --full), its way, its receipts."""
    with _working() as connection:
        found = selectors.get_message(connection, message_id=message_id, catalogue=load(fund_name()))
        (found,) = _shown(connection, [found], full, "messages.show")
    if not full:
        found = {**found, "text": _without_digits(found["text"]), "params": None}
    emit(found, as_json=as_json, text=message_views.show_message)
    return DONE


@messages.command(
    epilog="Example: himaya messages send --gateway file --until-empty", help="Hand waiting messages over."
)
@gateway_option
@click.option("--limit", type=click.IntRange(1), help="At most so many messages.")
@click.option("--until-empty", is_flag=True, help="Also wait for retries due within a minute.")
@json_option
def send(gateway: str, limit: int | None, until_empty: bool, as_json: bool) -> int:
    """Exit code 1 when some were refused or the gateway does not answer. Ctrl-C stops after the batch."""
    way_out = gateway_named(gateway)
    try:
        with _working() as connection, _stopping() as stop:
            waiting = selectors.count_waiting(connection)
            total = waiting if limit is None else min(limit, waiting)
            with Progress(total, _("Sending"), silent=as_json) as progress:
                dispatcher = Dispatcher(
                    connection,
                    way_out,
                    load(fund_name()),
                    on_progress=progress.advance,
                    holiday=selectors.public_holidays(connection, now=datetime.now(UTC)),
                    stop=stop,
                )
                done = dispatcher.run(limit=limit, until_empty=until_empty)
    finally:
        way_out.close()
    emit(done.as_dict() | {"gateway": gateway}, as_json=as_json, text=message_views.sent)
    return WITH_REJECTS if done.refused or done.down else DONE


@messages.command(epilog="Example: himaya messages pause --gateway kannel", help="Stop sending for now.")
@gateway_option
@json_option
def pause(gateway: str, as_json: bool) -> int:
    """All dispatchers follow at their next batch."""
    with _working() as connection:
        services.pause(connection, name=gateway, by=actor())
    said = _("Nothing more is sent through {gateway} until it is resumed.").format(gateway=gateway)
    emit({"gateway": gateway, "paused": True}, as_json=as_json, text=lambda _data: said)
    return DONE


@messages.command(epilog="Example: himaya messages resume --gateway kannel", help="Send again after a pause.")
@gateway_option
@json_option
def resume(gateway: str, as_json: bool) -> int:
    """Nothing is lost in between."""
    with _working() as connection:
        services.resume(connection, name=gateway)
    said = _("Messages go through {gateway} again.").format(gateway=gateway)
    emit({"gateway": gateway, "paused": False}, as_json=as_json, text=lambda _data: said)
    return DONE


@messages.command(
    epilog="Example: himaya messages gateway kannel --speed 200 --daily-cap 400000",
    help="Set the speed, cap, price and hours of a gateway.",
)
@click.argument("name", type=click.Choice(list(GATEWAYS)))
@click.option("--speed", "segments_per_second", type=click.IntRange(1), help="Segments a second.")
@click.option("--daily-cap", type=click.IntRange(1), help="Segments a day.")
@click.option("--price", "price_per_thousand_centimes", type=click.IntRange(0), help="Centimes a thousand.")
@click.option("--budget-line", help="The budget line that pays.")
@click.option("--validity", "validity_minutes", type=click.IntRange(1), help="Minutes an operator tries.")
@click.option("--hours/--any-hour", "follows_windows", default=None, help="Keep to the fund's hours or not.")
@json_option
def gateway(name: str, as_json: bool, **settings: Any) -> int:
    """Only what is given changes."""
    with _working() as connection:
        given = {key: value for key, value in settings.items() if value is not None}
        services.configure_gateway(connection, name=name, settings=given)
        found = selectors.gateway_settings(connection, name=name)
    emit(
        {"gateway": found}, as_json=as_json, text=lambda data: message_views.show_gateways([data["gateway"]])
    )
    return DONE


@messages.command(
    name="templates",
    epilog="Example: himaya messages templates --lang ar",
    help="Show the templates, with their segments at the widest values.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Only this language.")
@json_option
def list_templates(lang: str | None, as_json: bool) -> int:
    """No database is needed."""
    catalogue = load(fund_name())
    rows = [
        message_views.preview(template, language)
        for template in catalogue.templates.values()
        for language in template.current.texts
        if lang in (None, language)
    ]
    emit({"templates": rows}, as_json=as_json, text=message_views.show_templates)
    return DONE


@messages.command(epilog="Example: himaya messages receipts --limit 20", help="Show the latest receipts.")
@click.option("--message", "message_id", type=int, help="Only of this message.")
@limit_option
@json_option
def receipts(message_id: int | None, limit: int, as_json: bool) -> int:
    """What operators told."""
    with _reading() as connection:
        rows = selectors.list_receipts(connection, message_id=message_id, limit=limit)
    columns = ["message_id", "status", "gateway", "gateway_ref", "answer", "received_at"]
    emit(
        {"receipts": rows},
        as_json=as_json,
        text=lambda data: message_views.show_rows(data["receipts"], columns),
    )
    return DONE


@messages.command(
    name="opt-out",
    epilog="Example: himaya messages opt-out 0661000001",
    help="End campaigns to a telephone, or list who ended them.",
)
@click.argument("phone", required=False)
@click.option("--end", is_flag=True, help="Let campaigns reach it again.")
@limit_option
@full_option
@json_option
def opt_out(phone: str | None, end: bool, limit: int, full: bool, as_json: bool) -> int:
    """Service messages and one-time codes are never stopped."""
    with _working() as connection:
        if phone is None:
            rows = _shown(
                connection, selectors.list_opt_outs(connection, limit=limit), full, "messages.opt-out"
            )
            columns = ["phone", "since", "by"]
            emit(
                {"opt_outs": rows},
                as_json=as_json,
                text=lambda d: message_views.show_rows(d["opt_outs"], columns),
            )
            return DONE
        fund = fund_name()
        number = services.mobile_number(phone, catalogue=load(fund), region=profile(fund)["phone_region"])
        change = services.opt_in if end else services.opt_out
        changed = change(connection, phone=number, by=f"cli:{actor()}", now=datetime.now(UTC))
        audit.record(
            connection, actor=actor(), action="messages.opt-out", scope="phone", subjects=[int(number)]
        )
    said = _("Campaigns reach this telephone again.") if end else _("No more campaigns to this telephone.")
    emit({"changed": changed, "opted_out": not end}, as_json=as_json, text=lambda _data: said)
    return DONE


@contextmanager
def _working() -> Iterator[Connection]:
    database.ensure()
    with database.connect() as connection:
        yield connection


@contextmanager
def _reading() -> Iterator[Connection]:
    database.ensure()
    with database.connect("reader") as connection:
        yield connection


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """The first Ctrl-C or TERM ends the batch in hand and then the work; a second one stops at once."""
    asked: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, frame: Any) -> None:
        asked.append(number)
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _shown(
    connection: Connection, rows: list[dict[str, Any]], full: bool, action: str
) -> list[dict[str, Any]]:
    """Rows with telephones masked or in full; which of the two is recorded in the audit trail."""
    subjects = [row.get("person_id") or 0 for row in rows]
    scope = "phone" if full else "masked phone"
    audit.record(connection, actor=actor(), action=action, scope=scope, subjects=subjects)
    return rows if full else [{**row, "phone": selectors.masked(row["phone"])} for row in rows]


def _without_digits(text: str) -> str:
    """The text with every long number hidden: registration numbers, not dates."""
    import re

    return re.sub(r"\d{6,}", lambda match: "•" * len(match.group()), text)
