"""Periods of a key, laid out set-wise: merge, fill the gaps, cut, and choose the best of several.

A segment is a row with `start_on` and `end_on`, half-open; while computing, "no end" is FAR. `key` names the
columns of whom the timeline is.
"""

from datetime import date

import polars as pl

FAR = date(9999, 12, 31)
"""Stands for "no end" inside computations; stored as null."""


def merged(blocks: pl.DataFrame, *, key: list[str], keep: list[pl.Expr]) -> pl.DataFrame:
    """Union of overlapping or touching blocks of each key; `keep` aggregates what the blocks carry."""
    ordered = blocks.sort(*key, "start_on", "end_on")
    reached = pl.col("end_on").cum_max().over(key).shift(1)
    first = pl.struct(key).ne_missing(pl.struct(key).shift(1))
    island = (first | (pl.col("start_on") > reached)).cum_sum().alias("island")
    return (
        ordered.with_columns(island)
        .group_by(*key, "island", maintain_order=True)
        .agg(pl.col("start_on").first(), pl.col("end_on").max(), *keep)
        .drop("island")
    )


def gaps(blocks: pl.DataFrame, spans: pl.DataFrame, *, key: list[str]) -> pl.DataFrame:
    """What of each key's span no block covers.

    blocks: disjoint and sorted by key and start. spans: one row a key (key, start_on, end_on).
    """
    inside = blocks.join(
        spans.select(*key, pl.col("start_on").alias("span_start"), pl.col("end_on").alias("span_end")), on=key
    )
    before = inside.select(
        *key,
        pl.max_horizontal("span_start", pl.col("end_on").shift(1).over(key)).alias("start_on"),
        pl.min_horizontal("start_on", "span_end").alias("end_on"),
    )
    last = inside.group_by(key, maintain_order=True).agg(
        pl.max_horizontal(pl.col("end_on").max(), pl.col("span_start").first()).alias("start_on"),
        pl.col("span_end").first().alias("end_on"),
    )
    untouched = spans.join(blocks.select(key).unique(), on=key, how="anti").select(*key, "start_on", "end_on")
    return real(pl.concat([untouched, before, last]))


def real(segments: pl.DataFrame) -> pl.DataFrame:
    """Segments that last at least a day."""
    return segments.filter(pl.col("start_on") < pl.col("end_on"))


def clipped(
    segments: pl.DataFrame, *, start: pl.Expr | None = None, end: pl.Expr | None = None
) -> pl.DataFrame:
    """Segments cut to `[start, end)`; a null bound does not cut."""
    if start is not None:
        segments = segments.with_columns(pl.max_horizontal("start_on", start).alias("start_on"))
    if end is not None:
        segments = segments.with_columns(pl.min_horizontal("end_on", end).alias("end_on"))
    return real(segments)


def best(segments: pl.DataFrame, *, key: list[str], by: list[str]) -> pl.DataFrame:
    """One timeline a key from several that overlap: on each day the segment that sorts first by `by`.

    Other columns follow the chosen segment; neighbours that say the same are joined.
    """
    edges = (
        pl.concat([segments.select(*key, pl.col(name).alias("start_on")) for name in ("start_on", "end_on")])
        .unique()
        .sort(*key, "start_on")
        .with_columns(pl.col("start_on").shift(-1).over(key).alias("end_on"))
        .filter(pl.col("end_on").is_not_null())
    )
    covering = edges.join(segments, on=key, suffix="_of").filter(
        (pl.col("start_on_of") <= pl.col("start_on")) & (pl.col("end_on_of") >= pl.col("end_on"))
    )
    chosen = covering.sort(*key, "start_on", *by).unique(
        subset=[*key, "start_on"], keep="first", maintain_order=True
    )
    return joined(chosen.drop("start_on_of", "end_on_of"), key=key)


def joined(segments: pl.DataFrame, *, key: list[str]) -> pl.DataFrame:
    """Neighbouring segments of a key that touch and say the same become one."""
    said = [name for name in segments.columns if name not in ("start_on", "end_on")]
    ordered = segments.sort(*key, "start_on")
    same = pl.struct(said).eq_missing(pl.struct(said).shift(1)) & (
        pl.col("start_on") == pl.col("end_on").shift(1)
    )
    return (
        ordered.with_columns((~same.fill_null(False)).cum_sum().alias("island"))
        .group_by("island", maintain_order=True)
        .agg(*(pl.col(name).first() for name in said), pl.col("start_on").first(), pl.col("end_on").last())
        .drop("island")
        .select(segments.columns)
    )
