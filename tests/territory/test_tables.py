"""The territory in the database: loading, corrections, working days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import psycopg
import pytest

from himaya.foundation.territory import selectors, services
from himaya.foundation.territory.errors import TerritoryFileWrong, UnknownPlace
from himaya.kernel import jurisdiction

FOLDER = jurisdiction.folder("ma") / "territory"
TANGER = 1511010


@pytest.fixture
def loaded(database: psycopg.Connection) -> psycopg.Connection:
    services.load_territory(database, folder=FOLDER)
    return database


def test_the_same_files_twice_change_nothing(database: psycopg.Connection) -> None:
    first = services.load_territory(database, folder=FOLDER)
    assert first["territory_commune"] == 1503
    again = services.load_territory(database, folder=FOLDER)
    assert set(again) == set(first)
    assert not any(again.values())


def test_a_point_that_was_entered_outlives_a_reload(loaded: psycopg.Connection) -> None:
    services.enter_point(loaded, commune_id=TANGER, lat=35.7767, lon=-5.8039, source="agency, GPS")
    loaded.execute("UPDATE territory_commune SET name_fr = 'Tangiers' WHERE id = %s", [TANGER])
    assert services.load_territory(loaded, folder=FOLDER)["territory_commune"] == 1
    row = selectors.list_communes(loaded).filter(pl.col("id") == TANGER).to_dicts()[0]
    assert (row["name_fr"], row["lat"], row["lon"]) == ("Tanger", 35.7767, -5.8039)
    assert row["point_origin"] == "entered: agency, GPS"
    with pytest.raises(UnknownPlace):
        services.enter_point(loaded, commune_id=1, lat=0, lon=0, source="x")


def test_a_wrong_file_changes_nothing(loaded: psycopg.Connection, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    regions = (tmp_path / "regions.csv").read_text(encoding="utf-8").replace("Oriental", "Orient")
    (tmp_path / "regions.csv").write_text(regions, encoding="utf-8")
    (tmp_path / "holidays.csv").write_text("date,name_fr,name_ar\nsoon,X,س\n", encoding="utf-8")
    with pytest.raises(TerritoryFileWrong):
        services.load_territory(loaded, folder=tmp_path)
    assert "Oriental" in selectors.list_regions(loaded)["name_fr"].to_list()


def test_places_are_listed_by_what_holds_them(loaded: psycopg.Connection) -> None:
    assert selectors.list_regions(loaded).height == 12
    assert selectors.list_provinces(loaded).height == 75
    # Laâyoune-Sakia El Hamra: 4 provinces, 20 communes in the census of 2024.
    assert selectors.list_provinces(loaded, region_id=11).height == 4
    communes = selectors.list_communes(loaded, region_id=11)
    assert (communes.height, communes["population"].sum()) == (20, 451_028)
    assert selectors.list_communes(loaded, province_id=11321).height == 5


def test_aliases_and_arrondissements_lead_to_their_commune(loaded: psycopg.Connection) -> None:
    found = dict(selectors.commune_lookup_frame(loaded).iter_rows())
    assert (
        found["tangier"] == found["tanger"] == found["mghogha"] == found["مغوغة".replace("ة", "ه")] == TANGER
    )
    assert "ajdir" not in found
    assert "ajdir" in selectors.ambiguous_places_frame(loaded)["place"].to_list()


def test_working_days_leave_out_weekends_and_holidays(loaded: psycopg.Connection) -> None:
    # 6 November 2026, the Green March, is a Friday: the next worked day is Monday 9.
    assert not selectors.is_working_day(loaded, date(2026, 11, 6))
    assert selectors.is_working_day(loaded, date(2026, 11, 5))
    assert selectors.next_working_day(loaded, date(2026, 11, 6)) == date(2026, 11, 9)
    assert selectors.next_working_day(loaded, date(2026, 11, 5)) == date(2026, 11, 5)


def test_a_calendar_answers_for_its_span_only(loaded: psycopg.Connection) -> None:
    week = selectors.working_days(loaded, first=date(2026, 11, 2), last=date(2026, 11, 8), weekend=(7,))
    worked = [day for day in range(2, 9) if week.is_working_day(date(2026, 11, day))]
    assert worked == [2, 3, 4, 5, 7]
    with pytest.raises(ValueError, match="outside the calendar"):
        week.next_working_day(date(2026, 11, 8))


def test_a_holiday_corrected_keeps_what_was_known_before(loaded: psycopg.Connection) -> None:
    feast, told = date(2026, 11, 6), date(2026, 11, 4)
    names = {"fr": "La marche verte", "ar": "المسيرة الخضراء"}
    for _ in range(2):
        services.correct_holiday(
            loaded, day=feast, known_on=told, holiday=False, names=names, source="decree"
        )
    services.correct_holiday(
        loaded, day=date(2026, 11, 10), known_on=told, holiday=True, names=names, source="decree"
    )
    assert selectors.is_working_day(loaded, feast)
    assert not selectors.is_working_day(loaded, date(2026, 11, 10))
    assert not selectors.is_working_day(loaded, feast, known_on=date(2026, 11, 3))
    assert selectors.is_working_day(loaded, date(2026, 11, 10), known_on=date(2026, 11, 3))
    assert not any(services.load_territory(loaded, folder=FOLDER).values())


def test_what_was_said_of_a_holiday_is_never_rewritten(loaded: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        loaded.execute("UPDATE territory_holiday SET holiday = false")
