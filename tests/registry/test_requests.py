"""Registration on request: one form passes through everything a list does."""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from registry_help import ON, PERSON, one, rows

from himaya.fund.registry.registration.run import Report
from himaya.fund.registry.requests import register_request
from himaya.fund.registry.states import RegistrationState as State

FORM = {**PERSON, "category": "artisan"}


def test_a_form_registers_and_tells_the_number(register: psycopg.Connection) -> None:
    answer = register_request(register, form=FORM, on=ON)
    assert (answer.state, answer.was_known) == (State.REGISTERED, False)
    assert rows(register, "select insured_number, phone, registered_on from registry_person") == [
        (answer.insured_number, "+212661234567", ON)
    ]
    assert one(register, "select count(*) from messaging_message where template = 'registration'") == 1


def test_the_same_form_twice_in_a_day_changes_nothing(register: psycopg.Connection) -> None:
    first = register_request(register, form=FORM, on=ON)
    again = register_request(register, form=FORM, on=ON)
    assert again.repeated
    assert again.insured_number == first.insured_number
    assert one(register, "select count(*) from registry_membership") == 1


def test_the_same_form_another_day_says_that_the_person_is_a_member(register: psycopg.Connection) -> None:
    register_request(register, form=FORM, on=ON)
    answer = register_request(register, form=FORM, on=date(2022, 7, 9))
    assert (answer.state, answer.code) == (State.REJECTED, "registration.already_registered_same_category")


def test_somebody_of_a_list_keeps_the_number_for_another_activity(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {})
    answer = register_request(register, form=FORM, on=ON)
    assert answer.was_known
    assert rows(register, "select insured_number from registry_person") == [(answer.insured_number,)]


@pytest.mark.parametrize(
    ("change", "state", "code"),
    [
        ({"phone": ""}, State.TO_COMPLETE, "registration.phone_missing"),
        ({"cin": "12"}, State.REJECTED, "registration.cin_shape"),
        ({"category": "salaried"}, State.REJECTED, "registration.category_not_of_body"),
        ({"category": "farmer"}, State.TO_COMPLETE, "registration.facts_missing_for_category"),
    ],
)
def test_what_is_wrong_with_a_form_is_said_at_once(
    register: psycopg.Connection, change: dict[str, str], state: State, code: str
) -> None:
    answer = register_request(register, form={**FORM, **change}, on=ON)
    assert (answer.state, answer.code, answer.insured_number) == (state, code, None)


def test_a_person_who_looks_like_another_waits_and_names_him(register: psycopg.Connection) -> None:
    first = register_request(register, form=FORM, on=ON)
    twin = {**FORM, "given_name_fr": "Karim", "given_name_ar": "كريم", "family_name_fr": "Ziani"}
    answer = register_request(
        register, form={**twin, "family_name_ar": "الزياني", "birth_on": "1960-01-09", "sex": "M"}, on=ON
    )
    assert (answer.state, answer.code) == (State.TO_DECIDE, "registration.identifier_conflict")
    assert answer.candidate_number == first.insured_number
