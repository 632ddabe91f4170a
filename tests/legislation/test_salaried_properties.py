"""What holds for every wage: more pay never owes less, parts add up, delay never costs less."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.legislation.law import Legislation

LAW = Legislation.load("ma")
WAGES = st.integers(0, 5_000_000)
MONTHS = st.dates(date(2002, 4, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1))
REGIMES = st.sampled_from(["general", "agricultural", "domestic"])
MODES = st.sampled_from(["full", "solidarity_only"])
MONEY = st.integers(0, 10_000_000)
DAYS = st.dates(date(2007, 1, 1), date(2029, 12, 31))
BRANCHES = {
    "short_term_total": ("short_term_employer", "short_term_employee"),
    "long_term_total": ("long_term_employer", "long_term_employee"),
    "amo_contributions_total": ("amo_basic_employer", "amo_solidarity_employer", "amo_basic_employee"),
}
SHARES = [
    *("family_benefits_employer", "sickness_employer", "job_loss_employer", "long_term_employer"),
    *("amo_basic_employer", "amo_solidarity_employer", "vocational_training_employer"),
    *("sickness_employee", "job_loss_employee", "long_term_employee", "amo_basic_employee"),
]


def value(facts: Any, name: str) -> Any:
    return LAW.calculate(facts, name).value


@given(st.lists(WAGES, min_size=1, max_size=8), MONTHS, REGIMES, MODES)
@settings(max_examples=60, deadline=None)
def test_both_shares_of_every_branch_add_up_to_the_whole(
    wages: list[int], month: date, regime: str, mode: str
) -> None:
    month = max(month, date(2019, 7, 1)) if regime == "domestic" else month
    mode = mode if month >= date(2006, 3, 1) else "full"
    rows = [
        {"employer": 7, "gross_wage": wage, "month": month, "regime": regime, "amo_mode": mode}
        for wage in wages
    ]
    for branch, parts in BRANCHES.items():
        assert value(rows, branch) == sum(value(rows, part) for part in parts)
    assert value(rows, "contributions_total") == sum(value(rows, share) for share in SHARES)
    assert value(rows, "base_uncapped") == sum(wages)
    assert value(rows, "base_capped") == sum(min(wage, 600_000) for wage in wages)


@given(WAGES, WAGES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_a_higher_wage_never_owes_less(one: int, other: int, month: date) -> None:
    low, high = sorted((one, other))
    for name in ("payslip_employee_total", "payslip_employer_total", "payslip_net_before_tax", "wage_capped"):
        owed = [value({"gross_wage": wage, "month": month}, name) for wage in (low, high)]
        assert owed[0] <= owed[1]


@given(WAGES, MONTHS, MODES)
@settings(max_examples=60, deadline=None)
def test_a_payslip_adds_up_and_is_near_the_assessment(wage: int, month: date, mode: str) -> None:
    month = max(month, date(2006, 3, 1))
    case = {"gross_wage": wage, "month": month, "amo_mode": mode, "employer": 1}
    net, cost = value(case, "payslip_net_before_tax"), value(case, "payslip_employer_cost")
    assert net + value(case, "payslip_employee_total") == wage
    assert cost - value(case, "payslip_employer_total") == wage
    # one rounding of several branches against a rounding for each: at most half a centime for each
    assert abs(value(case, "payslip_employee_total") - value(case, "employee_contributions_total")) <= 3
    assert abs(value(case, "payslip_employer_total") - value(case, "employer_contributions_total")) <= 5


@given(WAGES, MONTHS)
@settings(max_examples=60, deadline=None)
def test_every_share_is_its_rate_to_half_a_centime(wage: int, month: date) -> None:
    case = {"declared_base_capped": wage, "month": month}
    exact = wage * Fraction(value({"month": month}, "capped_employee_rate"))
    owed = sum(value(case, name) for name in ("short_term_employee", "long_term_employee"))
    assert abs(owed - exact) <= Fraction(3, 2)


@given(st.lists(st.tuples(WAGES, st.integers(0, 26)), min_size=1, max_size=6), MONTHS)
@settings(max_examples=40, deadline=None)
def test_rights_over_several_employers_never_exceed_a_month(
    wages: list[tuple[int, int]], month: date
) -> None:
    rows = [{"person": 3, "gross_wage": wage, "declared_days": days, "month": month} for wage, days in wages]
    assert value(rows, "rights_days") == min(26, sum(days for _, days in wages))
    assert value(rows, "rights_wage") == min(600_000, sum(min(wage, 600_000) for wage, _ in wages))


@given(DAYS, st.integers(-40, 900), MONEY)
@settings(max_examples=100, deadline=None)
def test_delay_never_costs_less_and_never_before_the_due_date(due: date, late: int, principal: int) -> None:
    case = {
        "due_on": due,
        "general_principal": principal,
        "amo_principal": principal,
        "training_tax_principal": principal,
    }
    paid = [due + timedelta(late), due + timedelta(late + 1)]
    months = [value({**case, "paid_on": day}, "months_late") for day in paid]
    assert months[0] <= months[1] <= months[0] + 1
    assert (months[0] == 0) == (late <= 0)
    for name in ("surcharge_general", "surcharge_amo", "surcharge_training_tax"):
        owed = [value({**case, "paid_on": day}, name) for day in paid]
        assert owed[0] <= owed[1]


@given(MONTHS)
@settings(max_examples=100, deadline=None)
def test_a_due_date_is_a_weekday_of_the_next_month_from_the_tenth_on(month: date) -> None:
    due = value({"month": month}, "declaration_due_on")
    tenth = (month + timedelta(31)).replace(day=10)
    assert tenth <= due <= tenth + timedelta(6)
    assert due.isoweekday() <= 5
    frame = pl.DataFrame({"month": [month, date(2020, 1, 1), date(2024, 3, 1)]})
    assert LAW.evaluate(frame, ["declaration_due_on"])["declaration_due_on"][0] == due


@given(MONEY, MONEY, MONEY, MONEY, MONEY, st.sampled_from(["principal_first", "surcharges_first"]))
@settings(max_examples=60, deadline=None)
def test_a_part_payment_is_set_off_to_the_last_centime(
    paid: int, costs: int, principal: int, surcharges: int, penalties: int, order: str
) -> None:
    law = ORDERS[order]
    case = {
        "payment_received": paid,
        "costs_due": costs,
        "principal_due": principal,
        "surcharges_due": surcharges,
        "penalties_due": penalties,
        "day": "2026-01-01",
    }
    parts = [
        law.calculate(case, f"paid_to_{name}").value
        for name in ("costs", "principal", "surcharges", "penalties")
    ]
    owed = [costs, principal, surcharges, penalties]
    assert sum(parts) == min(paid, sum(owed))
    assert all(0 <= part <= debt for part, debt in zip(parts, owed, strict=True))


ORDERS = {
    "principal_first": LAW,
    "surcharges_first": LAW.amended({"decisions.imputation_order": {"1972-08-23": "surcharges_first"}}),
}


@given(MONEY, st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_instalments_add_up_to_the_debt(debt: int, count: int) -> None:
    frame = pl.DataFrame(
        {"debt": [debt] * count, "instalments": [count] * count, "instalment_number": range(1, count + 1)}
    )
    amounts = LAW.evaluate(frame, ["instalment_amount"])["instalment_amount"]
    assert amounts.sum() == debt
    assert amounts[:-1].n_unique() <= 1


@given(st.lists(st.tuples(WAGES, MONTHS), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_many_payslips_are_what_each_is_alone(rows: list[tuple[int, date]]) -> None:
    frame = pl.DataFrame({"gross_wage": [row[0] for row in rows], "month": [row[1] for row in rows]})
    done = LAW.evaluate(frame, ["payslip_net_before_tax"])["payslip_net_before_tax"].to_list()
    assert done == [
        value({"gross_wage": wage, "month": month}, "payslip_net_before_tax") for wage, month in rows
    ]
