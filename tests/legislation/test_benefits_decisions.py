"""Every decision on benefits changes the result when it is switched, and is told with its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Parameter

FIRST_DAY = "1972-08-23"
CHILD = {"child_status": "resident", "birth_on": "2012-01-15"}
STOPPED = {"stoppage_on": "2024-06-10", "days_in_6_months": 156, "incapacity_days": 13}
SHORT_CAREER = {"average_monthly_wage": "4000", "insurance_days": 1620}
RETIRED = {"day": "2025-09-01", "age_years_completed": 60}
WIDOWS = {"deceased_pension": "3000", "spouses": 2, "orphans_one_parent": 0, "orphans_both_parents": 0}
ORPHAN = {"relation": "child", "child_status": "resident", "age_years_completed": 16, "day": "2025-09-01"}
GRANT = {"average_monthly_wage": "5500", "grant_beneficiary": "spouse", "death_on": "2024-06-01"}

SWITCHES: list[tuple[str, str, dict[str, Any], str, Any, Any]] = [
    (  # D4: 27000 / 156 × 26 / 30 = 150; 27000 / 156 = 173.08
        "daily_wage_basis",
        "declared_days",
        {**STOPPED, "capped_wages_in_6_months": "27000"},
        "average_daily_wage_shown",
        15_000,
        17_308,
    ),
    ("daily_wage_basis", "declared_days", GRANT, "death_grant_amount", 1_100_000, 1_200_000),  # 5500/26 × 60
    ("death_grant_days", "0", GRANT, "death_grant_amount", 1_100_000, 1_000_000),  # D4bis
    (  # D5: 6000 / 26 × 3 = 692.307…; 4000 / 26 × 3 = 461.538…
        "birth_leave_rounding",
        "half_up",
        {"monthly_wage": "6000", "leave_days": 3, "birth_on": "2024-06-01"},
        "birth_leave_refund",
        69_230,
        69_231,
    ),
    (
        "job_loss_display",
        "truncate",
        {"average_wage_36_months": "3456.78", "job_lost_on": "2024-03-01"},
        "job_loss_amount_shown",
        242_000,
        241_900,
    ),
    (  # D6: 17.92 × 191 = 3422.72; × 190.67 = 3416.8064
        "smig_hours_month",
        "190.67",
        {"average_wage_36_months": "5500", "job_lost_on": "2026-03-01"},
        "job_loss_amount",
        342_272,
        341_681,
    ),
    (  # D9: at twelve completed years
        "family_child_age_end",
        "0",
        {"child_status": "resident", "age_years_completed": 12, "month": "2024-06"},
        "family_child_eligible",
        True,
        False,
    ),
    ("orphan_age_end", "1", ORPHAN, "survivor_counts", False, True),  # D9
    (  # D14: the 13th birthday falls on 15 January 2025
        "loss_takes_effect",
        "same_month",
        {**CHILD, "month": "2025-01"},
        "family_child_eligible",
        True,
        False,
    ),
    (
        "benefit_days_count",
        "false",
        {"contributed_days": 3200, "benefit_days": 40, "day": "2022-05-01"},
        "pension_days_missing",
        0,
        40,
    ),  # D15
    (  # D16: 50 % × 1620 / 3240 × 4000 = 1000; 50 % × 4000
        "short_pension_formula",
        "flat",
        {**SHORT_CAREER, "day": "2025-09-01"},
        "old_age_pension_amount",
        100_000,
        200_000,
    ),
    (
        "amo_pensioner_threshold",
        "1000",
        {"scheme": "AMO_PENSIONERS", "pension": "600", "day": "2024-06-01"},
        "salaried_amo_entitled",
        True,
        False,
    ),  # D17
    (
        "amo_pensioner_threshold_agriculture",
        "1000",
        {"scheme": "AMO_PENSIONERS", "pension": "600", "sector": "agricultural", "day": "2024-06-01"},
        "salaried_amo_entitled",
        True,
        False,
    ),
    (
        "birth_leave_window_days",
        "30",
        {"birth_on": "2024-06-01"},
        "birth_leave_take_by",
        date(2024, 6, 16),
        date(2024, 7, 1),
    ),
    (
        "family_first_month",
        "next_month",
        {"birth_on": "2024-06-20"},
        "family_child_paid_from",
        date(2024, 6, 1),
        date(2024, 7, 1),
    ),
    (
        "employer_share_refunded",
        "false",
        {**RETIRED, "insurance_days": 900},
        "refund_of_employer_share",
        True,
        False,
    ),
    (  # 48 months at 4000: 192000 / 96 = 2000; / 48 = 4000
        "average_wage_divisor",
        "declared_months",
        {"person": 1, "gross_wage": "4000", "same_wage_months": 48, "month": "2025-01", "day": "2025-09-01"}
        | {"declared_days": 26},
        "last_wages_average_shown",
        200_000,
        400_000,
    ),
    (  # (50 % + 10 %) × 1500 = 900, raised to 1000; 1000 + 10 % × 1500
        "invalidity_minimum",
        "before_increase",
        {"average_monthly_wage": "1500", "insurance_days": 1200, "third_party_assistance": True}
        | {"incapacity_on": "2025-09-01"},
        "invalidity_pension_amount",
        100_000,
        115_000,
    ),
    (
        "sickness_days_after_spell",
        "0",
        {**STOPPED, "days_since_last_spell": 2},
        "sickness_entitled",
        False,
        True,
    ),
    (  # 3000 / 156 × 26 / 30 × 2/3 = 11.11; 16.29 × 191 / 30 × 2/3 = 69.142
        "sickness_floor",
        "true",
        {**STOPPED, "capped_wages_in_6_months": "3000"},
        "sickness_daily_allowance",
        1_111,
        6_914,
    ),
    ("wives_share", "each", {**WIDOWS, "death_on": "2025-09-01"}, "each_spouse_pension", 75_000, 150_000),
    (
        "remarriage_ends_pension",
        "false",
        {"relation": "spouse", "remarried": True, "day": "2025-09-01"},
        "survivor_counts",
        False,
        True,
    ),
]
OF_BENEFITS = {switch[0] for switch in SWITCHES}


def switched(law: Legislation, decision: str, choice: str) -> Legislation:
    given = {"true": True, "false": False}.get(choice, choice)
    return law.amended({f"decisions.{decision}": {FIRST_DAY: given}})


@pytest.mark.parametrize(
    ("decision", "choice", "facts", "variable", "retained", "other"),
    SWITCHES,
    ids=[f"{switch[0]}-{switch[3]}" for switch in SWITCHES],
)
def test_a_decision_is_switched_without_touching_code(
    law: Legislation,
    decision: str,
    choice: str,
    facts: dict[str, Any],
    variable: str,
    retained: Any,
    other: Any,
) -> None:
    assert choice in {one.value for one in law.lawful(f"decisions.{decision}").alternatives}
    assert law.calculate(facts, variable).value == retained
    assert switched(law, decision, choice).calculate(facts, variable).value == other


@pytest.mark.parametrize("decision", sorted(OF_BENEFITS))
def test_a_decision_is_marked_and_worded_in_three_languages(law: Legislation, decision: str) -> None:
    found = law.lawful(f"decisions.{decision}")
    assert isinstance(found, Parameter)
    weakest = {one.source.evidence for one in found.values}
    assert weakest & {"inferred", "assumed"} or decision in ("average_wage_divisor", "smig_hours_month")
    for one in (found.label, *(other.label for other in found.alternatives)):
        assert one.ar
        assert one.fr
        assert one.en


def test_an_explanation_shows_that_a_formula_is_to_be_confirmed(law: Legislation) -> None:
    facts = {"average_monthly_wage": "4000", "insurance_days": 1620, "day": "2025-09-01"}
    told = law.explain(facts, "old_age_pension_amount", language="fr")
    assert told.evidence == "assumed"
    used = [one.path for part in told.walk() for one in part.parameters]
    assert "decisions.short_pension_formula" in used
    full = law.explain({**facts, "insurance_days": 3240}, "old_age_rate")
    assert full.evidence == "sourced"
