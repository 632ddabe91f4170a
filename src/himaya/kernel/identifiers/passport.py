"""A Moroccan passport: two letters and seven digits (newer), one letter and six or seven (older)."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, matched

_SHAPE = re.compile(r"[A-Z]{1,2}[0-9]{6,7}")


def parse(text: str) -> str:
    """
    >>> [parse(text) for text in ("AB1234567", "n 123456", "X1234567")]
    ['AB1234567', 'N123456', 'X1234567']
    >>> [check(text) for text in ("ABC123456", "A12345", "1234567")]
    [False, False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.passport.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("ab 1234567")
    'AB1234567'
    """
    return parse(value)
