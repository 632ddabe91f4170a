"""`himaya assess`: what everybody owes up to a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import audited, prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.fund.contributions.assess import assess
from himaya.kernel.money import Money
from himaya.kernel.month import Month
from himaya.runtime.progress import Progress


@click.command(name="assess", epilog="Example: himaya assess --month 2022-03")
@click.option("--month", required=True, help="Last month to work out, such as 2022-03.")
@on_option
@json_option
def command(month: str, on: date, as_json: bool) -> None:
    """Work out what every contributing member owes up to a month, as the law says."""
    try:
        through = Month.parse(month)
    except ValueError as error:
        raise click.BadParameter(_("A month is written like 2022-03."), param_hint="--month") from error
    with prepared() as connection, Progress(total=None, label=_("Assessing"), silent=as_json) as progress:

        def advance(done: int, total: int) -> None:
            progress.show(label=_("Assessing"), done=done, total=total)

        done = assess(connection, through=through, on=on, advance=advance)
        audited(connection, action="assess", run_id=done.run_id)
    emit(asdict(done), as_json=as_json, text=_shown)


def _shown(data: Mapping[str, Any]) -> None:
    rows = [
        (_("Memberships"), data["memberships"]),
        (_("Months added"), data["months"]),
        (_("Months corrected"), data["corrected"]),
        (_("Amount due (DH)"), Money(data["due_centimes"])),
    ]
    title = _("Assessment {run}").format(run=data["run_id"])
    show_table(columns=("", ""), rows=rows, title=title, numbers=(1,))
