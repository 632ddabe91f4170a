"""The files of a fund's territory, read, checked and shaped like the tables; nothing is written here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from himaya.foundation.territory.errors import TerritoryFileMissing, TerritoryFileWrong

ALWAYS = date(1900, 1, 1)  # the day from which the shipped calendar counts as known
ENTERED = "entered: "  # begins the origin of a point or a holiday that an administrator gave

_STATUSES = ("employer", "self_employed", "public", "private", "family", "apprentice", "coop")
_CENSUS_STATUSES = (
    "employer", "self_employed", "public_sector", "private_sector", "family_worker", "apprentice",
    "cooperative_member",
)  # fmt: skip
_LANGUAGES = ("darija", "tachelhit", "tamazight", "tarifit", "hassania")
_FIGURES = {"population_2024": "population", "households_2024": "households"}
_WIDE = _FIGURES | {"labour_population_15_plus": "population_15_plus", "labour_employed": "employed"}
_WIDE |= {
    f"employment_status_{old}": f"{new}_pct" for old, new in zip(_CENSUS_STATUSES, _STATUSES, strict=True)
}
_WIDE |= {f"local_languages_{name}": f"{name}_pct" for name in _LANGUAGES}
_NARROW = _FIGURES | {"population_2014": "population_before", "population_15_plus": "population_15_plus"}
_NARROW |= {"employed": "employed"} | {f"employment_{name}_pct": f"{name}_pct" for name in _STATUSES}
_WHOLE = ("population", "households", "population_before", "population_15_plus", "employed")
_NAMES = ("code", "name_fr", "name_ar")


def read_territory(folder: Path) -> dict[str, pl.DataFrame]:
    """Frames by table name, in an order in which they can be inserted; columns as in the tables.

    Raises TerritoryFileMissing and TerritoryFileWrong. Arrondissements, aliases and holidays may be missing.
    """
    regions = _places(folder / "regions.csv", figures=_WIDE)
    provinces = _places(
        folder / "provinces.csv", figures=_WIDE, above={"region_code": (regions, "region_id")}
    )
    above = {"province_code": (provinces, "province_id")}
    communes = _places(folder / "communes.csv", figures=_NARROW, above=above)
    communes = communes.join(
        provinces.select(province_id="id", region_id="region_id"), on="province_id", how="left"
    )
    frames = {
        "territory_region": _with_points(regions, communes, by="region_id"),
        "territory_province": _with_points(provinces, communes, by="province_id"),
        "territory_commune": communes,
    }
    quarters = folder / "arrondissements.csv"
    if quarters.exists():
        above = {"commune_code": (communes, "commune_id")}
        frames["territory_arrondissement"] = _places(quarters, figures=_FIGURES, above=above).drop("kind")
    if (folder / "aliases.csv").exists():
        frames["territory_commune_alias"] = _aliases(folder / "aliases.csv", communes)
    if (folder / "holidays.csv").exists():
        frames["territory_holiday"] = _holidays(folder / "holidays.csv")
    return frames


def _places(
    path: Path, *, figures: dict[str, str], above: dict[str, tuple[pl.DataFrame, str]] | None = None
) -> pl.DataFrame:
    table = _read(path, needed=(*_NAMES, *(above or {})))
    identity = pl.col("code").str.replace_all(".", "", literal=True).cast(pl.Int32, strict=False)
    places = table.select(
        identity.alias("id"),
        *_NAMES,
        *([_optional(table, "type").fill_null("").alias("kind")] if above else []),
        *(_optional(table, name).cast(pl.Float64).alias(name) for name in ("lat", "lon")),
        _optional(table, "geo_method").alias("point_origin"),
        *(_figure(table, old, new) for old, new in figures.items()),
        *(above or {}),
    )
    _refuse(path, places["id"].is_null(), places["code"], "is no code of digits and dots")
    _refuse(path, places["id"].is_duplicated(), places["code"], "stands twice")
    for column, (upper, name) in (above or {}).items():
        places = places.join(
            upper.select(pl.col("code").alias(column), pl.col("id").alias(name)), on=column, how="left"
        )
        _refuse(path, places[name].is_null(), places[column], f"is an unknown {column}")
    return places.drop(*(above or {}))


def _figure(table: pl.DataFrame, old: str, new: str) -> pl.Expr:
    kind = pl.Int32() if new in _WHOLE else pl.Decimal(4, 1)
    return _optional(table, old).cast(kind).alias(new)


def _optional(table: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name) if name in table.columns else pl.lit(None, dtype=pl.String)


def _with_points(places: pl.DataFrame, communes: pl.DataFrame, *, by: str) -> pl.DataFrame:
    """A point for each larger place: the mean of its communes' points, weighted by their people."""
    weight = pl.col("population").fill_null(0) + 1
    known = communes.filter(pl.col("lat").is_not_null())
    points = known.group_by(by).agg(
        ((pl.col(axis) * weight).sum() / weight.sum()).round(4).alias(f"mean_{axis}")
        for axis in ("lat", "lon")
    )
    joined = places.join(points, left_on="id", right_on=by, how="left", maintain_order="left")
    given = pl.col("lat").is_not_null()
    computed = pl.when(pl.col("mean_lat").is_not_null()).then(
        pl.lit("mean of its communes, weighted by their people")
    )
    return joined.with_columns(
        pl.coalesce("lat", "mean_lat").alias("lat"),
        pl.coalesce("lon", "mean_lon").alias("lon"),
        pl.when(given).then(pl.col("point_origin")).otherwise(computed).alias("point_origin"),
    ).drop("mean_lat", "mean_lon")


def _aliases(path: Path, communes: pl.DataFrame) -> pl.DataFrame:
    table = _read(path, needed=("alias", "commune_code"))
    found = table.join(communes.select(commune_code="code", commune_id="id"), on="commune_code", how="left")
    _refuse(path, found["commune_id"].is_null(), found["commune_code"], "is an unknown commune_code")
    return found.select("alias", "commune_id")


def _holidays(path: Path) -> pl.DataFrame:
    table = _read(path, needed=("date", "name_fr", "name_ar"))
    day = pl.col("date").str.to_date("%Y-%m-%d", strict=False)
    days = table.select(
        day.alias("day"),
        pl.lit(ALWAYS).alias("known_on"),
        pl.lit(True).alias("holiday"),
        "name_fr",
        "name_ar",
        (_optional(table, "estimated").fill_null("0") == "1").alias("estimated"),
        pl.lit("computed").alias("source"),
    )
    _refuse(path, days["day"].is_null(), table["date"], "is no day")
    _refuse(path, days["day"].is_duplicated(), table["date"], "stands twice")
    return days


def _read(path: Path, *, needed: tuple[str, ...]) -> pl.DataFrame:
    if not path.exists():
        raise TerritoryFileMissing(path=path.name)
    table = pl.read_csv(path, infer_schema_length=0)
    absent = [name for name in needed if name not in table.columns]
    if absent:
        raise TerritoryFileWrong(path=path.name, problem=f"no column {', '.join(absent)}")
    return table


def _refuse(path: Path, wrong: pl.Series, values: pl.Series, problem: str) -> None:
    if wrong.any():
        raise TerritoryFileWrong(path=path.name, problem=f"{values.filter(wrong)[0]!r} {problem}")
