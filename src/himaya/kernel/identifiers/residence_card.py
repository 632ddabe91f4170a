"""The card of a foreign resident: one or two letters, four to seven digits, sometimes a letter at the end."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, matched

_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{4,7}[A-Z]?")


def parse(text: str) -> str:
    """
    >>> [parse(text) for text in ("A12345B", "q-123456z", "BE1234")]
    ['A12345B', 'Q123456Z', 'BE1234']
    >>> [check(text) for text in ("123456", "ABC1234", "A123")]
    [False, False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.residence_card.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("q-123456z")
    'Q123456Z'
    """
    return parse(value)
