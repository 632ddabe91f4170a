"""The insured person's number: nine digits, the first that of its series (1), the last a key.

Source: cahier des charges e-BDS V2, section IV-4. C1 = 1 is left out of the sum;
s = 2 × (C2+C4+C6+C8) + C3+C5+C7 and C9 = (10 − s mod 10) mod 10. A fund that has opened another series says
with which digit it begins: only numbers of the series named are accepted.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped

INDEX_MAX = 9_999_999  # index 0 would be 100000000, which is never given
NO_NUMBER_YET = "000000000"
OCCASIONAL_LABOUR = "999999999"
FIRST_DIGITS = (1,)  # of the series described by the source
_SHAPE = re.compile(r"[0-9]{9}")


def parse(text: str, *, first_digits: Collection[int] = FIRST_DIGITS) -> str:
    """The nine digits. first_digits: with which the numbers of the fund's series begin, each 1 to 9.

    >>> [parse(text) for text in ("123456785", "190000010", "100000018", "187654325", "1 99999991")]
    ['123456785', '190000010', '100000018', '187654325', '199999991']
    >>> [check(text) for text in ("123456780", "223456785", "100000000", "000000000", "999999999")]
    [False, False, False, False, False]
    >>> parse("223456785", first_digits=(1, 2))
    '223456785'
    """
    value = compact(text)
    if _SHAPE.fullmatch(value) is None or not _begins(value, first_digits):
        raise IdentifierError("identifier.insured_number.shape", text)
    if value[1:] == "00000000":
        raise IdentifierError("identifier.insured_number.reserved", text)
    if key_digit(value[:8]) != int(value[8]):
        raise IdentifierError("identifier.insured_number.key", text)
    return value


def check(text: str, *, first_digits: Collection[int] = FIRST_DIGITS) -> bool:
    return accepted(functools.partial(parse, first_digits=first_digits), text)


def _begins(value: str, first_digits: Collection[int]) -> bool:
    if not all(1 <= digit <= 9 for digit in first_digits):
        raise ValueError(f"no series of insured numbers begins with one of {list(first_digits)}")
    return int(value[0]) in first_digits


def format(value: str, *, first_digits: Collection[int] = FIRST_DIGITS) -> str:
    """
    >>> format("190000010")
    '190 000 010'
    """
    return grouped(parse(value, first_digits=first_digits), 3, 3)


def key_digit(first_eight: str) -> int:
    """The ninth digit of a number that begins with these eight.

    >>> key_digit("12345678")
    5
    """
    c = [int(sign) for sign in first_eight]
    weighted = 2 * (c[1] + c[3] + c[5] + c[7]) + c[2] + c[4] + c[6]
    return -weighted % 10


def from_index(index: int, *, first_digit: int = 1) -> int:
    """The number given in the index-th place of a series, from 1 to INDEX_MAX.

    >>> from_index(1), from_index(9_999_999)
    (100000018, 199999991)
    """
    if not 1 <= index <= INDEX_MAX:
        raise ValueError(f"the series of insured numbers has no place {index}")
    eight = first_digit * 10_000_000 + index
    return eight * 10 + key_digit(str(eight))
