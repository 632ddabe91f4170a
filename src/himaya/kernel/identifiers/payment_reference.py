"""The 18 digits a payer types: what is paid, for whom, for which month, and a key.

`T NNNNNNNNN AAMM SS KK`: kind, affiliation or insured number, month, sequence, and the key that makes
the whole leave 1 when divided by 97 (ISO 7064 mod 97-10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from stdnum.iso7064 import mod_97_10

from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped, matched
from himaya.kernel.month import Month

CENTURY = 2000
SHAPE = r"^[1-4][0-9]{11}(?:0[1-9]|1[0-2])[0-9]{4}$"
_SHAPE = re.compile(SHAPE)


class Kind(IntEnum):
    """What is paid."""

    EMPLOYER = 1
    SELF_EMPLOYED = 2
    INSTALMENT_PLAN = 3
    BENEFIT_OVERPAYMENT = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """What the 18 digits say; `number` is the affiliation number or the insured person's number."""

    kind: Kind
    number: int
    month: Month
    sequence: int


def make(*, kind: Kind, number: int, month: Month, sequence: int = 0) -> str:
    """The reference of one payment; ValueError when a part does not fit its digits.

    >>> january = Month.parse("2026-01")
    >>> make(kind=Kind.EMPLOYER, number=9000019, month=january)
    '100900001926010049'
    >>> make(kind=Kind.SELF_EMPLOYED, number=190000010, month=january)
    '219000001026010071'
    >>> make(kind=Kind.EMPLOYER, number=9000019, month=january, sequence=1)
    '100900001926010146'
    """
    year = month.year - CENTURY
    if not (0 < number < 10**9 and 0 <= year < 100 and 0 <= sequence < 100):
        raise ValueError(f"no reference for number {number}, month {month}, sequence {sequence}")
    body = f"{kind:d}{number:09d}{year:02d}{month.month:02d}{sequence:02d}"
    return body + str(mod_97_10.calc_check_digits(body))


def parse(text: str) -> str:
    """
    >>> parse("1 009000019 2601 00 49")
    '100900001926010049'
    >>> [check(text) for text in ("219000001026010071", "100900001926010146", "100900001926010048", "12")]
    [True, True, False, False]
    """
    value = matched(text, pattern=_SHAPE, code="identifier.payment_reference.shape")
    if int(value) % 97 != 1:
        raise IdentifierError("identifier.payment_reference.key", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("219000001026010071")
    '2 190000010 2601 00 71'
    """
    return grouped(parse(value), 1, 9, 4, 2)


def read(text: str) -> Reference:
    """
    >>> read("219000001026010071")
    Reference(kind=<Kind.SELF_EMPLOYED: 2>, number=190000010, month=Month.parse('2026-01'), sequence=0)
    """
    value = parse(text)
    month = Month.of(CENTURY + int(value[10:12]), int(value[12:14]))
    return Reference(Kind(int(value[0])), int(value[1:10]), month, int(value[14:16]))
