"""The worked cases of the fund's law: every one passes by either carrier, or names the decision that differs.

`law/cases/readings.yaml` lists the cases that another reading of a silent text worked out: with that choice of
the decision they pass.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.cases import Topic
from himaya.legislation.errors import CaseFileInvalid
from himaya.legislation.law import Legislation

FOLDER = jurisdiction.folder("ma") / "law" / "cases"
OWN = FOLDER / "self-employed.json"
FILES = sorted(FOLDER.glob("*.json"))
LISTED = cases.read_cases(OWN)
READINGS: dict[str, dict[str, str]] = (
    yaml.safe_load((FOLDER / "readings.yaml").read_text(encoding="utf-8"))
    if (FOLDER / "readings.yaml").is_file()
    else {}
)


@pytest.mark.parametrize("engine", ["person", "columns"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_worked_case_passes(
    law: Legislation, topics: dict[str, Topic], path: Path, engine: str
) -> None:
    listed = cases.read_cases(path)
    outcomes = cases.check(law, listed, topics, engine=engine)
    read_otherwise = {case.id for case in listed} & set(READINGS)
    failed = {one.case.id: one.problem or one.state for one in outcomes if one.state != "passed"}
    assert {case: why for case, why in failed.items() if case not in read_otherwise} == {}
    assert set(failed) == read_otherwise, "these pass: they no longer need another reading"


def test_no_case_is_listed_twice() -> None:
    listed = [case.id for path in FILES for case in cases.read_cases(path)]
    assert sorted(set(listed)) == sorted(listed)


def test_a_case_read_otherwise_passes_with_the_other_choice(
    law: Legislation, topics: dict[str, Topic]
) -> None:
    by_id = {case.id: case for path in FILES for case in cases.read_cases(path)}
    for case_id, reading in READINGS.items():
        case, decision = by_id[case_id], law.parameters[reading["decision"]]
        assert case.certainty in ("medium", "low")
        assert case.origin == "derived"
        assert reading["decision"].startswith("decisions.")
        assert reading["choice"] in {one.value for one in decision.alternatives}
        other = law.amended({reading["decision"]: {"1900-01-01": reading["choice"]}})
        assert [one.problem for one in cases.check(other, [case], topics)] == [""], case_id


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
        cases.Case("a", "lighthouse_dues", "2022-01-01", {}, {"rate": "0.5"}),
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
