"""CIN / CNIE: the Moroccan identity card, letters of the place of first issue and up to six or seven digits.

It has no check digit and may change: it is compared, never used as a key of a person.
"""

from __future__ import annotations

import re

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted

# The letter O and the letter I inside the number are a zero and a one misread; one true digit is needed.
SHAPE = r"^([A-Z]{1,2})([0-9OI]*[0-9][0-9OI]*)$"
LENGTH_MAX = 8
DIGITS_MAX = 7
_SHAPE = re.compile(SHAPE)
_MISREAD = str.maketrans("OI", "01")


def parse(text: str) -> str:
    """Capitals without spaces or dashes, O and I of the number read as 0 and 1, its zeros kept.

    >>> cards = ("A123456", "AB123456", "BE12345", "BK345678", "JB000111", "EE456789", "X98765")
    >>> [parse(text) == text for text in cards]
    [True, True, True, True, True, True, True]
    >>> parse("be-١٢٣ 45"), parse("A1O3I56")
    ('BE12345', 'A103156')
    >>> [check(text) for text in ("123456", "ABC123456", "A1234567B", "A-")]
    [False, False, False, False]
    """
    letters, number = _parts(text)
    return letters + number


def key(text: str) -> str:
    """What two spellings of one card have in common: the zeros before the number dropped.

    >>> key("A012345") == key("a 12345") == "A12345"
    True
    """
    letters, number = _parts(text)
    return letters + (number.lstrip("0") or "0")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """As printed on the card.

    >>> format("be 12345")
    'BE12345'
    """
    return parse(value)


def _parts(text: str) -> tuple[str, str]:
    value = compact(text)
    match = _SHAPE.fullmatch(value)
    if match is None or len(value) > LENGTH_MAX:
        raise IdentifierError("identifier.cin.shape", text)
    return match[1], match[2].translate(_MISREAD)
