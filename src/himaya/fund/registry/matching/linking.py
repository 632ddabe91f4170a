"""The two questions asked of matching: who of a list is already registered, and who is registered twice."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from himaya.fund.registry.matching import blocking, clusters, decide, records, score
from himaya.fund.registry.matching.model import Model, load

CANDIDATES = {
    "new_row": pl.Int64,
    "person_id": pl.Int64,
    "probability": pl.Float64,
    "decision": pl.String,
    "kind_explanation": pl.String,
}


def candidates(
    *, new: pl.DataFrame, register: pl.DataFrame | Path, model: Model | None = None
) -> pl.DataFrame:
    """People of the register that lines of a list may be about.

    new: column new_row (not negative) and the columns of `records.PERSON`; register: the same with person_id,
    as a frame or a Parquet file. family_key and given_key are taken where present, else worked out.
    Returns frame (new_row, person_id, probability, decision, kind_explanation), several rows a line where
    several people are possible; decision is automatic or review.
    """
    model = model or load()
    known = pl.read_parquet(register) if isinstance(register, Path) else register
    if new.is_empty() or known.is_empty():
        return pl.DataFrame(schema=CANDIDATES)
    sides = [
        records.keyed(new, unique_id=-pl.col("new_row").cast(pl.Int64) - 1),
        records.keyed(known, unique_id=pl.col("person_id")),
    ]
    pairs, _ = _decided(sides, model=model, order=blocking.BETWEEN, size=len(known))
    clear = decide.only_clear_winners(pairs, person="unique_id_l", model=model)
    return clear.select(
        (-pl.col("unique_id_l") - 1).alias("new_row"),
        pl.col("unique_id_r").alias("person_id"),
        pl.col("match_probability").alias("probability"),
        "decision",
        pl.col("explanation").alias("kind_explanation"),
    ).sort("new_row", "probability", "person_id", descending=[False, True, False])


def within(people: pl.DataFrame, *, model: Model | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People who may be registered twice, and the groups that decide themselves.

    people: person_id and the columns of `records.PERSON`. Returns two frames: pairs (person_id, other_id,
    probability, match_weight, decision, kind_explanation) and clusters (person_id, cluster_id), the latter
    only for groups of two or more.
    """
    model = model or load()
    keyed = records.keyed(people, unique_id=pl.col("person_id"))
    pairs, compared = _decided([keyed], model=model, order=blocking.WITHIN, size=len(people))
    groups = clusters.clusters(pairs.filter(pl.col("decision") == decide.AUTOMATIC), compared)
    named = pairs.select(
        pl.col("unique_id_l").alias("person_id"),
        pl.col("unique_id_r").alias("other_id"),
        pl.col("match_probability").alias("probability"),
        "match_weight",
        "decision",
        pl.col("explanation").alias("kind_explanation"),
    )
    return named.sort("person_id", "other_id"), groups.rename({"unique_id": "person_id"})


def _decided(
    sides: list[pl.DataFrame], *, model: Model, order: str, size: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decided pairs, and the people compared: only those that blocking put into a pair."""
    with blocking.session() as connection:
        for side in sides:
            blocking.load(connection, table="everyone", frame=records.blockable(side))
        blocking.block(connection, model=model, order=order)
        paired = blocking.paired(connection)
        compared = pl.concat(
            [records.comparable(side.join(paired, on="unique_id", how="semi")) for side in sides]
        )
        blocking.load(connection, table="people", frame=compared)
        splink = score.linker(
            connection,
            model=model,
            prior=model.prior(register_size=size),
            shares=score.shares(sides, model=model),
        )
        scored = score.scored(connection, splink, model=model, floor=model.thresholds["review"])
    return decide.decided(scored, model=model), compared
