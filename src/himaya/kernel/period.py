"""Spans of days `[start, end)`: the day of start is inside, the day of end is outside; no end means open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_RANGE = re.compile(r"^([\[(])(\d{4}-\d\d-\d\d)?,(\d{4}-\d\d-\d\d)?([\])])$")


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to, not including, `end`; open-ended when `end` is None. Never empty.

    >>> spring = Period(date(2026, 3, 1), date(2026, 6, 1))
    >>> spring.contains(date(2026, 5, 31)), spring.contains(date(2026, 6, 1)), spring.days
    (True, False, 92)
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"an empty period: from {self.start} to {self.end}")

    @property
    def days(self) -> int | None:
        """How many days it lasts; None when open."""
        return None if self.end is None else (self.end - self.start).days

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def covers(self, other: Period) -> bool:
        """Is every day of the other period inside this one?"""
        return self.start <= other.start and _end(other) <= _end(self)

    def overlaps(self, other: Period) -> bool:
        return self.start < _end(other) and other.start < _end(self)

    def intersect(self, other: Period) -> Period | None:
        """The days in both, or None."""
        if not self.overlaps(other):
            return None
        return _period(max(self.start, other.start), min(_end(self), _end(other)))

    def subtract(self, other: Period) -> list[Period]:
        """The days of this period that are not in the other one: none, one or two pieces.

        >>> year = Period(date(2026, 1, 1), date(2027, 1, 1))
        >>> [str(piece) for piece in year.subtract(Period(date(2026, 3, 1), date(2026, 4, 1)))]
        ['[2026-01-01,2026-03-01)', '[2026-04-01,2027-01-01)']
        """
        if not self.overlaps(other):
            return [self]
        pieces = [(self.start, min(other.start, _end(self))), (max(_end(other), self.start), _end(self))]
        return [_period(start, end) for start, end in pieces if start < end]

    def __str__(self) -> str:
        """As PostgreSQL writes a daterange."""
        return f"[{self.start.isoformat()},{'' if self.end is None else self.end.isoformat()})"

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a daterange such as "[2026-01-01,2026-04-01)" or "[2026-01-01,)".

        A closed end or an open start, as some sources write them, is turned into `[start, end)`.

        >>> str(Period.parse("[2026-01-01,2026-03-31]"))
        '[2026-01-01,2026-04-01)'
        """
        match = _RANGE.match(text.strip())
        if match is None or match[2] is None:
            raise ValueError(f"not a period: {text!r}")
        start, end = date.fromisoformat(match[2]), date.fromisoformat(match[3]) if match[3] else None
        one = timedelta(days=1)
        return cls(
            start + one if match[1] == "(" else start,
            end + one if end is not None and match[4] == "]" else end,
        )


def union(periods: Iterable[Period]) -> list[Period]:
    """The same days in as few periods as possible, in order; touching periods are joined.

    >>> spans = ["[2026-02-01,2026-03-01)", "[2026-01-01,2026-02-01)", "[2026-05-01,)"]
    >>> [str(period) for period in union(map(Period.parse, spans))]
    ['[2026-01-01,2026-03-01)', '[2026-05-01,)']
    """
    return list(_joined(sorted(periods, key=lambda period: (period.start, _end(period)))))


def subtract_all(periods: Iterable[Period], holes: Iterable[Period]) -> list[Period]:
    """The days of the first periods that lie in none of the holes."""
    pieces = union(periods)
    for hole in union(holes):
        pieces = [rest for piece in pieces for rest in piece.subtract(hole)]
    return pieces


def _joined(ordered: list[Period]) -> Iterator[Period]:
    current: Period | None = None
    for period in ordered:
        if current is None:
            current = period
        elif period.start <= _end(current):
            current = _period(current.start, max(_end(current), _end(period)))
        else:
            yield current
            current = period
    if current is not None:
        yield current


def _end(period: Period) -> date:
    return date.max if period.end is None else period.end


def _period(start: date, end: date) -> Period:
    return Period(start, None if end == date.max else end)
