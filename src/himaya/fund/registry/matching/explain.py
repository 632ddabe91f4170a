"""Why two records may be one person: what agrees, what differs, what each weighs, in words for an officer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg import Connection

from himaya.fund.registry.matching import blocking, records
from himaya.fund.registry.matching.model import Model, load

# The levels of the shipped model; another fund's model may have others, shown by their own labels.
WORDS = {
    ("family", "missing"): gettext_noop("A family name is missing."),
    ("family", "same spelling"): gettext_noop("The family names are spelt the same."),
    ("family", "same in Arabic"): gettext_noop("The family names are the same in Arabic."),
    ("family", "another spelling"): gettext_noop("The family name is spelt in two ways."),
    ("family", "swapped with the first name"): gettext_noop("Family name and first name are exchanged."),
    ("family", "close"): gettext_noop("The family names are close."),
    ("family", "different"): gettext_noop("The family names differ."),
    ("given", "missing"): gettext_noop("A first name is missing."),
    ("given", "same spelling"): gettext_noop("The first names are spelt the same."),
    ("given", "same in Arabic"): gettext_noop("The first names are the same in Arabic."),
    ("given", "another spelling"): gettext_noop("The first name is spelt in two ways."),
    ("given", "swapped with the family name"): gettext_noop("First name and family name are exchanged."),
    ("given", "close"): gettext_noop("The first names are close."),
    ("given", "different"): gettext_noop("The first names differ."),
    ("birth", "missing"): gettext_noop("A date of birth is missing."),
    ("birth", "same day"): gettext_noop("Born on the same day."),
    ("birth", "same year, day unknown"): gettext_noop("Born in the same year; a day is not known."),
    ("birth", "one digit apart"): gettext_noop("The dates of birth differ by one digit."),
    ("birth", "same year, another day"): gettext_noop("Born in the same year on different days."),
    ("birth", "another year"): gettext_noop("Born in different years."),
    ("card", "missing"): gettext_noop("An identity card number is missing."),
    ("card", "same"): gettext_noop("The identity card numbers are the same."),
    ("card", "one character apart"): gettext_noop("The identity card numbers differ by one character."),
    ("card", "different"): gettext_noop("The identity card numbers differ."),
    ("commune", "missing"): gettext_noop("A commune is missing."),
    ("commune", "same"): gettext_noop("They live in the same commune."),
    ("commune", "different"): gettext_noop("They live in different communes."),
    ("phone", "missing"): gettext_noop("A telephone number is missing."),
    ("phone", "same"): gettext_noop("They have the same telephone number."),
    ("phone", "different"): gettext_noop("They have different telephone numbers."),
    ("sex", "missing"): gettext_noop("A sex is missing."),
    ("sex", "same"): gettext_noop("They are of the same sex."),
    ("sex", "different"): gettext_noop("They are of different sexes."),
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One comparison: its level, what it weighs in bits (for one person if positive), and the sentence."""

    comparison: str
    level: str
    weight: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The parts, the prior weight, and the chance that the two are one person."""

    parts: tuple[Part, ...]
    prior_weight: float
    weight: float
    probability: float


def explain_pair(
    a: Mapping[str, Any],
    b: Mapping[str, Any],
    *,
    register_size: int,
    shares: Mapping[str, float] | None = None,
    model: Model | None = None,
) -> Explanation:
    """Compare two records (columns of `records.PERSON`) as matching does.

    shares: how common the shared values are in the register, by column (`shares_of`): a rare name says more.
    """
    model = model or load()
    levels = _levels(a, b, model=model)
    parts = tuple(_part(name, level, shares or {}) for name, level in levels.items())
    prior = model.prior(register_size=register_size)
    prior_weight = math.log2(prior / (1 - prior))
    weight = prior_weight + sum(part.weight for part in parts)
    return Explanation(
        parts=parts, prior_weight=prior_weight, weight=weight, probability=1 / (1 + 2 ** min(1000.0, -weight))
    )


def shares_of(connection: Connection, person_id: int) -> dict[str, float]:
    """What share of the register bears this person's family key, first-name key and commune."""
    row = connection.execute(
        """with everybody as (select greatest(count(*), 1)::float8 as people from registry_person)
           select (select count(*) from registry_person p where p.family_key = one.family_key) / people,
                  (select count(*) from registry_person p where p.given_key = one.given_key) / people,
                  (select count(*) from registry_person p where p.commune_id = one.commune_id) / people
           from registry_person one, everybody where one.id = %s""",
        [person_id],
    ).fetchone()
    columns = ("family_key", "given_key", "commune_id")
    return {name: share for name, share in zip(columns, row or (), strict=False) if share}


def _levels(a: Mapping[str, Any], b: Mapping[str, Any], *, model: Model) -> dict[str, dict[str, Any]]:
    schema: dict[str, Any] = dict.fromkeys(records.PERSON, pl.String) | {
        "birth_on": pl.Date,
        "commune_id": pl.Int32,
    }
    rows = [{name: record.get(name) for name in records.PERSON} for record in (a, b)]
    both = records.of_frame(pl.DataFrame(rows, schema=schema).with_row_index("person_id"))
    (known,) = both((*records.PERSON, *records.KEYS), None)
    people = records.comparable(records.keyed(known, unique_id=pl.col("number")))
    sides = [f"{alias}.{name} as {name}_{alias}" for alias in "lr" for name in people.columns]
    choices = [
        f"case {_cases(model.levels(comparison))} end as {comparison}" for comparison in model.comparisons
    ]
    with blocking.session() as connection:
        blocking.load(connection, table="people", frame=people)
        (row,) = connection.execute(
            f"""select {", ".join(choices)} from (select {", ".join(sides)}
                from people l, people r where l.unique_id = 0 and r.unique_id = 1)"""
        ).fetchall()
    return {
        comparison: model.levels(comparison)[place]
        for comparison, place in zip(model.comparisons, row, strict=True)
    }


def _cases(levels: list[dict[str, Any]]) -> str:
    conditions = [level["sql_condition"] for level in levels]
    return " ".join(
        f"else {place}" if condition == "ELSE" else f"when {condition} then {place}"
        for place, condition in enumerate(conditions)
    )


def _part(comparison: str, level: dict[str, Any], shares: Mapping[str, float]) -> Part:
    label = level["label_for_charts"]
    sentence = WORDS.get((comparison, label))
    if level.get("is_null_level"):
        weight = 0.0
    else:
        chance = shares.get(level.get("tf_adjustment_column", ""), level["u_probability"])
        weight = math.log2(level["m_probability"] / chance)
    return Part(
        comparison=comparison,
        level=label,
        weight=round(weight, 2),
        words=_(sentence) if sentence else f"{comparison}: {label}",
    )
