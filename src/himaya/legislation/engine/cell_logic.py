"""What is done on cells: three-valued logic on Python values, and flags that few cells decide."""

from __future__ import annotations

import functools
import operator
from typing import Any

from himaya.legislation.engine.column import Column

_FEW = 3  # comparisons that cost less than one lookup


def few(column: Column) -> tuple[list[int], bool] | None:
    """For a flag that holds (or fails) for at most three numbers of its base: these, and whether it holds."""
    if column.kind != "flag" or None in column.cells:
        return None
    for answer in (True, False):
        places = [place for place, cell in enumerate(column.cells) if cell is answer]
        if len(places) <= _FEW:
            return places, answer
    return None


def is_one_of(index: Any, places: list[int], answer: bool) -> Any:
    """Whether a column is one of these numbers, or none of them."""
    tests = [index == place if answer else index != place for place in places]
    return functools.reduce(operator.or_ if answer else operator.and_, tests)


def where(condition: bool | None, yes: Any, no: Any) -> Any:
    """The choice, unknown where the condition is."""
    return None if condition is None else yes if condition else no


def first_known(first: Any, second: Any) -> Any:
    """The first, or the second where it is unknown."""
    return second if first is None else first


def is_known(value: Any) -> bool:
    """Whether there is a value."""
    return value is not None


def any_of(*flags: bool | None) -> bool | None:
    """Whether one holds; true and unknown is true."""
    return True if True in flags else None if None in flags else False


def all_of(*flags: bool | None) -> bool | None:
    """Whether all hold; false and unknown is false."""
    return False if False in flags else None if None in flags else True
