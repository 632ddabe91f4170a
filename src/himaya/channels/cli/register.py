"""`himaya register`: a liaison body's list into the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from psycopg import Connection

from himaya.channels.cli import layouts
from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import audited, prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.foundation.intake.findings import catalogued
from himaya.fund.registry import selectors
from himaya.fund.registry.registration import returning
from himaya.fund.registry.registration.run import Report, register_list
from himaya.runtime.progress import Progress


@click.command(
    name="register",
    epilog="Example: himaya register farmers.parquet --body agriculture --on 2022-02-15",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", required=True, help="Code of the body that sent the list.")
@on_option
@click.option(
    "--to-mend",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the lines to mend (default: beside the list).",
)
@click.option("--propose-layout", is_flag=True, help="Only guess which heading is which of our columns.")
@click.option("--save-layout", is_flag=True, help="Guess, and keep the guess as the body's layout.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    file: Path,
    body: str,
    on: date,
    to_mend: Path | None,
    propose_layout: bool,
    save_layout: bool,
    as_json: bool,
) -> None:
    """Register the people of a list sent by a body, and write the lines to mend.

    The same list twice changes nothing. Kill it at any moment and give the command again: it continues.
    """
    with prepared() as connection:
        if propose_layout or save_layout:
            selectors.get_body(connection, code=body)
            layouts.propose(file=file, body=body, save=save_layout, as_json=as_json)
            return
        report = _registered(connection, file=file, body=body, day=on, silent=as_json)
        target = to_mend or file.with_name(f"{file.stem}.to-mend")
        mended = returning.write_lines_to_mend(connection, run_id=report.run_id, target=target)
        audited(connection, action="register", run_id=report.run_id)
    emit(_data(report, mended), as_json=as_json, text=_shown)
    ctx.exit(WITH_REJECTS if report.rejected or report.to_complete or report.to_decide else DONE)


def _registered(connection: Connection, *, file: Path, body: str, day: date, silent: bool) -> Report:
    labels = {"read": _("Reading"), "decide": _("Deciding"), "enter": _("Registering")}
    with Progress(total=None, label=labels["read"], silent=silent) as progress:

        def advance(step: str, done: int, total: int) -> None:
            progress.show(label=labels[step], done=done, total=total or None)

        return register_list(connection, source=file, body=body, on=day, advance=advance)


def _data(report: Report, mended: Path | None) -> dict[str, Any]:
    return {
        "run": report.run_id,
        "body": report.body,
        "on": report.on,
        "repeated": report.repeated,
        "lines": report.lines,
        "registered": report.registered,
        "new_people": report.new_people,
        "rejected": report.rejected,
        "to_complete": report.to_complete,
        "to_decide": report.to_decide,
        "codes": report.by_code,
        "to_mend": str(mended) if mended else None,
    }


def _shown(data: Mapping[str, Any]) -> None:
    if data["repeated"]:
        click.echo(_("This list was taken before (list {run}); nothing changed.").format(run=data["run"]))
    rows = [
        (_("Lines received"), data["lines"]),
        (_("Registered"), data["registered"]),
        (_("of whom new in the register"), data["new_people"]),
        (_("Rejected"), data["rejected"]),
        (_("To complete"), data["to_complete"]),
        (_("Awaiting a decision (possible duplicates)"), data["to_decide"]),
    ]
    title = _("List {run} of {body}, {on}").format(run=data["run"], body=data["body"], on=data["on"])
    show_table(columns=("", _("Lines")), rows=rows, title=title, numbers=(1,))
    if data["codes"]:
        reasons = sorted(data["codes"].items(), key=lambda pair: -pair[1])
        show_table(
            columns=(_("Why lines did not enter"), _("Lines")),
            rows=[(sentence_of(code), count) for code, count in reasons],
            numbers=(1,),
        )
    if data["to_mend"]:
        click.echo(_("Lines to mend, for the sender: {path}").format(path=data["to_mend"]))


def sentence_of(code: str, *, value: str = "…", column: str = "…") -> str:
    """The sentence of a finding in the language of this run; of many findings at once, without their values."""
    from django.utils.translation import get_language

    from himaya.foundation.intake.findings import Finding

    catalogued(code)
    return Finding(code=code, value=value, column=column).sentence(get_language() or "en")
