"""Reading accounts, grants, sessions and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import Connection, sql

from himaya.foundation.access.roles import Role
from himaya.foundation.access.sealing import unseal

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A role held, and where."""

    id: int
    role: Role
    domain: str
    binding: str
    bound_to: str
    start_on: date
    end_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the trail."""

    id: int
    at: datetime
    actor: str
    action: str
    scope: str
    run_id: int | None
    subject_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked at a person's file: when, by which act, in which role and place, never by name."""

    at: datetime
    action: str
    actor: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an auditor searches for; None asks for any."""

    actor: str | None = None
    action: str | None = None
    on: date | None = None
    run_id: int | None = None
    subject_id: int | None = None


def list_grants(connection: Connection, *, account_id: int, on: date | None) -> list[Granted]:
    """The roles an account holds on a day, or ever held."""
    rows = connection.execute(
        """select id, role, domain, binding, bound_to, start_on, end_on from access_grant
           where account_id = %(account)s and (%(on)s::date is null
             or (start_on <= %(on)s and (end_on is null or end_on > %(on)s)))
           order by start_on, id""",
        {"account": account_id, "on": on},
    )
    return [
        Granted(
            id=row[0],
            role=Role(row[1]),
            domain=row[2],
            binding=row[3],
            bound_to=row[4],
            start_on=row[5],
            end_on=row[6],
        )
        for row in rows
    ]


def list_accounts(connection: Connection, *, limit: int, on: date) -> list[dict[str, Any]]:
    """Accounts with the roles they hold on a day, newest first: (login, roles, active, created_at, last_login)."""
    rows = connection.execute(
        """select account.login, array_remove(array_agg(held.role order by held.role), null),
                  account.is_active, account.created_at, account.last_login
           from access_account account
           left join access_grant held on held.account_id = account.id and held.start_on <= %(on)s
             and (held.end_on is null or held.end_on > %(on)s)
           group by account.id order by account.id desc limit %(limit)s""",
        {"on": on, "limit": limit},
    )
    names = ("login", "roles", "active", "created_at", "last_login")
    return [dict(zip(names, row, strict=True)) for row in rows]


def find_by_phone(connection: Connection, *, digest: str) -> list[int]:
    """The open accounts whose codes go to a telephone; a family may share one."""
    rows = connection.execute(
        "select id from access_account where phone_digest = %s and is_active order by id", [digest]
    )
    return [number for (number,) in rows]


def get_phone(connection: Connection, *, account_id: int) -> str | None:
    """The telephone that gets an account's codes."""
    row = connection.execute("select phone_sealed from access_account where id = %s", [account_id]).fetchone()
    return unseal(row[0]) if row and row[0] else None


def list_sessions(connection: Connection, *, account_id: int, now: datetime) -> list[dict[str, Any]]:
    """The sessions under way of an account: (key, device, started_at, seen_at); the key is a digest."""
    rows = connection.execute(
        """select session_key, device, started_at, seen_at from access_session
           where account_id = %s and expire_date > %s order by seen_at desc""",
        [account_id, now],
    )
    return [dict(zip(("key", "device", "started_at", "seen_at"), row, strict=True)) for row in rows]


def search_trail(
    connection: Connection, *, asked: Asked, before: int | None, limit: int = PAGE
) -> list[Entry]:
    """Lines of the trail that answer the question, newest first, from the one before `before` on."""
    wanted = {
        "action.actor = %(actor)s": asked.actor,
        "action.action = %(action)s": asked.action,
        "action.at >= %(on)s::date and action.at < %(on)s::date + 1": asked.on,
        "action.run_id = %(run_id)s": asked.run_id,
        "action.id in (select action_id from access_subject where subject_id = %(subject_id)s)": asked.subject_id,
        "action.id < %(before)s": before,
    }
    conditions = [sql.SQL(text) for text, value in wanted.items() if value is not None]
    query = sql.SQL(
        "select id, at, actor, action, scope, run_id, subject_count from access_action action"
        " where {} order by id desc limit %(limit)s"
    ).format(sql.SQL(" and ").join(conditions or [sql.SQL("true")]))
    values = {
        "actor": asked.actor,
        "action": asked.action,
        "on": asked.on,
        "run_id": asked.run_id,
        "subject_id": asked.subject_id,
        "before": before,
        "limit": limit,
    }
    names = ("id", "at", "actor", "action", "scope", "run_id", "subject_count")
    return [Entry(**dict(zip(names, row, strict=True))) for row in connection.execute(query, values)]


def list_looks(connection: Connection, *, subject_id: int, leaving_out: str, limit: int = 100) -> list[Look]:
    """Who looked at a file, newest first, without one actor (the person's own account)."""
    rows = connection.execute(
        """select action.at, action.action, action.actor, action.scope
           from access_subject subject join access_action action on action.id = subject.action_id
           where subject.subject_id = %s and action.actor <> %s order by action.id desc limit %s""",
        [subject_id, leaving_out, limit],
    )
    return [Look(at=row[0], action=row[1], actor=row[2], scope=row[3]) for row in rows]


def logins(connection: Connection, *, account_ids: Iterable[int]) -> dict[int, str]:
    """The sign-in names of accounts."""
    rows = connection.execute("select id, login from access_account where id = any(%s)", [list(account_ids)])
    return dict(rows.fetchall())
