"""What the identifier modules share: compact, match a shape, answer yes or no."""

from __future__ import annotations

import re
from collections.abc import Callable

from himaya.kernel.digits import compact
from himaya.kernel.identifiers.error import IdentifierError


def matched(text: str, *, pattern: re.Pattern[str], code: str) -> str:
    """The compacted text when it has the shape; IdentifierError with `code` otherwise."""
    value = compact(text)
    if pattern.fullmatch(value) is None:
        raise IdentifierError(code, text)
    return value


def accepted(parse: Callable[[str], str], text: str) -> bool:
    """Does `parse` accept the text?"""
    try:
        parse(text)
    except IdentifierError:
        return False
    return True


def grouped(value: str, *sizes: int) -> str:
    """Cut into groups of the given sizes, parted by spaces; what remains is the last group.

    >>> grouped("011519000001205000534921", 3, 3, 16)
    '011 519 0000012050005349 21'
    """
    groups, start = [], 0
    for size in sizes:
        groups.append(value[start : start + size])
        start += size
    return " ".join(group for group in [*groups, value[start:]] if group)
