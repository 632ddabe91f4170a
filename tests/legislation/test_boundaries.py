"""The day before, the day of and the day after each change of the law, for one person and as a column."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from himaya.legislation.law import Legislation


@pytest.mark.parametrize(
    ("day", "centimes"),
    [
        ("2022-08-31", 18018),
        ("2022-09-01", 18919),
        ("2022-09-02", 18919),  # 2 828.71 and 2 970.05 × 6.37 %
        ("2023-08-31", 18919),
        ("2023-09-01", 19819),
        ("2024-12-31", 19819),
        ("2025-01-01", 20805),
        ("2025-12-31", 20805),
        ("2026-01-01", 21802),
    ],
)
def test_the_contribution_at_k_one_moves_with_the_minimum_wage(
    law: Legislation, day: str, centimes: int
) -> None:
    assert law.calculate({"category": "taxi_driver", "month": day}, "tns_amo").value == centimes
    frame = pl.DataFrame(
        {
            "category": ["taxi_driver"] * 3,
            "month": [date(2022, 1, 1), date.fromisoformat(day), date(2026, 5, 1)],
        }
    )
    assert law.evaluate(frame, ["tns_amo"])["tns_amo"][1] == centimes


@pytest.mark.parametrize(
    ("tax", "quarter"),
    [
        (0, 30000),
        (49999, 30000),
        (50000, 39000),
        (50001, 39000),
        (100000, 39000),
        (100001, 57000),
        (250000, 57000),
        (250001, 72000),
        (500000, 72000),
        (500001, 105000),
        (1000000, 105000),
        (1000001, 150000),
        (2500000, 150000),
        (2500001, 225000),
        (5000000, 225000),
        (5000001, 360000),
    ],
)
def test_bands_of_the_complementary_charge(law: Legislation, tax: int, quarter: int) -> None:
    case = {"annual_income_tax": tax, "month": "2022-01-01"}
    assert law.calculate(case, "cpu_quarterly_droit").value == quarter
    assert law.calculate(case, "cpu_annual_droit").value == 4 * quarter


@pytest.mark.parametrize(
    ("score", "contribution"),
    [
        ("9.3264284", 0),
        ("9.3264285", 14400),
        ("9.5124369", 14400),
        ("9.5124370", 17600),
        ("9.7430010", 17600),
        ("9.7430011", 22400),
        ("9.9903727", 22400),
        ("9.9903728", 28700),
        ("10.2373160", 28700),
        ("10.2373161", 35500),
        ("10.4310480", 35500),
        ("10.4310481", 45400),
        ("10.7399520", 45400),
        ("10.7399521", 61100),
        ("11.0130680", 61100),
        ("11.0130681", 116400),
    ],
)
def test_bands_of_achamil(law: Legislation, score: str, contribution: int) -> None:
    case = {"rsu_score": score, "other_amo": False, "activity": False, "day": "2024-12-01"}
    assert law.calculate(case, "rsu_monthly_contribution").value == contribution


@pytest.mark.parametrize(
    ("facts", "coefficient"),
    [
        ({"category": "architect", "diploma_years": 12}, "3"),
        ({"category": "architect", "diploma_years": 13}, "5.5"),
        ({"category": "architect", "diploma_years": 37}, "5.5"),
        ({"category": "architect", "diploma_years": 38}, "4"),
        ({"category": "dentist", "practice_years": 4}, "3"),
        ({"category": "dentist", "practice_years": 5}, "4"),
        ({"category": "dentist", "practice_years": 35}, "4"),
        ({"category": "dentist", "practice_years": 36}, "3"),
    ],
)
def test_classes_by_years(law: Legislation, facts: dict[str, Any], coefficient: str) -> None:
    answer = law.calculate({**facts, "month": "2022-01-01"}, "tns_coefficient")
    assert float(answer.value) == float(coefficient)


@pytest.mark.parametrize(
    ("category", "month", "months", "opens"),
    [
        ("adoul", "2020-03", 6, date(2020, 9, 1)),
        ("architect", "2021-06", 6, date(2021, 12, 1)),
        ("architect", "2021-07", 3, date(2021, 10, 1)),
        ("cpu", "2021-11", 3, date(2022, 2, 1)),
        ("cpu", "2021-12", 1, date(2022, 1, 1)),
        ("cpu", "2022-03", 1, date(2022, 4, 1)),
        ("cpu", "2022-04", 3, date(2022, 7, 1)),
        ("farmer", "2022-02", 3, date(2022, 5, 1)),
    ],
)
def test_waiting_by_first_month_owed(
    law: Legislation, category: str, month: str, months: int, opens: date
) -> None:
    case = {"category": category, "first_due_month": month}
    assert law.calculate(case, "waiting_months").value == months
    assert law.calculate(case, "rights_open_from").value == opens


def test_achamil_waits_three_months_and_a_former_tadamon_member_none_if_the_bill_applies(
    law: Legislation,
) -> None:
    case = {"scheme": "AMO_ACHAMIL", "first_due_month": "2024-06", "previous_scheme": "AMO_TADAMON"}
    assert law.calculate(case, "waiting_months").value == 3
    assert law.calculate({**case, "bill_21_24_applies": True}, "waiting_months").value == 0
    assert law.calculate({**case, "bill_21_24_applies": True}, "rights_open_from").value == date(2024, 6, 1)
    assert law.calculate({"category": "achamil", "first_due_month": "2024-06"}, "waiting_months").value == 3


@pytest.mark.parametrize(
    ("unpaid", "month", "wait"),
    [(11, "2025-02", 0), (12, "2025-02", 3), (30, "2025-02", 3), (30, "2023-12", 0), (12, "2024-01", 3)],
)
def test_new_wait_after_twelve_unpaid_months(law: Legislation, unpaid: int, month: str, wait: int) -> None:
    case = {"consecutive_unpaid_months": unpaid, "regularised_month": month}
    assert law.calculate(case, "arrears_waiting_months").value == wait


def test_closure_and_return(law: Legislation) -> None:
    assert law.calculate({"due_month": "2022-03"}, "arrears_closes_on").value == date(2022, 4, 1)
    assert law.calculate({"due_month": "2022-12"}, "arrears_closes_on").value == date(2023, 1, 1)
    assert law.calculate({"paid_on": "2022-05-17"}, "restored_on").value == date(2022, 5, 17)
    tolerant = law.amended(
        {
            "decisions.arrears_tolerance_months": {"2017-06-23": "3"},
            "decisions.restoration": {"2017-06-23": "first_of_next_month"},
        }
    )
    assert tolerant.calculate({"due_month": "2022-03"}, "arrears_closes_on").value == date(2022, 7, 1)
    assert tolerant.calculate({"paid_on": "2022-12-17"}, "restored_on").value == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("unpaid", "first", "eligible"),
    [
        (2, "2024-02", False),
        (3, "2024-02", True),
        (3, "2023-12", False),
        (3, "2024-01", True),
        (3, "2024-04", True),
        (3, "2024-05", False),
    ],
)
def test_cancellation_of_debts(law: Legislation, unpaid: int, first: str, eligible: bool) -> None:
    case = {"unpaid_months": unpaid, "first_payment_month": first, "day": "2024-06-01"}
    assert law.calculate(case, "amnesty_eligible").value is eligible
    assert law.calculate({**case, "first_period_paid": "2024-01"}, "amnesty_eligible").value is False


@pytest.mark.parametrize(
    ("paid", "remitted"),
    [("2023-02-20", 0), ("2023-02-21", 135000), ("2023-06-30", 135000), ("2023-07-01", 0)],
)
def test_the_window_of_the_2023_remission(law: Legislation, paid: str, remitted: int) -> None:
    case = {
        "payment_mode": "full_payment",
        "principal_paid_on": paid,
        "surcharges": 120000,
        "recovery_fees": 15000,
    }
    assert law.calculate(case, "remission_2023").value == remitted


def test_ex_officio_registration_unless_an_application_came_first(law: Legislation) -> None:
    case = {"letter_sent_on": "2022-03-01"}
    assert law.calculate(case, "registered_ex_officio_from").value == date(2022, 3, 31)
    answer = law.calculate({**case, "application_received_on": "2022-03-30"}, "registered_ex_officio_from")
    assert (answer.value, answer.reason) == (None, "APPLICATION_RECEIVED")
    late = {**case, "application_received_on": "2022-03-31"}
    assert law.calculate(late, "registered_ex_officio_from").value == date(2022, 3, 31)


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        ({"relation": "child"}, date(2024, 5, 10)),
        ({"relation": "child", "student": True}, date(2029, 5, 10)),
        ({"relation": "child", "student": True, "married": True}, date(2024, 5, 10)),
        ({"relation": "child", "student": True, "day": "2027-01-31"}, date(2029, 5, 10)),
        ({"relation": "child", "student": True, "day": "2027-02-01"}, date(2033, 5, 10)),
        ({"relation": "child", "disabled": True}, None),
        ({"relation": "spouse"}, None),
    ],
)
def test_until_when_a_dependant_is_covered(
    law: Legislation, facts: dict[str, Any], until: date | None
) -> None:
    case = {"birth_on": "2002-05-10", "day": "2024-01-01", **facts}
    answer = law.calculate(case, "dependant_until")
    assert answer.value == until
    assert answer.reason == (None if until else "NO_AGE_LIMIT")


def test_a_child_is_covered_up_to_the_eve_of_the_22nd_birthday(law: Legislation) -> None:
    case = {"relation": "child", "birth_on": "2002-05-10"}
    assert law.calculate({**case, "day": "2024-05-09"}, "dependant_covered").value is True
    assert law.calculate({**case, "day": "2024-05-10"}, "dependant_covered").value is False


def test_an_unknown_birth_date_is_not_no_limit(law: Legislation) -> None:
    answer = law.calculate({"relation": "child", "day": "2024-01-01"}, "dependant_until")
    assert (answer.value, answer.reason) == (None, "MISSING_BIRTH_ON")


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"category": "artisan", "month": "2022-02-01"}, 13514),
        ({"category": "cpu", "annual_income_tax": 300000, "month": "2022-02-01"}, 0),
        ({"category": "cpu", "annual_income_tax": 300000, "month": "2022-03-01"}, 72000),
        ({"category": "auto_entrepreneur", "month": "2022-06-01"}, 30000),
        ({"category": "achamil", "rsu_score": "9.6", "month": "2024-05-01"}, 17600),
        ({"category": "tadamon", "month": "2024-05-01"}, 0),
    ],
)
def test_what_a_month_owes(law: Legislation, facts: dict[str, Any], due: int) -> None:
    assert law.calculate(facts, "month_due").value == due


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"category": "veterinarian"}, "COEFFICIENT_NOT_PUBLISHED"),
        ({"category": "surveyor"}, "COEFFICIENT_NOT_PUBLISHED"),
        ({"category": "farmer", "farm_class": 4}, "COEFFICIENT_NOT_PUBLISHED"),
        ({"category": "wizard"}, "CATEGORY_UNKNOWN"),
        ({"category": "doctor"}, "FACTS_MISSING_OR_NOT_IN_FORCE"),
        ({}, "CATEGORY_UNKNOWN"),
        (
            {"category": "professional_driver", "month": "2022-01-01", "vehicle_owner": False},
            "FACTS_MISSING_OR_NOT_IN_FORCE",
        ),
    ],
)
def test_an_unknown_amount_is_not_zero_and_says_why(
    law: Legislation, facts: dict[str, Any], reason: str
) -> None:
    answer = law.calculate({"month": "2022-06-01", **facts}, "month_due")
    assert (answer.value, answer.reason) == (None, reason)


def test_a_wait_is_said_with_its_unit_once(law: Legislation) -> None:
    facts = {"scheme": "AMO_TNS", "category": "cpu", "first_due_month": "2021-12-01"}
    told = law.explain(facts, "rights_open_from", language="fr").sentence
    assert told == "Premier mois dû 2021-12 plus 1\u202fmois."
