"""The insured person's number: nine digits, the first is 1, the last a key.

Source: cahier des charges e-BDS V2, section IV-4. C1 = 1 is left out of the sum;
s = 2 × (C2+C4+C6+C8) + C3+C5+C7 and C9 = (10 − s mod 10) mod 10.
"""

from __future__ import annotations

import re

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped

INDEX_MAX = 9_999_999  # index 0 would be 100000000, which is never given
NO_NUMBER_YET = "000000000"
OCCASIONAL_LABOUR = "999999999"
_SHAPE = re.compile(r"1[0-9]{8}")


def parse(text: str) -> str:
    """
    >>> [parse(text) for text in ("123456785", "190000010", "100000018", "187654325", "1 99999991")]
    ['123456785', '190000010', '100000018', '187654325', '199999991']
    >>> [check(text) for text in ("123456780", "223456785", "100000000", "000000000", "999999999")]
    [False, False, False, False, False]
    """
    value = compact(text)
    if _SHAPE.fullmatch(value) is None:
        raise IdentifierError("identifier.insured_number.shape", text)
    if value == "100000000":
        raise IdentifierError("identifier.insured_number.reserved", text)
    if key_digit(value[:8]) != int(value[8]):
        raise IdentifierError("identifier.insured_number.key", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("190000010")
    '190 000 010'
    """
    return grouped(parse(value), 3, 3)


def key_digit(first_eight: str) -> int:
    """The ninth digit of a number that begins with these eight.

    >>> key_digit("12345678")
    5
    """
    c = [int(sign) for sign in first_eight]
    weighted = 2 * (c[1] + c[3] + c[5] + c[7]) + c[2] + c[4] + c[6]
    return -weighted % 10


def from_index(index: int) -> int:
    """The number given in the index-th place of the series, from 1 to INDEX_MAX.

    >>> from_index(1), from_index(9_999_999)
    (100000018, 199999991)
    """
    if not 1 <= index <= INDEX_MAX:
        raise ValueError(f"the series of insured numbers has no place {index}")
    eight = 10_000_000 + index
    return eight * 10 + key_digit(str(eight))
