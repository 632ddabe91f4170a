"""Reimbursement of care: what must hold for every line, both carriers, and each decision's alternatives."""

from __future__ import annotations

import random
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.cases import Case, Topic
from himaya.legislation.engine.answers import from_facts
from himaya.legislation.engine.person import Person
from himaya.legislation.law import Legislation, answer
from himaya.legislation.units import day_number

CASES = cases.read_cases(jurisdiction.folder("ma") / "law" / "cases" / "amo-claims.json")
LINE = {"scheme": "AMO_SALARIES", "care_sector": "private", "person": 1, "claim": 1, "quantity": 1}


def of_line(law: Legislation, name: str, **facts: Any) -> Any:
    return law.calculate({**LINE, "care_on": "2025-03-10", **facts}, name)


def by_columns(law: Legislation, rows: list[dict[str, Any]], names: list[str]) -> pl.DataFrame:
    facts = law.person(rows).rows
    frame = from_facts(facts, law.inputs, {fact for name in names for fact in law.needs(name)})
    return law.evaluate(frame, names, reasons=True)


def priced_by_the_law() -> list[Case]:
    """The cases of a known letter, flat or listed medicine, without the reference they state."""
    found = []
    for case in CASES:
        known = "act" in case.inputs and "label" not in case.inputs["act"]
        listed = "ean13" in case.inputs.get("medicine", {})
        if case.topic in ("reimbursement_act", "reimbursement_medicine") and (known or listed):
            inputs = {key: value for key, value in case.inputs.items() if key != "reference_amount"}
            found.append(Case(case.id, case.topic, case.day, inputs, case.expected))
    return found


def test_the_law_finds_by_itself_the_reference_that_cases_state(
    law: Legislation, topics: dict[str, Topic]
) -> None:
    listed = priced_by_the_law()
    assert len(listed) > 30
    failed = {one.case.id: one.problem for one in cases.check(law, listed, topics) if one.state != "passed"}
    assert failed == {}


acts = st.sampled_from(["C", "Cs", "K", "B", "Z", "D-PROSTH", "F-LENS", "F-STAY-MED", "AMM", "nobody"])
lines = st.fixed_dictionaries(
    {
        "act": acts,
        "act_coefficient": st.decimals(0, 200, places=1).map(str),
        "quantity": st.integers(0, 40).map(str),
        "billed": st.integers(0, 5_000_000),
        "care_on": st.dates(date(2006, 8, 1), date(2027, 6, 1)).map(str),
        "scheme": st.sampled_from(["AMO_SALARIES", "AMO_TADAMON", "AMO_SECTEUR_PUBLIC", "nobody"]),
        "care_sector": st.sampled_from(["private", "public"]),
        "situation": st.sampled_from(["STANDARD", "ALD", "ALC"]),
        "condition_rate_percent": st.one_of(st.none(), st.integers(77, 99).map(str)),
        "prior_agreement": st.sampled_from(["granted", "none", None]),
        "age_years_completed": st.one_of(st.none(), st.integers(0, 90).map(str)),
    }
)


@settings(max_examples=150, deadline=None)
@given(lines)
def test_every_part_of_a_line_adds_up_and_none_is_negative(law: Legislation, facts: dict[str, Any]) -> None:
    def value(name: str) -> Any:
        return of_line(law, name, **facts).value

    paid, basis, billed = value("amo_amount"), value("reimbursement_basis"), facts["billed"]
    if paid is None:
        assert value("patient_amount") is None
        assert of_line(law, "amo_amount", **facts).reason
        return
    if None in (basis, value("line_rate")):  # a refused line is paid nothing, whatever its price
        assert paid == 0
        assert value("line_refused") is True
        return
    assert 0 <= paid <= basis <= billed
    assert Fraction(paid) <= basis * value("line_rate") + Fraction(1, 2)
    assert value("copay") + value("excess") + paid == billed
    assert value("patient_amount") + value("state_amount") + paid == billed
    assert value("patient_amount") >= 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500_000), st.integers(0, 500_000))
def test_a_dearer_bill_is_never_paid_less(law: Legislation, one: int, other: int) -> None:
    low, high = sorted((one, other))
    paid = [
        of_line(law, "amo_amount", act="K", act_coefficient="50", billed=bill).value for bill in (low, high)
    ]
    assert paid[0] <= paid[1]


