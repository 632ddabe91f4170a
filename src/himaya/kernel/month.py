"""A calendar month, the unit in which contributions are owed and rights are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_SHAPE = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month, counted as `index` = year × 12 + month − 1: the integer kept in columns.

    >>> Month.parse("2022-03") + 11
    Month.parse('2023-02')
    >>> Month.parse("2023-02") - Month.parse("2022-03")
    11
    """

    index: int

    def __post_init__(self) -> None:
        if not 12 <= self.index < 120_000:
            raise ValueError(f"no such month: index {self.index}")

    @classmethod
    def of(cls, year: int, month: int) -> Month:
        """The month of a year and a number from 1 to 12."""
        if not 1 <= month <= 12:
            raise ValueError(f"no such month: {year}-{month}")
        return cls(year * 12 + month - 1)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read "2022-03"; ValueError on anything else."""
        match = _SHAPE.match(text)
        if match is None:
            raise ValueError(f"not a month (expected e.g. 2022-03): {text!r}")
        return cls.of(int(match[1]), int(match[2]))

    @classmethod
    def containing(cls, day: date) -> Month:
        """The month in which a day falls."""
        return cls.of(day.year, day.month)

    @classmethod
    def span(cls, *, first: Month, until: Month) -> Iterator[Month]:
        """Months from `first` up to, not including, `until`."""
        return (cls(index) for index in range(first.index, until.index))

    @property
    def year(self) -> int:
        return self.index // 12

    @property
    def month(self) -> int:
        return self.index % 12 + 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date.fromordinal((self + 1).first_day.toordinal() - 1)

    @property
    def days(self) -> int:
        """How many days the month has.

        >>> Month.parse("2024-02").days
        29
        """
        return self.last_day.day

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.month)

    def __add__(self, months: int) -> Month:
        return Month(self.index + months)

    def __sub__(self, other: Month) -> int:
        """Months from the other one to this one."""
        return self.index - other.index

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    def __repr__(self) -> str:
        return f"Month.parse({str(self)!r})"
