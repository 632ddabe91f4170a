"""Case files nest their keys, list rows and name members of a set; a topic gives each a name of the law."""

from __future__ import annotations

from typing import Any

import pytest

from himaya.legislation.cases import Case, Members, Result, Rows, Topic, check
from himaya.legislation.law import Legislation

# Décret 2-21-751 and the worked case tns-006: a dentist of three years, k = 3, owes 540.56 in 2021; an artisan
# of 2022 owes 135.14 (k = 0.75): 14.81 × 191 × 0.75 × 6.37 %.
NESTED = Topic(
    facts={"person.category": "category", "person.practice_years": "practice_years"},
    day=("month",),
    results={"dues.amo": Result("tns_amo")},
)
LISTED = Topic(
    rows=Rows("activities", facts={"who.category": "category"}, group="person"),
    day=("month",),
    results={"amounts": Result("tns_amo", "each"), "lines.amo": Result("tns_amo", "each")},
)
BY_MONTH = Topic(
    rows=Rows("categories_by_year", named="subcategory", item="category", group="person"),
    day=("month",),
    results={"amounts": Result("tns_amo", "each")},
)
SETS = Topic(
    facts={"age": "age_years_completed", "relation": "relation"},
    sets={
        "marks": {"studies": "student", "disability": "disabled", "marriage": "married", "own": "own_cover"}
    },
    day=("day",),
    results={"gives": Members({"cover": "dependant_covered"})},
)
ARTISAN, DENTIST = {"who": {"category": "artisan"}}, {"who": {"category": "dentist"}}


def _state(law: Legislation, topic: Topic, inputs: dict[str, Any], expected: dict[str, Any]) -> str:
    case = Case("x", "t", "2022-02-01", inputs, expected)
    return check(law, [case], {"t": topic})[0].state


@pytest.mark.parametrize(("amount", "state"), [("135.14", "passed"), ("135.15", "failed")])
def test_a_key_inside_another(law: Legislation, amount: str, state: str) -> None:
    inputs = {"person": {"category": "artisan"}}
    assert _state(law, NESTED, inputs, {"dues": {"amo": amount}}) == state


def test_a_nested_key_without_a_name_is_not_covered(law: Legislation) -> None:
    assert _state(law, NESTED, {"person": {"moon": 1}}, {"dues": {"amo": "1"}}) == "not_covered"
    assert _state(law, NESTED, {}, {"dues": {"moon": "1"}}) == "not_covered"


@pytest.mark.parametrize(
    ("amounts", "state"),
    [(["135.14", "135.14"], "passed"), (["135.14", "1.00"], "failed"), (["135.14"], "failed")],
)
def test_each_row_has_its_own_result(law: Legislation, amounts: list[str], state: str) -> None:
    assert _state(law, LISTED, {"activities": [ARTISAN, ARTISAN]}, {"amounts": amounts}) == state


def test_a_line_that_expects_nothing_is_not_asked(law: Legislation) -> None:
    expected = {"lines": [{"amo": "135.14"}, {}]}
    assert _state(law, LISTED, {"activities": [ARTISAN, DENTIST]}, expected) == "passed"


def test_a_mapping_becomes_rows(law: Legislation) -> None:
    inputs = {"categories_by_year": {"first": "artisan", "second": "artisan"}}
    assert _state(law, BY_MONTH, inputs, {"amounts": ["135.14", "135.14"]}) == "passed"


@pytest.mark.parametrize(
    ("marks", "gives", "state"),
    [
        ([], [], "passed"),  # a child of 22 who does not study
        (["studies"], ["cover"], "passed"),
        (["studies"], [], "failed"),
        (["studies", "moon"], ["cover"], "not_covered"),
    ],
)
def test_names_in_a_list_are_flags(law: Legislation, marks: list[str], gives: list[str], state: str) -> None:
    inputs = {"age": 22, "relation": "child", "marks": marks}
    assert _state(law, SETS, inputs, {"gives": gives}) == state


def test_an_unknown_flag_is_not_a_no(law: Legislation) -> None:
    assert _state(law, SETS, {"relation": "child", "marks": []}, {"gives": []}) == "failed"
