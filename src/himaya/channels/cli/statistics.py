"""`himaya statistics`: the table of the April 2022 notice, counted from the register."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from himaya.channels.cli.days import DAY, on_option
from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.steering.statistics import selectors
from himaya.steering.statistics.figures import Cell, Figures, Label
from himaya.steering.statistics.tables import TABLES, to_csv, to_json


@click.command(
    name="statistics",
    epilog="Examples: himaya statistics --on 2022-04-01 --region 11 ;"
    " himaya statistics --on 2022-04-01 --csv by_category",
)
@on_option
@click.option("--known-on", type=DAY, help="As the register knew them on that day (default: now).")
@click.option("--region", help="Code of a region.")
@click.option("--category", help="Code of a group of categories.")
@click.option("--csv", "as_csv", type=click.Choice(list(TABLES)), help="Print one table as CSV.")
@json_option
def command(
    on: date, known_on: Any, region: str | None, category: str | None, as_csv: str | None, as_json: bool
) -> None:
    """Count the insured against the target, by category, region, sex and age; rights; families; schemes.

    Counts under five are withheld, and those from which they could be worked out.
    """
    with prepared() as connection:
        counted = selectors.figures(
            connection,
            on=on,
            known_on=known_on.date() if known_on else None,
            region=region,
            category=category,
        )
    if as_csv:
        click.echo(to_csv(TABLES[as_csv](counted), counted), nl=False)
        return
    everything = {name: to_json(build(counted), counted) for name, build in TABLES.items()}
    emit(everything, as_json=as_json, text=lambda _data: show(counted))


def show(figures: Figures) -> None:
    """The figures on the terminal."""
    on = figures.snapshot_on.isoformat()
    registered, target = figures.registered, figures.target
    rows: list[tuple[Any, ...]] = [
        (_("Registered"), _cell(registered)),
        (_("To reach"), target),
        (_("Reached"), _share(registered, target)),
        (_("Spouses declared"), _cell(figures.spouses)),
        (_("Children declared"), _cell(figures.children)),
        (_("Rights open"), _cell(figures.rights.open)),
        (_("Rights waiting"), _cell(figures.rights.waiting)),
        (_("Rights closed"), _cell(figures.rights.closed)),
    ]
    show_table(
        columns=(_("Self-employed people"), ""),
        rows=rows,
        title=_("Figures of {on}").format(on=on),
        numbers=(1,),
    )
    _by(_("By category"), [(row.label, row.registered, row.target) for row in figures.by_category])
    _by(_("By region"), [(row.label, row.registered, row.target) for row in figures.by_region])
    _by(_("By sex"), [(row.label, row.registered, None) for row in figures.by_sex])
    _by(_("By age"), [(row.label, row.registered, None) for row in figures.by_age_band])
    if figures.closed_by_remedy:
        show_table(
            columns=(_("Closed rights, by the act that opens them"), _("People")),
            rows=[(_text(row.label), _cell(row.persons)) for row in figures.closed_by_remedy],
            numbers=(1,),
        )
    show_table(
        columns=(_("Region"), _("Scheme"), _("Insured"), _("Dependants")),
        rows=[
            (_text(row.region), _text(row.scheme), _cell(row.insured), _cell(row.dependants))
            for row in figures.regional_by_scheme
        ],
        title=_("By region and scheme"),
        numbers=(2, 3),
    )
    click.echo(_("<5: fewer than five people. *: withheld to protect a small count."))


def _by(heading: str, rows: list[tuple[Label, Cell, int | None]]) -> None:
    kept = [row for row in rows if row[1] != Cell(0)]
    with_target = any(target for _label, _cell, target in kept)
    columns = (heading, _("Registered"), *((_("To reach"),) if with_target else ()))
    shown = [
        (_text(label), _cell(count), *((target,) if with_target else ())) for label, count, target in kept
    ]
    show_table(columns=columns, rows=shown, numbers=(1, 2) if with_target else (1,))


def _cell(cell: Cell) -> int | str:
    if cell.value is not None:
        return cell.value
    return "<5" if cell.hidden == "small" else "*"


def _share(cell: Cell, target: int | None) -> str:
    if cell.value is None or not target:
        return ""
    tenths = cell.value * 1000 // target
    return f"{tenths // 10},{tenths % 10} %"


def _text(label: Label) -> str:
    return label.of(get_language() or "en")
