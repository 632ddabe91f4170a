"""`himaya persons`: find somebody, register on request, and what happens to a person's memberships."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click
import polars as pl
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from psycopg import Connection

from himaya.channels.cli.days import DAY, on_option
from himaya.channels.cli.opening import actor, prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.channels.cli.register import sentence_of
from himaya.channels.cli.words import LINE_STATES, SEXES
from himaya.foundation.access.audit import record
from himaya.fund.registry import moves, requests
from himaya.fund.registry.category_changes import FACT_TYPES
from himaya.fund.registry.lookup import find_insured
from himaya.fund.registry.registration.normalise import CANONICAL, TRUE_WORDS
from himaya.fund.registry.search import find_people
from himaya.fund.registry.selectors import get_particulars, list_memberships
from himaya.kernel.money import Money

CATEGORY = click.option("--category", help="Which membership, where the person has several.")
BY = click.option("--by", default="cli", show_default=True, help="Who enters this.")


@click.group(name="persons")
def command() -> None:
    """Find a person and show what is known of them; register on request; end, change or transfer."""


@command.command(epilog='Example: himaya persons find "Mohamed El Alaoui 1980"')
@click.argument("text")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="How many people to show."
)
@json_option
def find(text: str, limit: int, as_json: bool) -> None:
    """Find people by number, identity card or name (either script, however it is spelt)."""
    with prepared() as connection:
        found = find_people(connection, text=text, limit=limit)
        record(
            connection,
            actor=actor(),
            action="persons.find",
            scope="person",
            subjects=[one.id for one in found],
        )
    emit({"people": [asdict(one) for one in found]}, as_json=as_json, text=_found)


@command.command(epilog="Example: himaya persons show 123456782")
@click.argument("person")
@json_option
def show(person: str, as_json: bool) -> None:
    """Show the memberships of an insured person (number, CIN or IDCS), past and present."""
    with prepared() as connection:
        insured = find_insured(connection, text=person)
        held = list_memberships(connection, person_id=insured.id)
        known = get_particulars(connection, person_id=insured.id)
        record(connection, actor=actor(), action="persons.show", scope="person", subjects=[insured.id])
    data = {"insured_number": insured.insured_number, "name": insured.name, **known, "memberships": held}
    emit(data, as_json=as_json, text=_shown)


def _form_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed(CANONICAL):
        function = click.option(f"--{name.replace('_', '-')}", name, required=name == "category")(function)
    return function


@command.command(
    epilog="Example: himaya persons register --category artisan --cin AB123456 --family-name-fr Alaoui"
    " --given-name-fr Amina --birth-on 1985-03-02 --sex F --commune Rabat --phone 0661234567"
)
@_form_options
@on_option
@json_option
@click.pass_context
def register(ctx: click.Context, /, on: date, as_json: bool, **form: str | None) -> None:
    """Register one person on request, through the same checks as a list."""
    given = {name: value for name, value in form.items() if value is not None}
    if "activity_from" not in given:
        click.echo(
            _("Without --activity-from the person owes from the first month of the category."), err=True
        )
    with prepared() as connection:
        answer = requests.register_request(connection, form=given, on=on)
        record(
            connection,
            actor=actor(),
            action="persons.register",
            scope="line",
            subjects=[answer.line_no],
            run_id=answer.run_id,
        )
    data = {**asdict(answer), "state": answer.state.name.lower()}
    emit(data, as_json=as_json, text=_registered)
    ctx.exit(DONE if data["state"] == "registered" else WITH_REJECTS)


@command.command(epilog="Example: himaya persons end 123456782 --from 2022-06-01")
@click.argument("person")
@click.option("--from", "day", type=DAY, required=True, help="First day without the activity.")
@CATEGORY
@BY
@on_option
@json_option
def end(person: str, day: datetime, category: str | None, by: str, on: date, as_json: bool) -> None:
    """End an activity."""

    def ended(connection: Connection, membership: int) -> moves.Moved:
        return moves.end_activity(connection, ends=_ends(membership, day), by=by, on=on)

    _move(person, category=category, as_json=as_json, act=ended)


@command.command(epilog="Example: himaya persons transfer 123456782 --from 2022-06-01 --to AMO_SALARIES")
@click.argument("person")
@click.option("--from", "day", type=DAY, required=True, help="First day under the other scheme.")
@click.option("--to", "scheme", required=True, help="Code of the other scheme.")
@CATEGORY
@BY
@on_option
@json_option
def transfer(
    person: str, day: datetime, scheme: str, category: str | None, by: str, on: date, as_json: bool
) -> None:
    """Pass a person to another scheme."""

    def transferred(connection: Connection, membership: int) -> moves.Moved:
        return moves.transfer(connection, ends=_ends(membership, day), to=scheme, by=by, on=on)

    _move(person, category=category, as_json=as_json, act=transferred)


@command.command(
    name="change-category",
    epilog="Example: himaya persons change-category 123456782 --from 2022-06-01 --to farmer"
    " --fact farm_class=2",
)
@click.argument("person")
@click.option("--from", "day", type=DAY, required=True, help="First day in the new category.")
@click.option("--to", "new", required=True, help="Code of the new category.")
@click.option(
    "--fact", "facts", multiple=True, metavar="NAME=VALUE", help="What the contribution depends on."
)
@CATEGORY
@BY
@on_option
@json_option
def change_category(
    person: str,
    day: datetime,
    new: str,
    facts: tuple[str, ...],
    category: str | None,
    by: str,
    on: date,
    as_json: bool,
) -> None:
    """Change the category of a person: one membership ends, another opens on the same day."""
    given = _facts(facts)

    def changed(connection: Connection, membership: int) -> moves.Moved:
        row = {"membership_id": membership, "change_on": day.date(), "category": new, **given}
        schema = {"membership_id": pl.Int64, "change_on": pl.Date, "category": pl.String} | {
            name: FACT_TYPES[name] for name in given
        }
        changes = pl.DataFrame([row], schema=schema)
        return moves.change_category(connection, changes=changes, by=by, on=on)

    _move(person, category=category, as_json=as_json, act=changed)


@command.command(epilog="Example: himaya persons restore 123456782 --category taxi_driver")
@click.argument("person")
@CATEGORY
@BY
@on_option
@json_option
def restore(person: str, category: str | None, by: str, on: date, as_json: bool) -> None:
    """Open again the last membership that was ended by mistake."""

    def restored(connection: Connection, membership: int) -> moves.Moved:
        back = pl.Series("membership_id", [membership], dtype=pl.Int64)
        return moves.restore(connection, memberships=back, by=by, on=on)

    _move(person, category=category, as_json=as_json, act=restored, ended=True)


@command.command(epilog="Example: himaya persons died 123456782 --died-on 2022-06-12")
@click.argument("person")
@click.option("--died-on", type=DAY, help="Day of the death.")
@click.option("--by-mistake", is_flag=True, help="The death was declared by mistake: undo it.")
@BY
@on_option
@json_option
def died(person: str, died_on: datetime | None, by_mistake: bool, by: str, on: date, as_json: bool) -> None:
    """Declare the death of an insured person, or undo one declared by mistake."""
    if (died_on is None) != by_mistake:
        raise click.UsageError(_("Give --died-on, or --by-mistake."))
    with prepared() as connection:
        insured = find_insured(connection, text=person)
        if died_on is None:
            back = pl.Series("person_id", [insured.id], dtype=pl.Int64)
            done = moves.cancel_deaths(connection, people=back, by=by, on=on)
        else:
            deaths = pl.DataFrame(
                {"person_id": [insured.id], "died_on": [died_on.date()]},
                schema={"person_id": pl.Int64, "died_on": pl.Date},
            )
            done = moves.declare_deaths(connection, deaths=deaths, by=by, on=on)
    emit({"insured_number": insured.insured_number, **asdict(done)}, as_json=as_json, text=_moved)


def _move(
    person: str,
    *,
    category: str | None,
    as_json: bool,
    act: Callable[[Connection, int], moves.Moved],
    ended: bool = False,
) -> None:
    with prepared() as connection:
        insured = find_insured(connection, text=person)
        membership = moves.membership_of(connection, person_id=insured.id, category=category, ended=ended)
        done = act(connection, membership)
    emit({"insured_number": insured.insured_number, **asdict(done)}, as_json=as_json, text=_moved)


def _ends(membership: int, day: datetime) -> pl.DataFrame:
    return pl.DataFrame(
        {"membership_id": [membership], "end_on": [day.date()]},
        schema={"membership_id": pl.Int64, "end_on": pl.Date},
    )


def _facts(facts: tuple[str, ...]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for fact in facts:
        name, _equals, value = fact.partition("=")
        name = f"{name}_centimes" if f"{name}_centimes" in FACT_TYPES else name
        try:
            given[name] = _value(name, value)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            raise click.UsageError(_("“{fact}” is not understood.").format(fact=fact)) from error
    return given


def _value(name: str, value: str) -> Any:
    if name.endswith("_centimes"):
        return Money.parse(value).centimes
    if name == "rsu_score":
        return Decimal(value)
    if name == "vehicle_owner":
        return value.lower() in TRUE_WORDS
    return pl.Series([value]).cast(FACT_TYPES[name], strict=True)[0]


def _found(data: Mapping[str, Any]) -> None:
    rows = [
        (
            one["insured_number"] and str(one["insured_number"]),
            f"{one['given_name_fr']} {one['family_name_fr']}".strip(),
            f"{one['given_name_ar']} {one['family_name_ar']}".strip(),
            one["birth_on"],
            _(SEXES[one["sex"]]) if one["sex"] else "",
        )
        for one in data["people"]
    ]
    show_table(columns=(_("Number"), _("Name"), _("Name in Arabic"), _("Birth"), _("Sex")), rows=rows)


def _shown(data: Mapping[str, Any]) -> None:
    language = get_language() or "en"

    def labelled(one: Mapping[str, Any], name: str) -> str:
        return (one[f"{name}_label"] or {}).get(language) or one[name] or ""

    rows = [
        (
            labelled(one, "category"),
            labelled(one, "scheme"),
            one["start_on"],
            one["end_on"],
            _(LINE_STATES[one["state"]]),
            labelled(one, "body"),
        )
        for one in data["memberships"]
    ]
    born = [_(SEXES[data["sex"]])] if data["sex"] else []
    if data["birth_on"]:
        born.append(_("born on {day}").format(day=data["birth_on"]))
    if data["died_on"]:
        born.append(_("died on {day}").format(day=data["died_on"]))
    headings = (_("Category"), _("Scheme"), _("From"), _("Until"), _("State"), _("Body"))
    show_table(columns=headings, rows=rows, title=f"{data['insured_number']}  {data['name']}")
    click.echo(" · ".join(born))


def _registered(data: Mapping[str, Any]) -> None:
    if data["repeated"]:
        click.echo(_("This form was taken before; nothing changed."))
    if data["insured_number"]:
        known = _("Known already, with the number {number}; the new activity is registered.")
        new = _("Registered with the number {number}.")
        click.echo((known if data["was_known"] else new).format(number=data["insured_number"]))
        return
    click.echo(
        _("Line {line} of list {run}: {state}").format(
            line=data["line_no"], run=data["run_id"], state=_(LINE_STATES[data["state"]])
        )
    )
    click.echo(sentence_of(data["code"], value=data["value"], column=data["column"]))


def _moved(data: Mapping[str, Any]) -> None:
    moved, people = data["memberships"], data["people"]
    click.echo(
        ngettext(
            "Done for {number}: {n} membership changed.", "Done for {number}: {n} memberships changed.", moved
        ).format(number=data["insured_number"], n=moved)
    )
    click.echo(
        ngettext(
            "Rights of {n} insured person worked out again.",
            "Rights of {n} insured people worked out again.",
            people,
        ).format(n=people)
    )
