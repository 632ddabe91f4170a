"""A postal code: five digits."""

from __future__ import annotations

import re

from himaya.kernel.identifiers.reading import accepted, matched

_SHAPE = re.compile(r"[0-9]{5}")


def parse(text: str) -> str:
    """
    >>> parse("٢٠٠٠٠")
    '20000'
    >>> [check(text) for text in ("2000", "200000", "2000A")]
    [False, False, False]
    """
    return matched(text, pattern=_SHAPE, code="identifier.postal_code.shape")


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("20 000")
    '20000'
    """
    return parse(value)
