"""IF: the number given by the tax office, seven or eight digits."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, matched

_SHAPE = re.compile(r"[0-9]{7,8}")


def parse(text: str) -> str:
    """
    >>> [parse(text) for text in ("1234567", "12 345 678")]
    ['1234567', '12345678']
    >>> [check(text) for text in ("123456", "123456789", "12345A7")]
    [False, False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.tax_number.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("12 345 678")
    '12345678'
    """
    return parse(value)
