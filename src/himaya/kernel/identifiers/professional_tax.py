"""TP (formerly the patente): the number of a place of business in the professional tax, eight digits."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, matched

_SHAPE = re.compile(r"[0-9]{8}")


def parse(text: str) -> str:
    """
    >>> parse("12 345 678")
    '12345678'
    >>> [check(text) for text in ("1234567", "123456789")]
    [False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.professional_tax.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("12 345 678")
    '12345678'
    """
    return parse(value)
