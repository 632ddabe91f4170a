"""`himaya accounts`: make accounts, grant and end roles, lock, and say who an account is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.days import DAY, on_option
from himaya.channels.cli.opening import actor, prepared
from himaya.channels.cli.output import emit, json_option, show_table
from himaya.foundation.access import selectors, services
from himaya.foundation.access.audit import record
from himaya.foundation.access.roles import Domain, Role
from himaya.fund.registry.accounts import (
    MandateKind,
    give_mandate,
    link_account,
    list_acting,
    revoke_mandate,
    unlink_account,
)
from himaya.fund.registry.lookup import find_insured

ROLE = click.Choice([one.value for one in Role])


@click.group(name="accounts")
def command() -> None:
    """Accounts of the web: make one, say what it may do, lock it, say whose it is."""


@command.command(epilog="Example: himaya accounts create a.idrissi --phone 0661234567")
@click.argument("login")
@click.option("--phone", help="Mobile telephone that gets the codes.")
@json_option
def create(login: str, phone: str | None, as_json: bool) -> None:
    """Make an account and print its temporary password, once."""
    with prepared() as connection, connection.transaction():
        number = services.create_account(connection, login=login, by=actor(), phone=phone)
        password = services.give_temporary_password(connection, account_id=number)
        record(connection, actor=actor(), action="accounts.create", scope="account", subjects=[number])
    emit(
        {"account": number, "login": login.strip().lower(), "password": password}, as_json=as_json, text=_made
    )


@command.command(epilog="Example: himaya accounts password a.idrissi")
@click.argument("login")
@click.option(
    "--forget-factors", is_flag=True, help="Also take away its second factors, lost with a telephone."
)
@json_option
def password(login: str, forget_factors: bool, as_json: bool) -> None:
    """Give a new temporary password, printed once, and end the account's sessions."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        given = services.give_temporary_password(connection, account_id=number)
        if forget_factors:
            services.forget_second_factors(connection, account_id=number)
        record(connection, actor=actor(), action="accounts.password", scope="account", subjects=[number])
    emit({"account": number, "login": login.strip().lower(), "password": given}, as_json=as_json, text=_made)


@command.command(name="list", epilog="Example: himaya accounts list")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="How many accounts to show."
)
@on_option
@json_option
def show_all(limit: int, on: date, as_json: bool) -> None:
    """Show the accounts, newest first, with the roles they hold."""
    with prepared() as connection:
        found = selectors.list_accounts(connection, limit=limit, on=on)
        record(connection, actor=actor(), action="accounts.list", scope="account", subjects=[])
    emit({"accounts": found}, as_json=as_json, text=_listed)


@command.command(epilog="Example: himaya accounts roles a.idrissi")
@click.argument("login")
@on_option
@json_option
def roles(login: str, on: date, as_json: bool) -> None:
    """Show what an account holds and held, and for whom it acts."""
    with prepared() as connection:
        number = services.find_account(connection, login=login)
        held = selectors.list_grants(connection, account_id=number, on=None)
        acting = list_acting(connection, account_id=number, on=on)
        people = [one.person_id for one in acting]
        record(connection, actor=actor(), action="accounts.roles", scope="person", subjects=people)
    data = {"login": login, "roles": [asdict(one) for one in held], "acting": [asdict(one) for one in acting]}
    emit(data, as_json=as_json, text=_held)


@command.command(epilog="Example: himaya accounts grant a.idrissi counter_agent --place AG-RABAT-1")
@click.argument("login")
@click.argument("role", type=ROLE)
@click.option("--place", help="Code of the agency or the partner's desk.")
@click.option("--organisation", help="Code of the body, number of the employer or of the provider.")
@click.option("--domain", type=click.Choice([one.value for one in Domain]), help="What an officer works on.")
@on_option
@json_option
def grant(
    login: str,
    role: str,
    place: str | None,
    organisation: str | None,
    domain: str | None,
    on: date,
    as_json: bool,
) -> None:
    """Give a role from a day on, in a place or an organisation as the role needs."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        given = services.grant(
            connection,
            account_id=number,
            role=Role(role),
            by=actor(),
            start_on=on,
            bound_to=place or organisation or "",
            domain=Domain(domain) if domain else None,
        )
        record(connection, actor=actor(), action="accounts.grant", scope=f"account {role}", subjects=[number])
    emit({"grant": given}, as_json=as_json, text=_done)


@command.command(name="end-role", epilog="Example: himaya accounts end-role a.idrissi counter_agent")
@click.argument("login")
@click.argument("role", type=ROLE)
@on_option
@json_option
def end_role(login: str, role: str, on: date, as_json: bool) -> None:
    """End a role from a day on."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        ended = services.end_grants(connection, account_id=number, role=Role(role), on=on, by=actor())
        record(
            connection, actor=actor(), action="accounts.end-role", scope=f"account {role}", subjects=[number]
        )
    emit({"ended": ended}, as_json=as_json, text=_done)


