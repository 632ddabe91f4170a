"""The keys of case files on care and claims under the names of this law. Renaming only: formulas do all computing."""

from __future__ import annotations

from himaya.legislation.cases import Instant, Members, Result, Rows, Topic

_ACT = {
    "act.letter": "act",
    "act.flat": "act",
    "act.label": "act_label",
    "act.coefficient": "act_coefficient",
    "medicine.ean13": "ean13",
    "medicine.name": "medicine_name",
    "quantity": "quantity",
    "billed": "billed",
    "reference_amount": "stated_reference",
    "prior_agreement": "prior_agreement",
    "ald_code": "ald_code",
    "condition_rate_percent": "condition_rate_percent",
    "act_linked_to_ald": "linked_to_condition",
    "prosthesis_reimbursed_last_24_months": "reimbursed_in_window",
}
_CARE = {
    "scheme": "scheme",
    "sector": "care_sector",
    "situation": "situation",
    "setting": "setting",
    "care_date": "care_on",
    "age_years_completed": "age_years_completed",
}
_LINE = {
    "reimbursement_basis": "reimbursement_basis",
    "rate_percent": "line_rate_percent",
    "amo_amount": "amo_amount",
    "copay": "copay",
    "excess": "excess",
    "patient_amount": "patient_amount",
    "state_amount": "state_amount",
    "amount_before_ceiling": "amount_before_ceiling",
    "ceiling_remaining": "ceiling_remaining",
    "priced": "line_priced",
    "reason": "line_reason",
}
_REIMBURSEMENT = Topic(
    facts=_CARE | _ACT,
    ignored=("patient_ald_codes",),
    rows=Rows("lines", group=("person", "claim")),
    results=dict(zip(_LINE, map(Result, _LINE.values()), strict=True)),
)

