"""The keys of case files under the names of this law. Renaming only: formulas do all computing."""

from __future__ import annotations

from himaya.legislation.cases import Result, Rows, Topic

_ACTIVITY = {
    "category": "category",
    "subcategory": "subcategory",
    "diploma_years": "diploma_years",
    "practice_years": "practice_years",
    "farm_class": "farm_class",
    "vehicle_owner": "vehicle_owner",
    "annual_net_profit": "annual_net_profit",
    "annual_ir_component": "annual_income_tax",
}
_CHILD = {
    "age": "child_age",
    "schooled": "schooled",
    "rank": "child_rank",
    "fatherless_orphan": "fatherless_orphan",
    "severely_disabled": "severely_disabled",
}

TOPICS = {
    "smig_based_contribution": Topic(
        facts=_ACTIVITY | {"pension_enabled": "pension_enabled"},
        day=("month",),
        results={
            "coefficient": Result("tns_coefficient"),
            "monthly_flat_income": Result("tns_flat_income_shown"),
            "amo_monthly": Result("tns_amo"),
            "amo_monthly_whole_dirhams": Result("tns_amo_whole_dirhams"),
            "amo_monthly_less_than": Result("tns_amo", "less_than"),
            "pension_monthly": Result("tns_pension"),
        },
    ),
    "several_activities": Topic(
        day=("month",),
        rows=Rows("activities", facts=_ACTIVITY, group="person", number="activity_number"),
        results={
            "contributions_count": Result("contributions_count"),
            "coefficient": Result("retained_coefficient"),
            "amo_monthly": Result("several_activities_amo"),
        },
    ),
    "cpu_droit": Topic(
        facts={"annual_ir_component": "annual_income_tax"},
        day=("month",),
        results={
            "quarterly_droit": Result("cpu_quarterly_droit"),
            "annual_droit": Result("cpu_annual_droit"),
        },
    ),
    "cpu_contribution": Topic(
        facts={"turnover": "turnover", "profit_coefficient": "profit_coefficient", "months": "months"},
        ignored=("activity", "cessation"),
        day=("month",),
        results={
            "ir_component": Result("cpu_ir_component"),
            "annualised_ir_component": Result("cpu_annualised_ir_component"),
            "annual_droit": Result("cpu_contribution_annual_droit"),
            "droit_due": Result("cpu_droit_due"),
            "total_cpu": Result("cpu_total"),
        },
    ),
    "auto_entrepreneur": Topic(
        facts={
            "activity": "ae_activity",
            "annual_turnover": "annual_turnover",
            "annual_tax_to_date": "annual_tax_to_date",
            "droits_already_paid": "droits_already_paid",
        },
        ignored=("quarter",),
        day=("month",),
        results={
            "annual_tax": Result("ae_annual_tax"),
            "quarterly_droit": Result("ae_quarterly_droit"),
            "annual_droit": Result("ae_annual_droit"),
            "regularisation_due": Result("ae_regularisation_due"),
        },
    ),
    "amo_pensioner_contribution": Topic(
        facts={"pension": "pension"},
        day=("month",),
        results={"contribution": Result("amo_pensioner_contribution")},
    ),
    "waiting_period": Topic(
        facts={
            "scheme": "scheme",
            "category": "category",
            "first_due_month": "first_due_month",
            "previous_scheme": "previous_scheme",
            "bill_21_24_applies": "bill_21_24_applies",
        },
        rows=Rows("paid_months", item="paid_month", group="person"),
        results={"waiting_months": Result("waiting_months"), "rights_open_from": Result("rights_open_from")},
        given={"paid_months": {"rights_open_from": Result("rights_open_from_payments")}},
    ),
    "waiting_after_arrears": Topic(
        facts={
            "consecutive_unpaid_months": "consecutive_unpaid_months",
            "regularised_month": "regularised_month",
        },
        results={
            "waiting_months": Result("arrears_waiting_months"),
            "waiting_from_month": Result("arrears_waiting_from"),
            "rights_open_from": Result("arrears_rights_open_from"),
        },
    ),
    "amnesty_41_23": Topic(
        facts={
            "unpaid_months_up_to_2023_11": "unpaid_months",
            "first_payment_month": "first_payment_month",
            "first_period_paid": "first_period_paid",
        },
        ignored=("paid_months",),
        day=("day",),
        results={
            "eligible": Result("amnesty_eligible"),
            "twelve_months_from_month": Result("amnesty_following_from"),
            "waiting_months": Result("amnesty_waiting_months"),
            "waiting_from_month": Result("amnesty_following_from"),
            "rights_open_from": Result("amnesty_rights_open_from"),
        },
    ),
    "remission_03_2023": Topic(
        facts={
            "mode": "payment_mode",
            "principal_paid_on": "principal_paid_on",
            "surcharges": "surcharges",
            "recovery_fees": "recovery_fees",
        },
        results={"remitted": Result("remission_2023")},
    ),
    "ex_officio_registration": Topic(
        facts={
            "registered_letter_sent_on": "letter_sent_on",
            "application_received_on": "application_received_on",
        },
        results={"registered_ex_officio_from": Result("registered_ex_officio_from")},
    ),
    "rsu_eligibility": Topic(
        facts={"rsu_score": "rsu_score", "other_amo": "other_amo", "activity": "activity"},
        day=("day",),
        results={
            "eligible_scheme": Result("eligible_scheme"),
            "reason": Result("eligible_scheme", "reason"),
            "monthly_contribution": Result("rsu_monthly_contribution"),
        },
    ),
    "asd_child": Topic(facts=_CHILD, day=("month",), results={"monthly_amount": Result("asd_child_amount")}),
    "asd_household": Topic(
        rows=Rows("children", facts=_CHILD, group="household", present="child_present"),
        day=("month",),
        results={"child_sum": Result("asd_child_sum"), "monthly_amount": Result("asd_household_amount")},
    ),
    "asd_institution_orphan": Topic(
        facts={"institution_orphan": "institution_orphan"},
        day=("month",),
        results={
            "monthly_amount": Result("asd_institution_orphan_amount"),
            "minimum_total_at_majority": Result("asd_institution_orphan_total"),
        },
    ),
    "amo_dependant": Topic(
        facts={
            "relation": "relation",
            "age_years_completed": "age_years_completed",
            "own_cover": "own_cover",
            "in_higher_studies": "student",
            "married": "married",
            "disabled": "disabled",
        },
        day=("day",),
        results={"covered": Result("dependant_covered")},
    ),
}
