"""ICE: the common number of a firm. 9 digits enterprise, 4 establishment (0000 head office), 2 of control."""

from __future__ import annotations

import re

from stdnum.ma import ice

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted, grouped

LENGTH = 15
_SHAPE = re.compile(r"[0-9]{1,15}")


def parse(text: str) -> str:
    """Fifteen digits, a multiple of 97; the zeros that people drop on the left are put back.

    >>> [parse(text) for text in ("001561191000066", "001234567000062", "002345678001292", "003001234000094")]
    ['001561191000066', '001234567000062', '002345678001292', '003001234000094']
    >>> parse("1561191000066")
    '001561191000066'
    >>> [check(text) for text in ("001561191000065", "12345", "", "000000000000000")]
    [False, False, False, False]
    """
    value = compact(text)
    if _SHAPE.fullmatch(value) is None or not value.strip("0"):
        raise IdentifierError("identifier.ice.shape", text)
    padded = value.zfill(LENGTH)
    if not ice.is_valid(padded):
        raise IdentifierError("identifier.ice.key", text)
    return padded


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("1561191000066")
    '001561191 0000 66'
    """
    return grouped(parse(value), 9, 4)


def enterprise(value: str) -> str:
    """The nine digits that are the same for all establishments of one legal unit.

    >>> enterprise("002345678001292")
    '002345678'
    """
    return parse(value)[:9]
