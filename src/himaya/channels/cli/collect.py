"""`himaya collect`: a collector's reconciliation file into payments and settled months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import audited, prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.channels.cli.register import sentence_of
from himaya.fund.contributions.collection import collect
from himaya.kernel.money import Money
from himaya.runtime.progress import Progress


@click.command(name="collect", epilog="Example: himaya collect payments-2022-03.csv --on 2022-03-31")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@on_option
@json_option
@click.pass_context
def command(ctx: click.Context, file: Path, on: date, as_json: bool) -> None:
    """Take the payments of a collector's file and settle the months they pay.

    A transaction is taken once, however often it is sent.
    """
    with prepared() as connection, Progress(total=None, label=_("Collecting"), silent=as_json) as progress:
        done = collect(connection, source=file, on=on, advance=progress.advance)
        audited(connection, action="collect", run_id=done.run_id)
    emit(asdict(done), as_json=as_json, text=_shown)
    ctx.exit(WITH_REJECTS if done.refused else DONE)


def _shown(data: Mapping[str, Any]) -> None:
    rows = [
        (_("Payments received"), data["lines"]),
        (_("Taken"), data["taken"]),
        (_("Known already"), data["repeated"]),
        (_("Refused"), data["refused"]),
        (_("Months settled"), data["months_settled"]),
        (_("Amount taken (DH)"), Money(data["amount_centimes"])),
        (_("Not used yet (DH)"), Money(data["unused_centimes"])),
    ]
    show_table(
        columns=("", ""), rows=rows, title=_("Collection {run}").format(run=data["run_id"]), numbers=(1,)
    )
    if data["by_code"]:
        show_table(
            columns=(_("Refused because"), _("Lines")),
            rows=[(sentence_of(code), count) for code, count in sorted(data["by_code"].items())],
            numbers=(1,),
        )
