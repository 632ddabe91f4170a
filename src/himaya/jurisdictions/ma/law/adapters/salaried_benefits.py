"""The keys of the cases of salaried benefits under the names of this law."""

from __future__ import annotations

from himaya.legislation.cases import Members, Result, Rows, Topic

_WAGE = {"gross": "gross_wage", "days": "declared_days"}
_SIX_MONTHS = Rows("six_months", facts=_WAGE, group="person")

TOPICS = {
    "family_allowance_amount": Topic(
        facts={"eligible_children": "eligible_children"},
        day=("month",),
        results={"monthly_amount": Result("family_allowance_amount")},
    ),
    "family_allowance_back_pay": Topic(
        facts={"eligible_children": "eligible_children", "from_month": "from_month", "to_month": "to_month"},
        results={
            "months": Result("family_allowance_back_months"),
            "back_pay": Result("family_allowance_back_pay"),
        },
    ),
    "family_allowance_entitlement": Topic(
        facts={"days_in_6_months": "days_in_6_months", "monthly_wage": "monthly_wage", "sector": "sector"},
        day=("month",),
        results={
            "entitled": Result("family_allowance_entitled"),
            "wage_threshold": Result("family_allowance_wage_shown"),
        },
    ),
    "family_allowance_child": Topic(
        facts={"child_status": "child_status", "age_years_completed": "age_years_completed"},
        day=("month",),
        results={"eligible": Result("family_child_eligible")},
    ),
    "sickness_daily_allowance": Topic(
        facts={"incapacity_calendar_days": "incapacity_days"},
        rows=_SIX_MONTHS,
        day=("stoppage_on", "month"),
        results={
            "average_daily_wage": Result("average_daily_wage_shown"),
            "daily_allowance": Result("sickness_daily_allowance"),
            "days_paid": Result("sickness_days_paid"),
            "total": Result("sickness_total"),
        },
    ),
    "sickness_entitlement": Topic(
        facts={
            "days_in_6_months": "days_in_6_months",
            "cause": "cause",
            "insured_on_date": "insured_on_day",
        },
        day=("stoppage_on",),
        results={"entitled": Result("sickness_entitled")},
    ),
    "sickness_duration": Topic(
        facts={
            "calendar_days_already_paid_in_24_months": "days_paid_in_24_months",
            "new_incapacity_calendar_days": "incapacity_days",
            "waiting_applies": "waiting_applies",
        },
        day=("stoppage_on",),
        results={"days_paid": Result("sickness_days_paid")},
    ),
    "maternity_allowance": Topic(
        facts={"days_in_10_months": "days_in_10_months"},
        rows=_SIX_MONTHS,
        day=("stoppage_on", "month"),
        results={
            "entitled": Result("maternity_entitled"),
            "days_paid": Result("maternity_days_paid"),
            "average_daily_wage": Result("average_daily_wage_shown"),
            "total": Result("maternity_total"),
        },
    ),
    "maternity_entitlement": Topic(
        facts={"days_in_10_months": "days_in_10_months"},
        day=("stoppage_on",),
        results={"entitled": Result("maternity_entitled")},
    ),
    "birth_leave_refund": Topic(
        facts={"monthly_wage": "monthly_wage", "days": "leave_days"},
        day=("birth_on",),
        results={"refund_to_employer": Result("birth_leave_refund")},
    ),
    "invalidity_pension": Topic(
        facts={
            "average_monthly_wage": "average_monthly_wage",
            "insurance_days": "insurance_days",
            "third_party_assistance": "third_party_assistance",
        },
        day=("incapacity_on",),
        results={"monthly_pension": Result("invalidity_pension_amount")},
    ),
    "invalidity_entitlement": Topic(
        facts={
            "insurance_days": "insurance_days",
            "days_last_12_months": "days_in_12_months",
            "cause": "cause",
            "insured_on_date": "insured_on_day",
        },
        day=("incapacity_on",),
        results={"entitled": Result("invalidity_entitled")},
    ),
    "old_age_pension": Topic(
        facts={
            "average_monthly_wage": "average_monthly_wage",
            "insurance_days": "insurance_days",
            "age": "age_years_completed",
            "early": "early_retirement",
        },
        day=("day",),
        results={"rate": Result("old_age_rate"), "monthly_pension": Result("old_age_pension_amount")},
    ),
    "old_age_entitlement": Topic(
        facts={
            "insurance_days": "insurance_days",
            "age": "age_years_completed",
            "retired_on": "retired_on",
            "claim_date": "claimed_on",
        },
        day=("day",),
        results={
            "pension": Result("old_age_entitled"),
            "refund_of_contributions": Result("refund_of_contributions"),
            "refund_shares": Members(
                {"employee": "refund_of_contributions", "employer": "refund_of_employer_share"}
            ),
            "effective_from": Result("old_age_effective_from"),
        },
    ),
    "average_wage_old_age": Topic(
        rows=Rows(
            "last_96_declared_months",
            facts={"months": "same_wage_months", "gross": "gross_wage"},
            group="person",
        ),
        day=("day", "month"),
        results={"average_monthly_wage": Result("last_wages_average_shown")},
    ),
    "pension_revaluation_2020": Topic(
        facts={"pension_before": "pension_before", "settled_on": "settled_on"},
        day=("day",),
        results={"pension_after": Result("pension_after_rise")},
    ),
    "survivors_pension": Topic(
        facts={
            "deceased_pension": "deceased_pension",
            "spouses": "spouses",
            "orphans_one_parent": "orphans_one_parent",
            "orphans_both_parents": "orphans_both_parents",
        },
        day=("death_on",),
        results={
            "each_spouse": Result("each_spouse_pension"),
            "each_orphan_one_parent": Result("each_orphan_pension"),
            "each_orphan_both_parents": Result("each_double_orphan_pension"),
            "total": Result("survivors_total"),
        },
    ),
    "survivors_entitlement": Topic(
        facts={"insurance_days": "insurance_days", "was_pensioner": "was_pensioner"},
        day=("death_on", "day"),
        results={"entitled": Result("survivors_entitled")},
    ),
    "death_grant": Topic(
        facts={
            "average_monthly_wage": "average_monthly_wage",
            "beneficiary": "grant_beneficiary",
            "cause": "cause",
        },
        day=("death_on",),
        results={"grant": Result("death_grant_amount")},
    ),
    "job_loss_allowance": Topic(
        facts={
            "average_monthly_wage_36_months": "average_wage_36_months",
            "days_36_months": "days_in_36_months",
            "days_12_months": "days_in_12_months",
            "reason": "loss_reason",
        },
        day=("job_lost_on",),
        results={
            "entitled": Result("job_loss_entitled"),
            "monthly_amount": Result("job_loss_amount"),
            "monthly_amount_rounded_to_dirham": Result("job_loss_amount_shown"),
            "max_months": Result("job_loss_months"),
        },
    ),
    "job_loss_entitlement": Topic(
        facts={
            "days_36_months": "days_in_36_months",
            "days_12_months": "days_in_12_months",
            "reason": "loss_reason",
            "claim_within_60_days": "claimed_in_time",
        },
        day=("job_lost_on",),
        results={"entitled": Result("job_loss_entitled")},
    ),
    "amo_entitlement": Topic(
        facts={
            "scheme": "scheme",
            "days_declared_and_paid": "paid_days",
            "monthly_pension": "pension",
            "contributions_paid": "contributions_paid",
            "care_date": "day",
        },
        rows=Rows("declared_days_by_month", named="month", item="declared_days", group="person"),
        ignored=("window_months", "days_declared"),
        day=("day",),
        results={
            "entitled": Result("salaried_amo_entitled"),
            "days_counted": Result("amo_days_counted"),
            "reason": Result("salaried_amo_ground", "reason"),
        },
    ),
}