@command.command(epilog="Example: himaya accounts lock a.idrissi")
@click.argument("login")
@json_option
def lock(login: str, as_json: bool) -> None:
    """Close an account at once and end its sessions."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        services.lock(connection, account_id=number, by=actor(), at=datetime.now(UTC))
        record(connection, actor=actor(), action="accounts.lock", scope="account", subjects=[number])
    emit({"account": number}, as_json=as_json, text=_done)


@command.command(epilog="Example: himaya accounts unlock a.idrissi")
@click.argument("login")
@json_option
def unlock(login: str, as_json: bool) -> None:
    """Open a locked account again."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        services.unlock(connection, account_id=number)
        record(connection, actor=actor(), action="accounts.unlock", scope="account", subjects=[number])
    emit({"account": number}, as_json=as_json, text=_done)


@command.command(epilog="Example: himaya accounts link a.alaoui 123456782")
@click.argument("login")
@click.argument("person")
@json_option
def link(login: str, person: str, as_json: bool) -> None:
    """Say that an account is an insured person's own (number, CIN or IDCS)."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        insured = find_insured(connection, text=person)
        link_account(connection, account_id=number, person_id=insured.id, by=actor())
        record(connection, actor=actor(), action="accounts.link", scope="person", subjects=[insured.id])
    emit({"account": number, "insured_number": insured.insured_number}, as_json=as_json, text=_done)


@command.command(epilog="Example: himaya accounts unlink a.alaoui")
@click.argument("login")
@json_option
def unlink(login: str, as_json: bool) -> None:
    """Say that an account is nobody's any more."""
    with prepared() as connection, connection.transaction():
        number = services.find_account(connection, login=login)
        was = unlink_account(connection, account_id=number, by=actor())
        record(connection, actor=actor(), action="accounts.unlink", scope="account", subjects=[number])
    emit({"account": number, "unlinked": was}, as_json=as_json, text=_done)


@command.command(
    epilog="Example: himaya accounts mandate 123456782 123456785 --kind guardian --reference 'Act 12'"
)
@click.argument("agent")
@click.argument("person")
@click.option("--kind", type=click.Choice([one.value for one in MandateKind]), required=True, help="As what.")
@click.option("--reference", required=True, help="The document that gives the mandate.")
@click.option("--until", type=DAY, help="First day without the mandate.")
@on_option
@json_option
def mandate(agent: str, person: str, kind: str, reference: str, until: Any, on: date, as_json: bool) -> None:
    """Let one insured person act for another from a day on."""
    with prepared() as connection, connection.transaction():
        acting, other = find_insured(connection, text=agent), find_insured(connection, text=person)
        number = give_mandate(
            connection,
            agent_id=acting.id,
            person_id=other.id,
            kind=MandateKind(kind),
            start_on=on,
            end_on=until.date() if until else None,
            reference=reference,
            by=actor(),
        )
        people = [acting.id, other.id]
        record(connection, actor=actor(), action="accounts.mandate", scope="person", subjects=people)
    emit({"mandate": number}, as_json=as_json, text=_done)


@command.command(name="end-mandate", epilog="Example: himaya accounts end-mandate 4")
@click.argument("number", type=click.IntRange(1))
@on_option
@json_option
def end_mandate(number: int, on: date, as_json: bool) -> None:
    """End a mandate from a day on."""
    with prepared() as connection, connection.transaction():
        revoke_mandate(connection, mandate_id=number, on=on, by=actor())
        record(connection, actor=actor(), action="accounts.end-mandate", scope="mandate", subjects=[number])
    emit({"mandate": number}, as_json=as_json, text=_done)


def _made(data: Mapping[str, Any]) -> str:
    told = _(
        "Account {login}, temporary password {password}. It is shown only here, and changed at first sign-in."
    )
    return told.format(login=data["login"], password=data["password"])


def _done(data: Mapping[str, Any]) -> str:
    return _("Done.")


def _listed(data: Mapping[str, Any]) -> None:
    rows = [
        (one["login"], ", ".join(one["roles"]), one["active"], one["created_at"].date(), one["last_login"])
        for one in data["accounts"]
    ]
    headings = (_("Account"), _("Roles"), _("Open"), _("Made on"), _("Last sign-in"))
    show_table(columns=headings, rows=rows)


def _held(data: Mapping[str, Any]) -> None:
    rows = [
        (one["role"], one["domain"] or one["bound_to"], one["start_on"], one["end_on"])
        for one in data["roles"]
    ]
    show_table(columns=(_("Role"), _("Where"), _("From"), _("Until")), rows=rows, title=data["login"])
    if data["acting"]:
        people = [(one["name"], one["mandate"], one["until"]) for one in data["acting"]]
        show_table(columns=(_("For whom it acts"), _("Mandate"), _("Until")), rows=people)
