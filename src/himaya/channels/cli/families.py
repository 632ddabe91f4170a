"""`himaya families`: a file of spouses and children into the register."""

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
from himaya.fund.registry.families import declare_families
from himaya.runtime.progress import Progress


@click.command(
    name="families", epilog="Example: himaya families declarations.csv --body portal --on 2022-03-01"
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", required=True, help="Code of the body or channel that sent the file.")
@on_option
@json_option
@click.pass_context
def command(ctx: click.Context, file: Path, body: str, on: date, as_json: bool) -> None:
    """Link spouses and children to the insured persons who declare them."""
    with prepared() as connection, Progress(total=None, label=_("Declaring"), silent=as_json) as progress:
        done = declare_families(connection, source=file, body=body, on=on, advance=progress.advance)
        audited(connection, action="families", run_id=done.run_id)
    emit(asdict(done), as_json=as_json, text=_shown)
    ctx.exit(WITH_REJECTS if done.refused else DONE)


def _shown(data: Mapping[str, Any]) -> None:
    if data["repeated"]:
        click.echo(_("This file was taken before; nothing changed."))
    rows = [
        (_("Lines received"), data["lines"]),
        (_("Spouses"), data["spouses"]),
        (_("Children"), data["children"]),
        (_("Refused"), data["refused"]),
    ]
    show_table(
        columns=("", _("Lines")),
        rows=rows,
        title=_("Families, file {run}").format(run=data["run_id"]),
        numbers=(1,),
    )
    if data["by_code"]:
        reasons = sorted(data["by_code"].items(), key=lambda pair: -pair[1])
        show_table(
            columns=(_("Refused because"), _("Lines")),
            rows=[(sentence_of(code), count) for code, count in reasons],
            numbers=(1,),
        )
