"""The reference of a birth act: its number, the year of the register, the commune that keeps it."""

from __future__ import annotations

import re

from himaya.kernel.digits import clean_text, to_ascii_digits
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted

_SHAPE = re.compile(r"([0-9]{1,6})\s?[/-]\s?((?:1[89]|20)[0-9]{2})\s?[/-]\s?([^\s/].*)")


def parse(text: str) -> str:
    """
    >>> parse("0123 / 1985 / rabat"), parse("١٢٣/١٩٨٥/الرباط")
    ('123/1985/RABAT', '123/1985/الرباط')
    >>> [check(text) for text in ("123/1985", "123/85/Rabat", "/1985/Rabat")]
    [False, False, False]
    """
    match = _SHAPE.fullmatch(to_ascii_digits(clean_text(text)))
    if match is None:
        raise IdentifierError("identifier.birth_act.shape", text)
    return f"{int(match[1])}/{match[2]}/{match[3].upper()}"


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("123/1985/Rabat")
    '123/1985/RABAT'
    """
    return parse(value)
