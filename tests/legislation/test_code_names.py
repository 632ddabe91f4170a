"""Codes are shown by the names that the fund gives them, and every name exists in three languages."""

from pathlib import Path

import pytest

from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.law import Legislation
from himaya.legislation.reasons import load_code_names

NAMES = {"ar": "سائق سيارة أجرة", "fr": "chauffeur de taxi", "en": "taxi driver"}
CASE = {"category": "taxi_driver", "month": "2022-03-01"}


@pytest.mark.parametrize("language", list(NAMES))
def test_an_explanation_names_the_category(language: str) -> None:
    explained = Legislation.load("ma").explain(CASE, "tns_coefficient", language=language)
    (category,) = (fact for fact in explained.facts if fact.name == "category")
    assert (category.shown.strip("\u2068\u2069"), category.code) == (NAMES[language], "taxi_driver")
    assert NAMES[language] in explained.sentence
    assert "taxi_driver" not in explained.sentence


def test_a_table_shows_its_columns_and_keys_in_words() -> None:
    explained = Legislation.load("ma").explain(CASE, "tns_coefficient", language="fr")
    (table,) = (used for used in explained.parameters if used.path.startswith("tns."))
    assert table.shown.startswith("coefficient 1, organisme de liaison ministère de l'Intérieur (taxis)")
    assert table.line == "Catégorie"


def test_amended_law_keeps_the_names() -> None:
    law = Legislation.load("ma")
    assert law.amended({}).code_names == law.code_names


def test_a_name_missing_in_a_language_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.yaml"
    path.write_text('names:\n  farmer: {ar: "فلاح", fr: "agriculteur"}\n', encoding="utf-8")
    with pytest.raises(LawFileInvalid, match="farmer: names needed in ar, fr and en"):
        load_code_names(path)


def test_a_fund_without_names_shows_its_codes(tmp_path: Path) -> None:
    assert load_code_names(tmp_path / "codes.yaml") == {}
