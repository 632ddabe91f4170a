"""`himaya bodies`: who sends lists, under which convention and decree; adding one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.channels.cli.days import DAY
from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.fund.registry import bodies


@click.group(name="bodies", invoke_without_command=True, epilog="Example: himaya bodies --json")
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the bodies that send lists, with their convention and decree."""
    if ctx.invoked_subcommand is not None:
        return
    with prepared() as connection:
        known = bodies.list_known(connection)
    emit({"bodies": [asdict(one) for one in known]}, as_json=as_json, text=_shown)


@command.command(
    epilog="Example: himaya bodies add fishmongers --name-fr 'Chambre des mareyeurs' --name-ar 'غرفة تجار السمك'"
    " --category artisan"
)
@click.argument("code")
@click.option("--name-fr", required=True, help="Name in French.")
@click.option("--name-ar", required=True, help="Name in Arabic.")
@click.option(
    "--category", "categories", multiple=True, required=True, help="What it lists; repeat for each."
)
@click.option(
    "--kind", type=click.Choice(bodies.KINDS), default="chamber", show_default=True, help="What it is."
)
@click.option("--signed-on", type=DAY, help="Day on which the convention was signed.")
@click.option("--reference", default="", help="Reference of the convention.")
@click.option("--decree", default="", help="Number of the decree of its category.")
@json_option
def add(
    code: str,
    name_fr: str,
    name_ar: str,
    categories: tuple[str, ...],
    kind: str,
    signed_on: Any,
    reference: str,
    decree: str,
    as_json: bool,
) -> None:
    """Make a new body known; then propose the layout of its first file."""
    body = bodies.KnownBody(
        code=code,
        kind=kind,
        name={"fr": name_fr, "ar": name_ar},
        convention={"reference": reference, "evidence": "given"},
        decree=decree,
        categories=list(categories),
    )
    with prepared() as connection:
        bodies.add(connection, body=body, by="cli", signed_on=signed_on.date() if signed_on else None)
    emit({"added": code}, as_json=as_json, text=_added)


def _added(data: Mapping[str, Any]) -> str:
    command = f"himaya register FILE --body {data['added']} --propose-layout"
    return "\n".join(
        (
            _("The body {body} is known.").format(body=data["added"]),
            _("Next: {command}").format(command=command),
        )
    )


def _shown(data: Mapping[str, Any]) -> None:
    language = get_language() or "en"
    rows = [
        (
            one["code"],
            one["name"].get(language) or one["name"].get("fr", ""),
            ", ".join(one["categories"]),
            one["convention"].get("signed_on") or one["convention"].get("reference", ""),
            one["decree"],
        )
        for one in data["bodies"]
    ]
    headings = (_("Body"), _("Name"), _("Categories"), _("Convention"), _("Decree"))
    show_table(columns=headings, rows=rows, title=_("Liaison bodies"))
