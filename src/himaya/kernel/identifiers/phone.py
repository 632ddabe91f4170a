"""Phones: kept as +212 and nine digits. 05 is a landline, 06 and 07 are mobiles and can receive an SMS."""

from __future__ import annotations

import re

import phonenumbers

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError
from himaya.kernel.identifiers.reading import accepted

# With a country (+212, 00212, 212, a stray 0 after it), national (0 first), or the 0 eaten by a spreadsheet.
SHAPE = r"^(?:(?:\+|00)?2120?|0)?([5-7][0-9]{8})$"
MOBILE = r"^\+212[67][0-9]{8}$"
_SHAPE, _MOBILE = re.compile(SHAPE), re.compile(MOBILE)


def parse(text: str) -> str:
    """
    >>> forms = ("0612345678", "06 12 34 56 78", "+212612345678", "00212612345678", "212612345678",
    ...          "+212 (0)6 12-34-56-78", "٠٦١٢٣٤٥٦٧٨", "612345678")
    >>> {parse(text) for text in forms}
    {'+212612345678'}
    >>> parse("+212537123456")
    '+212537123456'
    >>> [check(text) for text in ("0412345678", "061234567", "+21261234567")]
    [False, False, False]
    """
    match = _SHAPE.fullmatch(compact(text))
    if match is None:
        raise IdentifierError("identifier.phone.shape", text)
    return f"+212{match[1]}"


def check(text: str) -> bool:
    return accepted(parse, text)


def is_mobile(value: str) -> bool:
    """Can it receive an SMS?

    >>> is_mobile("0612345678"), is_mobile("0712345678"), is_mobile("0537123456"), is_mobile("none")
    (True, True, False, False)
    """
    return check(value) and _MOBILE.fullmatch(parse(value)) is not None


def format(value: str) -> str:
    """As phone books write it for callers from abroad and at home alike.

    >>> format("0612345678")
    '+212 6 12 34 56 78'
    """
    number = phonenumbers.parse(parse(value))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
