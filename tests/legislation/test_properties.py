"""What holds for every value: monotone where the law is, parts add up, one row as many, true calendar."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.legislation.law import Legislation

LAW = Legislation.load("ma")
CATEGORIES = ("artisan", "taxi_driver", "tour_guide", "paramedical", "notary", "artist", "veterinarian")
TAXES = st.integers(0, 10_000_000)
DAYS = st.dates(date(2021, 12, 1), date(2028, 12, 31))


@given(st.lists(st.tuples(st.sampled_from(CATEGORIES), DAYS), min_size=1, max_size=30))
@settings(max_examples=25, deadline=None)
def test_many_rows_give_what_each_gives_alone(rows: list[tuple[str, date]]) -> None:
    frame = pl.DataFrame({"category": [row[0] for row in rows], "month": [row[1] for row in rows]})
    done = LAW.evaluate(frame, ["month_due"])["month_due"].to_list()
    alone = [LAW.calculate({"category": category, "month": day}, "month_due").value for category, day in rows]
    assert done == alone


@given(TAXES, TAXES, DAYS)
@settings(deadline=None)
def test_a_higher_tax_never_owes_less(low: int, high: int, day: date) -> None:
    low, high = sorted((low, high))
    owed = [
        LAW.calculate({"annual_income_tax": tax, "month": day}, "cpu_annual_droit").value
        for tax in (low, high)
    ]
    assert owed[0] <= owed[1]
    quarter = LAW.calculate({"annual_income_tax": low, "month": day}, "cpu_quarterly_droit").value
    assert owed[0] == 4 * quarter


@given(st.sampled_from(CATEGORIES[:6]), st.sampled_from(CATEGORIES[:6]), DAYS)
@settings(deadline=None)
def test_a_higher_coefficient_never_owes_less(one: str, other: str, day: date) -> None:
    facts = [{"category": category, "month": max(day, date(2022, 2, 1))} for category in (one, other)]
    k = [LAW.calculate(fact, "tns_coefficient").value for fact in facts]
    owed = [LAW.calculate(fact, "tns_amo").value for fact in facts]
    assert (k[0] <= k[1]) == (owed[0] <= owed[1])


@given(st.sampled_from(CATEGORIES[:6]), DAYS, DAYS)
@settings(deadline=None)
def test_the_contribution_never_falls_while_the_minimum_wage_rises(
    category: str, one: date, other: date
) -> None:
    days = sorted(max(day, date(2022, 2, 1)) for day in (one, other))
    owed = [LAW.calculate({"category": category, "month": day}, "tns_amo").value for day in days]
    assert owed[0] <= owed[1]


@given(st.integers(0, 100_000_000), st.integers(0, 10_000), st.integers(1, 12))
@settings(deadline=None)
def test_the_parts_of_the_single_contribution_add_up(turnover: int, share: int, months: int) -> None:
    case = {
        "turnover": turnover,
        "profit_coefficient": f"{share / 10_000:.4f}",
        "months": months,
        "month": "2022-12-31",
    }
    parts = [LAW.calculate(case, name).value for name in ("cpu_ir_component", "cpu_droit_due", "cpu_total")]
    assert parts[0] + parts[1] == parts[2]
    exact = Fraction(turnover * share, 100_000)
    assert abs(parts[0] - exact) <= Fraction(1, 2)


@given(st.lists(st.tuples(st.integers(0, 24), st.booleans(), st.integers(1, 8)), max_size=8))
@settings(deadline=None)
def test_the_aid_of_a_household_is_the_sum_of_its_children_or_the_floor(
    children: list[tuple[int, bool, int]],
) -> None:
    rows = [
        {
            "household": 1,
            "child_present": True,
            "child_age": age,
            "schooled": schooled,
            "child_rank": rank,
            "month": "2026-05-01",
        }
        for age, schooled, rank in children
    ]
    rows = rows or [{"household": 1, "child_present": False, "month": "2026-05-01"}]
    alone = [LAW.calculate(row, "asd_child_amount").value for row in rows if row["child_present"]]
    assert LAW.calculate(rows, "asd_child_sum").value == sum(alone)
    assert LAW.calculate(rows, "asd_household_amount").value == max(sum(alone), 50_000)


@given(st.lists(st.sampled_from(CATEGORIES[:6]), min_size=1, max_size=6))
@settings(deadline=None)
def test_one_contribution_since_2024_and_one_per_activity_before(categories: list[str]) -> None:
    rows = [
        {"person": 1, "activity_number": number, "category": category}
        for number, category in enumerate(categories)
    ]
    after = [{**row, "month": "2024-03-01"} for row in rows]
    before = [{**row, "month": "2023-12-01"} for row in rows]
    assert LAW.calculate(after, "contributions_count").value == 1
    assert LAW.calculate(before, "contributions_count").value == len(rows)
    owed = [LAW.calculate(row, "tns_amo").value for row in after]
    assert LAW.calculate(after, "several_activities_amo").value == max(owed)
    owed = [LAW.calculate(row, "tns_amo").value for row in before]
    assert LAW.calculate(before, "several_activities_amo").value == sum(owed)


@given(st.dates(date(1901, 1, 1), date(2150, 12, 31)), DAYS)
@settings(max_examples=100, deadline=None)
def test_birthdays_in_columns_fall_as_in_the_calendar(birth: date, on: date) -> None:
    frame = pl.DataFrame(
        {
            "birth_on": [birth, birth + timedelta(1)],
            "day": [max(on, birth + timedelta(1))] * 2,
            "relation": ["child", "child"],
            "age_years_completed": pl.Series([None, None], dtype=pl.Int64),
        }
    )
    until = LAW.evaluate(frame, ["dependant_until"])["dependant_until"][0]
    year = birth.year + 22
    last = 28 if (birth.month, birth.day) == (2, 29) and year % 4 else birth.day
    assert until == date(year, birth.month, last)


@given(st.dates(date(2017, 7, 1), date(2150, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_months_in_columns_are_those_of_the_calendar(day: date) -> None:
    frame = pl.DataFrame({"category": ["artisan"] * 2, "due_month": [day, day + timedelta(40)]})
    closes = LAW.evaluate(frame, ["arrears_closes_on"])["arrears_closes_on"][0]
    assert closes == date(day.year + day.month // 12, day.month % 12 + 1, 1)
