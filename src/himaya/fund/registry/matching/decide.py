"""From weights to decisions: joined without a person, shown to a person, or left alone."""

from __future__ import annotations

import polars as pl

from himaya.fund.registry.matching.model import Model

AUTOMATIC, REVIEW = "automatic", "review"
NEVER_AUTOMATIC, REFUSED = 1, 2
PAIRS = {
    "unique_id_l": pl.Int64,
    "unique_id_r": pl.Int64,
    "match_weight": pl.Float64,
    "match_probability": pl.Float64,
    "decision": pl.String,
    "explanation": pl.String,
}
"""What is known of every decided pair."""


def decided(scored: pl.DataFrame, *, model: Model) -> pl.DataFrame:
    """The scored pairs worth anything, with `decision` and `explanation` (agreement level by comparison)."""
    limits = model.thresholds
    weight = pl.col("match_weight")
    kept = scored.filter((pl.col("rule") < REFUSED) & (weight >= limits["review"]))
    automatic = (weight >= limits["automatic"]) & (pl.col("rule") < NEVER_AUTOMATIC)
    levels = [pl.format(f"{name}={{}}", f"gamma_{name}") for name in model.comparisons]
    return kept.with_columns(
        pl.when(automatic).then(pl.lit(AUTOMATIC)).otherwise(pl.lit(REVIEW)).alias("decision"),
        pl.concat_str(levels, separator=" ").alias("explanation"),
    )


def only_clear_winners(decided: pl.DataFrame, *, person: str, model: Model) -> pl.DataFrame:
    """One line is not two people: automatic only where it leads the next candidate by the margin."""
    weight = pl.col("match_weight")
    best = weight.max().over(person)
    second = weight.top_k(2).min().over(person)
    alone = pl.len().over(person) == 1
    clear = alone | ((weight == best) & (best - second >= model.thresholds["margin"]))
    return decided.with_columns(pl.when(clear).then("decision").otherwise(pl.lit(REVIEW)).alias("decision"))