dental = st.tuples(
    st.integers(1, 2),
    st.dates(date(2015, 1, 1), date(2021, 12, 31)),
    st.integers(1, 300),
    st.one_of(st.none(), st.integers(0, 300_000)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(dental, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_no_two_years_of_prostheses_pass_the_ceiling_whatever_the_order(
    law: Legislation, given_lines: list[tuple[int, date, int, int | None]], chance: Any
) -> None:
    chance.shuffle(given_lines)
    rows = [
        {
            **LINE,
            "act": "D-PROSTH",
            "person": person,
            "care_on": on.isoformat(),
            "act_coefficient": str(points),
            "billed": 9_000_000,
        }
        for person, on, points, _ in given_lines
    ]
    done = by_columns(law, rows, ["amo_amount", "amount_before_ceiling", "line_reason"])
    person = law.person(rows)
    node = law.variable("amo_amount").nodes[0]
    paid = done["amo_amount"].to_list()
    assert paid == [person.value(node, row) for row in range(len(rows))]
    for row, (who, last, _, _) in enumerate(given_lines):
        window = [
            amount
            for amount, (other, on, _, _) in zip(paid, given_lines, strict=True)
            if other == who and _two_years_before(last) < on <= last
        ]
        assert sum(window) <= 300_000
        before = done["amount_before_ceiling"][row]
        assert done["line_reason"][row] == ("CEILING_REACHED" if paid[row] < before else None)


def _two_years_before(day: date) -> date:
    return day.replace(year=day.year - 2, day=28 if (day.month, day.day) == (2, 29) else day.day)


def test_what_was_paid_stays_and_counts_first(law: Legislation) -> None:
    bill = {**LINE, "act": "D-PROSTH", "act_coefficient": "300", "billed": 900_000}
    rows = [
        {**bill, "care_on": "2024-01-10"},
        {**bill, "care_on": "2024-06-10", "amount_already_paid": 250_000},
    ]
    done = by_columns(law, rows, ["amo_amount", "patient_amount"])
    assert done["amo_amount"].to_list() == [50_000, 250_000]
    assert done["patient_amount"].to_list() == [850_000, 650_000]


@pytest.mark.parametrize(
    ("later", "paid"), [("2027-03-09", 0), ("2027-03-10", 15_750), ("2027-03-11", 15_750)]
)
def test_a_frame_is_renewed_after_two_years(law: Legislation, later: str, paid: int) -> None:
    frame = {**LINE, "act": "F-FRAME", "billed": 60_000, "age_years_completed": "30"}
    rows = [{**frame, "care_on": "2025-03-10"}, {**frame, "care_on": later}]
    assert by_columns(law, rows, ["amo_amount"])["amo_amount"].to_list() == [15_750, paid]


@pytest.mark.parametrize(("age", "paid"), [("11", 15_750), ("12", 0), (None, 0)])
def test_a_child_under_twelve_renews_each_year(law: Legislation, age: str | None, paid: int) -> None:
    frame = {**LINE, "act": "F-FRAME", "billed": 60_000, "age_years_completed": age}
    rows = [{**frame, "care_on": "2024-03-10"}, {**frame, "care_on": "2025-03-10"}]
    assert by_columns(law, rows, ["amo_amount"])["amo_amount"].to_list() == [15_750, paid]


def test_a_ceiling_needs_to_know_whose_it_is(law: Legislation) -> None:
    facts = {"act": "D-PROSTH", "act_coefficient": "10", "billed": 100_000, "person": None}
    assert of_line(law, "amo_amount", **facts).reason == "MISSING_PERSON"
    assert of_line(law, "amo_amount", **{**facts, "act": "C"}).value == 5_600


FIRST = date(2008, 1, 15)


@pytest.mark.parametrize(
    ("on", "value"),
    [(FIRST - timedelta(1), 600_000), (FIRST, 800_000), (FIRST + timedelta(1), 800_000)],
)
def test_the_tariff_of_the_day_of_care(law: Legislation, on: date, value: int) -> None:
    assert of_line(law, "tariff_value", act="F-CAESAREAN", care_on=on.isoformat()).value == value


@pytest.mark.parametrize(("on", "rate"), [("2029-02-26", "98"), ("2029-02-27", "98"), ("2029-02-28", "70")])
def test_a_condition_counts_to_the_last_day_of_its_recognition(law: Legislation, on: str, rate: str) -> None:
    facts = {"situation": "ALD", "ald_code": "L008", "ald_from": "2024-02-29", "care_on": on}
    assert of_line(law, "line_rate_percent", act="C", **facts).value == int(rate)


PLAVIX = {"ean13": "6118001081257", "billed": 33_800}
AMENDED = [
    ("amo_rounding", "truncate", {"ean13": "6118000160212", "billed": 15_200}, "amo_amount", 8_138, 8_137),
    ("amo_conventions_2020_in_force", True, {"act": "C", "billed": 20_000}, "amo_amount", 5_600, 10_500),
    (
        "amo_tadamon_state_share",
        "copay_only",
        {"scheme": "AMO_TADAMON", "care_sector": "public", "act": "Cs", "billed": 10_000},
        "patient_amount",
        0,
        2_500,
    ),
    (
        "amo_ald_rate_unknown",
        "standard_rate",
        {"situation": "ALD", "ald_code": "H010", "act": "C", "billed": 8_000},
        "amo_amount",
        None,
        5_600,
    ),
    (
        "amo_ald_rate_unknown",
        "public_floor",
        {"situation": "ALD", "ald_code": "H010", "act": "C", "billed": 8_000},
        "amo_amount",
        None,
        7_200,
    ),
    (
        "amo_ceiling_on",
        "basis",
        {"act": "D-PROSTH", "act_coefficient": "300", "billed": 900_000},
        "amo_amount",
        262_500,
        210_000,
    ),
    (
        "amo_unlisted_medicine",
        "refuse",
        {"ean13": "1", "billed": 100},
        "line_reason",
        "PRICE_UNKNOWN",
        "NOT_REIMBURSABLE",
    ),
]


@pytest.mark.parametrize(("decision", "choice", "facts", "name", "ours", "theirs"), AMENDED)
def test_each_decision_has_its_alternative(
    law: Legislation, decision: str, choice: Any, facts: dict[str, Any], name: str, ours: Any, theirs: Any
) -> None:
    other = law.amended({f"decisions.{decision}": {"1900-01-01": choice}})
    assert of_line(law, name, **facts).value == ours
    assert of_line(other, name, **facts).value == theirs


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2025-06-02", "2025-06-04"),  # Monday
        ("2025-06-05", "2025-06-09"),  # Thursday: Saturday and Sunday are not counted
        ("2025-06-06", "2025-06-10"),  # Friday
        ("2025-06-07", "2025-06-11"),  # Saturday counts as Monday
        ("2025-06-08", "2025-06-11"),  # Sunday too
    ],
)
def test_working_days_of_the_answer_by_decision(law: Legislation, received: str, due: str) -> None:
    other = law.amended({"decisions.amo_pec_hours": {"1900-01-01": "working_days"}})
    facts = {"received_on": received, "received_second": 0}
    assert other.calculate(facts, "pec_reply_due_on").value == date.fromisoformat(due)


@pytest.mark.parametrize("choice", ["reject", "penalty"])
def test_a_late_file_follows_the_decision(law: Legislation, choice: str) -> None:
    late = {"continuous_treatment": False, "first_act_on": "2025-03-10", "file_filed_on": "2025-05-11"}
    other = law.amended({"decisions.amo_late_file": {"1900-01-01": choice}})
    assert law.calculate(late, "filing_outcome").value == "accept_with_flag"
    assert other.calculate(late, "filing_outcome").value == choice
    assert other.calculate({**late, "file_filed_on": "2025-05-10"}, "filing_outcome").value == "accept"


@pytest.mark.parametrize(
    ("facts", "parent"),
    [
        ({"father_insured": True, "mother_insured": True}, "father"),
        ({"father_insured": True, "mother_insured": True, "children_transferred": True}, "mother"),
        ({"father_insured": False, "mother_insured": True}, "mother"),
        ({"father_insured": True, "mother_insured": False, "children_transferred": True}, "father"),
        (
            {
                "father_insured": True,
                "mother_insured": True,
                "parents_divorced": True,
                "mother_has_custody": True,
            },
            "mother",
        ),
        (
            {
                "father_insured": True,
                "mother_insured": False,
                "parents_divorced": True,
                "mother_has_custody": True,
            },
            "father",
        ),
        ({"father_insured": True, "mother_insured": True, "parents_divorced": True}, "father"),
        ({"father_insured": False, "mother_insured": False}, None),
    ],
)
def test_whom_the_children_follow(law: Legislation, facts: dict[str, bool], parent: str | None) -> None:
    answer = law.calculate({"day": "2025-01-01", **facts}, "children_follow")
    assert answer.value == parent
    assert answer.reason == (None if parent else "NO_INSURED_PARENT")
    mothers = law.amended({"decisions.amo_children_follow": {"1900-01-01": "mother"}})
    both = {"day": "2025-01-01", "father_insured": True, "mother_insured": True}
    assert mothers.calculate(both, "children_follow").value == "mother"


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"setting": "hospital", "act": "C", "pec_granted": True}, True),
        ({"setting": "hospital", "act": "C"}, False),
        ({"ean13": "6118001183982", "prescribed_on": "2025-01-11", "pec_granted": True}, True),
        ({"ean13": "6118001183982", "prescribed_on": "2025-01-10", "pec_granted": True}, False),
        ({"ean13": "6118001183982", "pec_granted": True}, False),
        ({"ean13": "6118001081257", "prescribed_on": "2025-03-01", "pec_granted": True}, False),
        ({"act": "C", "pec_granted": True}, False),
    ],
)
def test_when_the_provider_may_be_paid_directly(
    law: Legislation, facts: dict[str, Any], possible: bool
) -> None:
    assert of_line(law, "third_party_possible", **facts).value is possible


