"""RIB: a Moroccan bank account. 3 digits bank, 3 place, 16 account, 2 key (01 to 97).

The key is 97 − (first 22 digits × 100 mod 97). An unknown bank code is never a reason to refuse.
"""

from __future__ import annotations

import re

from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped, matched

_SHAPE = re.compile(r"[0-9]{24}")


def parse(text: str) -> str:
    """
    >>> [check(text) for text in (
    ...     "011519000001205000534921", "007780000123456789012396", "230810000987654321000924",
    ...     "350330000000000111222353", "007780000000000000002197", "0115190000012050005349 21")]
    [True, True, True, True, True, True]
    >>> [check(text) for text in (
    ...     "007780000000000000002100", "011519000001205000534920", "01151900000120500053492")]
    [False, False, False]
    """
    value = matched(text, pattern=_SHAPE, code="identifier.rib.shape")
    if value[22:] != key(value[:22]):
        raise IdentifierError("identifier.rib.key", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("011519000001205000534921")
    '011 519 0000012050005349 21'
    """
    return grouped(parse(value), 3, 3, 16)


def key(first_22: str) -> str:
    """The two key digits of an account that begins with these 22.

    >>> key("0115190000012050005349"), key("0077800000000000000021")
    ('21', '97')
    """
    return f"{97 - int(first_22) * 100 % 97:02d}"


def bank(value: str) -> str:
    """The bank's code.

    >>> bank("011519000001205000534921")
    '011'
    """
    return parse(value)[:3]
