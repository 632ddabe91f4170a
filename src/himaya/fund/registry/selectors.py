"""Reading the register."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from psycopg import Connection

from himaya.fund.registry.errors import BodyUnknown
from himaya.fund.registry.states import RegistrationState


@dataclass(frozen=True, kw_only=True)
class Body:
    """A liaison body."""

    id: int
    code: str
    kind: str
    name: dict[str, str]
    categories: list[str]

    @property
    def tells(self) -> bool:
        """Whether the fund writes to the people on its lists; those of another register know their number."""
        return self.kind not in ("own_register", "insurer")


def get_body(connection: Connection, *, code: str) -> Body:
    """The body of a code. Raises BodyUnknown."""
    for body in list_bodies(connection):
        if body.code == code:
            return body
    raise BodyUnknown(body=code, known=", ".join(body.code for body in list_bodies(connection)))


def list_bodies(connection: Connection) -> list[Body]:
    """Every liaison body, by code."""
    rows = connection.execute(
        "select id, code, kind, name, categories from registry_liaisonbody order by code"
    )
    names = ("id", "code", "kind", "name", "categories")
    return [Body(**dict(zip(names, row, strict=True))) for row in rows]


def categories_frame(connection: Connection) -> pl.DataFrame:
    """Categories: (category, category_id, scheme, scheme_id, rights, group, needs, subcategories)."""
    rows = connection.execute(
        'select category.code, category.id, scheme.code, scheme.id, scheme.rights, category."group",'
        " category.needs, category.subcategories"
        " from registry_category category join registry_scheme scheme on scheme.id = category.scheme_id"
        " order by category.id"
    ).fetchall()
    schema: dict[str, Any] = {
        "category": pl.String,
        "category_id": pl.Int16,
        "scheme": pl.String,
        "scheme_id": pl.Int16,
        "rights": pl.String,
        "group": pl.String,
        "needs": pl.List(pl.String),
        "subcategories": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def list_interrupted(connection: Connection, *, kind: str) -> list[tuple[int, str, str]]:
    """Runs of a kind that took their decisions and did not finish: (run id, body, digest of the file)."""
    return connection.execute(
        "select run.id, run.payload ->> 'body', run.payload ->> 'digest' from runtime_run run"
        " join runtime_marker marker on marker.run_id = run.id and marker.step = 'decided'"
        " where run.kind = %s and run.state = 'open' order by run.id",
        [kind],
    ).fetchall()


def get_particulars(connection: Connection, *, person_id: int) -> dict[str, Any]:
    """The sex and the days of birth and death of a person."""
    row = connection.execute(
        "select sex, birth_on, died_on from registry_person where id = %s", [person_id]
    ).fetchone()
    assert row is not None
    return dict(zip(("sex", "birth_on", "died_on"), row, strict=True))


def list_memberships(connection: Connection, *, person_id: int) -> list[dict[str, Any]]:
    """Memberships of a person, past and present: (id, category, scheme, start_on, end_on, state, body).

    Each of the three codes has its label beside it, by language (`category_label` and so on).
    """
    rows = connection.execute(
        """select membership.id, category.code, scheme.code, membership.start_on, membership.end_on,
                  membership.state, body.code, category.label, scheme.label, body.name
           from registry_membership membership
           join registry_category category on category.id = membership.category_id
           join registry_scheme scheme on scheme.id = membership.scheme_id
           left join registry_liaisonbody body on body.id = membership.body_id
           where membership.person_id = %s order by membership.start_on, membership.id""",
        [person_id],
    )
    codes = ("category", "scheme", "body")
    names = (
        "id",
        "category",
        "scheme",
        "start_on",
        "end_on",
        "state",
        "body",
        *(f"{c}_label" for c in codes),
    )
    found = [dict(zip(names, row, strict=True)) for row in rows]
    return [{**row, "state": RegistrationState(row["state"]).name.lower()} for row in found]
