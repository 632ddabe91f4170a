"""How `himaya messages` shows what it found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.output import show_table
from himaya.channels.cli.words import MESSAGE_FIELDS, MESSAGE_STATES
from himaya.foundation.messaging import selectors
from himaya.foundation.messaging.segments import Measure
from himaya.foundation.messaging.templates import Template


def preview(template: Template, language: str) -> dict[str, Any]:
    measures = template.measures(language=language)
    worst: Measure = max(measures, key=lambda m: (m.segments, m.units))
    return {
        "code": template.code,
        "category": template.category.name.lower(),
        "version": template.current.number,
        "language": language,
        "reviewed": language not in template.current.unreviewed,
        "alphabet": worst.alphabet,
        "units": worst.units,
        "segments": worst.segments,
        "left": worst.left,
        "parameters": list(template.parameters),
        "text": template.current.texts[language],
    }


def show_status(data: Mapping[str, Any]) -> None:
    show_table(
        columns=[_("Template"), _("Category"), _("State"), _("Messages"), _("Segments")],
        rows=[
            (
                row["template"],
                row["category"],
                _(MESSAGE_STATES[row["state"]]),
                row["messages"],
                row["segments"],
            )
            for row in data["messages"]
        ],
        numbers=[3, 4],
        title=_("Messages"),
    )
    show_gateways(data["gateways"])


def show_gateways(gateways: list[selectors.GatewaySettings]) -> None:
    if gateways:
        show_table(
            columns=[_("Gateway"), _("Segments a second"), _("Daily cap"), _("Sent today"), _("Paused by")],
            rows=[
                (g.name, g.segments_per_second, g.daily_cap, g.sent_segments, g.paused_by) for g in gateways
            ],
            numbers=[1, 2, 3],
            title=_("Gateways"),
        )


def show_rows(rows: list[dict[str, Any]], columns: list[str]) -> None:
    """Rows under the headings of these fields."""
    show_table(
        columns=[_(MESSAGE_FIELDS[name]) for name in columns],
        rows=[[_cell(name, row.get(name)) for name in columns] for row in rows],
    )


def show_message(found: Mapping[str, Any]) -> None:
    names = (
        "id",
        "phone",
        "language",
        "template",
        "version",
        "segments",
        "state",
        "cause",
        "gateway",
        "answer",
    )
    show_table(columns=["", ""], rows=[(_(MESSAGE_FIELDS[name]), _cell(name, found[name])) for name in names])
    click.echo(found["text"])
    if found["receipts"]:
        show_rows(found["receipts"], ["status", "gateway", "gateway_ref", "answer", "received_at"])


def show_templates(data: Mapping[str, Any]) -> None:
    show_table(
        columns=[
            _("Template"),
            _("Category"),
            _("Language"),
            _("Segments"),
            _("Left"),
            _("Reviewed"),
            _("Text"),
        ],
        rows=[
            (t["code"], t["category"], t["language"], t["segments"], t["left"], t["reviewed"], t["text"])
            for t in data["templates"]
        ],
        numbers=[3, 4],
    )


def sent(done: Mapping[str, Any]) -> str:
    line = _("{handed} messages handed over ({segments} segments), {waiting} waiting, {refused} refused.")
    said = line.format(**done)
    if done["unknown"]:
        said += "\n" + _("{unknown} may have been taken; their receipts will tell.").format(**done)
    if done["down"]:
        said += "\n" + _("The gateway {gateway} does not answer. Try again later.").format(**done)
    return said


def _cell(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if name in ("state", "status"):
        return _(MESSAGE_STATES[value])
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
