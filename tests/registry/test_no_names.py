"""What stands for an unknown name counts as no name (SNP: sans nom patronymique, in old rural records)."""

from collections.abc import Callable

import psycopg
import pytest
from registry_help import ON, PERSON, one, rows

from himaya.fund.registry.registration.run import Report
from himaya.fund.registry.requests import register_request
from himaya.fund.registry.search import find_people
from himaya.fund.registry.states import RegistrationState as State

MISSING = {"registration.name_missing": 1}
ALONE = {"family_name_fr": "SNP", "family_name_ar": "بدون لقب"}
OTHER = {"cin": "K998877", "phone": "0677889900"}


@pytest.mark.parametrize("written", ["", "-", ".", "Néant", "inconnu"])
def test_a_name_that_is_not_known_is_missing(
    written: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    report = take("fisheries", {"family_name_fr": written, "family_name_ar": "نكرة"})
    assert (report.registered, report.by_code) == (0, MISSING)


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [("SNP", "بدون لقب"), ("S.N.P.", ""), ("xxx", "نكرة"), ("", "بدون اسم عائلي"), ("Sans nom", "-")],
)
def test_somebody_said_to_have_no_family_name_is_registered_by_the_first_name(
    latin: str, arabic: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    assert take("fisheries", {"family_name_fr": latin, "family_name_ar": arabic}).registered == 1
    kept = "select family_name_fr, family_name_ar, given_name_fr, family_key from registry_person"
    assert rows(register, kept) == [("", "", "Amina", "")]


def test_somebody_without_any_name_is_refused(take: Callable[..., Report]) -> None:
    nobody = {**ALONE, "given_name_fr": "SNP", "given_name_ar": ""}
    assert take("fisheries", nobody).by_code == MISSING


def test_a_form_at_a_counter_may_say_that_there_is_no_family_name(register: psycopg.Connection) -> None:
    form = {**PERSON, **ALONE, "category": "adoul"}
    answer = register_request(register, form=form, on=ON)
    assert (answer.state, answer.was_known) == (State.REGISTERED, False)


@pytest.mark.parametrize("born", ["1985", "1985-03-02", "1985-09-30"])
def test_two_without_family_name_alike_in_the_rest_wait_for_a_person(
    born: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", ALONE)
    report = take("fisheries", {**ALONE, **OTHER, "birth_on": born})
    assert report.by_code == {"registration.possible_duplicate": 1}
    candidate = "select candidate_id from registry_listline"
    assert one(register, candidate) == one(register, "select id from registry_person")


def test_two_without_family_name_on_one_list_wait_for_a_person(take: Callable[..., Report]) -> None:
    report = take("fisheries", ALONE, {**ALONE, **OTHER, "birth_on": "1985"})
    assert (report.registered, report.by_code) == (1, {"registration.possible_duplicate": 1})


@pytest.mark.parametrize(
    "differs",
    [
        {"given_name_fr": "Khadija", "given_name_ar": "خديجة"},
        {"birth_on": "1986-03-02"},
        {"commune": "Casablanca"},
        {"sex": "M"},
        {"family_name_fr": "Tazi", "family_name_ar": "التازي"},
    ],
    ids=["first name", "year", "commune", "sex", "a family name"],
)
def test_others_without_family_name_are_others(differs: dict[str, str], take: Callable[..., Report]) -> None:
    assert take("fisheries", ALONE, {**ALONE, **OTHER, **differs}).registered == 2


def test_a_card_shared_by_two_without_family_name_is_a_conflict(take: Callable[..., Report]) -> None:
    stranger = {**ALONE, "given_name_fr": "Khadija", "given_name_ar": "خديجة", "birth_on": "1950-06-07"}
    report = take("fisheries", ALONE, stranger)
    assert report.by_code == {"registration.identifier_conflict": 1}


@pytest.mark.parametrize("text", ["Amina", "أمينة", "SNP Amina"])
def test_somebody_without_family_name_is_found_by_the_first_name(
    text: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", ALONE)
    (found,) = find_people(register, text=text)
    assert (found.given_name_fr, found.likeness) == ("Amina", 1.0)


def test_a_first_name_of_two_words_alone_is_found(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {**ALONE, "given_name_fr": "Fatima Zahra", "given_name_ar": "فاطمة الزهراء"})
    assert [found.given_name_fr for found in find_people(register, text="Fatima Zahra")] == ["Fatima Zahra"]


def test_a_name_missing_in_one_script_is_taken_from_the_other(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    assert take("fisheries", {"family_name_fr": "S.N.P."}).registered == 1
    assert one(register, "select family_name_fr from registry_person") == ""


@pytest.mark.parametrize("written", ["Ali", "Ba", "X'Ali", "Snpi"])
def test_a_short_or_rare_name_is_a_name(
    written: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    assert take("fisheries", {"family_name_fr": written, "family_name_ar": ""}).registered == 1
