"""Reference data of a fund (schemes, categories, bodies, phases, series) from its files into its tables.

Ids are written in the files and never reused; loading again changes only what the files changed. A series
keeps how far it was used and whether it was opened.
"""

from datetime import date
from pathlib import Path
from typing import Any

from psycopg import Connection
from psycopg.types.json import Jsonb

from himaya.kernel.yaml_file import read as _read

Row = dict[str, Any]


def load_reference(connection: Connection, *, folder: Path) -> None:
    """Bring the tables in line with `folder`/registry; the caller commits."""
    schemes = _read(folder / "registry" / "schemes.yaml")
    _upsert(connection, table="registry_scheme", rows=[_scheme(row) for row in schemes])
    ids = {row["code"]: row["id"] for row in schemes}
    categories = _read(folder / "registry" / "categories.yaml")
    _upsert(
        connection,
        table="registry_category",
        rows=[
            _category(row, group=categories["groups"][row["group"]], scheme_id=ids[row["scheme"]])
            for row in categories["categories"]
        ],
    )
    bodies = _read(folder / "registry" / "bodies.yaml")
    _upsert(
        connection,
        table="registry_liaisonbody",
        rows=_bodies(connection, bodies),
    )
    phases = _read(folder / "registry" / "phases.yaml")
    _upsert(connection, table="registry_phase", rows=[_phase(row) for row in phases])
    for row in _read(folder / "registry" / "series.yaml"):
        _add_series(connection, row)


def _scheme(row: Row) -> Row:
    return {
        "id": row["id"],
        "code": row["code"],
        '"group"': row["group"],
        "rights": row["rights"],
        "barred_from": Jsonb(row["barred_from"]),
        "label": Jsonb(row["label"]),
    }


def _category(row: Row, *, group: Row, scheme_id: int) -> Row:
    return {
        "id": row["id"],
        "code": row["code"],
        "scheme_id": scheme_id,
        '"group"': row["group"],
        "needs": Jsonb(row["needs"]),
        "subcategories": Jsonb(row.get("subcategories", [])),
        "label": Jsonb(row["label"]),
        "group_label": Jsonb(group["label"]),
        "group_target": group.get("target"),
    }


def _bodies(connection: Connection, bodies: list[Row]) -> list[Row]:
    """Bodies with their ids: one already registered keeps its own, a new one gets the next."""
    known: dict[str, int] = dict(connection.execute("select code, id from registry_liaisonbody").fetchall())
    unknown = [row["code"] for row in bodies if row["code"] not in known]
    known |= {code: max(known.values(), default=0) + rank for rank, code in enumerate(unknown, start=1)}
    return [_body(row, id_=known[row["code"]]) for row in bodies]


def _body(row: Row, *, id_: int) -> Row:
    return {
        "id": id_,
        "code": row["code"],
        "kind": row["kind"],
        "name": Jsonb(row["name"]),
        "convention": Jsonb(_plain(row.get("convention") or {})),
        "decree": str(row.get("decree") or ""),
        "categories": Jsonb(row.get("categories", [])),
    }


def _phase(row: Row) -> Row:
    plain = ("code", "starts_on", "ends_on", "target", "unit", "evidence", "reference")
    return {**{name: row[name] for name in plain}, "label": Jsonb(row["label"])}


def _plain(value: Row) -> Row:
    return {key: item.isoformat() if isinstance(item, date) else item for key, item in value.items()}


def _upsert(connection: Connection, *, table: str, rows: list[Row]) -> None:
    if not rows:
        return
    names = list(rows[0])
    key = names[0]
    changes = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
    values = ", ".join(["%s"] * len(names))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"insert into {table} ({', '.join(names)}) values ({values})"
            f" on conflict ({key}) do update set {changes}",
            [list(row.values()) for row in rows],
        )


def _add_series(connection: Connection, row: Row) -> None:
    connection.execute(
        "insert into registry_numberseries"
        " (id, leading_digit, first_rank, last_rank, next_rank, opened, evidence, reference)"
        " values (%(id)s, %(leading_digit)s, %(first_rank)s, %(last_rank)s, %(first_rank)s, %(opened)s,"
        " %(evidence)s, %(reference)s)"
        " on conflict (id) do update set evidence = excluded.evidence, reference = excluded.reference",
        row,
    )
