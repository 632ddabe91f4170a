"""IBAN of a Moroccan account: MA, two check digits, the RIB.

A right RIB is a multiple of 97, so that every right Moroccan IBAN begins with MA64.
"""

from __future__ import annotations

import re

from himaya.kernel.identifiers import rib
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped, matched

PREFIX = "MA64"
_SHAPE = re.compile(r"MA[0-9]{26}")


def parse(text: str) -> str:
    """
    >>> parse("MA64 0115 1900 0001 2050 0053 4921")
    'MA64011519000001205000534921'
    >>> [check(text) for text in ("MA91011519000001205000534920", "MA64011519000001205000534920", "MA64")]
    [False, False, False]
    """
    value = matched(text, pattern=_SHAPE, code="identifier.iban.shape")
    if not value.startswith(PREFIX) or not rib.check(value[4:]):
        raise IdentifierError("identifier.iban.key", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("MA64011519000001205000534921")
    'MA64 0115 1900 0001 2050 0053 4921'
    """
    return grouped(parse(value), *[4] * 6)


def from_rib(value: str) -> str:
    """
    >>> from_rib("011519000001205000534921")
    'MA64011519000001205000534921'
    """
    return PREFIX + rib.parse(value)
