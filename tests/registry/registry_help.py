"""Three people, lists in the dress of their body, and short questions to the register."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import psycopg

from himaya.foundation.intake.layout import load_layout

ON = date(2022, 7, 1)
PERSON = {
    "cin": "AB123456",
    "family_name_fr": "Alaoui",
    "given_name_fr": "Amina",
    "family_name_ar": "العلوي",
    "given_name_ar": "أمينة",
    "birth_on": "1985-03-02",
    "sex": "F",
    "commune": "Rabat",
    "address": "12 rue des Orangers",
    "phone": "0661234567",
    "activity_from": "2015-01-01",
}
HASSAN = {
    "cin": "BE76543",
    "family_name_fr": "Bennani",
    "given_name_fr": "Hassan",
    "family_name_ar": "بناني",
    "given_name_ar": "حسن",
    "birth_on": "1979-11-20",
    "sex": "M",
}
OMAR = {
    "cin": "K112233",
    "family_name_fr": "Tazi",
    "given_name_fr": "Omar",
    "family_name_ar": "التازي",
    "given_name_ar": "عمر",
    "birth_on": "1990-07-04",
    "sex": "M",
}


def written(folder: Path, body: str, lines: list[dict[str, str]]) -> Path:
    """A file as its body writes it; only CSV and Parquet bodies."""
    layout = load_layout(body)
    theirs = {name: {ours: their for their, ours in pairs.items()} for name, pairs in layout.values.items()}
    columns: dict[str, list[str]] = {
        heading: [_cell(line.get(name, ""), name, theirs, layout.date_format) for line in lines]
        for name, heading in layout.columns.items()
    }
    frame = pl.DataFrame(columns)
    if layout.format != "csv":
        path = folder / f"{body}.parquet"
        frame.write_parquet(path)
        return path
    path = folder / f"{body}.csv"
    text = frame.write_csv(separator=layout.delimiter)
    path.write_bytes(text.encode(layout.encoding))
    return path


def _cell(value: str, name: str, theirs: dict[str, dict[str, str]], date_format: str) -> str:
    if name.endswith(("_on", "_from")) and len(value) == 10:
        return date.fromisoformat(value).strftime(date_format)
    return theirs.get(name, {}).get(value, value)


def rows(connection: psycopg.Connection, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query finds."""
    return connection.execute(query, values).fetchall()


def one(connection: psycopg.Connection, query: str, *values: Any) -> Any:
    """The only value that a query finds."""
    ((value,),) = rows(connection, query, *values)
    return value


def person_id(connection: psycopg.Connection, cin: str = PERSON["cin"]) -> int:
    """The internal id of a person of the register."""
    return int(one(connection, "select id from registry_person where cin_key = %s", cin))


def membership(connection: psycopg.Connection, cin: str = PERSON["cin"], *, open_only: bool = True) -> int:
    """The membership of a person, the latest if several."""
    found = rows(
        connection,
        """select membership.id from registry_membership membership
           join registry_person person on person.id = membership.person_id
           where person.cin_key = %s and (membership.end_on is null or not %s) order by membership.id desc""",
        cin,
        open_only,
    )
    return int(found[0][0])
