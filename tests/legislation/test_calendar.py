"""The calendar's whole-number arithmetic is Python's calendar, day by day, over three centuries."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from himaya.legislation.engine import calendar
from himaya.legislation.law import Legislation
from himaya.legislation.units import day_number, day_of, read_day

from . import small_fund

FIRST, LAST = date(1899, 12, 31), date(2200, 1, 1)
MONTH = """\
from __future__ import annotations

from himaya.legislation.algebra import Amount, Day, formula, month_of_year, words


@formula(unit="count", of="family", on="month", law="Loi 1",
         label=words(ar="الشهر", fr="Mois", en="Month"),
         says=words(ar="{month}", fr="{month}", en="{month}"))
def of_year(month: Day) -> Amount:
    return month_of_year(month)
"""


def test_every_day_has_its_year_month_and_day() -> None:
    day = FIRST
    while day <= LAST:
        number = (day - date(1970, 1, 1)).days
        assert calendar.year_month_day(number, int) == (day.year, day.month, day.day)
        day += timedelta(days=1)


def test_every_month_has_its_first_day() -> None:
    for year in range(1899, 2202):
        for month in range(1, 13):
            wanted = (date(year, month, 1) - date(1970, 1, 1)).days
            assert calendar.first_day(year * 12 + month - 1, int) == wanted


def test_the_leap_day_of_a_year_of_four_hundred_and_not_of_a_hundred() -> None:
    # 2000-02-29 is 30 years of 365 days, 7 leap days (1972 to 1996), 31 days of January and 28 days after day 0
    assert calendar.year_month_day(30 * 365 + 7 + 31 + 28, int) == (2000, 2, 29)
    # 2100-03-01 follows 2100-02-28: 130 years, 32 leap days (1972 to 2096), 31 + 28 days
    assert calendar.year_month_day(130 * 365 + 32 + 31 + 28, int) == (2100, 3, 1)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_of_the_year_has_its_number_by_either_carrier(tmp_path: Path, month: int) -> None:
    law = Legislation.load(small_fund.write(tmp_path, formula=MONTH))
    day = date(2024, month, 28)
    assert law.calculate({"month": day}, "of_year").value == month
    assert law.evaluate(pl.DataFrame({"month": [day]}), ["of_year"])["of_year"].to_list() == [month]


def test_day_numbers_count_from_1970() -> None:
    assert [day_number(date(1970, 1, 2)), read_day("1969-12-31"), read_day("1971-01")] == [1, -1, 365]
    assert day_of(-1) == date(1969, 12, 31)
