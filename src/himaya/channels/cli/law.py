"""`himaya law`: list, show, explain and check the rules. It needs no Django and no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from himaya.channels.cli import language, law_diff, law_openfisca, law_retroactive, law_views
from himaya.channels.cli.language import say
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option
from himaya.runtime.fund import fund_name

if TYPE_CHECKING:
    from himaya.legislation.law import Legislation

SPOKEN = ("ar", "fr", "en")
_lang = click.option(
    "--lang",
    "--language",
    "lang",
    type=click.Choice(SPOKEN),
    callback=lambda ctx, option, value: language.choose(value) and value,
    help="Language of labels and sentences.",
)


@click.group(name="law")
def command() -> None:
    """The rules of the law: every value with its date and text, every formula with its explanation."""


@command.command(name="list", epilog="Example: himaya law list --search smig")
@click.option("--search", default="", metavar="TEXT", help="Only names and labels that hold this text.")
@_lang
@json_option
def list_names(search: str, lang: str | None, as_json: bool) -> int:
    """List the variables, the parameters and the facts they read."""
    spoken = _spoken(lang)
    data = law_views.listing(_law(), search=search, language=spoken)
    emit(data, as_json=as_json, text=law_views.show_listing)
    return DONE


@command.command(name="show", epilog="Example: himaya law show tns.amo_rate")
@click.argument("name")
@_lang
@json_option
def show_name(name: str, lang: str | None, as_json: bool) -> int:
    """Show a parameter over time with its texts, or a variable with its formula and what feeds what."""
    data = law_views.described(_law(), name, language=_spoken(lang))
    emit(data, as_json=as_json, text=law_views.show_described)
    return DONE


@command.command(
    name="explain",
    epilog="Example: himaya law explain month_due --input category=dentist --input practice_years=3 "
    "--on 2022-01-01",
)
@click.argument("name")
@click.option("--input", "inputs", multiple=True, metavar="FACT=VALUE", help="A fact; repeat for each.")
@click.option(
    "--row",
    "rows",
    multiple=True,
    metavar="FACT=VALUE,…",
    help="Facts of one row, for a rule over several (children, activities); repeat for each.",
)
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day whose law applies.")
@_lang
@json_option
def explain_name(
    name: str,
    inputs: tuple[str, ...],
    rows: tuple[str, ...],
    on: Any,
    lang: str | None,
    as_json: bool,
) -> int:
    """Work out a variable from facts and explain it, with the dates and texts of every value used."""
    law = _law()
    shared = _facts(inputs)
    case = [{**shared, **_facts(row.split(","))} for row in rows] or [shared]
    days = {day: on.date() for day in law_views.days_asked(law, name)} if on else {}
    explained = law.explain([{**days, **row} for row in case], name, language=_spoken(lang))
    emit(explained.as_dict(), as_json=as_json, text=lambda _: law_views.show_explanation(explained))
    return DONE


@command.command(name="check", epilog="Example: himaya law check self-employed-cases.json --json")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--engine",
    type=click.Choice(("columns", "person", "both")),
    default="both",
    show_default=True,
    help="Evaluate as columns, for one person, or both and compare.",
)
@_lang
@json_option
def check_files(files: tuple[Path, ...], engine: str, lang: str | None, as_json: bool) -> int:
    """Run files of worked cases against the law: passed, failed, not covered. Exit code 1 if any failed."""
    from himaya.legislation import cases

    law = _law()
    listed = [case for path in files for case in cases.read_cases(path)]
    outcomes = cases.check(law, listed, cases.load_topics(fund_name()), engine=engine)
    data = cases.summary(outcomes)
    emit(data, as_json=as_json, text=lambda _: law_views.show_check(law, outcomes, language=_spoken(lang)))
    return WITH_REJECTS if data["failed"] else DONE


@command.command(
    name="diff",
    epilog="Example: himaya law diff --from 2023-01-01 --to 2026-12-31 --known 2025-01-01..2025-12-31",
)
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
@click.option(
    "--known",
    metavar="DAY..DAY",
    default=None,
    help="Only what became known after the first day, up to the second; such a change may reach back.",
)
@_lang
@json_option
def diff(since: Any, until: Any, known: str | None, lang: str | None, as_json: bool) -> int:
    """List what changed: old value, new value, from when, known when, by which text."""
    from himaya.legislation.changes import list_changes

    first, last, learnt = since.date(), until.date(), law_diff.read_known(known)
    if last < first:
        raise click.BadParameter(say("--to is before --from."))
    found = list_changes(_law(), since=first, until=last, known=learnt)
    data = law_diff.as_data(found, since=first, until=last, known=learnt, language=_spoken(lang))
    emit(data, as_json=as_json, text=law_diff.show)
    return DONE


command.add_command(law_openfisca.export)
command.add_command(law_openfisca.import_)
command.add_command(law_retroactive.command)


def _facts(pairs: Sequence[str]) -> dict[str, str | None]:
    facts: dict[str, str | None] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip():
            raise click.BadParameter(say("{text} is not FACT=VALUE.").format(text=repr(pair)))
        facts[key.strip()] = value.strip() or None
    return facts


def _law() -> Legislation:
    from himaya.legislation.law import Legislation

    return Legislation.load(fund_name())


def _spoken(lang: str | None) -> str:
    chosen = lang or language.current()
    return chosen if chosen in SPOKEN else "fr"
