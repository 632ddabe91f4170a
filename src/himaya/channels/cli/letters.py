"""`himaya letters`: registered letters, applications received, registration ex officio."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl
from django.utils.translation import gettext as _

from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import actor, audited, prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.channels.cli.register import sentence_of
from himaya.channels.cli.words import LINE_STATES
from himaya.foundation.access.audit import record
from himaya.foundation.intake.cells import guarded
from himaya.fund.registry import letters
from himaya.fund.registry.registration.normalise import CANONICAL
from himaya.fund.registry.states import RegistrationState

TO = click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write addresses (CSV).",
)


@click.group(name="letters")
def command() -> None:
    """Write to people who have not completed their file, and register them when the time is up."""


@command.command(epilog="Example: himaya letters send 12 --on 2022-03-01 --to letters.csv")
@click.argument("run", type=int)
@on_option
@TO
@json_option
def send(run: int, on: date, target: Path | None, as_json: bool) -> None:
    """Send a registered letter to everybody of a list who has not completed; nobody gets a second one."""
    with prepared() as connection:
        sent = letters.send(connection, run_id=run, on=on)
        record(
            connection,
            actor=actor(),
            action="letters.send",
            scope="line",
            subjects=sent.letters["list_line"],
            run_id=run,
        )
    path = target or Path(f"letters-{run}-{on.isoformat()}.csv")
    _write(sent.letters, path)
    data = {"run": run, "on": on, "sent": sent.sent, "without_address": sent.without_address, "to": path}
    emit(data, as_json=as_json, text=_sent)


@command.command(epilog="Example: himaya letters received 12 345 --on 2022-03-20 --set phone=0661234567")
@click.argument("run", type=int)
@click.argument("line", type=int)
@click.option(
    "--set", "values", multiple=True, metavar="COLUMN=VALUE", help="What the application completes."
)
@on_option
@json_option
@click.pass_context
def received(
    ctx: click.Context, run: int, line: int, values: tuple[str, ...], on: date, as_json: bool
) -> None:
    """Record an application received for a line: it registers on that day if nothing misses any more."""
    given = _pairs(values)
    applications = pl.DataFrame(
        [{"list_run": run, "list_line": line, **given}],
        schema={"list_run": pl.Int64, "list_line": pl.Int32, **dict.fromkeys(given, pl.String)},
    )
    with prepared() as connection:
        row = letters.receive_applications(connection, applications=applications, on=on).lines.to_dicts()[0]
        record(
            connection, actor=actor(), action="letters.received", scope="line", subjects=[line], run_id=run
        )
    data = {
        "run": run,
        "line": line,
        "state": RegistrationState(row["state"]).name.lower(),
        "code": row["code"] or "",
        "insured_number": row["insured_number"],
    }
    emit(data, as_json=as_json, text=_received)
    ctx.exit(DONE if data["state"] == "registered" else WITH_REJECTS)


@command.command(epilog="Example: himaya letters register --on 2022-04-01 --to numbers.csv")
@on_option
@TO
@json_option
@click.pass_context
def register(ctx: click.Context, on: date, target: Path | None, as_json: bool) -> None:
    """Register ex officio everybody whose letter has run its days; those without a mobile get a letter."""
    with prepared() as connection:
        done = letters.register_due(connection, on=on)
        if done.run_id is not None:
            audited(connection, action="letters.register", run_id=done.run_id)
    path = None
    if done.told_by_letter.height:
        path = target or Path(f"numbers-{on.isoformat()}.csv")
        _write(done.told_by_letter, path)
    data = {
        "run": done.run_id,
        "on": on,
        "due": done.due,
        "registered": done.registered,
        "rejected": done.rejected,
        "waiting": done.waiting,
        "told_by_letter": done.told_by_letter.height,
        "to": path,
    }
    emit(data, as_json=as_json, text=_registered)
    ctx.exit(WITH_REJECTS if done.rejected or done.waiting else DONE)


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(part.partition("=")[::2] for part in values)
    for name in pairs:
        if name not in CANONICAL:
            known = ", ".join(CANONICAL)
            raise click.UsageError(
                _("“{name}” is not a column of a list: {known}").format(name=name, known=known)
            )
    return pairs


def _write(rows: pl.DataFrame, path: Path) -> None:
    """A file for the printer, that a spreadsheet opens without running anything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = pl.selectors.string()
    rows.with_columns(guarded(texts)).write_csv(path, include_bom=True)


def _sent(data: Mapping[str, Any]) -> None:
    rows = [(_("Letters sent"), data["sent"]), (_("People without an address"), data["without_address"])]
    show_table(columns=("", _("Letters")), rows=rows, numbers=(1,))
    click.echo(_("Addresses, for the printer: {path}").format(path=data["to"]))


def _received(data: Mapping[str, Any]) -> None:
    click.echo(
        _("Line {line} of list {run}: {state}").format(
            line=data["line"], run=data["run"], state=_(LINE_STATES[data["state"]])
        )
    )
    if data["code"]:
        click.echo(sentence_of(data["code"]))
    if data["insured_number"]:
        click.echo(_("New insured number: {number}").format(number=data["insured_number"]))


def _registered(data: Mapping[str, Any]) -> None:
    rows = [
        (_("Letters whose time is up"), data["due"]),
        (_("Registered"), data["registered"]),
        (_("Rejected"), data["rejected"]),
        (_("Still missing a fact, or awaiting a decision"), data["waiting"]),
        (_("Told by letter, without a mobile number"), data["told_by_letter"]),
    ]
    show_table(columns=("", _("Lines")), rows=rows, numbers=(1,))
    if data["to"]:
        click.echo(_("Addresses, for the printer: {path}").format(path=data["to"]))
