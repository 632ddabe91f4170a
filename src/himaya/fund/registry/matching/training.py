"""Training of the model's probabilities on labelled people, once; the result is data that anyone can replace.

m comes from the labelled pairs, u from pairs drawn at random. A level never seen keeps a small floor, so that
one pair out of the ordinary is unlikely, not impossible. Probabilities that the model fixes stay: a person
is mistaken for a relative far more often than for a stranger, so an equal telephone counts less than chance
says.
"""

from __future__ import annotations

import copy
from typing import Any

import polars as pl

from himaya.fund.registry.matching import blocking, records, score
from himaya.fund.registry.matching.model import Model

M_FLOOR, U_FLOOR = 0.002, 0.0000001
RANDOM_PAIRS = 2_000_000


def trained(
    model: Model, *, people: pl.DataFrame, truth: pl.DataFrame, on: str, random_pairs: int = RANDOM_PAIRS
) -> Model:
    """The model with m and u worked out anew.

    people: person_id and the columns of `records.PERSON`; truth: pairs of one person (person_id, other_id);
    on: what they are, kept in the model with their number.
    """
    asked = (*records.PERSON, *records.KEYS)
    (known,) = records.of_frame(people)(asked, None)
    keyed = records.keyed(known, unique_id=pl.col("number"))
    labels = truth.select(pl.col("person_id").alias("unique_id_l"), pl.col("other_id").alias("unique_id_r"))
    with blocking.session() as connection:
        blocking.load(connection, table="people", frame=records.comparable(keyed))
        blocking.load(connection, table="labels", frame=labels)
        splink = score.linker(
            connection,
            model=model,
            prior=model.prior(register_size=len(people)),
            shares=score.shares([score.counted(keyed, model=model)], size=len(people), model=model),
        )
        splink.training.estimate_u_using_random_sampling(max_pairs=random_pairs, seed=1)
        splink.training.estimate_m_from_pairwise_labels(  # type: ignore[no-untyped-call]
            score.registered(connection, "labels")
        )
        learnt = splink.misc.save_model_to_json()["comparisons"]
    content = copy.deepcopy(model.content)
    for comparison, found in zip(content["comparisons"], learnt, strict=True):
        for level, seen in zip(comparison["comparison_levels"], found["comparison_levels"], strict=True):
            _learn(level, seen)
    content["trained"] = {"on": on, "people": len(people), "pairs": len(truth)}
    content["version"] += 1
    return Model(content)


def _learn(level: dict[str, Any], seen: dict[str, Any]) -> None:
    if level.get("is_null_level"):
        return
    for name, floor in (("m", M_FLOOR), ("u", U_FLOOR)):
        if not level.get(f"fix_{name}_probability"):
            level[f"{name}_probability"] = round(max(seen.get(f"{name}_probability") or 0.0, floor), 9)