def test_delays_of_payment_and_of_third_party_billing(law: Legislation) -> None:
    assert law.calculate({"file_filed_on": "2025-01-31"}, "file_payment_due_on").value == date(2025, 4, 1)
    assert law.calculate({"file_filed_on": "2021-04-05"}, "file_payment_due_on").value == date(2021, 7, 4)
    assert law.calculate({"care_on": "2025-11-30"}, "third_party_last_day").value == date(2026, 2, 28)


@pytest.mark.parametrize(("billed", "above"), [(33_800, False), (33_801, True)])
def test_a_bill_above_the_public_price_is_flagged(law: Legislation, billed: int, above: bool) -> None:
    assert of_line(law, "above_public_price", ean13=PLAVIX["ean13"], billed=billed).value is above


def test_a_line_explains_itself_in_three_languages(law: Legislation) -> None:
    facts = {**LINE, "care_on": "2025-03-10", **PLAVIX}
    for language in ("ar", "fr", "en"):
        told = law.explain(facts, "amo_amount", language=language)
        assert told.value == 17_850
        assert told.evidence == "assumed"  # no text says how a line is rounded
        names = {part.name for part in told.walk()}
        assert {"line_rate", "medicine_base_price", "reimbursement_basis"} <= names


@pytest.mark.slow
def test_a_million_lines_agree_on_both_carriers(law: Legislation) -> None:
    chance = random.Random(3)
    count, people = 1_000_000, 250_000
    first, last = day_number(date(2015, 1, 1)), day_number(date(2025, 12, 31))
    rows = [
        {
            "person": chance.randrange(people),
            "care_on": chance.randint(first, last),
            "act": chance.choice(["D-PROSTH", "D-PROSTH", "F-FRAME", "C"]),
            "act_coefficient": chance.randint(0, 30_000),
            "billed": chance.randint(0, 400_000),
            "quantity": 1,
            "scheme": "AMO_SALARIES",
            "care_sector": "private",
            "claim": number,
        }
        for number in range(count)
    ]
    facts = set(law.needs("amo_amount"))
    done = law.evaluate(from_facts(rows, law.inputs, facts), ["amo_amount"], reasons=True)
    got = list(zip(done["amo_amount"].to_list(), done["amo_amount_reason"].to_list(), strict=True))
    places: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row["person"], []).append(place)
    for own in list(places.values())[:20_000]:
        person = Person([rows[place] for place in own])
        for row, place in enumerate(own):
            expected = answer(person, law.variable("amo_amount"), row)
            assert got[place] == (expected.value, expected.reason)
