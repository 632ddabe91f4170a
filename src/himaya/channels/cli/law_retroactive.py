"""`himaya law retroactive`: what a law that reaches back makes due to each family, listed once and explained."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from himaya.channels.cli import language, law_diff, law_views
from himaya.channels.cli.language import say
from himaya.channels.cli.output import DONE, WITH_REJECTS, console, emit, isolated, json_option, show_table
from himaya.kernel.money import Money
from himaya.kernel.month import Month
from himaya.runtime.fund import fund_name

if TYPE_CHECKING:
    from datetime import date

    from himaya.legislation.explain import Explanation
    from himaya.legislation.law import Legislation
    from himaya.steering.simulation.retroactive import Question

SPOKEN = ("ar", "fr", "en")
_file = click.Path(dir_okay=False, path_type=Path)


@click.command(
    name="retroactive",
    epilog="Example: himaya law retroactive family_allowance_amount --families families.csv --from 2023-01 "
    "--to 2025-10 --known 2025-10-22..2025-10-23 --out owed.csv",
)
@click.argument("name")
@click.option(
    "--families",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A CSV or Parquet file: family, the facts of the law, and month where they change.",
)
@click.option("--from", "first", required=True, metavar="MONTH", help="First month, such as 2023-01.")
@click.option("--to", "last", required=True, metavar="MONTH", help="Last month.")
@click.option(
    "--known",
    required=True,
    metavar="DAY..DAY",
    help="The law as it was known on the first day, and as it is known on the second.",
)
@click.option("--out", type=_file, metavar="FILE", help="Write the list to this CSV or Parquet file.")
@click.option(
    "--explain", "family", metavar="FAMILY", help="Explain one family under both laws; list nothing."
)
@click.option(
    "--month", metavar="MONTH", help="With --explain: the month explained; without it the last one."
)
@click.option(
    "--lang",
    type=click.Choice(SPOKEN),
    callback=lambda ctx, option, value: language.choose(value) and value,
    help="Language of labels and sentences.",
)
@json_option
def command(
    name: str,
    families: Path,
    first: str,
    last: str,
    known: str,
    out: Path | None,
    family: str | None,
    month: str | None,
    lang: str | None,
    as_json: bool,
) -> int:
    """List and explain what a change of the law known later makes due for past months, once."""
    from himaya.legislation.law import Legislation

    law = Legislation.load(fund_name())
    question = _question(law, name, first=first, last=last, known=known)
    spoken = language.current() if language.current() in SPOKEN else "fr"
    if family is not None:
        asked = _month(month) if month else question.last
        trees = _explained(law, families, question, family=family, month=asked, spoken=spoken)
        data = {
            "family": family,
            "month": asked,
            "before": trees[0][1].as_dict(),
            "after": trees[1][1].as_dict(),
        }
        emit(data, as_json=as_json, text=lambda _: _show_explained(trees, asked))
        return DONE
    data = _listed(law, families, question, out=out, spoken=spoken, silent=as_json)
    emit(data, as_json=as_json, text=_show_listed)
    return WITH_REJECTS if data["unknown"] else DONE


def _question(law: Legislation, name: str, *, first: str, last: str, known: str) -> Question:
    from himaya.steering.simulation.retroactive import Question

    if not law.variable(name).formula.unit.money:
        raise click.BadParameter(say("{name} is not an amount of money.").format(name=name))
    days = law_diff.read_days(known)
    months = _month(first), _month(last)
    if months[1] < months[0]:
        raise click.BadParameter(say("--to is before --from."))
    return Question(variable=name, first=months[0], last=months[1], known_before=days[0], known_after=days[1])


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise click.BadParameter(say("A month is written like 2022-03.")) from error


def _listed(
    law: Legislation, families: Path, question: Question, *, out: Path | None, spoken: str, silent: bool
) -> dict[str, Any]:
    from himaya.runtime.paths import made_data_folder
    from himaya.runtime.progress import Progress
    from himaya.steering.simulation import retroactive_list as told
    from himaya.steering.simulation.families import read_families
    from himaya.steering.simulation.retroactive import list_differences

    folder = made_data_folder() / "retroactive"
    months = question.last.index - question.first.index + 1
    with Progress(total=months, label=say("Comparing"), silent=silent) as shown:
        listed = list_differences(law, families, question, folder=folder, advance=shown.advance)
    if out is not None:
        told.write_list(listed, law, question, out)
    fact = told.rank_fact(law, question.variable)
    ranks: dict[Any, dict[int, int]] = {}
    if fact is not None:
        read = read_families(families, law, question.variable, first=question.first)
        for day, rank, added in told.by_rank(law, read, question, fact).iter_rows():
            ranks.setdefault(day, {})[rank] = added
    return {
        "name": question.variable,
        "label": law.variable(question.variable).formula.label.of(spoken),
        "new": not listed.was_there,
        "lines": listed.lines,
        "families": listed.families,
        "unknown": listed.unknown,
        "total": Money(listed.total),
        "out": None if out is None else str(out),
        "months": [
            {"month": Month.containing(day), "families": count, "difference": Money(owed),
             "ranks": {rank: Money(one) for rank, one in ranks.get(day, {}).items()}}
            for day, count, owed in told.by_month(listed).iter_rows()
        ],
        "texts": [
            {"name": one.path, "label": one.label.of(spoken), "from": one.since, "until": one.until,
             "old": one.old, "new": one.new, "known_on": one.known_on, "reference": one.source.reference}
            for one in told.changes_behind(law, question)
        ],
    }  # fmt: skip


def _show_listed(data: Mapping[str, Any]) -> None:
    terminal = console()
    terminal.print(f"[bold]{isolated(data['label'])}[/bold]  [dim]{data['name']}[/dim]")
    for one in data["texts"]:
        change = f"{one['from']}: {one['old'] or '—'} → {one['new'] or '—'}"
        terminal.print(f"{isolated(one['label'])}  {change}")
        terminal.print(f"[dim]{isolated(one['reference'])} · {say('known on')} {one['known_on']}[/dim]")
    ranks = sorted({rank for one in data["months"] for rank in one["ranks"]})
    rows = [
        [str(one["month"]), one["families"], *(one["ranks"].get(rank) for rank in ranks), one["difference"]]
        for one in data["months"]
    ]
    if rows:
        sums = [_sum(one["ranks"].get(rank) for one in data["months"]) for rank in ranks]
        rows.append([say("All"), data["families"], *sums, data["total"]])
    headings = [say("Month"), say("Families"), *(say("Rank {rank}").format(rank=rank) for rank in ranks)]
    columns = [*headings, say("Difference")]
    show_table(columns=columns, rows=rows, numbers=range(1, len(columns)))
    if not data["new"]:
        terminal.print(say("Nothing new: these differences were listed before."))
    if data["unknown"]:
        terminal.print(say("Families whose amount is not known: {count}").format(count=data["unknown"]))
    if data["out"]:
        terminal.print(say("The list is in {file}.").format(file=data["out"]))


def _sum(amounts: Any) -> Money:
    return Money(sum(one.centimes for one in amounts if one is not None))


def _explained(
    law: Legislation, families: Path, question: Question, *, family: str, month: Month, spoken: str
) -> list[tuple[date, Explanation]]:
    import polars as pl

    from himaya.steering.simulation.families import FAMILY, in_month, read_families

    read = read_families(families, law, question.variable, first=question.first)
    found = in_month(read, month).filter(pl.col(FAMILY).cast(pl.String) == family)
    if found.is_empty():
        sentence = say("{file} has no family {family} in {month}.")
        raise click.BadParameter(sentence.format(file=families.name, family=family, month=month))
    needed = {"month", *law.needs(question.variable)}
    case = {key: value for key, value in found.row(0, named=True).items() if key in needed}
    days = (question.known_before, question.known_after)
    return [(day, law.known_on(day).explain(case, question.variable, language=spoken)) for day in days]


def _show_explained(trees: list[tuple[date, Explanation]], month: Month) -> None:
    for day, tree in trees:
        heading = say("The law as known on {day}, for {month}").format(day=day, month=month)
        console().print(f"\n[bold]{heading}[/bold]")
        law_views.show_explanation(tree)
