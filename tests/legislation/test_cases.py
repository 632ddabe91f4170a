"""The worked cases of the fund's law: every one passes, by either carrier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.cases import Topic
from himaya.legislation.errors import CaseFileInvalid
from himaya.legislation.law import Legislation

OWN = jurisdiction.folder("ma") / "law" / "cases" / "self-employed.json"
LISTED = cases.read_cases(OWN)


@pytest.mark.parametrize("engine", ["person", "columns"])
def test_every_worked_case_passes(law: Legislation, topics: dict[str, Topic], engine: str) -> None:
    outcomes = cases.check(law, LISTED, topics, engine=engine)
    assert len(outcomes) == 81
    assert {one.case.id: one.problem for one in outcomes if one.state != "passed"} == {}


def test_a_wrong_expectation_fails_and_shows_what_was_got(law: Legislation, topics: dict[str, Topic]) -> None:
    case = next(one for one in LISTED if one.id == "tns-006")
    wrong = cases.Case(case.id, case.topic, case.day, case.inputs, {**case.expected, "amo_monthly": "540.57"})
    report = cases.summary(cases.check(law, [wrong], topics))
    assert report == {
        "passed": [],
        "not_covered": [],
        "failed": [
            {
                "id": "tns-006",
                "expected": {"coefficient": "3", "amo_monthly": "540.57"},
                "got": {"coefficient": "3", "amo_monthly": "540.56"},
            }
        ],
    }


@pytest.mark.parametrize(("expected", "passes"), [("540.56", False), ("540.57", True)])
def test_less_than_is_a_strict_bound(
    law: Legislation, topics: dict[str, Topic], expected: str, passes: bool
) -> None:
    case = cases.Case(
        "x",
        "smig_based_contribution",
        "2022-01-01",
        {"category": "dentist", "practice_years": 3},
        {"amo_monthly_less_than": expected},
    )
    assert (cases.check(law, [case], topics)[0].state == "passed") is passes


def test_an_unknown_topic_or_key_is_not_covered(law: Legislation, topics: dict[str, Topic]) -> None:
    strange = [
        cases.Case("a", "old_age_pension", "2022-01-01", {}, {"rate": "0.5"}),
        cases.Case(
            "b", "cpu_droit", "2022-01-01", {"annual_ir_component": "1", "moon": 1}, {"annual_droit": "1"}
        ),
        cases.Case("c", "cpu_droit", "2022-01-01", {"annual_ir_component": "1"}, {"moon": "1"}),
    ]
    assert {one.state for one in cases.check(law, strange, topics)} == {"not_covered"}


def test_an_input_out_of_range_fails_that_case_only(law: Legislation, topics: dict[str, Topic]) -> None:
    bad = cases.Case(
        "bad", "cpu_droit", "2022-01-01", {"annual_ir_component": "-1"}, {"annual_droit": "1200.00"}
    )
    good = next(one for one in LISTED if one.id == "cpu-010")
    states = [one.state for one in cases.check(law, [bad, good], topics)]
    assert states == ["failed", "passed"]


@pytest.mark.parametrize(
    ("paid", "opens"),
    [
        (["2025-01", "2025-02", "2025-03"], "2025-04-01"),
        (["2025-01", "2025-03", "2025-04"], "2025-05-01"),  # February unpaid: the third month paid is April
        (["2025-01", "2025-02"], None),
        ([], None),
    ],
)
def test_rights_open_after_the_waiting_months_really_paid(
    law: Legislation,
    topics: dict[str, Topic],
    paid: list[str],
    opens: str | None,
) -> None:
    case = cases.Case(
        "x",
        "waiting_period",
        "2025-06-01",
        {"scheme": "AMO_TNS", "first_due_month": "2025-01", "paid_months": paid},
        {"waiting_months": 3, "rights_open_from": opens},
    )
    assert cases.check(law, [case], topics)[0].problem == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is not JSON"),
        ("[]", "has no list `cases`"),
        ('{"cases": 3}', "has no list `cases`"),
        ('{"cases": [{"id": "x"}]}', "case x lacks `topic`"),
        ('{"cases": [7]}', "case number 0 lacks `id`"),
        (
            '{"cases": [{"id": "x", "topic": "t", "date": "soon", "inputs": {}, "expected": {}}]}',
            "is not a day",
        ),
    ],
)
def test_a_malformed_case_file_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseFileInvalid, match=reason):
        cases.read_cases(path)


def test_the_own_copy_holds_published_and_derived_cases() -> None:
    content: dict[str, Any] = json.loads(OWN.read_text(encoding="utf-8"))
    assert {case["origin"] for case in content["cases"]} == {"published", "derived"}
