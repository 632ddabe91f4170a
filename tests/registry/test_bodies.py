"""A body that the fund's files do not name is made known, its file's layout guessed, and its list taken."""

from datetime import date
from pathlib import Path

import psycopg
import pytest
from registry_help import ON, one

from himaya.foundation.intake.layout import Layout, save_layout
from himaya.fund.registry import bodies
from himaya.fund.registry.errors import BodyAlreadyKnown, BodyCodeRefused, CategoryUnknown
from himaya.fund.registry.registration.run import register_list


def guild(code: str = "fishmongers", category: str = "artisan") -> bodies.KnownBody:
    return bodies.KnownBody(
        code=code,
        kind="chamber",
        name={"fr": "Chambre des mareyeurs", "ar": "غرفة تجار السمك"},
        convention={"reference": "7/2022", "evidence": "given"},
        decree="",
        categories=[category],
    )


def test_an_added_body_sends_a_list(register: psycopg.Connection, tmp_path: Path) -> None:
    bodies.add(register, body=guild(), by="test", signed_on=date(2022, 1, 5))
    path = tmp_path / "list.csv"
    path.write_text(
        "CIN;Nom;Prénom;Né le;Sexe;Commune;GSM\nAB774411;Alaoui;Amina;1985-03-02;F;Rabat;0661234567\n"
    )
    columns = ("cin", "family_name_fr", "given_name_fr", "birth_on", "sex", "commune", "phone")
    headings = ("CIN", "Nom", "Prénom", "Né le", "Sexe", "Commune", "GSM")
    saved = save_layout(Layout(body="fishmongers", columns=dict(zip(columns, headings, strict=True))))
    try:
        assert register_list(register, source=path, body="fishmongers", on=ON).registered == 1
    finally:
        saved.unlink()
    (known,) = [body for body in bodies.list_known(register) if body.code == "fishmongers"]
    assert known.convention["signed_on"] == "2022-01-05"
    assert one(register, "select count(*) from access_action where action = 'bodies.add'") == 1


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (guild("agriculture"), BodyAlreadyKnown),
        (guild("Fish mongers"), BodyCodeRefused),
        (guild("../x"), BodyCodeRefused),
        (guild(category="sailor"), CategoryUnknown),
    ],
)
def test_a_body_that_cannot_be_is_refused(
    register: psycopg.Connection, body: bodies.KnownBody, refusal: type[Exception]
) -> None:
    before = len(bodies.list_known(register))
    with pytest.raises(refusal):
        bodies.add(register, body=body, by="test")
    assert len(bodies.list_known(register)) == before
