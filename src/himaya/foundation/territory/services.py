"""Writing the territory: its files into the tables, and the corrections of administrators."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from psycopg import Connection, sql

from himaya.foundation.territory.errors import UnknownPlace
from himaya.foundation.territory.files import ENTERED, read_territory
from himaya.runtime.copying import copy_in

_KEYS = {"territory_commune_alias": ("alias",), "territory_holiday": ("day", "known_on")}
_POINT = ("lat", "lon", "point_origin")


def load_territory(connection: Connection, *, folder: Path) -> dict[str, int]:
    """Bring the tables to what the files of `<fund>/territory` say; rows added or changed, by table.

    Repeatable: the same files change nothing. Points and holidays that an administrator entered stay. A place
    that the files no longer name stays too, since people live there. All or nothing. Raises
    TerritoryFileMissing and TerritoryFileWrong.
    """
    frames = read_territory(folder)
    with connection.transaction():
        return {table: _merge(connection, table=table, frame=frame) for table, frame in frames.items()}


def enter_point(connection: Connection, *, commune_id: int, lat: float, lon: float, source: str) -> None:
    """Give a commune a better point (degrees, WGS84). Raises UnknownPlace."""
    changed = connection.execute(
        "UPDATE territory_commune SET lat = %s, lon = %s, point_origin = %s WHERE id = %s",
        [lat, lon, ENTERED + source, commune_id],
    )
    if changed.rowcount == 0:
        raise UnknownPlace(place=str(commune_id))


def correct_holiday(
    connection: Connection, *, day: date, known_on: date, holiday: bool, names: dict[str, str], source: str
) -> None:
    """Say that a day is, or is not, a holiday, as known from `known_on` on.

    names: by language, fr and ar. The same correction twice is one; another one on the same day of
    knowledge is refused by the database.
    """
    connection.execute(
        """INSERT INTO territory_holiday (day, known_on, holiday, name_fr, name_ar, estimated, source)
           SELECT %(day)s, %(known_on)s, %(holiday)s, %(fr)s, %(ar)s, false, %(source)s
           WHERE NOT EXISTS (
             SELECT FROM territory_holiday
             WHERE (day, known_on, holiday, name_fr, name_ar, source)
                   = (%(day)s, %(known_on)s, %(holiday)s, %(fr)s, %(ar)s, %(source)s))""",
        {"day": day, "known_on": known_on, "holiday": holiday, "source": ENTERED + source, **names},
    )


def _merge(connection: Connection, *, table: str, frame: pl.DataFrame) -> int:
    """Insert what is new and change what differs; rows touched."""
    staged = f"staged_{table}"
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    target, source = sql.Identifier(table), sql.Identifier(staged)
    connection.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            source, columns, target
        )
    )
    copy_in(connection, table=staged, frame=frame)
    order = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT ({}) {}").format(
        target,
        columns,
        columns,
        source,
        sql.SQL(", ").join(map(sql.Identifier, _KEYS.get(table, ("id",)))),
        _on_conflict(table, frame.columns),
    )
    touched = connection.execute(order).rowcount
    connection.execute(sql.SQL("DROP TABLE {}").format(source))
    return touched


def _on_conflict(table: str, columns: list[str]) -> sql.Composable:
    changing = [name for name in columns if name not in _KEYS.get(table, ("id",))]
    if table == "territory_holiday":
        return sql.SQL("DO NOTHING")
    target = sql.Identifier(table)
    new = {name: _kept_if_entered(target, name) if name in _POINT else _given(name) for name in changing}
    return sql.SQL("DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})").format(
        sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), value) for name, value in new.items()
        ),
        sql.SQL(", ").join(sql.SQL("{}.{}").format(target, sql.Identifier(name)) for name in changing),
        sql.SQL(", ").join(new.values()),
    )


def _given(name: str) -> sql.Composable:
    return sql.SQL("excluded.{}").format(sql.Identifier(name))


def _kept_if_entered(target: sql.Identifier, name: str) -> sql.Composable:
    return sql.SQL("CASE WHEN {}.point_origin LIKE {} THEN {}.{} ELSE {} END").format(
        target, sql.Literal(ENTERED + "%"), target, sql.Identifier(name), _given(name)
    )
