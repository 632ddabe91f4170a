"""From what people write to the commune they mean."""

from __future__ import annotations

import polars as pl

from himaya.foundation.territory.places import normalise_place

_LEVELS = ("province", "region")


def lookup_frame(communes: pl.DataFrame, *, other_names: pl.DataFrame | None = None) -> pl.DataFrame:
    """Columns `place` (a key of `normalise_place`, unique) and `commune_id`: every way to write one commune.

    communes: commune_id, code, name_fr, name_ar, province_fr, province_ar, region_fr, region_ar.
    other_names: commune_id, name: aliases and arrondissements; they never take a commune's own name.
    The code wins over names, a bare name over a name with its province. A name borne by several communes has
    no bare key: written with its province or region it has one.
    """
    ranked = [(_keys(communes, pl.col("code")), 0)]
    for language in ("fr", "ar"):
        name = pl.col(f"name_{language}")
        ranked.append((_keys(communes, name), 1))
        ranked += [(_keys(communes, name + " " + pl.col(f"{level}_{language}")), 2) for level in _LEVELS]
    if other_names is not None:
        ranked.append((_keys(other_names, pl.col("name")), 3))
    every = pl.concat([keys.with_columns(pl.lit(rank).alias("rank")) for keys, rank in ranked])
    best = every.filter(pl.col("rank") == pl.col("rank").min().over("place")).unique(["place", "commune_id"])
    return best.filter(pl.len().over("place") == 1).select("place", "commune_id").sort("place")


def ambiguous_frame(communes: pl.DataFrame) -> pl.DataFrame:
    """Columns `place` and `communes`: the names borne by several communes, and by how many."""
    keys = pl.concat([_keys(communes, pl.col(f"name_{language}")) for language in ("fr", "ar")]).unique()
    return keys.group_by("place").agg(pl.len().alias("communes")).filter(pl.col("communes") > 1).sort("place")


def _keys(frame: pl.DataFrame, text: pl.Expr) -> pl.DataFrame:
    return frame.select(
        normalise_place(text).alias("place"), pl.col("commune_id").cast(pl.Int32)
    ).drop_nulls()
