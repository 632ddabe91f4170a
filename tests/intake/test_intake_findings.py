"""Every finding has a code of its own, an outcome, and a sentence and a remedy in Arabic and French."""

import re
import string

import polars as pl
import pytest

from himaya.foundation.intake import codes
from himaya.foundation.intake.errors import FileRefused, LayoutInvalid, LayoutUnknown, refused
from himaya.foundation.intake.findings import (
    Finding,
    FindingCode,
    Outcome,
    all_codes,
    as_frame,
    catalogued,
    outcomes,
    register_codes,
    sentences,
)
from himaya.fund.registry.findings import REGISTRATION_CODES

ARABIC = re.compile(r"[\u0621-\u064a]")
EVERY = [*codes.FILE_CODES, *codes.LINE_CODES, *REGISTRATION_CODES]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.code)
def test_each_code_speaks_arabic_and_french(entry: FindingCode) -> None:
    values = dict.fromkeys(placeholders(entry.sentence) | placeholders(entry.remedy), "‹X›")
    finding = Finding(code=entry.code, params=values)
    for english, say in ((entry.sentence, finding.sentence), (entry.remedy, finding.remedy)):
        arabic, french = say("ar"), say("fr")
        assert ARABIC.search(arabic)
        assert french != english.format(**values)
        assert arabic.count("‹X›") == french.count("‹X›") == english.format(**values).count("‹X›")


@pytest.mark.parametrize("error", [FileRefused, LayoutUnknown, LayoutInvalid], ids=lambda error: error.code)
def test_each_error_is_translated(error: type) -> None:
    from django.utils.translation import gettext, override

    for language in ("ar", "fr"):
        with override(language):
            assert gettext(error.message) != error.message
            assert gettext(error.remedy) != error.remedy


@pytest.mark.parametrize("entry", [*codes.LINE_CODES, *REGISTRATION_CODES], ids=lambda entry: entry.code)
def test_a_line_sentence_mentions_only_what_a_line_has(entry: FindingCode) -> None:
    assert placeholders(entry.sentence) | placeholders(entry.remedy) <= {"column", "value"}


def test_a_code_cannot_change_its_meaning() -> None:
    entry = catalogued("intake.value_missing")
    register_codes([entry])
    with pytest.raises(ValueError, match="already registered"):
        register_codes([FindingCode(code=entry.code, outcome=Outcome.REVIEW, sentence="x", remedy="y")])
    assert len({one.code for one in all_codes()}) == len(all_codes())


def test_sentences_of_a_frame_are_those_of_each_finding() -> None:
    findings = [
        Finding(code="registration.cin_shape", line_no=7, column="cin", value="12{3}"),
        Finding(code="registration.phone_missing", line_no=3, column="phone"),
        Finding(code="registration.facts_missing_for_category", line_no=7, column="farm_class"),
    ]
    frame = sentences(as_frame(findings), language="fr", headings={"farm_class": "Classe"})
    assert frame["line_no"].to_list() == [7, 3, 7]
    assert frame["sentence"][0] == findings[0].sentence("fr")
    assert "« 12{3} »" in frame["sentence"][0]
    assert "« Classe »" in frame["sentence"][2]
    assert frame["remedy"][1] == findings[1].remedy("fr")


def test_a_latin_value_stays_in_one_piece_inside_arabic() -> None:
    frame = sentences(as_frame([Finding(code="registration.cin_shape", value="AB-12")]), language="ar")
    assert "\u2068AB-12\u2069" in frame["sentence"][0]


def test_no_finding_gives_no_sentence() -> None:
    assert sentences(as_frame([]), language="ar").columns[-2:] == ["sentence", "remedy"]


def test_the_gravest_finding_decides() -> None:
    frame = pl.DataFrame(
        {
            "line_no": [1, 1, 2, 3, 3],
            "code": [
                "registration.phone_missing", "registration.cin_shape", "registration.commune_unknown",
                "registration.phone_missing", "registration.possible_duplicate",
            ],
        }
    )  # fmt: skip
    assert outcomes(frame).rows() == [(1, "REJECTED"), (2, "TO_COMPLETE"), (3, "REVIEW")]


def test_a_refusal_speaks_with_its_first_finding() -> None:
    error = refused("intake.too_many_lines", limit=5)
    assert (error.code, error.values["limit"]) == ("intake.too_many_lines", 5)
    assert error.sentence == "The file has more than 5 lines."
    assert error.what_next.startswith("Split the list into files of at most 5 lines")
    kind, arguments = error.__reduce__()
    assert kind(*arguments).code == error.code
