"""Matching on the register itself: people registered twice, and one pair looked at closely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from psycopg import Connection
from psycopg.rows import dict_row

from himaya.fund.registry.errors import PersonUnknown
from himaya.fund.registry.matching import records
from himaya.fund.registry.matching.explain import Explanation, explain_pair, shares_of
from himaya.fund.registry.matching.linking import within
from himaya.runtime.copying import read_frame

_COLUMNS = ", ".join((*records.PERSON, "family_key", "given_key"))


def duplicates(connection: Connection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Insured people who may be registered twice: pairs and groups, as `linking.within`."""
    people = read_frame(
        connection,
        f"""select id as person_id, {_COLUMNS} from registry_person
            where insured_number is not null and merged_into_id is null and died_on is null""",
    )
    return within(people)


def explain(connection: Connection, *, person_id: int, other_id: int) -> Explanation:
    """Why two people of the register may be one. Raises PersonUnknown."""
    size, *_rest = connection.execute("select count(*) from registry_person").fetchone() or (0,)
    return explain_pair(
        _record(connection, person_id),
        _record(connection, other_id),
        register_size=size,
        shares=shares_of(connection, person_id),
    )


def _record(connection: Connection, person_id: int) -> Mapping[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            f"select {', '.join(records.PERSON)} from registry_person where id = %s", [person_id]
        ).fetchone()
    if row is None:
        raise PersonUnknown()
    return row
