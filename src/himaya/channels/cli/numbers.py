"""`himaya numbers`: the series of insured numbers, what remains of them, opening the next one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.fund.registry import numbers


@click.group(name="numbers", invoke_without_command=True, epilog="Example: himaya numbers --json")
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the series of insured numbers and what remains of them."""
    if ctx.invoked_subcommand is not None:
        return
    with prepared() as connection:
        series = numbers.list_series(connection)
    data = {
        "series": [
            {
                "series": one.id,
                "leading_digit": one.leading_digit,
                "capacity": one.capacity,
                "used": one.used,
                "remaining": one.remaining,
                "opened": one.opened,
                "evidence": one.evidence,
            }
            for one in series
        ],
        "remaining": sum(one.remaining for one in series),
    }
    emit(data, as_json=as_json, text=_shown)


@command.command(name="open", epilog="Example: himaya numbers open 2")
@click.argument("series", type=int)
@json_option
def open_(series: int, as_json: bool) -> None:
    """Let the next series give numbers once the opened ones are used up."""
    with prepared() as connection:
        numbers.open_series(connection, series=series)
    emit({"opened": series}, as_json=as_json, text=_opened)


def _opened(data: Mapping[str, Any]) -> str:
    return _("Series {series} is open.").format(series=data["opened"])


def _shown(data: Mapping[str, Any]) -> None:
    rows = [
        (
            one["series"],
            one["leading_digit"],
            one["capacity"],
            one["used"],
            one["remaining"],
            one["opened"],
            _(one["evidence"]),
        )
        for one in data["series"]
    ]
    headings = (
        _("Series"),
        _("First digit"),
        _("Capacity"),
        _("Given"),
        _("Remaining"),
        _("Open"),
        _("Evidence"),
    )
    show_table(columns=headings, rows=rows, title=_("Insured numbers"), numbers=(2, 3, 4))