TOPICS = {
    "reimbursement_act": _REIMBURSEMENT,
    "reimbursement_medicine": _REIMBURSEMENT,
    "claim": Topic(
        facts=_CARE,
        rows=Rows("lines", facts=_ACT, group=("person", "claim")),
        results={
            "lines.reimbursement_basis": Result("reimbursement_basis", "each"),
            "lines.rate_percent": Result("line_rate_percent", "each"),
            "lines.amo_amount": Result("amo_amount", "each"),
            "lines.copay": Result("copay", "each"),
            "lines.excess": Result("excess", "each"),
            "lines.patient_amount": Result("patient_amount", "each"),
            "lines.state_amount": Result("state_amount", "each"),
            "lines.amount_before_ceiling": Result("amount_before_ceiling", "each"),
            "lines.ceiling_remaining": Result("ceiling_remaining", "each"),
            "lines.priced": Result("line_priced", "each"),
            "lines.reason": Result("line_reason", "each"),
            "billed_total": Result("claim_billed_total"),
            "amo_total": Result("claim_amo_total"),
            "patient_total": Result("claim_patient_total"),
        },
    ),
    "prior_agreement": Topic(
        facts=_CARE | _ACT,
        day=("care_on",),
        results={
            "accepted": Result("agreement_accepted"),
            "reason": Result("agreement_reason"),
            "amo_amount": Result("agreement_amount"),
        },
    ),
    "pec_reply": Topic(
        facts={"sector": "care_sector", "event": "event"},
        instants={"received_at": ("received_on", "received_second")},
        results={"reply_due_at": Instant("pec_reply_due_on", "pec_reply_due_second")},
    ),
    "pec_requirement": Topic(
        facts={"sector": "care_sector", "event": "event"},
        instants={"received_at": ("received_on", "received_second")},
        results={
            "pec_required": Result("pec_required"),
            "rights_check_required": Result("rights_check_required"),
        },
    ),
    "care_abroad": Topic(
        facts={
            "scheme": "scheme",
            "unexpected_illness": "unexpected_illness",
            "prior_agreement": "prior_agreement",
            "available_in_morocco": "available_in_morocco",
            "billed": "billed",
            "reference_amount": "stated_reference",
        },
        day=("care_on",),
        results={
            "accepted": Result("care_abroad_accepted"),
            "reason": Result("care_abroad_reason"),
            "amo_amount": Result("care_abroad_amount"),
        },
    ),
    "filing_deadline": Topic(
        facts={
            "continuous_treatment": "continuous_treatment",
            "first_act_date": "first_act_on",
            "treatment_end_date": "treatment_end_on",
            "filed_on": "file_filed_on",
        },
        results={"last_day": Result("filing_last_day"), "in_time": Result("filed_in_time")},
    ),
    "rights_maintenance": Topic(
        facts={"event": "event", "event_date": "event_on"},
        results={"covered_until": Result("covered_until_after_event")},
    ),
    "scheme_manager": Topic(
        facts={"scheme": "scheme", "care_date": "care_on"},
        results={"managing_body": Result("managing_body")},
    ),
    "basket": Topic(
        facts={
            "scheme": "scheme",
            "care": "care",
            "age_years_completed": "age_years_completed",
            "care_date": "care_on",
        },
        results={"covered": Result("in_basket"), "reason": Result("basket_reason")},
    ),
    "ald_recognition": Topic(
        facts={"ald_code": "ald_code", "start_date": "ald_from"},
        results={
            "coverage_months": Result("ald_coverage_months"),
            "valid_until": Result("ald_valid_until"),
        },
    ),
    "completeness": Topic(
        facts={"contains_medicines": "contains_medicines"},
        sets={
            "documents": {
                "care_sheet": "has_care_sheet",
                "prescription": "has_prescription",
                "medicine_barcodes": "has_barcodes",
                "invoice": "has_invoice",
                "results": "has_results",
            }
        },
        identifiers={"practitioner_inpe": ("inpe", "inpe")},
        results={
            "complete": Result("file_complete"),
            "reasons": Members(
                {
                    "CARE_SHEET_MISSING": "care_sheet_missing",
                    "PRESCRIPTION_MISSING": "prescription_missing",
                    "MEDICINE_BARCODES_MISSING": "barcodes_missing",
                    "INVOICE_MISSING": "invoice_missing",
                    "RESULTS_MISSING": "results_missing",
                    "SIGNATURE_MISSING": "signature_missing",
                    "STAMP_MISSING": "stamp_missing",
                    "INPE_INVALID": "inpe_invalid",
                }
            ),
        },
    ),
    "duplicate": Topic(
        facts={
            "existing.beneficiary": "other_beneficiary",
            "existing.act.letter": "other_act_number",
            "existing.act.flat": "other_act_number",
            "existing.act.label": "other_act_number",
            "existing.care_date": "other_care_on",
            "existing.provider_inpe": "other_provider",
            "existing.billed": "other_billed",
            "existing.state": "other_state",
            "new.beneficiary": "beneficiary",
            "new.act.letter": "act_number",
            "new.act.flat": "act_number",
            "new.act.label": "act_number",
            "new.care_date": "care_on",
            "new.provider_inpe": "provider",
            "new.billed": "billed",
        },
        numbered=(
            "beneficiary",
            "other_beneficiary",
            "act_number",
            "other_act_number",
            "provider",
            "other_provider",
        ),
        ignored=("existing.act.coefficient", "new.act.coefficient"),
        results={"accepted": Result("not_duplicate"), "reason": Result("duplicate_reason")},
    ),
    "exclusion": Topic(
        facts={"act_label": "act_label"},
        day=("care_on",),
        results={"accepted": Result("service_accepted"), "reason": Result("service_reason")},
    ),
    "care_sheet": Topic(
        rows=Rows("beneficiaries", item="beneficiary", group="sheet"),
        numbered=("beneficiary",),
        results={"accepted": Result("one_person_on_sheet"), "reason": Result("care_sheet_reason")},
    ),
    "statistic": Topic(
        facts={
            "paid_total": "paid_total",
            "files": "files",
            "files_filed": "files_filed",
            "files_processed": "files_processed",
            "registered": "registered",
            "closed_rights_share_percent": "closed_rights_share_percent",
        },
        ignored=("scheme",),
        results={
            "average_per_file": Result("average_per_file"),
            "average_per_file_rounded_to_dirham": Result("average_per_file_dirhams"),
            "processed_share_percent": Result("processed_share_percent"),
            "closed_rights": Result("closed_rights"),
        },
    ),
}
