"""Every decision on wages and contributions changes the result when it is switched, and nothing else does it."""

from __future__ import annotations

from typing import Any

import pytest

from himaya.legislation.law import Legislation

FIRST_DAY = "1972-08-23"
PAYMENT = {
    "payment_received": "1000",
    "costs_due": "100",
    "principal_due": "800",
    "surcharges_due": "300",
    "penalties_due": "50",
    "day": "2026-01-01",
}
PENALTY = {
    "employees": 140,
    "declaration_months_late": 3,
    "general_regime_concerned": True,
    "day": "2021-03-15",
}
TRAINING = {"due_on": "2025-03-10", "paid_on": "2025-06-20", "training_tax_principal": "500"}
TWO_EMPLOYERS = [
    {"person": 1, "gross_wage": wage, "declared_days": days, "month": "2025-03"}
    for wage, days in (("4000", 20), ("3500", 15))
]
Facts = dict[str, Any] | list[dict[str, Any]]


@pytest.mark.parametrize(
    ("decision", "choice", "facts", "variable", "retained", "switched"),
    [
        (  # D1: 5000 × 6.40 % = 320, × 6.50 % = 325
            "family_rate_reduced_from",
            "2014-12-01",
            {"declared_base_uncapped": "5000", "month": "2010-01"},
            "family_benefits_employer",
            32_000,
            32_500,
        ),
        ("several_employers_rights", "main_employer", TWO_EMPLOYERS, "rights_days", 26, 20),  # D2
        ("several_employers_rights", "main_employer", TWO_EMPLOYERS, "rights_wage", 600_000, 400_000),
        (  # D3: 6000 × 13 / 26 = 3000
            "ceiling_proration",
            "by_days",
            {"gross_wage": "5000", "declared_days": 13, "month": "2026-03"},
            "wage_capped",
            500_000,
            300_000,
        ),
        (  # D5: 3266.10 × 2.26 % = 73.81386; × 1.60 % = 52.2576
            "contribution_rounding",
            "truncate",
            {"declared_base_uncapped": "3266.10", "month": "2026-03"},
            "vocational_training_employer",
            5_226,
            5_225,
        ),
        (  # D6: 17.92 × 190.67 = 3416.8064
            "smig_hours_month",
            "190.67",
            {"month": "2026-01"},
            "smig_month",
            342_272,
            341_681,
        ),
        (  # D8: paid in June 2025, due in March: 3 % + 3 × 1 %, or 3 % + 3 × 0.5 %
            "surcharge_step_day",
            "payment_date",
            {"due_on": "2025-03-10", "paid_on": "2025-06-20", "general_principal": "10000"},
            "surcharge_general",
            60_000,
            45_000,
        ),
        ("training_tax_surcharge", "amo", TRAINING, "surcharge_training_tax", 3_000, 2_000),  # D10
        ("training_tax_surcharge", "none", TRAINING, "surcharge_training_tax", 3_000, 0),
        (  # D11: 140 × 50 = 7000 a month
            "penalty_limit_scope",
            "each_month",
            PENALTY,
            "declaration_penalty_general",
            500_000,
            1_500_000,
        ),
        (  # D12
            "ex_officio_base",
            "inspection",
            {"last_base_capped": "100", "inspected_base_capped": "150", "month": "2026-03"},
            "ex_officio_base_capped",
            10_000,
            15_000,
        ),
        ("imputation_order", "surcharges_first", PAYMENT, "paid_to_principal", 80_000, 55_000),  # D13
        ("imputation_order", "surcharges_first", PAYMENT, "paid_to_surcharges", 10_000, 30_000),
        ("imputation_order", "surcharges_first", PAYMENT, "paid_to_penalties", 0, 5_000),
        (  # D18: 3266.10 × 0.33 % = 10.778, × 0.19 % = 6.206; × 0.52 % = 16.984
            "short_term_rounding",
            "merged",
            {"declared_base_capped": "3266.10", "month": "2025-06"},
            "short_term_employee",
            1_699,
            1_698,
        ),
        (
            "voluntary_reference_wage",
            "last_month",
            {"wages_last_six_months": "30000", "wage_last_month": "5900", "month": "2015-05"},
            "voluntary_reference_wage",
            500_000,
            590_000,
        ),
    ],
)
def test_a_switched_decision_changes_the_result(
    law: Legislation, decision: str, choice: str, facts: Facts, variable: str, retained: int, switched: int
) -> None:
    path = f"decisions.{decision}"
    assert choice in {one.value for one in law.lawful(path).alternatives}
    first = law.lawful(path).values[0].since.isoformat()  # type: ignore[union-attr]
    other = law.amended({path: {first: choice}})
    assert law.calculate(facts, variable).value == retained
    assert other.calculate(facts, variable).value == switched


@pytest.mark.parametrize(
    ("decision", "choice", "facts", "retained", "switched"),
    [
        ("due_day_moves", "unchanged", {"month": "2025-12"}, "2026-01-12", "2026-01-10"),  # D7
        (
            "agricultural_paper_period",
            "month",
            {"month": "2025-01", "sector": "agricultural", "filing_channel": "paper"},
            "2025-04-10",
            "2025-02-10",
        ),
    ],
)
def test_a_switched_decision_moves_the_due_date(
    law: Legislation, decision: str, choice: str, facts: Facts, retained: str, switched: str
) -> None:
    other = law.amended({f"decisions.{decision}": {FIRST_DAY: choice}})
    assert law.calculate(facts, "declaration_due_on").value.isoformat() == retained
    assert other.calculate(facts, "declaration_due_on").value.isoformat() == switched


def test_an_assumed_reading_shows_in_the_explanation(law: Legislation) -> None:
    told = law.explain({"gross_wage": "7000", "declared_days": 13, "month": "2026-03"}, "wage_capped")
    assert told.evidence == "assumed"
    assert {one.path for one in told.parameters} >= {
        "decisions.ceiling_proration",
        "wages.contribution_ceiling",
    }
