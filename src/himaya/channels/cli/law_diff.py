"""`himaya law diff`: what changed in the law between two days, or between two states of knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from himaya.channels.cli.language import say
from himaya.channels.cli.output import show_table

if TYPE_CHECKING:
    from himaya.legislation.changes import Change


def read_known(text: str | None) -> tuple[date, date] | None:
    """The two days of `2025-01-01..2025-12-31`; None where nothing is asked."""
    return None if text is None else read_days(text)


def read_days(text: str) -> tuple[date, date]:
    """The two days of `2025-01-01..2025-12-31`, the earlier first."""
    first, dots, second = text.partition("..")
    try:
        days = date.fromisoformat(first), date.fromisoformat(second)
    except ValueError:
        days = None
    if not dots or days is None or days[0] > days[1]:
        raise click.BadParameter(say("{text} is not DAY..DAY, the earlier first.").format(text=repr(text)))
    return days


def as_data(
    changes: Sequence[Change],
    *,
    since: date,
    until: date,
    known: tuple[date, date] | None,
    language: str,
) -> dict[str, Any]:
    """The changes for a program."""
    return {
        "from": since,
        "to": until,
        "known": known,
        "changes": [
            {
                "name": one.path,
                "key": one.key,
                "label": one.label.of(language),
                "from": one.since,
                "until": one.until,
                "old": one.old,
                "new": one.new,
                "known_on": one.known_on,
                "reference": one.source.reference,
                "evidence": one.source.evidence,
            }
            for one in changes
        ],
    }


def show(data: Mapping[str, Any]) -> str | None:
    """The changes as a table."""
    if not data["changes"]:
        return say("Nothing of the law changed.")
    rows = [
        [
            "\n".join(text for text in (one["label"], one["name"], one["key"]) if text),
            f"{one['from']} → {one['until']}" if one["until"] else str(one["from"]),
            one["old"] or "—",
            one["new"] or "—",
            str(one["known_on"]),
            one["reference"],
        ]
        for one in data["changes"]
    ]
    columns = [say("Label"), say("From"), say("Old value"), say("New value"), say("Known on"), say("Text")]
    show_table(columns=columns, rows=rows)
    return None
