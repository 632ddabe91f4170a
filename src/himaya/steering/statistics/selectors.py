"""The published figures of one day: counted from the register, protected, shaped for their readers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from himaya.runtime import facts
from himaya.steering.statistics import cells, cube
from himaya.steering.statistics.cells import ALL
from himaya.steering.statistics.cube import COUNTED_GROUP
from himaya.steering.statistics.definitions import DEFINITIONS
from himaya.steering.statistics.errors import CategoryUnknown, RegionUnknown
from himaya.steering.statistics.figures import (
    Cell,
    Choice,
    Figures,
    Label,
    Place,
    Remedy,
    Rights,
    Row,
    SchemeRow,
)
from himaya.steering.statistics.protection import protect
from himaya.steering.statistics.words import AGE_LABELS, REMEDY_LABELS, SEX_LABELS

Published = dict[Any, Cell]
NOBODY = Cell(0)


def figures(
    connection: Connection,
    *,
    on: date,
    known_on: date | None = None,
    region: str | None = None,
    category: str | None = None,
) -> Figures:
    """The figures of the day `on`, as known on `known_on` (None: now), of a region and a group of categories.

    Counts under five are withheld, and with them those from which they could be worked out, over all choices
    of region and category together. Raises RegionUnknown, CategoryUnknown.
    """
    places = _places(connection)
    groups = _groups(connection)
    regions = {row["region_code"]: Label(row["region_ar"], row["region_fr"]) for row in places}
    if region is not None and region not in regions:
        raise RegionUnknown(region=region)
    if category is not None and category not in groups:
        raise CategoryUnknown(category=category)
    published = _published(connection, on=on, known_on=known_on)

    def cell(
        table: str, value: str = "", *, of_region: str | None = None, of_category: str | None = None
    ) -> Cell:
        return published.get(
            (table, of_region or region or ALL, of_category or category or ALL, value), NOBODY
        )

    return Figures(
        snapshot_on=on,
        known_on=known_on,
        computed_at=datetime.now(UTC),
        registered=cell("registered"),
        target=_target(connection, region=region, groups=groups, category=category),
        by_category=tuple(
            Row(
                code=code,
                label=group["label"],
                registered=cell("registered", of_category=code),
                target=group["target"] if region is None else None,
            )
            for code, group in groups.items()
            if category in (None, code)
        ),
        by_region=tuple(
            Row(code=code, label=label, registered=cell("registered", of_region=code))
            for code, label in regions.items()
            if region in (None, code)
        ),
        by_sex=_rows(SEX_LABELS, lambda value: cell("sex", value)),
        by_age_band=_rows(AGE_LABELS, lambda value: cell("age_band", value)),
        by_commune=() if category else _communes(places, region=region, published=published),
        spouses=cell("family", "spouse"),
        children=cell("family", "child"),
        rights=Rights(open=cell("state", "1"), waiting=cell("state", "2"), closed=cell("state", "3")),
        closed_by_remedy=tuple(
            Remedy(code=act, label=label, persons=cell("remedy", number))
            for number, (act, label) in REMEDY_LABELS.items()
            if cell("remedy", number) != NOBODY
        ),
        regional_by_scheme=_schemes(connection, regions=regions, region=region, published=published),
        definitions=DEFINITIONS,
        region=region,
        category=category,
        region_choices=tuple(Choice(code=code, label=label) for code, label in regions.items()),
        category_choices=tuple(Choice(code=code, label=group["label"]) for code, group in groups.items()),
        is_demonstration=facts.is_demo(connection),
    )


def _published(connection: Connection, *, on: date, known_on: date | None) -> Published:
    """Every cell of the day, protected; counted again as soon as anything was written since."""
    state = connection.execute(
        "select current_database(), pg_snapshot_xmax(pg_current_snapshot())::text"
    ).fetchone()
    kept = _kept(on, known_on, state)
    if not kept:
        counted = cells.counted(
            cube.people(connection, on=on, known_on=known_on),
            cube.families(connection, on=on, known_on=known_on),
            cube.schemes(connection, on=on, known_on=known_on),
        )
        kept.update(protect(counted.values, counted.sums))
    return kept


@lru_cache(maxsize=8)
def _kept(on: date, known_on: date | None, state: object) -> Published:
    """The cells counted for a day and a state of the register."""
    return {}


def _rows(labels: dict[str, Label], cell: Any) -> tuple[Row, ...]:
    return tuple(Row(code=code, label=label, registered=cell(code)) for code, label in labels.items())


def _communes(
    places: Sequence[dict[str, Any]], *, region: str | None, published: Published
) -> tuple[Place, ...]:
    return tuple(
        Place(
            code=row["code"],
            label=Label(row["name_ar"], row["name_fr"]),
            region_code=row["region_code"],
            lat=row["lat"],
            lon=row["lon"],
            registered=published.get(("commune", row["region_code"], ALL, row["code"]), NOBODY),
            rights_open=published.get(("commune_open", row["region_code"], ALL, row["code"]), NOBODY),
        )
        for row in places
        if region in (None, row["region_code"])
    )


def _schemes(
    connection: Connection, *, regions: dict[str, Label], region: str | None, published: Published
) -> tuple[SchemeRow, ...]:
    rows = connection.execute("select code, label from registry_scheme order by id").fetchall()
    found = (
        SchemeRow(
            region_code=code,
            region=label,
            scheme_code=scheme,
            scheme=_label(names),
            insured=published.get(("insured", code, ALL, scheme), NOBODY),
            dependants=published.get(("dependants", code, ALL, scheme), NOBODY),
        )
        for code, label in regions.items()
        for scheme, names in rows
        if region in (None, code)
    )
    return tuple(row for row in found if row.insured != NOBODY)


def _places(connection: Connection) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            """select commune.code, commune.name_ar, commune.name_fr, commune.lat, commune.lon,
                      region.code as region_code, region.name_ar as region_ar, region.name_fr as region_fr
               from territory_commune commune join territory_region region on region.id = commune.region_id
               order by region.code, commune.code"""
        ).fetchall()


def _groups(connection: Connection) -> dict[str, dict[str, Any]]:
    """Groups of self-employed categories in the order of the register."""
    rows = connection.execute(
        """select category."group", category.group_label, category.group_target
           from registry_category category join registry_scheme scheme on scheme.id = category.scheme_id
           where scheme."group" = %s order by category.id""",
        [COUNTED_GROUP],
    ).fetchall()
    return {code: {"label": _label(names), "target": target} for code, names, target in rows}


def _label(names: dict[str, str]) -> Label:
    return Label(names["ar"], names["fr"], names.get("en", ""), names.get("zgh", ""))


def _target(
    connection: Connection, *, region: str | None, groups: dict[str, dict[str, Any]], category: str | None
) -> int | None:
    """The announced number of people to reach; texts give none by region."""
    if region is not None:
        return None
    if category is not None:
        announced: int | None = groups[category]["target"]
        return announced
    row = connection.execute(
        "select target from registry_phase where unit = 'self_employed_people' order by starts_on limit 1"
    ).fetchone()
    return row[0] if row else None
