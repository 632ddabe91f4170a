"""The keys of our own cases of salaried benefits: what is due or why not, by when, and each survivor's part."""

from __future__ import annotations

from himaya.legislation.cases import Result, Rows, Topic

_AVERAGE = {"average_monthly_wage": "average_monthly_wage"}
_CHILD = {"child_status": "child_status", "birth_date": "birth_on", "pension_from": "pension_from"}
_PARENTS = {
    "insured_parent": "insured_parent",
    "other_parent_insured": "other_parent_insured",
    "parents_separated": "parents_separated",
    "has_custody": "has_custody",
}
_CAREER = {
    "insurance_days": "insurance_days",
    "contributed_days": "contributed_days",
    "benefit_days": "benefit_days",
    "age": "age_years_completed",
    "birth_date": "birth_on",
    "retired_on": "retired_on",
    "claim_date": "claimed_on",
    "underground_years": "underground_years",
    "early": "early_retirement",
    "other_basic_pension": "other_basic_pension",
}

TOPICS = {
    "family_allowance_due": Topic(
        facts=_PARENTS
        | {
            "eligible_children": "eligible_children",
            "days_in_6_months": "days_in_6_months",
            "monthly_wage": "monthly_wage",
            "sector": "sector",
            "pensioner": "pensioner",
            "lives_in_morocco": "lives_in_morocco",
        },
        day=("month",),
        results={
            "due": Result("family_allowance"),
            "reason": Result("family_allowance", "reason"),
            "days_missing": Result("family_allowance_days_missing"),
        },
    ),
    "family_allowance_child_dates": Topic(
        facts=_CHILD | {"claim_date": "claimed_on"},
        day=("month",),
        results={
            "eligible": Result("family_child_eligible"),
            "paid_from_month": Result("family_child_paid_from"),
            "ends_month": Result("family_child_ends"),
            "claim_by": Result("family_child_claim_by"),
        },
    ),
    "sickness_due": Topic(
        facts={
            "days_in_6_months": "days_in_6_months",
            "capped_wages_in_6_months": "capped_wages_in_6_months",
            "incapacity_calendar_days": "incapacity_days",
            "days_since_last_spell": "days_since_last_spell",
            "claim_date": "claimed_on",
        },
        day=("stoppage_on",),
        results={
            "due": Result("sickness_allowance"),
            "reason": Result("sickness_allowance", "reason"),
            "notice_by": Result("sickness_notice_by"),
            "claim_by": Result("sickness_claim_by"),
            "window_ends": Result("sickness_window_ends"),
            "invalidity_from": Result("invalidity_after_sickness_on"),
        },
    ),
    "maternity_due": Topic(
        facts={
            "days_in_6_months": "days_in_6_months",
            "days_in_10_months": "days_in_10_months",
            "capped_wages_in_6_months": "capped_wages_in_6_months",
            "claim_date": "claimed_on",
        },
        day=("stoppage_on",),
        results={
            "due": Result("maternity_allowance"),
            "reason": Result("maternity_allowance", "reason"),
            "notice_by": Result("maternity_notice_by"),
            "claim_by": Result("maternity_claim_by"),
        },
    ),
    "birth_dates": Topic(
        facts={"monthly_wage": "monthly_wage", "days": "leave_days", "claim_date": "claimed_on"},
        day=("birth_on",),
        results={
            "refund_to_employer": Result("birth_leave_refund"),
            "reason": Result("birth_leave_refund", "reason"),
            "take_by": Result("birth_leave_take_by"),
            "declare_by": Result("birth_declared_by"),
            "claim_by": Result("birth_leave_claim_by"),
            "rest_until": Result("maternity_rest_until"),
        },
    ),
    "invalidity_due": Topic(
        facts={
            "insurance_days": "insurance_days",
            "days_last_12_months": "days_in_12_months",
            "age": "age_years_completed",
            "birth_date": "birth_on",
            "capped_wages_last_12_months": "capped_wages_last_12_months",
            "capped_wages_last_60_months": "capped_wages_last_60_months",
            "third_party_assistance": "third_party_assistance",
            "claim_date": "claimed_on",
        },
        day=("incapacity_on",),
        results={
            "due": Result("invalidity_pension"),
            "reason": Result("invalidity_pension", "reason"),
            "effective_from": Result("invalidity_effective_from"),
            "becomes_old_age_on": Result("invalidity_becomes_old_age_on"),
        },
    ),
    "old_age_due": Topic(
        facts=_CAREER | _AVERAGE,
        day=("day",),
        results={
            "due": Result("old_age_pension"),
            "reason": Result("old_age_pension", "reason"),
            "days_missing": Result("pension_days_missing"),
            "effective_from": Result("old_age_effective_from"),
            "paid_from": Result("old_age_paid_from"),
            "refund_of_contributions": Result("refund_of_contributions"),
            "premium": Result("early_retirement_premium"),
            "premium_reason": Result("early_retirement_premium", "reason"),
        },
    ),
    "refund_amount": Topic(
        facts=_CAREER
        | {
            "employee_contributions": "employee_contributions",
            "employer_contributions": "employer_contributions",
            "revaluation_coefficient": "revaluation_coefficient",
        },
        day=("day",),
        results={"refund": Result("refund_amount"), "reason": Result("refund_amount", "reason")},
    ),
    "pension_rise_arrears": Topic(
        facts={"pension_before": "pension_before", "settled_on": "settled_on"},
        day=("day",),
        results={"rise": Result("pension_rise"), "arrears": Result("pension_rise_arrears")},
    ),
    "survivors_each": Topic(
        facts={"deceased_pension": "deceased_pension"},
        rows=Rows(
            "survivors",
            facts={
                "relation": "relation",
                "age": "age_years_completed",
                "birth_date": "birth_on",
                "child_status": "child_status",
                "orphan_of_both": "orphan_of_both",
                "remarried": "remarried",
            },
            group="person",
            number="beneficiary_number",
        ),
        day=("day",),
        results={"pensions": Result("survivor_pension", "each"), "total": Result("survivors_paid")},
    ),
    "death_grant_due": Topic(
        facts=_AVERAGE
        | {
            "beneficiary": "grant_beneficiary",
            "cause": "cause",
            "days_in_6_months": "days_in_6_months",
            "on_sickness_allowance": "on_sickness_allowance",
            "was_pensioner": "was_pensioner",
            "claim_date": "claimed_on",
            "has_spouse": "has_spouse",
            "has_descendants": "has_descendants",
            "has_ascendants": "has_ascendants",
            "has_siblings": "has_siblings",
        },
        day=("death_on",),
        results={
            "due": Result("death_grant"),
            "reason": Result("death_grant", "reason"),
            "goes_to": Result("death_grant_goes_to"),
            "claim_by": Result("death_grant_claim_by"),
        },
    ),
    "job_loss_due": Topic(
        facts={
            "average_monthly_wage_36_months": "average_wage_36_months",
            "days_36_months": "days_in_36_months",
            "days_12_months": "days_in_12_months",
            "loss_reason": "loss_reason",
            "claim_date": "claimed_on",
            "job_seeker": "job_seeker",
            "sector": "sector",
        },
        day=("job_lost_on",),
        results={
            "due": Result("job_loss_allowance"),
            "reason": Result("job_loss_allowance", "reason"),
            "days_missing": Result("job_loss_days_missing"),
            "claim_by": Result("job_loss_claim_by"),
            "ends": Result("job_loss_ends"),
        },
    ),
}
