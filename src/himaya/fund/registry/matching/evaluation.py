"""How good the matching is, against a truth it never sees: recall and precision for each kind of pair."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from himaya.fund.registry.matching.decide import AUTOMATIC

ALL = "all"


def read_people(file: Path) -> pl.DataFrame:
    """People to match from a Parquet file; a commune given by its code is numbered."""
    people = pl.read_parquet(file)
    if "commune_id" in people.columns:
        return people
    return people.with_columns(pl.col("commune").rank("dense").cast(pl.Int32).alias("commune_id"))


def read_truth(file: Path) -> pl.DataFrame:
    """The truth from a Parquet file: a, b (ids), kind (apart by +), same; or as `evaluated` takes it."""
    truth = pl.read_parquet(file)
    if "kinds" in truth.columns:
        return truth
    kinds = pl.col("kind").str.split("+").alias("kinds")
    return truth.select(pl.col("a").alias("person_id"), pl.col("b").alias("other_id"), "same", kinds)


def evaluated(pairs: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """One row a kind, `all` first.

    pairs: person_id, other_id, decision, of the matcher. truth: person_id, other_id, same (are they one
    person?), kinds (list of text). Columns: kind, same, pairs, automatic and review (of true pairs, how many
    were joined or shown to a person; of look-alikes, wrongly), recall, recall_with_review, and
    precision: of the automatic decisions that touch somebody of the kind, the share that is right.
    """
    judged = _ordered(truth).join(
        _ordered(pairs.select("person_id", "other_id", "decision")), on=_ENDS, how="left"
    )
    kinds = judged.explode("kinds", empty_as_null=True).rename({"kinds": "kind"}).drop_nulls("kind")
    everything = judged.filter("same").with_columns(pl.lit(ALL).alias("kind")).drop("kinds")
    rows = (
        pl.concat([everything.select(kinds.columns), kinds])
        .group_by("kind", "same")
        .agg(
            pl.len().alias("pairs"),
            (pl.col("decision") == AUTOMATIC).sum().alias("automatic"),
            ((pl.col("decision").is_not_null()) & (pl.col("decision") != AUTOMATIC)).sum().alias("review"),
        )
    )
    return (
        rows.join(_precision(pairs, judged, kinds), on=["kind", "same"], how="left")
        .with_columns(
            pl.when("same").then(pl.col("automatic") / pl.col("pairs")).alias("recall"),
            pl.when("same")
            .then((pl.col("automatic") + pl.col("review")) / pl.col("pairs"))
            .alias("recall_with_review"),
        )
        .sort(pl.col("kind") != ALL, ~pl.col("same"), "kind")
        .select("kind", "same", "pairs", "automatic", "review", "recall", "recall_with_review", "precision")
    )


_ENDS = ["person_id", "other_id"]


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.with_columns(
        pl.min_horizontal(_ENDS).alias("person_id"), pl.max_horizontal(_ENDS).alias("other_id")
    )


def _precision(pairs: pl.DataFrame, judged: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    joined = _ordered(pairs.filter(pl.col("decision") == AUTOMATIC)).select(_ENDS)
    right = judged.filter("same").select(*_ENDS, pl.lit(True).alias("right"))
    verdicts = joined.join(right, on=_ENDS, how="left").with_columns(pl.col("right").fill_null(False))
    touched = pl.concat(
        [kinds.select("kind", "same", pl.col(end).alias("who")) for end in _ENDS]
        + [
            verdicts.select(
                pl.lit(ALL).alias("kind"), pl.lit(True).alias("same"), pl.col("person_id").alias("who")
            )
        ]
    ).unique()
    by_person = pl.concat([verdicts.select(*_ENDS, "right", pl.col(end).alias("who")) for end in _ENDS])
    return (
        touched.join(by_person, on="who")
        .unique(subset=["kind", "same", *_ENDS])
        .group_by("kind", "same")
        .agg(pl.col("right").mean().alias("precision"))
    )
