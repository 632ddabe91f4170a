"""The employer's affiliation number: seven digits, the last a key.

Source: cahier des charges e-BDS V2, section IV-4. s = 2 × (C2+C4+C6) + C1+C3+C5; C7 = (10 − s mod 10) mod 10:
plain doubling, not the digit sum of Luhn.
"""

from __future__ import annotations

import re

from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped, matched

_SHAPE = re.compile(r"[0-9]{7}")


def parse(text: str) -> str:
    """
    >>> [parse(text) for text in ("9000019", "9000027", "2040608", "123 4567")]
    ['9000019', '9000027', '2040608', '1234567']
    >>> [check(text) for text in ("9000018", "2040609", "900001")]
    [False, False, False]
    """
    value = matched(text, pattern=_SHAPE, code="identifier.affiliation.shape")
    if key_digit(value[:6]) != int(value[6]):
        raise IdentifierError("identifier.affiliation.key", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("9000019")
    '9 000 019'
    """
    return grouped(parse(value), 1, 3)


def key_digit(first_six: str) -> int:
    """The seventh digit of a number that begins with these six.

    >>> key_digit("900001")
    9
    """
    c = [int(sign) for sign in first_six]
    return -(2 * (c[1] + c[3] + c[5]) + c[0] + c[2] + c[4]) % 10
