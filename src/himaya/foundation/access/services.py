"""Making accounts, granting and ending roles, locking, and ending sessions."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime

from psycopg import Connection
from psycopg.errors import UniqueViolation

from himaya.foundation.access.errors import (
    AccountUnknown,
    GrantRefused,
    GrantToOneself,
    GrantUnknown,
    LoginRefused,
    LoginTaken,
    PhoneRefused,
)
from himaya.foundation.access.roles import BOUND, Binding, Domain, Role
from himaya.foundation.access.sealing import keyed_digest, seal
from himaya.foundation.messaging import errors as messaging
from himaya.foundation.messaging.services import mobile_number
from himaya.foundation.messaging.templates import load
from himaya.kernel.jurisdiction import profile
from himaya.runtime.fund import fund_name

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
TEMPORARY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def create_account(
    connection: Connection, *, login: str, by: str, phone: str | None = None, language: str = ""
) -> int:
    """A new account without a password; its number. Raises LoginRefused, LoginTaken or PhoneRefused."""
    name = login.strip().lower()
    if not LOGIN.fullmatch(name):
        raise LoginRefused()
    number = mobile(phone) if phone else ""
    try:
        with connection.transaction():
            row = connection.execute(
                """insert into access_account (login, password, created_by, language, phone_sealed, phone_digest)
                   values (%s, %s, %s, %s, %s, %s) returning id""",
                [name, f"!{secrets.token_urlsafe(30)}", by, language, *_kept(number)],
            ).fetchone()
    except UniqueViolation as taken:
        raise LoginTaken(login=name) from taken
    assert row is not None
    return int(row[0])


def set_phone(connection: Connection, *, account_id: int, phone: str) -> None:
    """The telephone that gets the account's codes. Raises PhoneRefused."""
    connection.execute(
        """update access_account set phone_sealed = %s, phone_digest = %s, phone_verified_at = null
           where id = %s""",
        [*_kept(mobile(phone)), account_id],
    )


def give_temporary_password(connection: Connection, *, account_id: int) -> str:
    """A password to be changed at the first sign-in; every session of the account ends."""
    from django.contrib.auth.hashers import make_password

    password = "-".join("".join(secrets.choice(TEMPORARY_LETTERS) for _ in range(4)) for _ in range(4))
    with connection.transaction():
        connection.execute(
            "update access_account set password = %s, password_is_temporary = true where id = %s",
            [make_password(password), account_id],
        )
        end_sessions(connection, account_id=account_id)
    return password


def grant(
    connection: Connection,
    *,
    account_id: int,
    role: Role,
    by: str,
    start_on: date,
    bound_to: str = "",
    domain: Domain | None = None,
) -> int:
    """Give a role from a day on, bound as the role needs; the number of the grant, the same if it is held.

    by: who grants, as the audit trail names them. Raises GrantRefused or GrantToOneself.
    """
    binding = BOUND[role]
    needs_place = binding in (Binding.PLACE, Binding.ORGANISATION)
    if needs_place != bool(bound_to) or (role is Role.OFFICER) != (domain is not None):
        raise GrantRefused(role=role.value, binding="domain" if role is Role.OFFICER else binding.value)
    if by == actor_name(account_id):
        raise GrantToOneself()
    row = connection.execute(
        """with fresh as (
               insert into access_grant (account_id, role, domain, binding, bound_to, start_on, granted_by)
               values (%(account)s, %(role)s, %(domain)s, %(binding)s, %(bound_to)s, %(start)s, %(by)s)
               on conflict (account_id, role, domain, bound_to) where end_on is null do nothing returning id)
           select id from fresh union all
           select id from access_grant where account_id = %(account)s and role = %(role)s
             and domain = %(domain)s and bound_to = %(bound_to)s and end_on is null""",
        {
            "account": account_id,
            "role": role.value,
            "domain": domain.value if domain else "",
            "binding": binding.value,
            "bound_to": bound_to,
            "start": start_on,
            "by": by,
        },
    ).fetchone()
    assert row is not None
    return int(row[0])


def end_grants(connection: Connection, *, account_id: int, role: Role, on: date, by: str) -> int:
    """End a role of an account from a day on; how many grants ended. Raises GrantUnknown."""
    ended = connection.execute(
        """update access_grant set end_on = greatest(%s, start_on), ended_by = %s
           where account_id = %s and role = %s and end_on is null""",
        [on, by, account_id, role.value],
    ).rowcount
    if not ended:
        raise GrantUnknown(login=login_of(connection, account_id=account_id), role=role.value)
    return ended


def lock(connection: Connection, *, account_id: int, by: str, at: datetime) -> None:
    """Close an account at once: it cannot sign in, and its sessions end."""
    with connection.transaction():
        connection.execute(
            "update access_account set is_active = false, locked_at = %s, locked_by = %s where id = %s",
            [at, by, account_id],
        )
        end_sessions(connection, account_id=account_id)


def unlock(connection: Connection, *, account_id: int) -> None:
    """Open a locked account again."""
    connection.execute(
        "update access_account set is_active = true, locked_at = null, locked_by = null where id = %s",
        [account_id],
    )


def end_sessions(connection: Connection, *, account_id: int) -> int:
    """End every session of an account; how many."""
    return connection.execute("delete from access_session where account_id = %s", [account_id]).rowcount


def end_session(connection: Connection, *, account_id: int, key: str) -> bool:
    """End one session of an account by its key in the table; whether there was one."""
    ended = connection.execute(
        "delete from access_session where session_key = %s and account_id = %s", [key, account_id]
    )
    return ended.rowcount > 0


def forget_second_factors(connection: Connection, *, account_id: int) -> int:
    """Take away the second factors of an account whose holder lost them, and end its sessions; how many."""
    with connection.transaction():
        end_sessions(connection, account_id=account_id)
        return connection.execute("delete from mfa_authenticator where user_id = %s", [account_id]).rowcount


def find_account(connection: Connection, *, login: str) -> int:
    """The number of an account. Raises AccountUnknown."""
    row = connection.execute(
        "select id from access_account where login = %s", [login.strip().lower()]
    ).fetchone()
    if row is None:
        raise AccountUnknown(login=login)
    return int(row[0])


def login_of(connection: Connection, *, account_id: int) -> str:
    """The sign-in name of an account."""
    row = connection.execute("select login from access_account where id = %s", [account_id]).fetchone()
    return str(row[0]) if row else ""


def actor_name(account_id: int) -> str:
    """How the audit trail names an account."""
    return f"account {account_id}"


def mobile(phone: str) -> str:
    """A mobile number in E.164. Raises PhoneRefused."""
    try:
        fund = fund_name()
        return mobile_number(phone, catalogue=load(fund), region=profile(fund)["phone_region"])
    except messaging.PhoneRefused as refused:
        raise PhoneRefused() from refused


def phone_digest(phone: str) -> str:
    """By what the accounts of a telephone are found."""
    return keyed_digest("phone", phone)


def _kept(number: str) -> tuple[str, str]:
    return (seal(number), phone_digest(number)) if number else ("", "")
