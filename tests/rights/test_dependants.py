"""Rights of spouses and children: those of the insured, within the link, the proof and the limits of age."""

from datetime import date, timedelta
from typing import Any

import pytest
from rights_cases import Member, mending, of_dependant, paid_in_time, short, unpaid

from himaya.fund.registry.states import RegistrationState
from himaya.legislation.law import Legislation

ON = date(2022, 12, 31)
CHILD = {"birth_on": date(2015, 1, 1)}
TURNS_22 = date(2037, 1, 1)
COVERED = Member(rights="taken_over", category="salaried", first_due=None, start_on=date(2020, 1, 1))


def closed_by_age(law: Legislation, birth_on: date, *, on: date, **link: Any) -> bool:
    found = of_dependant(
        law, COVERED, link={"birth_on": birth_on, "start_on": date(2021, 1, 1), **link}, on=on
    )
    ((state, reason),) = [
        (state, reason)
        for start, end, state, reason in short(found)
        if start <= on and (end is None or end > on)
    ]
    assert (state, reason) in (
        ("OPEN", "TAKEN_OVER"),
        ("CLOSED", "STUDIES_NOT_PROVED"),
        ("CLOSED", "AGE_LIMIT"),
    )
    return bool(state == "CLOSED")


@pytest.mark.parametrize(
    ("birthday", "closed_on_the_day"), [(22, True), (21, False)], ids=["22nd birthday", "21st birthday"]
)
def test_a_child_is_covered_to_the_eve_of_the_22nd_birthday(
    law: Legislation, birthday: int, closed_on_the_day: bool
) -> None:
    day = date(2022, 6, 15)
    born = day.replace(year=day.year - birthday)
    assert not closed_by_age(law, born, on=day - timedelta(days=1))
    assert closed_by_age(law, born, on=day) is closed_on_the_day
    assert closed_by_age(law, born, on=day + timedelta(days=1)) is closed_on_the_day


def test_a_student_is_covered_to_the_eve_of_the_27th_birthday(law: Legislation) -> None:
    day = date(2022, 6, 15)
    certified = {"student_until": date(2022, 11, 30)}
    assert not closed_by_age(law, date(1995, 6, 15), on=day - timedelta(days=1), **certified)
    assert closed_by_age(law, date(1995, 6, 15), on=day, **certified)
    assert closed_by_age(law, date(1995, 6, 15), on=day + timedelta(days=1), **certified)


@pytest.mark.parametrize(
    ("day", "closed"), [(date(2022, 11, 29), False), (date(2022, 11, 30), False), (date(2022, 12, 1), True)]
)
def test_a_school_certificate_carries_to_its_last_day(law: Legislation, day: date, closed: bool) -> None:
    assert closed_by_age(law, date(2000, 1, 1), on=day, student_until=date(2022, 11, 30)) is closed


def test_without_certificate_an_adult_child_is_told_which_paper_reopens_and_until_when(
    law: Legislation,
) -> None:
    found = of_dependant(law, COVERED, link={"birth_on": date(2000, 3, 1)}, on=ON)
    assert short(found) == [
        (date(2022, 1, 1), date(2022, 3, 1), "OPEN", "TAKEN_OVER"),
        (date(2022, 3, 1), None, "CLOSED", "STUDIES_NOT_PROVED"),
    ]
    assert mending(found, on=ON) == ("SEND_SCHOOL_CERTIFICATE", None, date(2027, 3, 1))


def test_after_the_27th_birthday_no_act_reopens(law: Legislation) -> None:
    found = of_dependant(law, COVERED, link={"birth_on": date(1995, 3, 1)}, on=ON)
    assert short(found)[-1][3] == "AGE_LIMIT"
    assert mending(found, on=ON) == (None, None, None)


@pytest.mark.parametrize(
    "link",
    [
        {"relation": "spouse", "birth_on": date(1960, 1, 1)},
        {"birth_on": date(1980, 1, 1), "disabled": True},
    ],
    ids=["spouse", "disabled child"],
)
def test_no_age_ends_the_right_of_a_spouse_or_a_disabled_child(
    law: Legislation, link: dict[str, Any]
) -> None:
    assert short(of_dependant(law, COVERED, link=link, on=ON)) == [
        (date(2022, 1, 1), None, "OPEN", "TAKEN_OVER")
    ]


