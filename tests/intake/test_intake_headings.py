"""Headings are found whatever stands above them and however they are dressed."""

import pytest

from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.headings import find_header, named_columns, plain
from himaya.foundation.intake.layout import Layout
from himaya.foundation.intake.mapping import match, propose_mapping

KNOWN = frozenset(map(plain, ["CIN", "Nom", "Prénom", "تاريخ الازدياد", "Téléphone"]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("  date   de NAISSANCE ", "Date de naissance"),
        ("Prenom", "Prénom"),
        ("PRÉNOM :", "prénom"),
        ("الإسم الشخصي", "الاسم الشخصى"),
        ("رَقْم البطــاقة", "رقم البطاقة"),
        ("C.I.N.", "CIN"),
        ("DATE_NAISSANCE", "Date naissance"),
        ("\ufeffCIN\u200f", "CIN"),
        ("Classe ٣", "Classe 3"),
    ],
)
def test_two_ways_to_write_one_heading(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_headings_that_differ_stay_apart() -> None:
    assert plain("NOM") != plain("NOM_AR") != plain("PRENOM")


def test_a_title_block_above_the_headings_is_passed_over() -> None:
    rows = [["Liste des chauffeurs 2022", None], [None, None], ["CIN", "Nom"], ["A1", "ALAMI"]]
    header = find_header(rows, known=KNOWN)
    assert header is not None
    assert (header.last_row, header.headings) == (3, ("CIN", "Nom"))


def test_merged_groups_over_headings() -> None:
    rows = [
        ["Carte", "Identité", None, None],
        ["CIN", "Nom", "Prénom", "تاريخ الازدياد"],
        ["A1", "ALAMI", "Hind", "1980"],
    ]
    header = find_header(rows, known=KNOWN)
    assert header is not None
    assert (header.last_row, header.headings) == (2, ("CIN", "Nom", "Prénom", "تاريخ الازدياد"))


def test_one_heading_under_two_groups_is_told_apart_by_its_group() -> None:
    rows = [["CIN", "Nom", None, "Prénom", None], [None, "Français", "Arabe", "Français", "Arabe"]]
    layout = Layout(
        columns={"cin": "CIN", "fr": "Nom Français", "ar": "Nom - Arabe", "given": "Prénom / Français"}
    )
    header = find_header(rows, known=frozenset(map(plain, layout.columns.values())))
    assert header is not None
    assert dict(match(header, layout=layout).places) == {"cin": 0, "fr": 1, "ar": 2, "given": 3}


def test_order_and_extra_columns_do_not_matter_and_are_told() -> None:
    header = named_columns(["Remarques", "nom", "C.I.N"])
    matched = match(header, layout=Layout(columns={"cin": "CIN", "name": "Nom"}))
    assert dict(matched.places) == {"cin": 2, "name": 1}
    assert [finding.code for finding in matched.findings] == ["intake.columns_unknown"]
    assert "Remarques" in matched.findings[0].sentence("fr")


def test_every_missing_and_every_repeated_heading_is_named_at_once() -> None:
    layout = Layout(columns={"cin": "CIN", "name": "Nom", "phone": "Téléphone", "sex": "Sexe"})
    with pytest.raises(FileRefused) as refusal:
        match(named_columns(["CIN", "CIN", "Nom"]), layout=layout)
    missing, repeated = refusal.value.findings
    assert (missing.code, missing.params["columns"]) == ("intake.columns_missing", "Téléphone, Sexe")
    assert (repeated.code, repeated.column) == ("intake.heading_repeated", "CIN")


def test_an_optional_column_may_be_missing() -> None:
    layout = Layout(columns={"cin": "CIN", "phone": "Téléphone"}, optional=frozenset({"phone"}))
    assert dict(match(named_columns(["CIN"]), layout=layout).places) == {"cin": 0}


def test_a_mapping_is_proposed_for_an_unknown_sender() -> None:
    headings = ["N° CIN", "الاسم العائلي", "Prenom", "Date de naissanse", "الهاتف", "Observations"]
    proposal = propose_mapping(headings)
    assert dict(proposal.columns) == {
        "cin": "N° CIN",
        "family_name_ar": "الاسم العائلي",
        "given_name_fr": "Prenom",
        "birth_on": "Date de naissanse",
        "phone": "الهاتف",
    }
    assert proposal.confidence["cin"] == 1.0
    assert 0.8 <= proposal.confidence["birth_on"] < 1.0
    assert proposal.unknown == ("Observations",)


def test_no_heading_is_known_for_two_columns() -> None:
    from himaya.foundation.intake.mapping import known_headings

    seen: dict[str, str] = {}
    for column, headings in known_headings().items():
        for heading in set(map(plain, headings)):
            assert seen.setdefault(heading, column) == column, heading
