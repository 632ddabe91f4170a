"""Liaison bodies beside those that the fund's files name: listed with convention and decree, and added."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import Connection
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from himaya.foundation.access.audit import record
from himaya.fund.registry.errors import BodyAlreadyKnown, BodyCodeRefused, CategoryUnknown

KINDS = ("ministry", "order", "chamber", "tax_office", "register", "partner")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


@dataclass(frozen=True, kw_only=True)
class KnownBody:
    """A liaison body. convention: signed_on (or null), reference, evidence."""

    code: str
    kind: str
    name: dict[str, str]
    convention: dict[str, Any]
    decree: str
    categories: list[str]


def list_known(connection: Connection) -> list[KnownBody]:
    """Every body with its convention and decree, by code."""
    with connection.cursor(row_factory=class_row(KnownBody)) as cursor:
        return cursor.execute(
            "select code, kind, name, convention, decree, categories from registry_liaisonbody order by code"
        ).fetchall()


def add(connection: Connection, *, body: KnownBody, by: str, signed_on: date | None = None) -> KnownBody:
    """Make a new body known, so that it can send lists; audited.

    Raises BodyCodeRefused, BodyAlreadyKnown, CategoryUnknown.
    """
    if not _CODE.fullmatch(body.code):
        raise BodyCodeRefused(body=body.code)
    with connection.transaction():
        connection.execute("lock table registry_liaisonbody in share row exclusive mode")
        if any(one.code == body.code for one in list_known(connection)):
            raise BodyAlreadyKnown(body=body.code)
        known = [code for (code,) in connection.execute("select code from registry_category order by id")]
        for category in body.categories:
            if category not in known:
                raise CategoryUnknown(category=category, known=", ".join(known))
        convention = body.convention | {"signed_on": signed_on.isoformat() if signed_on else None}
        row = connection.execute(
            """insert into registry_liaisonbody (id, code, kind, name, convention, decree, categories)
               select coalesce(max(id), 0) + 1, %s, %s, %s, %s, %s, %s from registry_liaisonbody returning id""",
            [body.code, body.kind, Jsonb(body.name), Jsonb(convention), body.decree, Jsonb(body.categories)],
        ).fetchone()
        assert row is not None
        record(connection, actor=by, action="bodies.add", scope="body", subjects=[row[0]])
    return body
