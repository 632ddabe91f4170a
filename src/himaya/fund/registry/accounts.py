"""Who an account is, and for whom it may act: links to persons, and mandates between persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from psycopg import Connection
from psycopg.errors import UniqueViolation

from himaya.fund.registry.errors import AccountLinked, MandateUnknown


class MandateKind(StrEnum):
    """Why somebody acts for another. The value is stored."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    ACCOUNTANT = "accountant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """A person an account may act for. mandate: None for the account's own person."""

    person_id: int
    name: str
    mandate: MandateKind | None
    until: date | None


def link_account(connection: Connection, *, account_id: int, person_id: int, by: str) -> None:
    """An account is a person's own. Raises AccountLinked where either is linked to another already."""
    try:
        with connection.transaction():
            connection.execute(
                "insert into registry_accountlink (account_id, person_id, linked_by) values (%s, %s, %s)"
                " on conflict (account_id, person_id) where ended_at is null do nothing",
                [account_id, person_id, by],
            )
    except UniqueViolation as linked:
        raise AccountLinked() from linked


def unlink_account(connection: Connection, *, account_id: int, by: str) -> bool:
    """An account is nobody's any more; whether it was somebody's."""
    ended = connection.execute(
        "update registry_accountlink set ended_at = now(), ended_by = %s where account_id = %s and ended_at is null",
        [by, account_id],
    )
    return ended.rowcount > 0


def give_mandate(
    connection: Connection,
    *,
    agent_id: int,
    person_id: int,
    kind: MandateKind,
    start_on: date,
    end_on: date | None,
    reference: str,
    by: str,
) -> int:
    """One person may act for another from a day on; the number of the mandate. reference: the document."""
    row = connection.execute(
        """insert into registry_mandate (agent_id, person_id, kind, start_on, end_on, reference, given_by)
           values (%s, %s, %s, %s, %s, %s, %s) returning id""",
        [agent_id, person_id, kind.value, start_on, end_on, reference, by],
    ).fetchone()
    assert row is not None
    return int(row[0])


def revoke_mandate(connection: Connection, *, mandate_id: int, on: date, by: str) -> None:
    """A mandate ends on a day. Raises MandateUnknown."""
    ended = connection.execute(
        """update registry_mandate set end_on = greatest(%(on)s, start_on), revoked_by = %(by)s
           where id = %(id)s and (end_on is null or end_on > %(on)s)""",
        {"id": mandate_id, "on": on, "by": by},
    )
    if not ended.rowcount:
        raise MandateUnknown(mandate=mandate_id)


def list_acting(connection: Connection, *, account_id: int, on: date) -> list[Acting]:
    """The account's own person first, then those it holds a mandate of on a day; kept records after a merge."""
    rows = connection.execute(
        """with own as (
               select coalesce(person.merged_into_id, person.id) as id
               from registry_accountlink link join registry_person person on person.id = link.person_id
               where link.account_id = %(account)s and link.ended_at is null),
           acting as (
               select id, null as kind, null::date as end_on, 0 as place from own
               union all
               select coalesce(person.merged_into_id, person.id), mandate.kind, mandate.end_on, 1
               from registry_mandate mandate
               join registry_person agent on agent.id = mandate.agent_id
               join own on own.id = coalesce(agent.merged_into_id, agent.id)
               join registry_person person on person.id = mandate.person_id
               where mandate.start_on <= %(on)s and (mandate.end_on is null or mandate.end_on > %(on)s))
           select acting.id, acting.kind, acting.end_on,
                  coalesce(nullif(trim(person.given_name_fr || ' ' || person.family_name_fr), ''),
                           trim(person.given_name_ar || ' ' || person.family_name_ar))
           from acting join registry_person person on person.id = acting.id
           order by acting.place, acting.id""",
        {"account": account_id, "on": on},
    )
    return [
        Acting(person_id=row[0], mandate=MandateKind(row[1]) if row[1] else None, until=row[2], name=row[3])
        for row in rows
    ]


def account_of_card(connection: Connection, *, cin_key: str) -> int | None:
    """The account of the person with a national card."""
    row = connection.execute(
        """select link.account_id from registry_person found
           join registry_person kept on kept.id = coalesce(found.merged_into_id, found.id)
           join registry_accountlink link on link.person_id in (found.id, kept.id) and link.ended_at is null
           where found.cin_key = %s limit 1""",
        [cin_key],
    ).fetchone()
    return int(row[0]) if row else None
