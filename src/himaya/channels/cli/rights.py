"""`himaya rights`: recompute everybody's rights, or show one person's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.channels.cli.days import DAY, on_option
from himaya.channels.cli.opening import actor, audited, prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.channels.cli.words import ACTS, REASONS, RELATIONS, STATES
from himaya.foundation.access.audit import record
from himaya.fund.registry.lookup import find_insured
from himaya.fund.rights import selectors, services
from himaya.kernel.money import Money
from himaya.runtime.progress import Progress


@click.group(name="rights")
def command() -> None:
    """Who is covered, why, and what would mend a right that is not open."""


@command.command(epilog="Example: himaya rights recompute --on 2022-04-01")
@on_option
@json_option
def recompute(on: date, as_json: bool) -> None:
    """Recompute the rights of everybody, apply the differences and tell the people concerned."""
    with prepared() as connection, Progress(total=None, label=_("Recomputing"), silent=as_json) as progress:

        def advance(done: int, total: int) -> None:
            progress.show(label=_("Recomputing"), done=done, total=total)

        done = services.recompute(connection, on=on, advance=advance)
        audited(connection, action="rights.recompute", run_id=done.run_id)
    emit(asdict(done), as_json=as_json, text=_recomputed)


@command.command(epilog="Example: himaya rights show 123456785 --on 2022-04-01 --known-on 2022-03-15")
@click.argument("person")
@click.option("--on", type=DAY, help="Show the rights of that day (default: the whole history).")
@click.option("--known-on", type=DAY, help="As the fund knew them on that day (default: as it knows now).")
@json_option
def show(person: str, on: Any, known_on: Any, as_json: bool) -> None:
    """Show the rights of a person (insured number or CIN) and of the family, and what would mend them."""
    with prepared() as connection:
        insured = find_insured(connection, text=person)
        record(connection, actor=actor(), action="rights.show", scope="person", subjects=[insured.id])
        held = selectors.list_rights(
            connection,
            person_id=insured.id,
            on=on.date() if on else None,
            known_on=known_on.date() if known_on else None,
        )
    data = {
        "insured_number": insured.insured_number,
        "name": insured.name,
        "rights": [_as_data(one) for one in held],
    }
    emit(data, as_json=as_json, text=_shown)


def _as_data(one: selectors.Held) -> dict[str, Any]:
    return {
        **asdict(one),
        "state": one.state.name.lower(),
        "reason": one.reason.name.lower(),
        "remedy": one.remedy.name.lower() if one.remedy else None,
    }


def _recomputed(data: Mapping[str, Any]) -> None:
    rows = [
        (_("People looked at"), data["people"]),
        (_("Rights no longer held"), data["gone"]),
        (_("Rights newly held"), data["new"]),
        (_("People told"), data["told"]),
    ]
    show_table(
        columns=("", ""), rows=rows, title=_("Rights, run {run}").format(run=data["run_id"]), numbers=(1,)
    )


def _shown(data: Mapping[str, Any]) -> None:
    title = f"{data['insured_number']}  {data['name']}"
    rows = [
        (
            _(RELATIONS[one["relation"]]),
            one["start_on"],
            one["end_on"] or "",
            _(STATES[one["state"]]),
            _(REASONS[one["reason"]]),
            _mended(one),
            one["reference"],
        )
        for one in data["rights"]
    ]
    headings = (_("Person"), _("From"), _("Until"), _("Right"), _("Why"), _("What mends it"), _("Text"))
    show_table(columns=headings, rows=rows, title=title)


def _mended(one: Mapping[str, Any]) -> str:
    if not one["remedy"]:
        return ""
    act = _(ACTS[one["remedy"]])
    language = get_language() or "en"
    cost = f" {Money(one['remedy_centimes']).format(language)}" if one["remedy_centimes"] else ""
    if not one["remedy_by"]:
        at_once = _("rights reopen on the day of payment")
        return f"{act}{cost}: {at_once}" if one["remedy"] == "pay" else f"{act}{cost}"
    when = _("until {day}") if one["remedy"] == "wait" else _("by {day}")
    return f"{act}{cost} {when.format(day=one['remedy_by'])}"
