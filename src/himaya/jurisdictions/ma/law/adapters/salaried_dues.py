"""The keys of case files on wages and contributions of employees under the names of this law."""

from __future__ import annotations

from himaya.legislation.cases import Result, Rows, Topic

_WAGE = {"gross": "gross_wage", "days": "declared_days"}

TOPICS = {
    "contribution_assessment": Topic(
        facts={"period": "month", "regime": "regime", "amo_mode": "amo_mode"},
        rows=Rows("employees", facts=_WAGE, group="employer"),
        results={
            "base_uncapped": Result("base_uncapped"),
            "base_capped": Result("base_capped"),
            "employer.family_benefits": Result("family_benefits_employer"),
            "employer.short_term": Result("short_term_employer"),
            "employer.long_term": Result("long_term_employer"),
            "employer.amo_basic": Result("amo_basic_employer"),
            "employer.amo_solidarity": Result("amo_solidarity_employer"),
            "employer.vocational_training": Result("vocational_training_employer"),
            "employer.capped_total": Result("capped_employer_total"),
            "employer.amo_total": Result("amo_employer_total"),
            "employee.short_term": Result("short_term_employee"),
            "employee.long_term": Result("long_term_employee"),
            "employee.amo_basic": Result("amo_basic_employee"),
            "employer_total": Result("employer_contributions_total"),
            "employee_total": Result("employee_contributions_total"),
            "grand_total": Result("contributions_total"),
        },
    ),
    "contribution_amo_total": Topic(
        facts={"gross": "declared_base_uncapped"},
        day=("month",),
        results={"amo_all_shares": Result("amo_contributions_total")},
    ),
    "payslip_lines": Topic(
        facts=_WAGE,
        day=("month",),
        results={
            "employee_cnss": Result("payslip_cnss"),
            "employee_amo": Result("payslip_amo"),
            "employee_total": Result("payslip_employee_total"),
            "employer_capped": Result("payslip_employer_capped"),
            "employer_amo": Result("payslip_employer_amo"),
            "employer_vocational_training": Result("payslip_vocational_training"),
        },
    ),
    "payslip": Topic(
        facts={**_WAGE, "regime": "regime", "amo_mode": "amo_mode"},
        day=("month",),
        results={
            "employee_cnss": Result("payslip_cnss"),
            "employee_amo": Result("payslip_amo"),
            "employee_total": Result("payslip_employee_total"),
            "employer_family": Result("payslip_family_benefits"),
            "employer_capped": Result("payslip_employer_capped"),
            "employer_amo": Result("payslip_employer_amo"),
            "employer_vocational_training": Result("payslip_vocational_training"),
            "employer_total": Result("payslip_employer_total"),
            "net_before_tax": Result("payslip_net_before_tax"),
            "employer_cost": Result("payslip_employer_cost"),
        },
    ),
    "employer_cost": Topic(
        facts={"gross": "period_wage", "pay_period": "pay_period"},
        day=("month",),
        results={"employer_contributions_rounded_to_dirham": Result("period_employer_contributions_whole")},
    ),
    "rate_totals": Topic(
        day=("month",),
        results={
            "employer_total_rate": Result("employer_rate"),
            "employee_total_rate": Result("employee_rate"),
            "total_rate": Result("contribution_rate"),
            "capped_employer": Result("capped_employer_rate"),
            "capped_employee": Result("capped_employee_rate"),
            "uncapped_employer": Result("uncapped_employer_rate"),
            "uncapped_employee": Result("uncapped_employee_rate"),
        },
    ),
    "several_employers": Topic(
        rows=Rows("employers", facts=_WAGE, group="person"),
        day=("month",),
        results={
            "capped_bases": Result("wage_capped", "each"),
            "rights_days": Result("rights_days"),
            "rights_wage": Result("rights_wage"),
        },
    ),
    "fishing_share_contribution": Topic(
        facts={"boat": "boat", "gross_sale": "gross_sale"},
        day=("month",),
        results={"general": Result("fishing_general"), "amo": Result("fishing_amo")},
    ),
    "minimum_wage": Topic(
        facts={"sector": "sector", "hours": "work_hours", "days": "work_days"},
        day=("month",),
        results={"monthly": Result("minimum_wage_month"), "hourly": Result("minimum_wage_hourly")},
    ),
    "minimum_wage_rate": Topic(
        facts={"sector": "sector"},
        day=("month",),
        results={"unit": Result("minimum_wage_unit"), "amount": Result("minimum_wage_amount")},
    ),
    "declaration_due_date": Topic(
        facts={
            "period": "month",
            "sector": "sector",
            "filing_channel": "filing_channel",
            "file_due_date": "file_due_on",
        },
        results={"due_date": Result("declaration_due_on")},
    ),
    "late_payment_surcharge": Topic(
        facts={
            "due_date": "due_on",
            "paid_date": "paid_on",
            "general_regime_principal": "general_principal",
            "amo_principal": "amo_principal",
            "training_tax_principal": "training_tax_principal",
        },
        results={
            "months_or_fractions_late": Result("months_late"),
            "general_rate": Result("late_rate_general"),
            "general_surcharge": Result("surcharge_general"),
            "amo_rate": Result("late_rate_amo"),
            "amo_surcharge": Result("surcharge_amo"),
            "training_tax_surcharge": Result("surcharge_training_tax"),
        },
    ),
    "declaration_penalty": Topic(
        facts={
            "employees_on_last_declaration": "employees",
            "months_or_fractions_late": "declaration_months_late",
        },
        sets={"regimes": {"general": "general_regime_concerned", "amo": "amo_concerned"}},
        day=("day",),
        results={
            "general": Result("declaration_penalty_general"),
            "amo": Result("declaration_penalty_amo"),
            "total": Result("declaration_penalty"),
        },
    ),
    "non_electronic_filing_penalty": Topic(
        facts={"employees": "employees"},
        sets={
            "failed": {"e_declaration": "e_declaration_missing", "e_payment": "e_payment_missing"},
            "regimes": {"general": "general_regime_concerned", "amo": "amo_concerned"},
        },
        day=("day",),
        results={
            "e_declaration": Result("non_electronic_declaration_penalty"),
            "e_payment": Result("non_electronic_payment_penalty"),
        },
    ),
    "undeclared_employee_fine": Topic(
        facts={"contributions_due_for_undeclared_employee": "undeclared_contributions"},
        day=("day",),
        results={"fine_max": Result("undeclared_employee_fine_max")},
    ),
    "partial_remission_2023_2025": Topic(
        facts={
            "mode": "payment_mode",
            "surcharges_and_collection_costs": "surcharges_and_costs",
            "declaration_penalties": "declaration_penalties",
            "debt_month": "debt_month",
            "plan_broken": "plan_broken",
        },
        day=("day",),
        results={
            "remitted_surcharges": Result("remitted_surcharges"),
            "remitted_penalties": Result("remitted_penalties"),
        },
    ),
    "voluntary_insurance_contribution": Topic(
        facts={
            "reference_wage": "reference_wage",
            "wages_last_six_months": "wages_last_six_months",
            "wage_last_month": "wage_last_month",
            "sector": "sector",
        },
        day=("month",),
        results={
            "pension_monthly": Result("voluntary_pension_month"),
            "amo_monthly": Result("voluntary_amo_month"),
            "pension_quarter": Result("voluntary_pension_quarter"),
            "amo_quarter": Result("voluntary_amo_quarter"),
        },
    ),
    "voluntary_insurance_entitlement": Topic(
        facts={"insurance_days": "insurance_days", "months_since_end": "months_since_end"},
        day=("day",),
        results={"entitled": Result("voluntary_insurance_entitled")},
    ),
    "ice_number": Topic(facts={"ice": "ice"}, day=("day",), results={"valid": Result("ice_valid")}),
}
