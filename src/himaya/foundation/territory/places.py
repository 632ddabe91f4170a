"""One key for all the ways in which a place is written, in French, in Arabic or by its code."""

from __future__ import annotations

import polars as pl

from himaya.kernel import columns, digits

# Accents, vowels, hamza and madda above a letter, once decomposed; and signs that nobody sees.
_SIGNS = f"[\u0300-\u036f\u064b-\u065f\u0670{digits.INVISIBLE}]"
_VARIANTS = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ء": ""}
# What a clerk puts before the name; the words of the name itself are never among them.
_LEADING = (
    r"^\s*(?:(?:commune|municipalite|mairie|ville|c\.?\s?r|c\.?\s?u|mun)\b\.?[\s:]*"
    r"(?:(?:urbaine|rurale|territoriale)\b\s*)?(?:(?:de|du)\s+|d[’'\s]\s*)?|(?:ال)?(?:جماعه|بلديه|مدينه)\s+)"
)
_OULAD = r"\b(?:ouled|oulad|wlad|awlad|oled|ould?ad)\b"


def normalise_place(expr: pl.Expr) -> pl.Expr:
    """The key of a place: letters and digits only, without accents, case, or the word "commune".

    A code (dotted, nine digits, or with its zeros eaten by a spreadsheet) becomes its digits without the
    zeros before them. "Ajdir (Taza)" gives "ajdirtaza", so that a name followed by its province finds its
    key. Empty text gives null.
    """
    bare = columns.ascii_digits(expr).str.normalize("NFD").str.replace_all(_SIGNS, "").str.to_lowercase()
    plain = bare.str.replace_many(list(_VARIANTS), list(_VARIANTS.values())).str.replace(_LEADING, "")
    key = plain.str.replace_all(_OULAD, "ouled").str.replace_all(r"[^\p{L}\p{N}]", "")
    return key.str.replace(r"^0+([0-9]+)$", "$1").replace("", None).name.keep()
