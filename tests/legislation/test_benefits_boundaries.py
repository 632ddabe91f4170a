"""The day before, the day of and the day after each change of the law of benefits; one unit around each limit."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from himaya.legislation.law import Legislation


def value(law: Legislation, variable: str, **facts: Any) -> Any:
    return law.calculate(facts, variable).value


@pytest.mark.parametrize(
    ("month", "centimes"),
    [
        ("2008-06-30", 48_600),
        ("2008-07-01", 63_600),
        ("2008-07-02", 63_600),
        ("2019-06-30", 63_600),
        ("2019-07-01", 93_600),
        ("2019-07-02", 93_600),
        ("2022-12-31", 93_600),
        ("2023-01-01", 100_000),
        ("2023-01-02", 100_000),
    ],
)
def test_family_allowances_of_four_children(law: Legislation, month: str, centimes: int) -> None:
    assert value(law, "family_allowance_amount", eligible_children=4, month=month) == centimes
    frame = pl.DataFrame(
        {
            "eligible_children": [4] * 3,
            "month": [date(2003, 1, 1), date.fromisoformat(month), date(2026, 5, 1)],
        }
    )
    done = law.evaluate(frame, ["family_allowance_amount"])["family_allowance_amount"]
    assert done.to_list() == [48_600, centimes, 100_000]


@pytest.mark.parametrize(
    ("known", "december_2023"), [("2025-10-22", 93_600), ("2025-10-23", 100_000), ("2025-10-24", 100_000)]
)
def test_the_decree_of_2025_was_not_known_before_its_day(
    law: Legislation, known: str, december_2023: int
) -> None:
    then = law.known_on(date.fromisoformat(known))
    assert value(then, "family_allowance_amount", eligible_children=4, month="2023-12-01") == december_2023


def test_the_back_payment_is_the_difference_between_the_law_known_before_and_after(law: Legislation) -> None:
    before = law.known_on(date(2025, 10, 22))
    months = [date(year, month, 1) for year in (2022, 2023, 2024, 2025) for month in range(1, 13)][:-2]
    for children in range(9):
        facts = [{"eligible_children": children, "month": month} for month in months]
        owed = sum(
            value(law, "family_allowance_amount", **one) - value(before, "family_allowance_amount", **one)
            for one in facts
        )
        asked = {"eligible_children": children, "from_month": "2022-01", "to_month": "2025-10"}
        assert value(law, "family_allowance_back_pay", **asked) == owed


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2022-11", "2022-12", 0),
        ("2022-12", "2023-01", 1),
        ("2023-01", "2023-01", 1),
        ("2025-09", "2025-12", 2),
        ("2025-11", "2026-01", 0),
        ("2023-05", "2023-02", 0),
    ],
)
def test_months_of_back_payment(law: Legislation, first: str, last: str, months: int) -> None:
    assert value(law, "family_allowance_back_months", from_month=first, to_month=last) == months


@pytest.mark.parametrize(
    ("variable", "fact", "limit", "others"),
    [
        ("family_allowance_entitled", "days_in_6_months", 108, {"monthly_wage": "9000", "month": "2024-05"}),
        ("sickness_entitled", "days_in_6_months", 54, {"stoppage_on": "2024-05-01"}),
        ("maternity_entitled", "days_in_10_months", 54, {"stoppage_on": "2024-05-01"}),
        (
            "invalidity_entitled",
            "insurance_days",
            1080,
            {"days_in_12_months": 108, "incapacity_on": "2024-05-01"},
        ),
        (
            "invalidity_entitled",
            "days_in_12_months",
            108,
            {"insurance_days": 1080, "incapacity_on": "2024-05-01"},
        ),
        ("invalidity_entitled", "age_years_completed", None, {}),
        ("old_age_entitled", "insurance_days", 3240, {"age_years_completed": 60, "day": "2022-12-31"}),
        ("old_age_entitled", "insurance_days", 1320, {"age_years_completed": 60, "day": "2023-01-01"}),
        ("old_age_entitled", "age_years_completed", 60, {"insurance_days": 3240, "day": "2024-05-01"}),
        ("survivors_entitled", "insurance_days", 3240, {"death_on": "2022-12-31", "day": "2022-12-31"}),
        ("survivors_entitled", "insurance_days", 1320, {"death_on": "2023-01-01", "day": "2023-01-01"}),
        ("death_grant_entitled", "days_in_6_months", 54, {"death_on": "2024-05-01"}),
        (
            "job_loss_entitled",
            "days_in_36_months",
            780,
            {"days_in_12_months": 260, "loss_reason": "involuntary", "job_lost_on": "2014-12-01"},
        ),
        (
            "job_loss_entitled",
            "days_in_12_months",
            260,
            {"days_in_36_months": 780, "loss_reason": "involuntary", "job_lost_on": "2014-12-01"},
        ),
        ("salaried_amo_entitled", "paid_days", 54, {"scheme": "AMO_DOMESTIC", "day": "2024-05-01"}),
    ],
)
def test_one_short_the_limit_and_one_past(
    law: Legislation, variable: str, fact: str, limit: int | None, others: dict[str, Any]
) -> None:
    if limit is None:  # an upper limit: from the retirement age on, old age takes over
        others = {"insurance_days": 1080, "days_in_12_months": 108, "incapacity_on": "2024-05-01"}
        held = [value(law, variable, **others, **{fact: age}) for age in (59, 60, 61)]
        assert held == [True, False, False]
        return
    held = [value(law, variable, **others, **{fact: limit + step}) for step in (-1, 0, 1)]
    assert held == [False, True, True]


@pytest.mark.parametrize(
    ("days", "rate"),
    [
        (3239, 4998),
        (3240, 5000),
        (3455, 5000),
        (3456, 5100),
        (7559, 6900),
        (7560, 7000),
        (7776, 7000),
    ],
)
def test_steps_of_the_rate(law: Legislation, days: int, rate: int) -> None:
    found = value(law, "old_age_rate", insurance_days=days, day="2025-09-01")
    assert int(found * 10_000) == rate


@pytest.mark.parametrize(
    ("days", "least"),
    [
        (1320, 60_000),
        (1704, 60_000),
        (1705, 70_000),
        (2088, 70_000),
        (2089, 80_000),
        (2472, 80_000),
        (2473, 90_000),
        (2856, 90_000),
        (2857, 100_000),
        (3239, 100_000),
        (3240, 100_000),
    ],
)
def test_least_pension_by_days(law: Legislation, days: int, least: int) -> None:
    assert value(law, "pension_minimum", insurance_days=days, day="2025-09-01") == least


def test_the_reform_of_2025_reaches_back_but_was_not_known_before(law: Legislation) -> None:
    facts = {
        "insurance_days": 2000,
        "age_years_completed": 60,
        "retired_on": "2023-06-01",
        "day": "2023-06-01",
    }
    assert law.calculate(facts, "old_age_entitled").value is True
    assert law.known_on(date(2025, 3, 13)).calculate(facts, "old_age_entitled").value is False
    assert law.known_on(date(2025, 3, 14)).calculate(facts, "old_age_entitled").value is True
    then = law.known_on(date(2024, 1, 1))
    assert then.calculate(facts, "refund_of_contributions").value is True
    assert then.calculate(facts, "refund_of_employer_share").value is False


@pytest.mark.parametrize(("day", "days"), [("2004-06-07", 84), ("2004-06-08", 98), ("2004-06-09", 98)])
def test_weeks_of_maternity_leave(law: Legislation, day: str, days: int) -> None:
    assert value(law, "maternity_days_paid", days_in_10_months=54, stoppage_on=day) == days


@pytest.mark.parametrize(
    ("day", "centimes"),
    [
        ("2025-12-31", 326_610),
        ("2026-01-01", 342_272),
        ("2026-01-02", 342_272),
    ],
)
def test_job_loss_is_limited_by_the_minimum_wage_of_the_day(
    law: Legislation, day: str, centimes: int
) -> None:
    assert value(law, "job_loss_amount", average_wage_36_months="6000", job_lost_on=day) == centimes


@pytest.mark.parametrize(
    ("day", "threshold"),
    [
        ("2010-12-31", 129_800),
        ("2011-01-01", 100_000),
        ("2018-12-31", 100_000),
        ("2019-01-01", 50_000),
    ],
)
def test_pension_that_opens_amo(law: Legislation, day: str, threshold: int) -> None:
    facts = {"scheme": "AMO_PENSIONERS", "day": day}
    assert value(law, "salaried_amo_entitled", **facts, pension=threshold) is True
    answer = law.calculate({**facts, "pension": threshold - 1}, "salaried_amo_ground")
    assert answer.reason == "PENSION_BELOW_THRESHOLD"


@pytest.mark.parametrize(
    ("birth", "month", "counts"),
    [
        ("2012-01-31", "2025-01", True),  # 13 on 31 January 2025: paid for January, not for February
        ("2012-01-31", "2025-02", False),
        ("2012-02-01", "2025-02", True),
        ("2012-02-01", "2025-03", False),
        ("2012-02-29", "2025-02", True),
        ("2012-02-29", "2025-03", False),
    ],
)
def test_a_child_counts_to_the_end_of_the_month_of_the_birthday(
    law: Legislation, birth: str, month: str, counts: bool
) -> None:
    facts = {"child_status": "resident", "birth_on": birth, "month": month}
    assert value(law, "family_child_eligible", **facts) is counts


@pytest.mark.parametrize(
    ("birth", "counts"), [("2009-08-31", False), ("2009-09-01", False), ("2009-09-02", True)]
)
def test_an_orphan_has_a_share_to_the_eve_of_the_sixteenth_birthday(
    law: Legislation, birth: str, counts: bool
) -> None:
    facts = {"relation": "child", "child_status": "resident", "birth_on": birth, "day": "2025-09-01"}
    assert value(law, "survivor_counts", **facts) is counts


@pytest.mark.parametrize(("already", "paid"), [(0, 364), (1, 363), (363, 1), (364, 0), (365, 0), (None, 364)])
def test_no_more_than_52_weeks_in_24_months(law: Legislation, already: int | None, paid: int) -> None:
    facts = {"incapacity_days": 500, "days_paid_in_24_months": already, "stoppage_on": "2024-05-01"}
    assert value(law, "sickness_days_paid", **facts) == paid


@pytest.mark.parametrize(
    ("wage", "grant"),
    [
        ("4999.99", 1_000_000),
        ("5000.00", 1_000_000),
        ("5000.01", 1_000_002),
        ("6000.00", 1_200_000),
        ("6000.01", 1_200_000),
    ],
)
def test_the_death_grant_stays_within_its_amounts(law: Legislation, wage: str, grant: int) -> None:
    facts = {"average_monthly_wage": wage, "grant_beneficiary": "spouse", "death_on": "2024-05-01"}
    assert value(law, "death_grant_amount", **facts) == grant


def test_every_refusal_is_worded_in_three_languages_with_what_mends_it(law: Legislation) -> None:
    mended = ("DAYS_TOO_FEW", "INSURANCE_DAYS_TOO_FEW", "WAGE_BELOW_FAMILY_THRESHOLD", "NO_DAY_DECLARED")
    for code in (*mended, "PAID_TO_THE_OTHER_PARENT", "STAGE_NOT_MET", "NOT_A_JOB_SEEKER"):
        said = law.reasons[code]
        for language in ("ar", "fr", "en"):
            assert len(said.of(language).split()) >= 6, (code, language)
