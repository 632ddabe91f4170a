"""Spouses and children from a file: linked to their insured, or refused with a reason; proof may come later."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import psycopg
import pytest
from registry_help import HASSAN, PERSON, one, person_id, rows, written

from himaya.fund.registry import numbers
from himaya.fund.registry.families import TEXTS, Declared, declare_families, typed
from himaya.fund.registry.registration.run import Report
from himaya.fund.rights.selectors import list_rights
from himaya.fund.rights.states import Reason, RightState
from himaya.kernel.identifiers import insured_number

ON = date(2022, 7, 10)
CHILD = {
    "insured_cin": PERSON["cin"],
    "relation": "child",
    "family_name_fr": "Bennani",
    "given_name_fr": "Sara",
    "birth_on": "2012-05-09",
    "sex": "F",
    "proof": "birth_record",
    "student": "false",
    "disabled": "false",
}
SPOUSE = {
    **CHILD,
    "relation": "spouse",
    "given_name_fr": "Karim",
    "birth_on": "1982-01-20",
    "sex": "M",
    "cin": "BH55555",
    "link_from": "2010-06-01",
    "proof": "marriage_certificate",
}


@pytest.fixture
def declare(
    register: psycopg.Connection, take: Callable[..., Report], tmp_path: Path
) -> Callable[..., Declared]:
    """Amina and Hassan are insured; declares families for them."""
    take("fisheries", {}, HASSAN)

    def declared(*lines: dict[str, str]) -> Declared:
        path = written(tmp_path, "portal", list(lines))
        return declare_families(register, source=path, body="portal", on=ON)

    return declared


def test_a_declaration_names_its_insured_by_a_number_of_a_series_that_is_open(
    register: psycopg.Connection,
) -> None:
    second = insured_number.from_index(1, first_digit=2)
    lines = pl.DataFrame({name: [""] for name in TEXTS} | {"line_no": [1], "insured_number": [str(second)]})

    def read() -> list[int | None]:
        return typed(lines, first_digits=numbers.first_digits(register))["insured_number"].to_list()

    assert read() == [None]
    numbers.open_series(register, series=2)
    assert read() == [second]


def test_a_spouse_and_a_child_are_linked_without_an_insured_number(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    done = declare(SPOUSE, CHILD)
    assert (done.spouses, done.children, done.refused) == (1, 1, 0)
    links = rows(register, "select insured_id, relation, start_on from registry_familylink order by id")
    amina = person_id(register)
    assert links == [(amina, "spouse", date(2010, 6, 1)), (amina, "child", date(2012, 5, 9))]
    assert one(register, "select count(*) from registry_person where insured_number is null") == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"birth_on": "1980-01-01"}, "family.child_older_than_parent"),
        ({"birth_on": PERSON["birth_on"]}, "family.child_older_than_parent"),
        ({"birth_on": "2022-07-11"}, "family.birth_wrong"),
        ({"insured_cin": "ZZ999999"}, "family.insured_unknown"),
        ({"relation": "cousin"}, "family.relation_unknown"),
        ({"given_name_fr": "", "family_name_fr": ""}, "family.name_missing"),
        ({"sex": "?"}, "family.sex_unknown"),
        ({"cin": PERSON["cin"]}, "family.own_dependant"),
    ],
)
def test_what_cannot_be_linked_is_refused_with_its_reason(
    declare: Callable[..., Declared], change: dict[str, str], code: str
) -> None:
    done = declare({**CHILD, **change})
    assert (done.children, done.by_code) == (0, {code: 1})


def test_a_child_born_the_day_after_the_parent_is_not_judged(declare: Callable[..., Declared]) -> None:
    assert declare({**CHILD, "birth_on": "1985-03-03"}).children == 1


def test_a_dependant_declared_twice_is_linked_once(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    assert declare(CHILD, CHILD).by_code == {"family.already_declared": 1}
    assert declare(CHILD, SPOUSE).by_code == {"family.already_declared": 1}
    assert one(register, "select count(*) from registry_familylink") == 2


def test_the_same_file_twice_changes_nothing(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    declare(CHILD)
    assert declare(CHILD).repeated
    assert one(register, "select count(*) from registry_familylink") == 1


def test_an_insured_spouse_is_linked_and_not_registered_again(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    before = one(register, "select count(*) from registry_person")
    declare({**SPOUSE, "cin": HASSAN["cin"], "given_name_fr": "Hassan"})
    assert one(register, "select count(*) from registry_person") == before
    assert one(register, "select dependant_id from registry_familylink") == person_id(register, HASSAN["cin"])


def test_a_child_without_proof_waits_for_the_document(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    declare({**CHILD, "proof": ""})
    found = list_rights(register, person_id=person_id(register), on=ON)
    (held,) = [one for one in found if one.relation == "child"]
    assert (held.state, held.reason) == (RightState.WAITING, Reason.PROOF_MISSING)


def test_the_family_of_somebody_who_died_loses_its_link(
    register: psycopg.Connection, declare: Callable[..., Declared]
) -> None:
    import polars as pl

    from himaya.fund.registry.moves import declare_deaths

    declare(CHILD)
    deaths = pl.DataFrame({"person_id": [person_id(register)], "died_on": [date(2022, 7, 20)]})
    declare_deaths(register, deaths=deaths, by="officer 7", on=date(2022, 7, 25))
    assert rows(register, "select end_on from registry_familylink") == [(date(2022, 7, 21),)]
    (held,) = list_rights(register, person_id=person_id(register), on=date(2022, 7, 21))
    assert (held.relation, held.state, held.reason) == ("child", RightState.CLOSED, Reason.LINK_ENDED)
