"""IDCS: the ten digits that the national population register gives each person, for life.

Its control digit is not published; Verhoeff is a guess offered as a remark, never as a refusal.
"""

from __future__ import annotations

import re

from stdnum import verhoeff

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped

_SHAPE = re.compile(r"[0-9]{10}")


def parse(text: str) -> str:
    """Ten digits, not all the same.

    >>> parse("4820 193 756")
    '4820193756'
    >>> [check(text) for text in ("4820193756", "482019375", "0000000000", "48201A3756")]
    [True, False, False, False]
    """
    value = compact(text)
    if _SHAPE.fullmatch(value) is None or len(set(value)) == 1:
        raise IdentifierError("identifier.idcs.shape", text)
    return value


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("4820193756")
    '4820 193 756'
    """
    return grouped(parse(value), 4, 3)


def fits_verhoeff(value: str) -> bool:
    """Would the Verhoeff scheme accept it? A remark only: that the register uses it is not known.

    >>> fits_verhoeff("2363"), fits_verhoeff("2364")
    (True, False)
    """
    return bool(verhoeff.is_valid(value))
