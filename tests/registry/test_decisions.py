"""Lines that look like somebody wait for a person, who sees both records and decides."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import psycopg
import pytest
from registry_help import HASSAN, OMAR, PERSON, one, person_id, rows

from himaya.fund.registry import decisions, lists
from himaya.fund.registry.errors import DecisionNeedsCandidate, LineNotWaiting
from himaya.fund.registry.registration.run import Report

DAY = date(2022, 7, 10)
CONFLICT = {**OMAR, "cin": PERSON["cin"]}  # Omar with Amina's card
FARMER = {**CONFLICT, "farm_class": "2"}


def line(run: int, number: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"list_run": [run], "list_line": [number]}, schema={"list_run": pl.Int64, "list_line": pl.Int32}
    )


@pytest.fixture
def waiting(register: psycopg.Connection, take: Callable[..., Report]) -> pl.DataFrame:
    """Amina is a fishing-boat owner; a list of farmers gives her card to Omar."""
    take("fisheries", {})
    run = take("agriculture", FARMER).run_id
    return line(run, one(register, "select line_no from registry_listline where run_id = %s", run))


def state_of(connection: psycopg.Connection, waits: pl.DataFrame) -> dict[str, int]:
    return lists.get_list(connection, run_id=waits["list_run"][0]).now


def test_what_waits_names_the_line_the_candidate_and_the_reason(
    register: psycopg.Connection, waiting: pl.DataFrame
) -> None:
    number = one(register, "select insured_number from registry_person")
    found = decisions.list_waiting(register).select("body", "code", "name", "candidate_number").rows()
    assert found == [("agriculture", "registration.identifier_conflict", "Omar Tazi", number)]
    assert decisions.list_waiting(register, run_id=99).is_empty()


def test_both_records_are_shown_side_by_side(register: psycopg.Connection, waiting: pl.DataFrame) -> None:
    run, number = waiting.row(0)
    shown = decisions.compare(register, run_id=run, line_no=number)
    assert (shown.line["given_name_fr"], shown.candidate["given_name_fr"]) == ("Omar", "Amina")
    assert shown.line["cin"] == shown.candidate["cin"] == PERSON["cin"]
    assert shown.memberships == ["fishing_boat_owner"]


def test_two_lines_of_a_list_that_describe_one_person_are_compared_level_by_level(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    run = take("rnae", {}, {"cin": "", "idcs": "1234567890"}).run_id
    number = one(register, "select line_no from registry_listline where run_id = %s", run)
    shown = decisions.compare(register, run_id=run, line_no=number)
    assert shown.code == "registration.possible_duplicate"
    assert shown.candidate["cin"] == PERSON["cin"]
    assert shown.levels["given"] > 0


def test_same_gives_the_candidate_another_membership_and_no_number(
    register: psycopg.Connection, waiting: pl.DataFrame
) -> None:
    done = decisions.decide_same(register, lines=waiting, by="officer 7", on=DAY)
    assert done.lines.select("state", "insured_number").rows() == [(5, None)]
    assert one(register, "select count(*) from registry_person") == 1
    assert rows(register, "select person_id from registry_membership order by id") == [(1,), (1,)]
    assert state_of(register, waiting) == {"registered": 1}


def test_same_in_a_category_already_held_closes_the_line_as_a_duplicate(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {})
    run = take("fisheries", CONFLICT).run_id
    number = one(register, "select line_no from registry_listline where run_id = %s", run)
    decisions.decide_same(register, lines=line(run, number), by="officer 7", on=DAY)
    assert lists.get_list(register, run_id=run).codes == {"registration.already_registered_same_category": 1}
    assert one(register, "select count(*) from registry_membership") == 1


def test_new_registers_somebody_else_without_the_card_that_is_not_his(
    register: psycopg.Connection, waiting: pl.DataFrame
) -> None:
    done = decisions.decide_new(register, lines=waiting, by="officer 7", on=DAY)
    assert done.lines["state"].to_list() == [5]
    people = rows(register, "select given_name_fr, cin, insured_number from registry_person order by id")
    assert [(name, card) for name, card, _ in people] == [("Amina", PERSON["cin"]), ("Omar", None)]
    assert people[1][2] == done.lines["insured_number"][0] != people[0][2]
    told = "select count(*) from messaging_message where template = 'registration' and person_id = 2"
    assert one(register, told) == 1


def test_a_refusal_keeps_its_reason_and_can_be_taken_back(
    register: psycopg.Connection, waiting: pl.DataFrame
) -> None:
    decisions.refuse(register, lines=waiting, by="officer 7", reason="the card is not his", on=DAY)
    assert rows(register, "select state, code, value from registry_listline") == [
        (2, "registration.refused_by_decision", "the card is not his")
    ]
    decisions.take_back(register, lines=waiting, by="officer 8", on=DAY)
    decisions.decide_new(register, lines=waiting, by="officer 8", on=DAY)
    assert rows(register, "select before, after from registry_listlinemove order by id") == [
        (4, 2),
        (2, 4),
        (4, 5),
    ]


def test_who_decided_is_in_the_audit_trail(register: psycopg.Connection, waiting: pl.DataFrame) -> None:
    decisions.refuse(register, lines=waiting, by="officer 7", reason="the card is not his", on=DAY)
    found = rows(register, "select actor, action, subject_count from access_action order by id desc limit 1")
    assert found == [("officer 7", "registry.decide.refuse", 1)]


@pytest.mark.parametrize("verdict", [decisions.decide_same, decisions.decide_new])
def test_a_line_is_decided_once(
    register: psycopg.Connection, waiting: pl.DataFrame, verdict: Callable[..., Any]
) -> None:
    verdict(register, lines=waiting, by="officer 7", on=DAY)
    before = one(register, "select count(*) from registry_membership")
    with pytest.raises(LineNotWaiting):
        verdict(register, lines=waiting, by="officer 7", on=DAY)
    assert one(register, "select count(*) from registry_membership") == before


def test_same_needs_a_candidate_in_the_register(register: psycopg.Connection, waiting: pl.DataFrame) -> None:
    register.execute("update registry_listline set candidate_id = null")
    with pytest.raises(DecisionNeedsCandidate):
        decisions.decide_same(register, lines=waiting, by="officer 7", on=DAY)
    assert state_of(register, waiting) == {"to_decide": 1}


def test_same_after_a_merge_goes_to_the_kept_person(
    register: psycopg.Connection, take: Callable[..., Report], waiting: pl.DataFrame
) -> None:
    take("fisheries", HASSAN, on=date(2022, 7, 2))
    kept = person_id(register, HASSAN["cin"])
    register.execute("update registry_person set merged_into_id = %s where id = 1", [kept])
    decisions.decide_same(register, lines=waiting, by="officer 7", on=DAY)
    assert one(register, "select person_id from registry_membership order by id desc limit 1") == kept
