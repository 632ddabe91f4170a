"""How else a name gets written: the forms met in Moroccan registers and the habits that make them.

The usual spelling always comes first. A form that is another listed name with other Arabic letters is left
out (Amine is never an Amina), so that a variant never turns one person's name into somebody else's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import polars as pl

FORMS_MAX = 10

# One habit at a time: how French-trained clerks hear the letters of the Arabic name.
_LATIN_HABITS = (
    (r"ou(?=[aei])", "w"),
    (r"(?i)\bou(?=[aei])", "W"),
    (r"(?<=[b-df-hj-np-tv-z])ou", "u"),
    (r"k(?!h)", "q"),
    (r"\bK(?!h)", "Q"),
    (r"q", "k"),
    (r"\bCh", "Sh"),
    (r"ch", "sh"),
    (r"gh", "rh"),
    (r"\bGh", "Rh"),
    (r"\bJ", "Dj"),
    (r"([bdfklmnrstz])\1", r"\1"),
    (r"(?<=[aeiou])s(?=[aeiou])", "ss"),
    (r"ae\b", "aa"),
    (r"ae\b", "a"),
    (r"(?<=[aiou]n)e\b", ""),
    (r"(?<=[iou][dmln])\b", "e"),
    (r"(?<=[b-df-hj-np-tv-z])i\b", "y"),
    (r"ai", "aï"),
    (r"ia\b", "iya"),
    (r"(?<=[bdfhklmnrst])e(?=[bdfhklmnrst])", "a"),
    (r"\bEl (?=[A-Z])", ""),
    (r"\bEl (?=[A-Z])", "El-"),
    (r"\bBen(?=[a-z])", "Ben "),
    (r"\bBel(?=[a-z])", "Bel "),
    (r"\bBou(?=[a-z])", "Bou "),
    (r"\bAit ", "Aït "),
    (r"\bAit ", "Ayt "),
    (r"\bAbde([lrsn])(?=[a-z])", r"Abd E\1 "),
    (r"(?<=[a-z]) (?=E?ddine)", ""),
    (r"(?<=[a-z])eddine", " Eddine"),
    (r"(?<=[b-df-hj-np-tv-z])a\b", "ah"),
    (r"(?<=[aiou])s\b", "ss"),
    (r"\bE([nrsz])\1", lambda found: found[1].upper()),
)

_ARABIC_HABITS = (
    (r"[أإآ]", "ا"),
    (r"ة\b", "ه"),
    (r"ى\b", "ي"),
    (r"اء\b", "ا"),
    (r"ئ", "ي"),
    (r"عبد ال", "عبدال"),
    (r"^ال(?=\w{3})", ""),
    (r"\bبن(?=\w{3})", "بن "),
    (r"أيت", "ايت"),
    (r"الرحمان", "الرحمن"),
    (r"(?<=\w)ا(?=\w+\b)", "اـ"),
)


def latin_forms(names: pl.DataFrame, *, met: pl.DataFrame) -> list[list[str]]:
    """For each name (columns kind, latin, arabic) its Latin spellings, usual first, at most `FORMS_MAX`.

    met: columns arabic, latin (spellings apart by |): forms seen in registers; they come before the habits.
    """
    table = {arabic: forms.split("|") for arabic, forms in met.iter_rows()}
    owners: dict[str, set[str]] = {}
    for _, latin, arabic in names.iter_rows():
        owners.setdefault(_folded(latin), set()).add(arabic)
    result = []
    for kind, latin, arabic in names.iter_rows():
        habits = _by_habits(latin, _LATIN_HABITS)
        if kind == "family" and arabic.startswith("ال") and not re.match(r"E[lnrszc]|L", latin):
            habits.append(f"El {latin}")
        forms = [f for f in table.get(arabic, []) + habits if owners.get(_folded(f), {arabic}) <= {arabic}]
        result.append(_distinct([latin, *forms]))
    return result


def arabic_forms(names: pl.DataFrame) -> list[list[str]]:
    """For each name its Arabic spellings, usual first: hamzas, feminine endings, articles and spaces vary."""
    taken = set(names["arabic"])
    result = []
    for arabic in names["arabic"]:
        habits = [form for form in _by_habits(arabic, _ARABIC_HABITS) if form not in taken]
        result.append(_distinct([arabic, *habits]))
    return result


def without_accents(text: str) -> str:
    """Plain letters, as typed on a keyboard without accents.

    >>> without_accents("Laâyoune")
    'Laayoune'
    """
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _by_habits(text: str, habits: tuple[tuple[str, Any], ...]) -> list[str]:
    changed = (re.sub(pattern, replacement, text, count=1) for pattern, replacement in habits)
    return [_capitalised(form) for form in changed if form != text]


def _capitalised(text: str) -> str:
    return re.sub(r"(?<= )[a-z]", lambda found: found[0].upper(), text)


def _folded(text: str) -> str:
    return without_accents(text).upper().replace("-", " ").replace("'", "")


def _distinct(forms: list[str]) -> list[str]:
    return list(dict.fromkeys(forms))[:FORMS_MAX]
