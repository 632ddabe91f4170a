"""An explanation names facts, parameters, dates, texts and evidence, in the reader's language."""

from __future__ import annotations

import json

import pytest

from himaya.legislation.law import Legislation
from himaya.legislation.show import show
from himaya.legislation.units import UNITS

DENTIST = {"category": "dentist", "practice_years": 3, "month": "2022-01-01"}


def test_the_tree_holds_every_step_of_the_dentists_contribution(law: Legislation) -> None:
    tree = law.explain(DENTIST, "tns_amo", language="en")
    assert (tree.value, tree.shown) == (54056, "540.56\u202fMAD")
    assert [one.name for one in tree.walk()] == ["tns_amo", "tns_flat_income", "tns_coefficient"]
    rate = next(one for one in tree.parameters if one.path == "tns.amo_rate")
    assert (rate.shown, str(rate.since), rate.reference, rate.evidence) == (
        "6.37\u202f%",
        "2019-01-01",
        "Décret 2-18-623",
        "sourced",
    )
    assert tree.sentence == "Flat income 8\u202f486.13\u202fMAD × 6.37\u202f%, cut down to the centime."


def test_the_weakest_evidence_of_the_tree_is_shown(law: Legislation) -> None:
    assert law.explain(DENTIST, "tns_flat_income").evidence == "sourced"
    assert law.explain(DENTIST, "tns_amo").evidence == "inferred"  # its rounding is inferred
    assert law.explain({"paid_on": "2022-01-05"}, "restored_on").evidence == "assumed"


def test_only_what_was_read_is_shown(law: Legislation) -> None:
    tree = law.explain({"category": "cpu", "annual_income_tax": "499", "month": "2022-03-01"}, "month_due")
    assert {one.name for one in tree.walk()} == {"month_due", "tns_basis", "droit_of_month", "droit_tax"}
    bands = next(one for one in tree.walk() if one.name == "droit_of_month").parameters
    assert [one.line for one in bands if one.path == "cpu.droit"] == ["< 500"]


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "معامل"), ("fr", "Coefficient"), ("en", "Coefficient")]
)
def test_each_language_speaks(law: Legislation, language: str, word: str) -> None:
    assert word in law.explain(DENTIST, "tns_coefficient", language=language).sentence


def test_arabic_isolates_its_numbers(law: Legislation) -> None:
    shown = law.explain(DENTIST, "tns_amo", language="ar").shown
    assert shown == "\u2068540,56\u202fدرهم\u2069"


def test_an_unknown_value_says_why(law: Legislation) -> None:
    tree = law.explain({"category": "veterinarian", "month": "2022-02-01"}, "month_due", language="fr")
    assert (tree.value, tree.reason) == (None, "COEFFICIENT_NOT_PUBLISHED")
    assert tree.shown == "— Aucun texte publié ne donne le coefficient (COEFFICIENT_NOT_PUBLISHED)"
    assert tree.evidence == "assumed"


def test_every_reason_has_words_in_three_languages(law: Legislation) -> None:
    from himaya.legislation.engine.codes import codes_of
    from himaya.legislation.engine.nodes import walk

    nodes = walk(node for one in law.variables.values() for node in one.nodes)
    codes = {code for node in nodes for code in codes_of(node)}
    assert {code for code in codes if code not in law.reasons} == set()
    assert all(said.ar and said.fr and said.en for said in law.reasons.values())


def test_it_is_json(law: Legislation) -> None:
    data = law.explain(DENTIST, "month_due").as_dict()
    assert json.loads(json.dumps(data))["parts"][1]["name"] == "tns_amo"
    assert law.explain(DENTIST, "tns_flat_income").as_dict()["value"] == "848613"
    assert law.explain({"due_month": "2022-03"}, "arrears_closes_on").as_dict()["value"] == "2022-04-01"


def test_a_household_is_explained_row_by_row(law: Legislation) -> None:
    rows = [
        {"household": 1, "child_age": 4, "child_rank": 1, "month": "2024-01-31"},
        {"household": 1, "child_age": 9, "child_rank": 2, "schooled": False, "month": "2024-01-31"},
    ]
    assert law.explain(rows, "asd_child_amount", row=1).value == 15000
    assert law.explain(rows, "asd_household_amount").value == 50000


@pytest.mark.parametrize(
    ("count", "language", "said"),
    [
        (1, "fr", "1\u202fan"), (2, "fr", "2\u202fans"), (1, "en", "1\u202fyear"), (0, "en", "0\u202fyears"),
        (1, "ar", "سنة واحدة"), (2, "ar", "سنتان"), (9, "ar", "9\u202fسنوات"), (21, "ar", "21\u202fسنة"),
        (100, "ar", "100\u202fسنة"), (103, "ar", "103\u202fسنوات"),
    ],
)  # fmt: skip
def test_a_number_agrees_with_what_it_counts(count: int, language: str, said: str) -> None:
    assert show(count, UNITS["years"], language).strip("\u2068\u2069") == said
