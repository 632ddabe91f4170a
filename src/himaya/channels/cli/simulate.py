"""`himaya simulate`: what a reform would change, for a population from a file or from the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import translation
from django.utils.translation import gettext as _

from himaya.channels.cli import language
from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.kernel.money import Money
from himaya.kernel.month import Month
from himaya.legislation.law import Legislation
from himaya.legislation.reforms import load_reform
from himaya.runtime.fund import fund_name
from himaya.runtime.progress import Progress
from himaya.steering.simulation import figures
from himaya.steering.simulation.comparison import BRANCHES, Comparison, comparison
from himaya.steering.simulation.labels import Labels, breakdown_title, side_name
from himaya.steering.simulation.population import PopulationFile
from himaya.steering.simulation.register import Register
from himaya.steering.simulation.report import report
from himaya.steering.simulation.run import Population, Simulation, simulate

SPOKEN = ("ar", "fr", "en")


@click.command(
    name="simulate",
    epilog="Example: himaya simulate reforms/minimum_wage.yaml --population register --month 2026-06 "
    "--html report.html",
    help="Compare the law with a reform: totals by branch, who gains and who loses.",
)
@click.argument("reform", type=click.Path(path_type=Path), metavar="REFORM.yaml")
@click.option(
    "--population",
    required=True,
    metavar="FILE|register",
    help="A CSV or Parquet file of facts, or the register.",
)
@click.option("--month", required=True, help="The month compared, such as 2026-06.")
@click.option(
    "--csv", "csv_path", type=click.Path(path_type=Path), help="Write every figure to this CSV file."
)
@click.option("--html", "html_path", type=click.Path(path_type=Path), help="Write the one-page report.")
@click.option(
    "--lang",
    type=click.Choice(SPOKEN),
    default=None,
    callback=lambda ctx, option, value: _spoken(value),
    help="Language of the figures and of the report.",
)
@on_option
@json_option
def command(
    reform: Path,
    population: str,
    month: str,
    csv_path: Path | None,
    html_path: Path | None,
    lang: str,
    on: date,
    as_json: bool,
) -> None:
    """Law and reform over a population."""
    try:
        first_day = Month.parse(month).first_day
    except ValueError as error:
        raise click.BadParameter(_("A month is written like 2022-03."), param_hint="--month") from error
    law = Legislation.load(fund_name())
    compared = comparison(load_reform(reform, law), law)
    with (
        _people(population, compared) as people,
        Progress(total=None, label=_("Comparing"), silent=as_json) as shown,
    ):
        done = simulate(compared, people, month=first_day, advance=shown.advance)
    if csv_path:
        with csv_path.open("w", encoding="utf-8", newline="") as file:
            figures.write_csv(done, file)
    if html_path:
        source = _("the register") if population == "register" else Path(population).name
        page = report(done, language=lang, fund=fund_name(), source=source, made_on=on)
        html_path.write_text(page, encoding="utf-8")
    emit(figures.as_data(done, lang), as_json=as_json, text=lambda data: _shown(data, done, lang))


@contextmanager
def _people(population: str, compared: Comparison) -> Iterator[Population]:
    if population == "register":
        with prepared() as connection:
            yield Register(connection)
        return
    facts = {name: compared.law.inputs[name] for name in compared.inputs}
    yield PopulationFile(Path(population), facts)


def _spoken(lang: str | None) -> str:
    """The language asked, for every word of the run; else that of the run, where the law speaks it."""
    if lang is not None:
        language.choose(lang)
        translation.activate(lang)
    return language.current() if language.current() in SPOKEN else "fr"


def _shown(data: Mapping[str, Any], done: Simulation, spoken: str) -> None:
    rows = [
        [
            BRANCHES[one.branch].of(spoken),
            side_name(one.side),
            Money(one.before),
            Money(one.after),
            Money(one.after - one.before),
        ]
        for one in figures.totals(done)
    ]
    headings = [_("Branch"), _("Who"), _("Law"), _("Reform"), _("Difference")]
    show_table(columns=headings, rows=rows, title=data["reform"], numbers=(2, 3, 4))
    labels = Labels(fund_name(), spoken)
    for breakdown in data["breakdowns"]:
        if groups := figures.groups(done, breakdown):
            named = [(_("All"), figures.everybody(done)), *((labels.of(one), one) for one in groups)]
            _show_groups(breakdown_title(breakdown), named)


def _show_groups(title: str, groups: Sequence[tuple[str, figures.Group]]) -> None:
    rows = [
        [name, one.people, one.winners, one.losers, one.unchanged, one.unknown,
         Money(one.change_each), Money(one.change)]
        for name, one in groups
    ]  # fmt: skip
    headings = [_("Group"), _("People"), _("Gain"), _("Lose"), _("No change"), _("Not known"),
                _("Difference for each"), _("Difference")]  # fmt: skip
    show_table(columns=headings, rows=rows, title=title, numbers=tuple(range(1, 8)))
