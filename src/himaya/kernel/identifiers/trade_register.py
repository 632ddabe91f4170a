"""RC: a number in the trade register, unique only together with the court that keeps it."""

from __future__ import annotations

import re

from himaya.kernel.digits import clean_text, to_ascii_digits
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted

_NUMBER_FIRST = re.compile(r"([0-9]{1,7})[\s/,-]+([^\W\d][^\d]*)")
_COURT_FIRST = re.compile(r"([^\W\d][^\d]*?)[\s/,-]+([0-9]{1,7})")


def parse(text: str) -> str:
    """The court in capitals, then the number without zeros before it, whichever came first.

    >>> parse("Casablanca 123456"), parse("0123456 / casablanca")
    ('CASABLANCA 123456', 'CASABLANCA 123456')
    >>> [check(text) for text in ("123456", "Rabat", "Rabat 12345678")]
    [False, False, False]
    """
    value = to_ascii_digits(clean_text(text))
    if match := _NUMBER_FIRST.fullmatch(value):
        number, court = match[1], match[2]
    elif match := _COURT_FIRST.fullmatch(value):
        court, number = match[1], match[2]
    else:
        raise IdentifierError("identifier.trade_register.shape", text)
    return f"{court.strip(' /,-').upper()} {int(number)}"


def check(text: str) -> bool:
    return accepted(parse, text)


def format(value: str) -> str:
    """
    >>> format("123456 Rabat")
    'RABAT 123456'
    """
    return parse(value)
