"""Small points of the AMO rules that no case touches: what is left unsaid, boundaries, roundings, reasons."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from himaya.legislation.law import Legislation

LINE = {"scheme": "AMO_SALARIES", "care_sector": "private", "person": 1, "claim": 1, "quantity": 1}


def of_line(law: Legislation, name: str, **facts: Any) -> Any:
    return law.calculate({**LINE, "care_on": "2025-03-10", **facts}, name)


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({"act": "K", "act_coefficient": "50"}, 78_750),  # 50 × 22.50 × 70 %
        ({"act": "B", "act_coefficient": "0.5"}, 39),  # 0.55 × 70 % = 0.385
        ({"act": "B", "act_coefficient": "0.15"}, 12),  # 0.165 → 0.17; × 70 % = 0.119
        ({"act": "AMM", "prior_agreement": "granted", "quantity": 3}, 10_500),
        ({"act": "AMM", "prior_agreement": "granted", "care_sector": None, "scheme": None}, 3_500),
    ],
)
def test_what_an_agreement_commits(law: Legislation, facts: dict[str, Any], amount: int) -> None:
    assert of_line(law, "agreement_amount", **facts).value == amount


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("agreement_reason", {"act": "C"}),
        ("service_reason", {"act_label": "surgery"}),
        ("basket_reason", {"care": "hospital", "age_years_completed": 40}),
        ("line_reason", {"act": "C", "billed": 8_000}),
        ("line_reason", {"act": "F-FRAME", "billed": 8_000}),
        ("care_abroad_reason", {"unexpected_illness": True}),
        ("care_abroad_reason", {"unexpected_illness": False, "prior_agreement": "granted"}),
    ],
)
def test_nothing_is_said_where_nothing_is_wrong(law: Legislation, name: str, facts: dict[str, Any]) -> None:
    answer = of_line(law, name, **facts)
    assert (answer.value, answer.reason) == (None, "NO_REMARK")


def test_care_outside_the_basket_says_so(law: Legislation) -> None:
    facts = {"care": "dental", "age_years_completed": 35, "care_on": "2014-12-31"}
    assert of_line(law, "basket_reason", **facts).value == "NOT_REIMBURSABLE"


def test_a_line_is_not_its_own_duplicate_when_it_differs(law: Legislation) -> None:
    same = {
        "beneficiary": 1,
        "other_beneficiary": 1,
        "act_number": 1,
        "other_act_number": 1,
        "provider": 1,
        "other_provider": 1,
        "care_on": "2025-03-10",
        "other_care_on": "2025-03-10",
        "billed": 100,
        "other_billed": 100,
    }
    assert law.calculate(same, "duplicate_reason").value == "DUPLICATE"
    for other in (
        {"beneficiary": 2},
        {"act_number": 2},
        {"provider": 2},
        {"care_on": "2025-03-11"},
        {"billed": 101},
        {"other_state": "rejected"},
        {"other_state": "withdrawn"},
    ):
        answer = law.calculate({**same, **other}, "duplicate_reason")
        assert (answer.value, answer.reason) == (None, "NO_REMARK"), other


@pytest.mark.parametrize(
    ("billed", "reference", "paid"), [(101, 1_000, 71), (1_000, 101, 71)]
)  # 1.01 × 70 % = 0.707
def test_care_abroad_is_rounded_once(law: Legislation, billed: int, reference: int, paid: int) -> None:
    facts = {"unexpected_illness": True, "billed": billed, "stated_reference": reference}
    assert of_line(law, "care_abroad_amount", **facts).value == paid


def test_wednesday_is_answered_on_friday_by_working_days(law: Legislation) -> None:
    other = law.amended({"decisions.amo_pec_hours": {"1900-01-01": "working_days"}})
    facts = {"received_on": "2025-06-04", "received_second": 0}
    assert other.calculate(facts, "pec_reply_due_on").value == date(2025, 6, 6)


def test_hours_carry_over_midnight(law: Legislation) -> None:
    three = law.amended({"amo.pec_reply_hours": {"1900-01-01": "3"}})
    facts = {"received_on": "2025-06-04", "received_second": 22 * 3_600 + 59}
    assert three.calculate(facts, "pec_reply_due_on").value == date(2025, 6, 5)
    assert three.calculate(facts, "pec_reply_due_second").value == 3_600 + 59


@pytest.mark.parametrize(("granted", "paid"), [(0, 15_750), (1, 0), (5, 0)])
def test_articles_granted_elsewhere_count(law: Legislation, granted: int, paid: int) -> None:
    facts = {"act": "F-FRAME", "billed": 60_000, "units_in_window": granted}
    assert of_line(law, "amo_amount", **facts).value == paid


def test_an_article_already_paid_takes_its_place_first(law: Legislation) -> None:
    frame = {**LINE, "act": "F-FRAME", "billed": 60_000}
    rows = [
        {**frame, "care_on": "2024-01-10"},
        {**frame, "care_on": "2024-06-10", "amount_already_paid": 15_750},
    ]
    assert [law.calculate(rows, "amo_amount", row=row).value for row in (0, 1)] == [0, 15_750]


def test_a_share_of_the_units_is_rounded(law: Legislation) -> None:
    facts = {"act": "F-LENS", "quantity": 3, "billed": 90_000, "stated_reference": 10_000}
    assert of_line(law, "reference_within_frequency", **facts).value == 6_667  # 100 × 2 / 3


def test_a_refused_line_takes_nothing_from_its_ceiling(law: Legislation) -> None:
    basis = law.amended({"decisions.amo_ceiling_on": {"1900-01-01": "basis"}})
    bill = {**LINE, "act": "D-PROSTH", "act_coefficient": "200", "billed": 900_000, "care_on": "2025-03-10"}
    rows = [{**bill, "act_label": "cosmetic surgery"}, bill]
    for one in (law, basis):
        paid = [one.calculate(rows, "amo_amount", row=row).value for row in (0, 1)]
        assert paid == [0, 175_000]  # 200 × 12.50 × 70 %


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({}, {"inpe_invalid"}),
        ({"inpe": True}, set()),
        ({"inpe": True, "has_care_sheet": False}, {"care_sheet_missing"}),
        ({"inpe": True, "is_signed": False}, {"signature_missing"}),
        ({"inpe": True, "is_stamped": False}, {"stamp_missing"}),
        ({"inpe": True, "contains_medicines": True}, set()),
        ({"inpe": True, "has_barcodes": True, "has_prescription": False}, {"prescription_missing"}),
        ({"inpe": True, "contains_invoiced": True}, set()),
        ({"inpe": True, "contains_invoiced": True, "has_invoice": False}, {"invoice_missing"}),
        ({"inpe": True, "contains_invoiced": True, "has_invoice": True}, set()),
        ({"inpe": True, "has_invoice": False, "has_results": False}, set()),
        ({"inpe": True, "contains_examinations": True}, set()),
        ({"inpe": True, "contains_examinations": True, "has_results": False}, {"results_missing"}),
        ({"inpe": True, "contains_examinations": True, "has_results": True}, set()),
    ],
)
def test_what_is_not_said_is_not_missing(law: Legislation, facts: dict[str, bool], missing: set[str]) -> None:
    pieces = (
        "care_sheet_missing",
        "prescription_missing",
        "barcodes_missing",
        "invoice_missing",
        "results_missing",
        "signature_missing",
        "stamp_missing",
        "inpe_invalid",
    )
    assert {name for name in pieces if law.calculate(facts, name).value} == missing
    assert law.calculate(facts, "file_complete").value is not bool(missing)


@pytest.mark.parametrize(
    ("on", "rate"), [("2024-02-28", 70), ("2024-02-29", 98), ("2024-03-01", 98), (None, None)]
)
def test_a_condition_counts_from_the_day_it_is_recognised(
    law: Legislation, on: str | None, rate: int | None
) -> None:
    facts = {"situation": "ALD", "ald_code": "L008", "ald_from": "2024-02-29", "act": "C", "care_on": on}
    assert of_line(law, "line_rate_percent", **facts).value == rate


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"setting": "moon", "act": "C"}, "SETTING_UNKNOWN"),
        ({"situation": "moon", "act": "C"}, "SITUATION_UNKNOWN"),
        ({"act": "C", "scheme": "moon"}, "SCHEME_UNKNOWN"),
    ],
)
def test_a_code_that_nobody_knows_is_not_passed_on(
    law: Legislation, facts: dict[str, Any], reason: str
) -> None:
    name = "line_setting" if "setting" in facts else "line_rate"
    assert of_line(law, name, **facts).reason == reason


def test_the_public_price_is_that_of_all_the_boxes(law: Legislation) -> None:
    facts = {"ean13": "6118001081257", "quantity": 2}
    assert of_line(law, "above_public_price", **facts, billed=67_600).value is False
    assert of_line(law, "above_public_price", **facts, billed=67_601).value is True


def test_a_medicine_that_is_listed_is_not_refused_with_the_unlisted(law: Legislation) -> None:
    strict = law.amended({"decisions.amo_unlisted_medicine": {"1900-01-01": "refuse"}})
    assert of_line(strict, "medicine_not_reimbursable", ean13="6118001081257").value is False
    assert of_line(strict, "medicine_not_reimbursable", medicine_name="DOLIPRANE").value is False
    assert of_line(strict, "medicine_not_reimbursable", ean13="1").value is True


def test_a_whole_ceiling_is_left_to_who_received_nothing(law: Legislation) -> None:
    assert of_line(law, "ceiling_remaining", act="D-PROSTH").value == 300_000


def test_a_line_without_price_takes_nothing_from_the_ceiling(law: Legislation) -> None:
    dental = {**LINE, "act": "D-PROSTH", "billed": 900_000, "care_on": "2025-03-10"}
    rows = [dental, {**dental, "act_coefficient": "400"}]  # 400 × 12.50 × 70 % = 3,500
    assert [law.calculate(rows, "amo_amount", row=row).value for row in (0, 1)] == [None, 300_000]


def test_a_ceiling_of_the_base_rounds_the_amount_once(law: Legislation) -> None:
    basis = law.amended({"decisions.amo_ceiling_on": {"1900-01-01": "basis"}})
    facts = {"act": "D-PROSTH", "act_coefficient": "400", "billed": 900_000, "reimbursed_in_window": 299_945}
    assert of_line(basis, "amo_amount", **facts).value == 39  # 0.55 × 70 % = 0.385


def test_after_a_divorce_custody_goes_before_the_choice(law: Legislation) -> None:
    mothers = law.amended({"decisions.amo_children_follow": {"1900-01-01": "mother"}})
    facts = {"day": "2025-01-01", "father_insured": True, "mother_insured": True, "parents_divorced": True}
    assert mothers.calculate(facts, "children_follow").value == "father"
