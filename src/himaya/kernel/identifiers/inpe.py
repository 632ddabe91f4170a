"""INPE: the number of a health professional or establishment, nine digits; zeros on the left count."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, grouped, matched

_SHAPE = re.compile(r"[0-9]{9}")


def parse(text: str) -> str:
    """
    >>> parse("012345678")
    '012345678'
    >>> [check(text) for text in ("12345678", "01234567A")]
    [False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.inpe.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("012345678")
    '012 345 678'
    """
    return grouped(parse(value), 3, 3)
