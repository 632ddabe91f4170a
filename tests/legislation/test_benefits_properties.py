"""What holds for every person: more days never pay less, parts add up, floors and ceilings hold."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.legislation.law import Legislation

LAW = Legislation.load("ma")
DAYS = st.dates(date(2011, 7, 1), date(2030, 12, 31))
SINCE_2023 = st.dates(date(2023, 1, 1), date(2030, 12, 31))
WAGES = st.integers(0, 1_500_000)
INSURANCE = st.integers(0, 12_000)
COUNTS = st.tuples(st.integers(0, 4), st.integers(0, 12), st.integers(0, 12))
PENSIONS = st.integers(0, 1_000_000)
STATUSES = ("resident", "apprentice", "student", "disabled_without_income")
RELAXED = settings(max_examples=60, deadline=None)


def value(facts: Any, name: str, row: int = 0) -> Any:
    return LAW.calculate(facts, name, row=row).value


@given(st.integers(0, 12), DAYS)
@RELAXED
def test_another_child_never_brings_less_and_none_counts_past_the_sixth(children: int, day: date) -> None:
    amounts = [
        value({"eligible_children": count, "month": day}, "family_allowance_amount")
        for count in (children, children + 1)
    ]
    assert amounts[0] <= amounts[1]
    assert (amounts[0] == amounts[1]) == (children >= 6)


@given(st.integers(0, 8), DAYS, DAYS)
@RELAXED
def test_family_allowances_never_fell(children: int, one: date, other: date) -> None:
    amounts = [
        value({"eligible_children": children, "month": day}, "family_allowance_amount")
        for day in sorted((one, other))
    ]
    assert amounts[0] <= amounts[1]


@given(INSURANCE, INSURANCE, WAGES, SINCE_2023)
@RELAXED
def test_more_days_never_lower_a_pension(one: int, other: int, wage: int, day: date) -> None:
    paid = [
        value({"insurance_days": days, "average_monthly_wage": wage, "day": day}, "old_age_pension_amount")
        for days in sorted((one, other))
    ]
    assert paid[0] <= paid[1]


@given(INSURANCE, WAGES, WAGES, SINCE_2023)
@RELAXED
def test_a_higher_average_wage_never_lowers_a_pension(days: int, one: int, other: int, day: date) -> None:
    facts = [
        {"insurance_days": days, "average_monthly_wage": wage, "day": day} for wage in sorted((one, other))
    ]
    paid = [value(one, "old_age_pension_amount") for one in facts]
    assert paid[0] <= paid[1]
    for fact, pension in zip(facts, paid, strict=True):
        assert value(fact, "pension_minimum") <= pension <= 420_000  # 70 % of 6000


@given(INSURANCE, WAGES, DAYS)
@RELAXED
def test_an_invalidity_pension_with_a_helper_is_at_least_the_one_without(
    days: int, wage: int, day: date
) -> None:
    facts = {"insurance_days": days, "average_monthly_wage": wage, "incapacity_on": day}
    alone = value(facts, "invalidity_pension_amount")
    helped = value({**facts, "third_party_assistance": True}, "invalidity_pension_amount")
    assert 100_000 <= alone <= helped <= 480_000  # 80 % of 6000


@given(PENSIONS, COUNTS, DAYS)
@RELAXED
def test_survivors_never_have_more_than_the_deceased(
    pension: int, counts: tuple[int, int, int], day: date
) -> None:
    spouses, orphans, double = counts
    facts = {
        "deceased_pension": pension,
        "spouses": spouses,
        "orphans_one_parent": orphans,
        "orphans_both_parents": double,
        "death_on": day,
    }
    together = value(facts, "survivors_total")
    each = [
        value(facts, name)
        for name in ("each_spouse_pension", "each_orphan_pension", "each_double_orphan_pension")
    ]
    assert together <= pension
    heads = sum(counts)
    assert abs(sum(a * b for a, b in zip(each, counts, strict=True)) - together) <= Fraction(heads + 1, 2)


@given(
    PENSIONS,
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 25), st.sampled_from(STATUSES), st.booleans()),
        min_size=1,
        max_size=9,
    ),
    DAYS,
)
@RELAXED
def test_the_parts_of_survivors_add_up_to_the_centime(
    pension: int, people: list[tuple[bool, int, str, bool]], day: date
) -> None:
    rows = [
        {
            "person": 1,
            "deceased_pension": pension,
            "beneficiary_number": number,
            "relation": "spouse" if spouse else "child",
            "age_years_completed": age,
            "child_status": status,
            "orphan_of_both": double,
            "day": day,
        }
        for number, (spouse, age, status, double) in enumerate(people)
    ]
    parts = [value(rows, "survivor_pension", row) for row in range(len(rows))]
    assert sum(parts) == value(rows, "survivors_paid") <= pension
    for row, part in enumerate(parts):
        assert part >= 0
        if not value(rows, "survivor_counts", row):
            assert part == 0


@given(st.lists(st.tuples(WAGES, st.integers(0, 26)), min_size=1, max_size=6), DAYS, st.integers(0, 800))
@RELAXED
def test_a_sickness_allowance_is_two_thirds_of_the_days_paid(
    months: list[tuple[int, int]], day: date, incapacity: int
) -> None:
    rows = [
        {"person": 1, "gross_wage": wage, "declared_days": days, "month": day, "stoppage_on": day}
        | {"incapacity_days": incapacity}
        for wage, days in months
    ]
    days = sum(one for _, one in months)
    if days == 0:
        assert LAW.calculate(rows, "sickness_total").reason == "NO_DAY_DECLARED"
        return
    wages = sum(min(wage, 600_000) for wage, _ in months)
    daily = Fraction(wages, days) * Fraction(26, 30)
    assert value(rows, "average_daily_wage") == daily
    exact = daily * Fraction(2, 3) * min(max(incapacity - 3, 0), 364)
    assert abs(value(rows, "sickness_total") - exact) <= Fraction(1, 2)


@given(st.integers(0, 800), st.integers(0, 800), st.integers(0, 400), DAYS)
@RELAXED
def test_a_longer_incapacity_never_pays_fewer_days(one: int, other: int, already: int, day: date) -> None:
    paid = [
        value(
            {"incapacity_days": days, "days_paid_in_24_months": already, "stoppage_on": day},
            "sickness_days_paid",
        )
        for days in sorted((one, other))
    ]
    assert 0 <= paid[0] <= paid[1] <= max(364 - already, 0)


@given(WAGES, WAGES, st.dates(date(2014, 12, 1), date(2030, 12, 31)))
@RELAXED
def test_job_loss_never_pays_more_than_the_minimum_wage_nor_than_its_rate(
    one: int, other: int, day: date
) -> None:
    facts = [{"average_wage_36_months": wage, "job_lost_on": day} for wage in sorted((one, other))]
    paid = [value(fact, "job_loss_amount") for fact in facts]
    assert paid[0] <= paid[1]
    for fact, amount in zip(facts, paid, strict=True):
        assert amount <= round(value(fact, "job_loss_minimum_wage"))
        assert 10 * amount <= 7 * fact["average_wage_36_months"] + 5


@given(PENSIONS, PENSIONS, st.dates(date(2000, 1, 1), date(2026, 12, 31)), DAYS)
@RELAXED
def test_a_rise_lies_within_its_amounts_and_keeps_the_order_of_pensions(
    one: int, other: int, settled: date, day: date
) -> None:
    facts = [
        {"pension_before": pension, "settled_on": settled, "day": day} for pension in sorted((one, other))
    ]
    for fact in facts:
        rise = value(fact, "pension_rise")
        concerned = day >= date(2020, 1, 1) and settled < date(2020, 1, 1) and fact["pension_before"] > 0
        assert 10_000 <= rise <= 21_000 if concerned else rise == 0
        assert value(fact, "pension_rise_arrears") == 35 * rise
    assert value(facts[0], "pension_after_rise") <= value(facts[1], "pension_after_rise")


@given(WAGES, WAGES, st.integers(0, 31), DAYS)
@RELAXED
def test_birth_leave_is_never_refunded_past_the_published_maximum(
    one: int, other: int, days: int, day: date
) -> None:
    refunds = [
        value({"monthly_wage": wage, "leave_days": days, "birth_on": day}, "birth_leave_refund")
        for wage in sorted((one, other))
    ]
    assert 0 <= refunds[0] <= refunds[1] <= 69_230


@given(st.lists(st.tuples(WAGES, st.integers(1, 16)), min_size=1, max_size=6), DAYS)
@RELAXED
def test_the_average_of_the_last_wages_is_their_ninety_sixth(
    months: list[tuple[int, int]], day: date
) -> None:
    rows = [
        {"person": 1, "gross_wage": wage, "same_wage_months": count, "declared_days": 26}
        | {"month": day, "day": day}
        for wage, count in months
    ]
    total = sum(min(wage, 600_000) * count for wage, count in months)
    assert value(rows, "last_wages_average") == Fraction(total, 96)


@given(DAYS, st.integers(0, 800))
@RELAXED
def test_a_claim_within_six_months_takes_effect_at_once_and_later_never_before_it(
    day: date, delay: int
) -> None:
    claimed = day + timedelta(delay)
    facts = {"insurance_days": 4000, "retired_on": day, "day": day, "claimed_on": claimed}
    starts = value(facts, "old_age_effective_from")
    assert starts == day or (starts.day == 1 and starts > claimed)
    if delay <= 180:
        assert starts == day
    if delay >= 185:
        assert starts > claimed


@given(WAGES, st.integers(1, 4), DAYS)
@RELAXED
def test_the_shares_of_widows_add_up_to_the_death_grant(wage: int, widows: int, day: date) -> None:
    facts = {
        "average_monthly_wage": wage,
        "grant_beneficiary": "spouse",
        "spouses": widows,
        "death_on": day,
    }
    shares = [value({**facts, "beneficiary_number": number}, "death_grant_share") for number in range(widows)]
    assert sum(shares) == value(facts, "death_grant_amount")
    assert max(shares) - min(shares) <= 1
    assert value({**facts, "beneficiary_number": widows}, "death_grant_share") == 0
