"""Headings as people write them, and the rows of a table that hold them."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from himaya.kernel.digits import clean_text, to_ascii_digits

SEARCHED_ROWS = 30
HEIGHT_MAX = 3

_SIGNS = re.compile(r"[^\w]+")
_ARABIC_MARKS = re.compile(r"[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "œ": "oe", "æ": "ae"}
)


@functools.lru_cache(maxsize=20_000)
def plain(heading: str) -> str:
    """A heading for comparison: no accents, vowel signs, tatweel, punctuation or case; single spaces.

    >>> plain("  N° d’Immatriculation :"), plain("رَقْم البطــاقة")
    ('n d immatriculation', 'رقم البطاقه')
    >>> plain("C.I.N.") == plain("cin")
    True
    """
    text = to_ascii_digits(clean_text(heading)).casefold().replace("n°", "n ").replace("º", "")
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", _ARABIC_MARKS.sub("", text).translate(_ALIKE))
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_SIGNS.sub(" ", bare.replace("_", " ")).split())


@dataclass(frozen=True, kw_only=True)
class Header:
    """The headings of a table.

    last_row: number of the last row that holds headings (0 when names come with the file, as in Parquet).
    headings: one text a column, empty where there is none; its lowest cell, or group and cell where that cell
        stands under several groups.
    alternatives: per column, every way its heading may be called (compared plain).
    """

    last_row: int
    headings: tuple[str, ...]
    alternatives: tuple[frozenset[str], ...]

    @property
    def width(self) -> int:
        """Number of columns up to the last one that has a heading."""
        return max((index + 1 for index, heading in enumerate(self.headings) if heading), default=0)


def named_columns(names: Sequence[str | None]) -> Header:
    """The header of a file that names its columns itself."""
    headings = tuple(name or "" for name in names)
    return Header(
        last_row=0, headings=headings, alternatives=tuple(frozenset({plain(name)}) for name in headings)
    )


def find_header(rows: Sequence[Sequence[str | None]], *, known: Collection[str]) -> Header | None:
    """The rows whose texts agree with most of the `known` headings (plain), whatever stands above them.

    Several rows are taken together when a group of headings stands over others. None when nothing agrees.
    """
    best: Header | None = None
    best_score = 0
    for height in range(1, HEIGHT_MAX + 1):
        for first in range(max(0, min(len(rows), SEARCHED_ROWS) - height + 1)):
            header = _header(rows[first : first + height], last_row=first + height)
            score = sum(1 for names in header.alternatives if not names.isdisjoint(known))
            if score > best_score:
                best, best_score = header, score
    return best


def first_header(rows: Sequence[Sequence[str | None]]) -> Header | None:
    """Without any known heading: the first row that fills at least half of the widest row."""
    widest = max((sum(1 for cell in row if cell) for row in rows), default=0)
    for index, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        filled = sum(1 for cell in row if cell and cell.strip())
        if filled and filled * 2 >= widest:
            return _header([row], last_row=index)
    return None


def _header(rows: Sequence[Sequence[str | None]], *, last_row: int) -> Header:
    width = max((len(row) for row in rows), default=0)
    lines = [[_cell(row, index) for index in range(width)] for row in rows]
    groups = [_spread(line) for line in lines[:-1]]
    lowest = [_lowest(lines, index) for index in range(width)]
    counts = Counter(plain(text) for text in lowest if text)
    headings, alternatives = [], []
    for index, text in enumerate(lowest):
        above = [group[index] for group in groups if group[index] and group[index] != text]
        joined = " ".join([*above, text]).strip() if text else ""
        alone = counts[plain(text)] == 1 or not above
        headings.append(text if alone else joined)
        alternatives.append(frozenset({plain(text), plain(joined)} if alone else {plain(joined)}) - {""})
    return Header(last_row=last_row, headings=tuple(headings), alternatives=tuple(alternatives))


def _cell(row: Sequence[str | None], index: int) -> str:
    return clean_text(row[index] or "") if index < len(row) else ""


def _spread(line: Sequence[str]) -> list[str]:
    """A merged cell keeps its text in its first column: carry it over the empty ones after it."""
    carried, result = "", []
    for text in line:
        carried = text or carried
        result.append(carried)
    return result


def _lowest(lines: Sequence[Sequence[str]], index: int) -> str:
    return next((line[index] for line in reversed(lines) if line[index]), "")
