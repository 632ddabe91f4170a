"""The two questions asked of matching: who of a list is already registered, and who is registered twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from himaya.fund.registry.matching import blocking, clusters, decide, records, score
from himaya.fund.registry.matching.model import Model, load
from himaya.fund.registry.matching.records import Read

CANDIDATES = {
    "new_row": pl.Int64,
    "person_id": pl.Int64,
    "probability": pl.Float64,
    "decision": pl.String,
    "kind_explanation": pl.String,
}


def candidates(*, new: Read, register: Read, model: Model | None = None) -> pl.DataFrame:
    """People of the register that lines of a list may be about.

    Returns frame (new_row, person_id, probability, decision, kind_explanation), several rows a line where
    several people are possible; decision is automatic or review.
    """
    model = model or load()
    pairs, _ = _decided([Side(new, sign=-1), Side(register)], model=model, order=blocking.BETWEEN)
    if pairs.is_empty():
        return pl.DataFrame(schema=CANDIDATES)
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
    everybody = Side(records.of_frame(people))
    pairs, compared = _decided([everybody], model=model, order=blocking.WITHIN)
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


@dataclass(frozen=True)
class Side:
    """People with the sign of their unique_id: those of a list have negative ones."""

    read: Read
    sign: int = 1

    def parts(self, columns: Sequence[str], wanted: pl.Series | None = None) -> Iterator[pl.DataFrame]:
        """`records.keyed` of everybody, or of the people with these unique_ids."""
        unique_id = pl.col("number") if self.sign > 0 else -pl.col("number") - 1
        numbers = wanted if wanted is None or self.sign > 0 else -wanted - 1
        for part in self.read(columns, numbers):
            yield records.keyed(part, unique_id=unique_id)


def _decided(sides: list[Side], *, model: Model, order: blocking.Order) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decided pairs, and the people compared: only those that blocking put into a pair."""
    with blocking.session() as connection:
        counts, sizes = [], []
        for side in sides:
            sizes.append(0)
            for part in side.parts((*records.FOUND_BY, *records.KEYS)):
                sizes[-1] += part.height
                counts.append(score.counted(part, model=model))
                blocking.load(connection, table="loaded", frame=records.blockable(part))
        blocking.block(connection, model=model, order=order)
        compared = _compared(sides, paired=blocking.paired(connection)["unique_id"])
        if compared.is_empty():
            return pl.DataFrame(schema=decide.PAIRS), compared
        blocking.load(connection, table="people", frame=compared)
        splink = score.linker(
            connection,
            model=model,
            prior=model.prior(register_size=sizes[-1]),
            shares=score.shares(counts, size=sum(sizes), model=model),
        )
        scored = score.scored(connection, splink, model=model, floor=model.thresholds["review"])
    return decide.decided(scored, model=model), compared


def _compared(sides: list[Side], *, paired: pl.Series) -> pl.DataFrame:
    """The people of some pair, as they are compared."""
    found = [
        records.comparable(part)
        for side in sides
        for part in side.parts(
            (*records.PERSON, *records.KEYS), paired.filter((paired < 0) == (side.sign < 0))
        )
    ]
    return pl.concat(found)
