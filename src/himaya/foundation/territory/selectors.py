"""Reading the territory: places, the frame that finds communes, and working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from psycopg import Connection

from himaya.foundation.territory.lookup import ambiguous_frame, lookup_frame
from himaya.runtime.copying import read_frame

SATURDAY_SUNDAY = (6, 7)
_LOOKED_UP = """
SELECT commune.id AS commune_id, commune.code, commune.name_fr, commune.name_ar,
       province.name_fr AS province_fr, province.name_ar AS province_ar,
       region.name_fr AS region_fr, region.name_ar AS region_ar
FROM territory_commune commune
JOIN territory_province province ON province.id = commune.province_id
JOIN territory_region region ON region.id = commune.region_id
"""
_OTHER_NAMES = """
SELECT commune_id, alias AS name FROM territory_commune_alias
UNION ALL SELECT commune_id, name_fr FROM territory_arrondissement
UNION ALL SELECT commune_id, name_ar FROM territory_arrondissement
"""
# The last thing known of each day.
_CALENDAR = """
SELECT day FROM (
  SELECT DISTINCT ON (day) day, holiday FROM territory_holiday
  WHERE day BETWEEN %(first)s AND %(last)s AND known_on <= %(known_on)s ORDER BY day, known_on DESC
) AS known WHERE holiday
"""


def commune_lookup_frame(connection: Connection) -> pl.DataFrame:
    """Columns `place` and `commune_id`; join it on `normalise_place(column)` (see `lookup.lookup_frame`)."""
    communes = read_frame(connection, _LOOKED_UP)
    return lookup_frame(communes, other_names=read_frame(connection, _OTHER_NAMES))


def ambiguous_places_frame(connection: Connection) -> pl.DataFrame:
    """Columns `place` and `communes`: names that need their province to be understood."""
    return ambiguous_frame(read_frame(connection, _LOOKED_UP))


def list_regions(connection: Connection) -> pl.DataFrame:
    """Every region with its census figures, by code."""
    return read_frame(connection, "SELECT * FROM territory_region ORDER BY code")


def list_provinces(connection: Connection, *, region_id: int | None = None) -> pl.DataFrame:
    """Provinces with their census figures, of one region or all, by code."""
    return read_frame(
        connection,
        """SELECT * FROM territory_province
           WHERE %(region)s::int IS NULL OR region_id = %(region)s ORDER BY code""",
        {"region": region_id},
    )


def list_communes(
    connection: Connection, *, region_id: int | None = None, province_id: int | None = None
) -> pl.DataFrame:
    """Communes with their points and census figures, of one region, one province or all, by code."""
    return read_frame(
        connection,
        """SELECT * FROM territory_commune
           WHERE (%(region)s::int IS NULL OR region_id = %(region)s)
             AND (%(province)s::int IS NULL OR province_id = %(province)s) ORDER BY code""",
        {"region": region_id, "province": province_id},
    )


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendar of a span of days, as it was known on one day; asking it needs no database."""

    first: date
    last: date
    holidays: frozenset[date]
    weekend: tuple[int, ...] = SATURDAY_SUNDAY

    def is_working_day(self, day: date) -> bool:
        """Does the fund work that day? ValueError outside the span."""
        if not self.first <= day <= self.last:
            raise ValueError(f"{day} lies outside the calendar from {self.first} to {self.last}")
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the first one after it that is."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


def working_days(
    connection: Connection,
    *,
    first: date,
    last: date,
    known_on: date | None = None,
    weekend: tuple[int, ...] = SATURDAY_SUNDAY,
) -> WorkingDays:
    """The calendar from `first` to `last`, with the holidays known on `known_on` (None: all known).

    weekend: ISO weekdays without work, as `fund.yaml` says.
    """
    asked = {"first": first, "last": last, "known_on": known_on or date.max}
    found = frozenset(day for (day,) in connection.execute(_CALENDAR, asked))
    return WorkingDays(first, last, found, weekend)


def is_working_day(connection: Connection, day: date, *, known_on: date | None = None) -> bool:
    """Does the fund work that day?"""
    return working_days(connection, first=day, last=day, known_on=known_on).is_working_day(day)


def next_working_day(connection: Connection, day: date, *, known_on: date | None = None) -> date:
    """The day itself if it is worked, else the first worked day after it (within two months)."""
    span = working_days(connection, first=day, last=day + timedelta(days=62), known_on=known_on)
    return span.next_working_day(day)
