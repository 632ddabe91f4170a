"""Lists of several bodies about the same people: one person, one number, a membership for each activity."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from registry_help import HASSAN, OMAR, ON, PERSON, one, person_id, rows, written

from himaya.fund.registry import lists, merging
from himaya.fund.registry.errors import ListUnknown
from himaya.fund.registry.registration.run import Report, register_list
from himaya.runtime import runs

TABLES = ("registry_person", "registry_membership", "contributions_due", "rights_right", "messaging_message")


def contents(connection: psycopg.Connection) -> dict[str, int]:
    return {table: one(connection, f"select count(*) from {table}") for table in TABLES}


def test_one_person_in_two_bodies_lists_has_one_number_and_two_memberships(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {})
    report = take("agriculture", {"farm_class": "2"})
    assert (report.registered, report.new_people) == (1, 0)
    assert one(register, "select count(distinct insured_number) from registry_person") == 1
    categories = rows(
        register,
        """select category.code from registry_membership membership
           join registry_category category on category.id = membership.category_id order by membership.id""",
    )
    assert categories == [("fishing_boat_owner",), ("farmer",)]


def test_the_same_list_twice_changes_nothing(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    first = take("fisheries", {}, HASSAN, {**OMAR, "phone": ""})
    before = contents(register)
    again = take("fisheries", {}, HASSAN, {**OMAR, "phone": ""})
    assert again.repeated
    assert (again.run_id, again.registered, again.to_complete) == (first.run_id, 2, 1)
    assert contents(register) == before


def test_whoever_waits_sees_how_much_of_the_list_is_read(
    register: psycopg.Connection, tmp_path: Path
) -> None:
    told: list[tuple[str, int, int]] = []
    path = written(tmp_path, "fisheries", [{**PERSON, **HASSAN}, {**PERSON, **OMAR}])
    register_list(register, source=path, body="fisheries", on=ON, advance=lambda *step: told.append(step))
    reading = [(done, total) for step, done, total in told if step == "read"]
    assert reading[0][0] == 0
    assert all(total >= 2 for _, total in reading)
    assert reading[-1] == (2, 2)


def test_only_their_owner_reads_the_lines_that_a_run_keeps(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    run = take("fisheries", {}).run_id
    assert runs.folder(run).stat().st_mode & 0o077 == 0


def test_the_same_people_sent_again_in_another_file_are_refused_one_by_one(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {}, HASSAN)
    report = take("fisheries", {}, HASSAN, OMAR)
    assert (report.registered, report.rejected) == (1, 2)
    assert report.by_code == {"registration.already_registered_same_category": 2}


def test_somebody_insured_as_salaried_is_not_registered_as_self_employed(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("salaried", {}, on=date(2022, 2, 1))
    report = take("fisheries", {}, HASSAN)
    assert (report.registered, report.rejected) == (1, 1)
    assert report.by_code == {"registration.insured_in_other_scheme": 1}


def test_people_of_another_register_get_no_message(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("salaried", {}, on=date(2022, 2, 1))
    assert one(register, "select count(*) from messaging_message") == 0


def test_after_a_merge_a_list_that_names_the_dropped_card_finds_the_kept_person(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {}, {**HASSAN, "idcs": ""})
    kept, dropped = person_id(register), person_id(register, HASSAN["cin"])
    number = merging.merge(
        register,
        keep=kept,
        drop=dropped,
        decided_by="officer 7",
        reason="one person",
        decided_at=datetime(2022, 3, 2, tzinfo=UTC),
        on=ON,
    )
    assert number
    report = take("architects", {"diploma_on": "2008-06-30"})
    assert (report.registered, report.new_people) == (1, 0)
    assert one(register, "select person_id from registry_membership order by id desc limit 1") == kept


def test_a_mended_line_takes_the_first_one_out_of_what_waits(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    first = take("fisheries", {"phone": ""}, {**HASSAN, "phone": ""})
    take("fisheries", {}, on=date(2022, 7, 8))
    state = lists.get_list(register, run_id=first.run_id)
    assert state.now == {"to_complete": 1, "registered": 1}
    linked = rows(
        register, "select membership_id is not null, line is null from registry_listline where state = 5"
    )
    assert linked == [(True, True)]


def test_a_card_copied_wrong_does_not_close_the_line_of_its_owner(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    first = take("fisheries", {"phone": ""})
    take("fisheries", {**HASSAN, "cin": PERSON["cin"]}, on=date(2022, 7, 8))
    assert lists.get_list(register, run_id=first.run_id).now == {"to_complete": 1}


def test_lists_are_shown_newest_first(register: psycopg.Connection, take: Callable[..., Report]) -> None:
    take("fisheries", {}, {**HASSAN, "cin": ""})
    take("agriculture", {**OMAR, "farm_class": "2"})
    found = [(one.body, one.lines, one.registered, one.finished) for one in lists.list_lists(register)]
    assert found == [("agriculture", 1, 1, True), ("fisheries", 2, 1, True)]


def test_an_unknown_list_is_said_so(register: psycopg.Connection) -> None:
    with pytest.raises(ListUnknown):
        lists.get_list(register, run_id=99)
