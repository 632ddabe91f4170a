"""The files of a territory: Morocco's own, and wrong ones."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from himaya.foundation.territory.errors import TerritoryFileMissing, TerritoryFileWrong
from himaya.foundation.territory.files import read_territory
from himaya.foundation.territory.lookup import ambiguous_frame, lookup_frame
from himaya.foundation.territory.places import normalise_place
from himaya.kernel import jurisdiction


@pytest.fixture(scope="module")
def morocco() -> dict[str, pl.DataFrame]:
    return read_territory(jurisdiction.folder("ma") / "territory")


@pytest.fixture(scope="module")
def communes(morocco: dict[str, pl.DataFrame]) -> pl.DataFrame:
    frame = morocco["territory_commune"].rename({"id": "commune_id"})
    for level in ("province", "region"):
        names = morocco[f"territory_{level}"].select(
            pl.col("id").alias(f"{level}_id"),
            pl.col("name_fr").alias(f"{level}_fr"),
            pl.col("name_ar").alias(f"{level}_ar"),
        )
        frame = frame.join(names, on=f"{level}_id")
    return frame


def test_the_census_adds_up(morocco: dict[str, pl.DataFrame]) -> None:
    # 36,828,330 inhabitants in 2024, the same whichever level is added up.
    assert {table.removeprefix("territory_"): frame.height for table, frame in morocco.items()} == {
        "region": 12, "province": 75, "commune": 1503,
        "arrondissement": 41, "commune_alias": 22, "holiday": 185,
    }  # fmt: skip
    for level in ("region", "province", "commune"):
        assert morocco[f"territory_{level}"]["population"].sum() == 36_828_330


def test_points_lie_where_the_places_are(morocco: dict[str, pl.DataFrame]) -> None:
    points = {row["name_fr"]: row for row in morocco["territory_commune"].to_dicts()}
    for name, lat, lon in (("Tanger", 35.77, -5.80), ("Rabat", 34.02, -6.84), ("Marrakech", 31.63, -8.00)):
        assert abs(points[name]["lat"] - lat) < 0.1
        assert abs(points[name]["lon"] - lon) < 0.1
    south = next(row for row in morocco["territory_region"].to_dicts() if row["code"] == "11")
    assert 26 < south["lat"] < 28
    assert "weighted" in south["point_origin"]


def test_every_commune_is_found_by_its_code_and_with_its_province(communes: pl.DataFrame) -> None:
    lookup = lookup_frame(communes)
    assert lookup["place"].is_unique().all()
    written = {
        "dotted": pl.col("code"),
        "nine digits": pl.col("code").str.replace_all(".", "", literal=True).str.zfill(9),
        "zeros eaten": pl.col("commune_id").cast(pl.String),
        "French": pl.col("name_fr").str.to_uppercase() + " (" + pl.col("province_fr") + ")",
        "Arabic": "جماعة " + pl.col("name_ar") + "، " + pl.col("province_ar"),
    }
    for how, text in written.items():
        asked = communes.select("commune_id", normalise_place(text).alias("place"))
        found = asked.join(lookup, on="place", how="left", suffix="_found")
        wrong = found.filter(pl.col("commune_id_found").ne_missing(pl.col("commune_id")))
        assert wrong.is_empty(), (how, wrong)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FES", "Fès"),
        ("commune de Béni-Mellal", "Béni Mellal"),
        ("Municipalité d'Agadir", "Agadir"),
        ("C.R. Amgala", "Amgala"),
        ("  laayoune ", "Laâyoune"),
        ("العيون", "Laâyoune"),
        ("الحسيمه", "Al Hoceima"),
        ("الدار البيضاء", "Casablanca"),
        ("OULAD TEIMA", "Oulad Teima"),
        ("Ouled Teïma", "Oulad Teima"),
        ("٠١.٥١١.٠١.٠", "Tanger"),
        ("Ajdir - Taza", "Ajdir"),
        ("Tombouctou", None),
        ("Ajdir", None),
        ("", None),
    ],
)
def test_what_people_write_finds_the_commune_they_mean(
    communes: pl.DataFrame, text: str, name: str | None
) -> None:
    lookup = lookup_frame(communes)
    asked = pl.DataFrame({"place": [text]}).select(normalise_place(pl.col("place")))
    found = asked.join(lookup, on="place", how="left").join(communes, on="commune_id", how="left")
    assert found["name_fr"].to_list() == [name]


def test_other_names_never_take_a_communes_own(communes: pl.DataFrame) -> None:
    agadir, fes = (
        communes.filter(pl.col("name_fr") == name)["commune_id"].item() for name in ("Agadir", "Fès")
    )
    other = pl.DataFrame({"commune_id": [agadir, agadir], "name": ["Fès", "Founty"]})
    found = dict(
        lookup_frame(communes, other_names=other).filter(pl.col("place").is_in(["fes", "founty"])).iter_rows()
    )
    assert found == {"fes": fes, "founty": agadir}


def test_names_of_several_communes_are_known_as_such(communes: pl.DataFrame) -> None:
    ambiguous = dict(ambiguous_frame(communes).iter_rows())
    assert ambiguous["ajdir"] == 2
    assert ambiguous["ouledaissa"] == 3
    assert not set(ambiguous) & set(lookup_frame(communes)["place"])


def territory(folder: Path, **files: str) -> Path:
    sound = {
        "regions": "code,name_fr,name_ar\n1,Nord,شمال\n2,Sud,جنوب\n",
        "provinces": "code,name_fr,name_ar,region_code\n1.1,Ville,مدينة,1\n2.1,Oasis,واحة,2\n",
        "communes": "code,name_fr,name_ar,province_code\n1.1.1,Port,ميناء,1.1\n2.1.1,Puits,بئر,2.1\n",
    }
    for name, text in (sound | files).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_small_territory_needs_only_names_and_codes(tmp_path: Path) -> None:
    frames = read_territory(territory(tmp_path))
    assert list(frames) == ["territory_region", "territory_province", "territory_commune"]
    rows = (
        frames["territory_commune"].select("id", "name_fr", "province_id", "region_id", "population").rows()
    )
    assert rows == [(111, "Port", 11, 1, None), (211, "Puits", 21, 2, None)]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("regions", "code,name_fr\n1,Nord\n", "no column name_ar"),
        ("regions", "code,name_fr,name_ar\n1,Nord,ش\n1,Sud,ج\n", "'1' stands twice"),
        ("regions", "code,name_fr,name_ar\nN1,Nord,ش\n", "'N1' is no code"),
        (
            "communes",
            "code,name_fr,name_ar,province_code\n1.1.1,Port,م,9.9\n",
            "'9.9' is an unknown province_code",
        ),
        ("holidays", "date,name_fr,name_ar\n2026-02-30,X,س\n", "'2026-02-30' is no day"),
        ("aliases", "alias,commune_code\nHarbour,9.9.9\n", "'9.9.9' is an unknown commune_code"),
    ],
)
def test_a_wrong_file_is_refused_naming_the_value(tmp_path: Path, name: str, text: str, problem: str) -> None:
    with pytest.raises(TerritoryFileWrong, match=problem):
        read_territory(territory(tmp_path, **{name: text}))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (territory(tmp_path) / "provinces.csv").unlink()
    with pytest.raises(TerritoryFileMissing, match=r"provinces\.csv"):
        read_territory(tmp_path)
