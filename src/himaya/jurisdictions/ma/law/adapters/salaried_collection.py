"""The keys of case files on inspection, collection and deadlines of employers under the names of this law."""

from __future__ import annotations

from himaya.legislation.cases import Result, Rows, Topic

_DEBT = {
    "paid": "payment_received",
    "costs": "costs_due",
    "principal": "principal_due",
    "surcharges": "surcharges_due",
    "penalties": "penalties_due",
}

TOPICS = {
    "minimum_wage_check": Topic(
        facts={"gross": "gross_wage", "days": "declared_days", "sector": "sector"},
        day=("month",),
        results={"below_minimum": Result("wage_below_minimum")},
    ),
    "ex_officio_base": Topic(
        facts={
            "last_uncapped": "last_base_uncapped",
            "last_capped": "last_base_capped",
            "inspected_uncapped": "inspected_base_uncapped",
            "inspected_capped": "inspected_base_capped",
        },
        day=("month",),
        results={
            "base_uncapped": Result("ex_officio_base_uncapped"),
            "base_capped": Result("ex_officio_base_capped"),
        },
    ),
    "electronic_filing": Topic(
        facts={"employees": "employees", "affiliated_on": "affiliated_on"},
        day=("day",),
        results={"required": Result("electronic_filing_required")},
    ),
    "registration_deadline": Topic(
        facts={"hired_on": "hired_on"}, results={"due_on": Result("registration_due_on")}
    ),
    "voluntary_insurance_due_date": Topic(
        facts={"period": "month"}, results={"due_date": Result("voluntary_due_on")}
    ),
    "domestic_declaration": Topic(
        facts={"period": "month"}, results={"compulsory": Result("domestic_declaration_compulsory")}
    ),
    "collection_limit": Topic(
        facts={"notified_on": "notified_on"}, results={"barred_on": Result("collection_barred_on")}
    ),
    "inspection_penalty": Topic(
        facts={"omissions": "omissions", "employees_found": "employees_found"},
        day=("day",),
        results={
            "omission": Result("omission_penalty"),
            "never_declared": Result("never_declared_penalty"),
        },
    ),
    "withheld_family_allowances": Topic(
        facts={"amount": "withheld_allowances", "months": "months_withheld"},
        day=("day",),
        results={"surcharge": Result("withheld_allowances_surcharge")},
    ),
    "unpaid_amo_fine": Topic(
        facts={"amo_principal": "amo_principal"},
        day=("day",),
        results={"fine_min": Result("unpaid_amo_fine_min"), "fine_max": Result("unpaid_amo_fine_max")},
    ),
    "director_remission": Topic(
        facts={"surcharges_and_collection_costs": "surcharges_and_costs", "share": "remission_share"},
        day=("day",),
        results={"remitted": Result("director_remission")},
    ),
    "instalment": Topic(
        facts={"debt": "debt", "instalments": "instalments", "number": "instalment_number"},
        day=("day",),
        results={"amount": Result("instalment_amount"), "mode": Result("instalment_mode")},
    ),
    "part_payment": Topic(
        facts=_DEBT,
        day=("day",),
        results={
            "costs": Result("paid_to_costs"),
            "principal": Result("paid_to_principal"),
            "surcharges": Result("paid_to_surcharges"),
            "penalties": Result("paid_to_penalties"),
        },
    ),
    "part_payment_by_month": Topic(
        facts=_DEBT,
        rows=Rows("months", facts={"month": "debt_month", "principal": "month_principal"}, group="employer"),
        day=("day",),
        results={"paid": Result("paid_to_month", "each")},
    ),
}
