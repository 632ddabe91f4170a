"""The layout of a body's file, guessed from its headings and kept when asked: part of `himaya register`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.output import emit, isolated, show_table
from himaya.foundation.intake.layout import Layout, save_layout
from himaya.foundation.intake.mapping import propose_mapping
from himaya.foundation.intake.reading import headings_of

SURE = 0.9
NEEDED = ("family_name_fr", "given_name_fr", "birth_on", "sex", "cin", "commune", "phone")
"""Columns without which hardly a line can register; told when no heading seems to be one of them."""


def propose(*, file: Path, body: str, save: bool, as_json: bool) -> None:
    """Show which heading of the file seems to be which of our columns; keep it as the layout if `save`.

    Raises FileRefused, LayoutUnknown (the body's code is none).
    """
    shape, headings = headings_of(file)
    guess = propose_mapping(headings)
    layout = Layout(
        body=body,
        columns=guess.columns,
        format=shape.family,
        encoding=shape.encoding,
        delimiter=shape.delimiter,
    )
    saved = save_layout(layout) if save and guess.columns else None
    data = {
        "body": body,
        "format": shape.family,
        "encoding": shape.encoding or None,
        "delimiter": shape.delimiter or None,
        "columns": {
            name: {"heading": heading, "confidence": guess.confidence[name]}
            for name, heading in guess.columns.items()
        },
        "unknown": list(guess.unknown),
        "not_found": [name for name in NEEDED if name not in guess.columns],
        "saved": str(saved) if saved else None,
    }
    emit(data, as_json=as_json, text=lambda data: _shown(data, file=file))


def _shown(data: Mapping[str, Any], *, file: Path) -> None:
    signs = " ".join(filter(None, (data["format"], data["encoding"], data["delimiter"])))
    rows = [
        (one["heading"], name, f"{one['confidence']:.0%}".replace("%", "\u202f%"), _doubt(one["confidence"]))
        for name, one in data["columns"].items()
    ]
    rows += [(heading, "", "", _("left aside")) for heading in data["unknown"]]
    show_table(
        columns=(_("Heading of the file"), _("Our column"), _("Sureness"), ""),
        rows=rows,
        title=_("Layout proposed for {body} ({signs})").format(body=data["body"], signs=signs),
        numbers=(2,),
    )
    if data["not_found"]:
        names = isolated(", ".join(data["not_found"]))
        click.echo(_("No heading was found for: {columns}").format(columns=names))
    if data["saved"]:
        click.echo(_("Saved; it can be mended by hand: {path}").format(path=data["saved"]))
        command = f"himaya register {file} --body {data['body']}"
    else:
        command = f"himaya register {file} --body {data['body']} --save-layout"
    click.echo(_("Next: {command}").format(command=command))


def _doubt(confidence: float) -> str:
    return "" if confidence >= SURE else _("please check")
