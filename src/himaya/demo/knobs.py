"""How often things happen in the made-up country: every proportion a test or a bench may want to turn."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

FATES = {
    "already_salaried": 0.26,
    "already_public": 0.09,
    "identity_missing": 0.19,
    "cin_malformed": 0.05,
    "phone_missing": 0.09,
    "phone_fixed_line": 0.08,
    "category_unknown": 0.05,
    "name_missing": 0.04,
    "birth_implausible": 0.06,
    "commune_unknown": 0.05,
    "fact_missing": 0.04,
}
"""Why a line does not register, as shares of the lines that do not (ours; repeated lines come on top)."""
FATE_CODES = (*FATES, "already_self_employed", "score_above_threshold")
NO_FATE = -1


@dataclass(frozen=True, kw_only=True)
class Knobs:
    """Shares, from 0 to 1 unless said otherwise.

    loss: multiplies the share of lines that do not register (1: as published; 0: every line is clean).
    others: multiplies the lists of other schemes (salaried, public, Tadamon); 0 leaves them out.
    """

    loss: float = 1.0
    others: float = 1.0
    fates: dict[str, float] = field(default_factory=lambda: dict(FATES))
    repeated_in_list: float = 0.008
    second_category: float = 0.012
    same_category_elsewhere: float = 0.03
    sent_again: float = 0.05
    spelling: float = 0.12
    names_swapped: float = 0.003
    arabic_spelling: float = 0.06
    year_only: float = 0.03
    stray_spaces: float = 0.04
    arabic_digits: float = 0.02
    cin_written_apart: float = 0.05
    commune_without_accents: float = 0.05
    formula: float = 0.0005
    twins: float = 0.002
    cousins: float = 0.005
    father_and_son: float = 0.004
    siblings_one_phone: float = 0.03
    several_wives: float = 0.007
    phone_shared_by_couple: float = 0.25
    spouses_declared: float = 72_535 / 1_641_557
    children_declared: float = 131_770 / 1_641_557
    solidarity_also_self_employed: float = 0.02


def clean() -> Knobs:
    """No mistakes, no other scheme: every line registers. For benches of the plain way."""
    off: dict[str, Any] = dict.fromkeys(
        (
            "loss",
            "others",
            "repeated_in_list",
            "second_category",
            "same_category_elsewhere",
            "sent_again",
            "spelling",
            "names_swapped",
            "arabic_spelling",
            "year_only",
            "stray_spaces",
            "arabic_digits",
            "cin_written_apart",
            "commune_without_accents",
            "formula",
            "solidarity_also_self_employed",
        ),
        0.0,
    )
    return replace(Knobs(), **off)
