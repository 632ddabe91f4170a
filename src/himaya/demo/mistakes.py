"""Mistakes that lists really hold, drawn for each line and told to the truth; `slips` makes them.

A *fate* keeps a line from registering; a *blemish* does not. Each line of the truth names both.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import polars as pl

from himaya.demo.knobs import FATE_CODES, NO_FATE, Knobs
from himaya.demo.names import Script
from himaya.demo.population import Population
from himaya.demo.sheets import Sheet

SECOND_LISTING = Knobs(
    spelling=0.35,
    arabic_spelling=0.15,
    year_only=0.12,
    names_swapped=0.05,
    stray_spaces=0.04,
    arabic_digits=0.02,
)
"""Someone already known from another list is written otherwise far more often."""
SECOND_FIRST_JANUARY, SECOND_CARD_MISSING, SECOND_CARD_MISTYPED = 0.08, 0.20, 0.05
REPEATED_CARD_MISTYPED = 0.25
"""Of people twice on one list: their card was typed wrong and they were entered again (ours)."""

BLEMISHES = (
    "spelling",
    "arabic_spelling",
    "names_swapped",
    "year_only",
    "stray_spaces",
    "arabic_digits",
    "cin_written_apart",
    "commune_without_accents",
    "formula",
)


def drawn(rng: np.random.Generator, frame: pl.DataFrame, *, knobs: Knobs, sheet: Sheet) -> pl.DataFrame:
    """The frame with a Boolean column for each blemish, and its fate made possible on this sheet.

    frame: `fate` (place in FATE_CODES or -1) and `second` (the person is on an earlier list too).
    """
    second = frame["second"].to_numpy()
    columns = {}
    for name in BLEMISHES:
        chance = getattr(knobs, name)
        often = max(chance, getattr(SECOND_LISTING, name)) if chance else 0.0
        columns[name] = rng.random(len(frame)) < np.where(second, often, chance)
    card = np.where(second, rng.random(len(frame)), 1.0)
    columns["card_missing"] = card < SECOND_CARD_MISSING
    columns["card_mistyped"] = ~columns["card_missing"] & (card < SECOND_CARD_MISSING + SECOND_CARD_MISTYPED)
    twice = frame["repeated"].to_numpy() & ~second
    columns["card_mistyped"] |= _some_of(rng, twice, share=REPEATED_CARD_MISTYPED)
    columns["first_january"] = (
        second & ~columns["year_only"] & (rng.random(len(frame)) < SECOND_FIRST_JANUARY)
    )
    if not sheet.unicode:
        columns["arabic_digits"][:] = False
    drawn = frame.with_columns(pl.Series(name, flags) for name, flags in columns.items())
    return drawn.with_columns(fate=_possible(drawn["fate"].to_numpy(), sheet, frame))


def _some_of(rng: np.random.Generator, flags: np.ndarray, *, share: float) -> np.ndarray:
    """A share of the flagged lines, rounded up."""
    places = np.flatnonzero(flags)
    chosen = np.zeros(len(flags), dtype=bool)
    chosen[rng.permutation(places)[: math.ceil(len(places) * share)]] = True
    return chosen


def _possible(fate: np.ndarray, sheet: Sheet, frame: pl.DataFrame) -> pl.Series:
    """A line cannot lack what its sheet never holds: another fate takes its place."""
    fate = fate.copy()
    number = FATE_CODES.index
    if not sheet.has("category"):
        fate[fate == number("category_unknown")] = number("birth_implausible")
    needs = _has_needed_fact(frame, sheet)
    fate[(fate == number("fact_missing")) & ~needs] = number("phone_missing")
    return pl.Series(fate)


def _has_needed_fact(frame: pl.DataFrame, sheet: Sheet) -> np.ndarray:
    held = [n for n in ("farm_class", "subcategory", "vehicle_owner") if sheet.has(n) and n in frame.columns]
    result: np.ndarray = np.any(
        [frame[name].to_numpy() >= 0 for name in held] or [np.zeros(len(frame), bool)], axis=0
    )
    return result


def respelled(population: Population, rng: np.random.Generator, frame: pl.DataFrame) -> pl.DataFrame:
    """Spelling numbers of the forms chosen by `spelling` and `arabic_spelling` (usual ones elsewhere)."""
    columns = []
    scripts: Mapping[str, tuple[Script, str]] = {
        "latin": (population.names.latin, "spelling"),
        "arabic": (population.names.arabic, "arabic_spelling"),
    }
    for script, (forms, flag) in scripts.items():
        changed = frame[flag].to_numpy()
        which = rng.random(len(frame))
        for part, touched in (("family", which < 0.7), ("given", which > 0.3)):
            names = frame[part].to_numpy()
            other = forms.other(names, rng.random(len(frame)))
            usual = forms.usual(names)
            columns.append(pl.Series(f"{script}_{part}", np.where(changed & touched, other, usual)))
    return frame.with_columns(columns)


def told(drawn: pl.DataFrame) -> pl.DataFrame:
    """What the truth says of each line: person, fate, blemishes (apart by +), expected.

    expected: registered; refused (the line will not register); review (the same person without a sure
        identifier).
    """
    flags = [*BLEMISHES, "card_missing", "card_mistyped", "first_january"]
    named = [pl.when(pl.col(name)).then(pl.lit(name)) for name in flags]
    codes = dict(enumerate(FATE_CODES)) | {NO_FATE: ""}
    return drawn.select(
        "person",
        pl.col("fate").replace_strict(codes, return_dtype=pl.String).alias("fate"),
        pl.concat_str(named, separator="+", ignore_nulls=True).alias("blemishes"),
        pl.when(pl.col("fate") != NO_FATE)
        .then(pl.lit("refused"))
        .when(pl.col("card_missing") | pl.col("card_mistyped"))
        .then(pl.lit("review"))
        .when(pl.col("repeated"))
        .then(pl.lit("refused"))
        .otherwise(pl.lit("registered"))
        .alias("expected"),
        "second",
        "repeated",
    )