def test_a_dependant_waits_opens_and_closes_with_the_insured(law: Legislation) -> None:
    insured = Member(
        category="notary", paid=paid_in_time("2022-01", "2022-05") | unpaid("2022-06", "2022-11")
    )
    assert short(of_dependant(law, insured, link=CHILD, on=ON)) == [
        (date(2022, 1, 1), date(2022, 2, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 2, 1), date(2022, 7, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 7, 1), TURNS_22, "CLOSED", "CONTRIBUTIONS_UNPAID"),
    ]


def test_a_link_without_proof_waits_for_it(law: Legislation) -> None:
    found = of_dependant(law, COVERED, link={**CHILD, "proved": False}, on=ON)
    assert short(found) == [(date(2022, 1, 1), TURNS_22, "WAITING", "PROOF_MISSING")]
    assert mending(found, on=ON)[0] == "SEND_LINK_PROOF"


def test_the_end_of_the_link_closes(law: Legislation) -> None:
    link = {"relation": "spouse", "birth_on": date(1990, 1, 1), "end_on": date(2022, 9, 1)}
    assert short(of_dependant(law, COVERED, link=link, on=ON)) == [
        (date(2022, 1, 1), date(2022, 9, 1), "OPEN", "TAKEN_OVER"),
        (date(2022, 9, 1), None, "CLOSED", "LINK_ENDED"),
    ]


def test_a_renewed_link_with_the_same_insured_is_one_timeline(law: Legislation) -> None:
    spouse = {"relation": "spouse", "birth_on": date(1990, 1, 1)}
    ended, again = {**spouse, "end_on": date(2022, 5, 1)}, {**spouse, "start_on": date(2022, 8, 1)}
    assert short(of_dependant(law, COVERED, link=[ended, again], on=ON)) == [
        (date(2022, 1, 1), date(2022, 5, 1), "OPEN", "TAKEN_OVER"),
        (date(2022, 5, 1), date(2022, 8, 1), "CLOSED", "LINK_ENDED"),
        (date(2022, 8, 1), None, "OPEN", "TAKEN_OVER"),
    ]


def test_nothing_follows_the_death_of_a_dependant_or_of_the_insured(law: Legislation) -> None:
    died = date(2022, 9, 9)
    own = of_dependant(law, COVERED, link={**CHILD, "died_on": died}, on=ON)
    assert short(own) == [(date(2022, 1, 1), date(2022, 9, 10), "OPEN", "TAKEN_OVER")]
    insured = Member(rights="taken_over", category="salaried", first_due=None, died_on=died)
    assert short(of_dependant(law, insured, link=CHILD, on=ON)) == [
        (date(2022, 1, 1), date(2022, 9, 10), "OPEN", "TAKEN_OVER")
    ]


def test_of_two_insured_parents_the_better_one_counts_on_each_day(law: Legislation) -> None:
    mother = Member(category="notary", paid=paid_in_time("2022-01", "2022-03") | unpaid("2022-04", "2022-11"))
    father = Member(person=2, number=2, first_due="2022-07", paid=paid_in_time("2022-07", "2022-12"))
    found = of_dependant(law, mother, father, link=[CHILD, {**CHILD, "insured_id": 2}], on=ON)
    assert short(found) == [
        (date(2022, 1, 1), date(2022, 2, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 2, 1), date(2022, 5, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 5, 1), date(2022, 7, 1), "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (date(2022, 7, 1), date(2022, 10, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 10, 1), TURNS_22, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_own_membership_comes_before_the_link_and_the_link_returns_after_it(law: Legislation) -> None:
    own = Member(
        person=9,
        number=9,
        category="notary",
        first_due="2022-03",
        start_on=date(2022, 3, 1),
        paid=paid_in_time("2022-03", "2022-03") | unpaid("2022-04", "2022-05"),
        end_on=date(2022, 6, 16),
        state=RegistrationState.CATEGORY_ENDED,
    )
    spouse = {"relation": "spouse", "birth_on": date(1990, 1, 1)}
    assert short(of_dependant(law, COVERED, own, link=spouse, on=ON)) == [
        (date(2022, 1, 1), date(2022, 3, 1), "OPEN", "TAKEN_OVER"),
        (date(2022, 3, 1), date(2022, 4, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 4, 1), date(2022, 5, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 5, 1), date(2022, 6, 16), "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (date(2022, 6, 16), None, "OPEN", "TAKEN_OVER"),
    ]
