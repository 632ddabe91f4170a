"""A small register for the tests of merging and search."""

from collections.abc import Callable
from datetime import date

import polars as pl
import psycopg
import pytest

from himaya.fund.registry import names
from himaya.runtime.copying import copy_in

BLANK = {
    "insured_number": None,
    "family_name_fr": "",
    "given_name_fr": "",
    "family_name_ar": "",
    "given_name_ar": "",
    "cin": None,
    "cin_key": None,
    "idcs": None,
    "residence_card": None,
    "birth_on": date(1980, 5, 17),
    "birth_precision": "D",
    "sex": "M",
    "commune_id": None,
    "address": "",
    "phone": None,
    "language": "ar",
    "died_on": None,
    "merged_into_id": None,
    "registered_on": date(2022, 3, 1),
    "run_id": 1,
}
TYPES = {
    "id": pl.Int64,
    "insured_number": pl.Int32,
    "birth_on": pl.Date,
    "died_on": pl.Date,
    "registered_on": pl.Date,
    "commune_id": pl.Int32,
    "merged_into_id": pl.Int64,
    "run_id": pl.Int64,
}


@pytest.fixture
def enter(database: psycopg.Connection) -> Callable[..., None]:
    """Writes people straight into the register: each a dict with `id` and what differs from a blank man."""

    def written(*people: dict[str, object]) -> None:
        rows = [{**BLANK, **person} for person in people]
        schema = {name: TYPES.get(name, pl.String) for name in ("id", *BLANK)}
        frame = names.name_keys(pl.DataFrame(rows, schema=schema))
        with database.transaction():
            copy_in(database, table="registry_person", frame=frame)

    return written
