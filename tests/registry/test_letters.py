"""Law 98-15, art. 7: a registered letter, then registration ex officio unless an application came first."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from registry_help import HASSAN, OMAR, PERSON, one, rows

from himaya.fund import law
from himaya.fund.registry import letters, lists
from himaya.fund.registry.errors import LetterUnknown, ListUnknown
from himaya.fund.registry.registration.run import Report

SENT = date(2022, 7, 5)
DAY = date(2022, 8, 4)  # thirty days after the letter
SILENT = {"phone": ""}


@pytest.fixture
def written(register: psycopg.Connection, take: Callable[..., Report]) -> int:
    """A list of one registered person and one who got a letter; its run."""
    run = take("fisheries", HASSAN, SILENT).run_id
    letters.send(register, run_id=run, on=SENT)
    return run


def application(run: int, line: int, **values: str) -> pl.DataFrame:
    return pl.DataFrame([{"list_run": run, "list_line": line, **values}]).cast(
        {"list_run": pl.Int64, "list_line": pl.Int32}
    )


def waiting_line(connection: psycopg.Connection) -> int:
    return int(one(connection, "select line_no from registry_listline where state = 3"))


def test_a_letter_goes_to_those_who_have_not_completed_and_says_the_day(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    run = take("fisheries", HASSAN, SILENT, {**OMAR, "phone": "", "address": ""}).run_id
    sent = letters.send(register, run_id=run, on=SENT)
    assert (sent.sent, sent.without_address) == (1, 1)
    assert sent.letters.select("family_name_fr", "address", "sent_on", "registered_from").rows() == [
        ("Alaoui", PERSON["address"], SENT, DAY)
    ]


def test_nobody_gets_a_second_letter(register: psycopg.Connection, written: int) -> None:
    assert letters.send(register, run_id=written, on=SENT).letters.height == 1
    later = letters.send(register, run_id=written, on=SENT + timedelta(days=3))
    assert (later.sent, later.letters.height) == (0, 0)


def test_letters_of_an_unknown_list_are_refused(register: psycopg.Connection) -> None:
    with pytest.raises(ListUnknown):
        letters.send(register, run_id=99, on=SENT)


@pytest.mark.parametrize(("days", "registered"), [(-1, 0), (0, 1), (1, 1)])
def test_registration_ex_officio_the_day_before_the_day_and_the_day_after(
    register: psycopg.Connection, written: int, days: int, registered: int
) -> None:
    done = letters.register_due(register, on=DAY + timedelta(days=days))
    assert done.registered == registered
    assert one(register, "select count(*) from registry_person") == 1 + registered
    expected = {"registered": 1} if registered else {"to_complete": 1}
    assert lists.get_list(register, run_id=written).now == expected


def test_who_is_registered_ex_officio_has_a_number_dues_and_rights_and_is_told_by_letter(
    register: psycopg.Connection, written: int
) -> None:
    done = letters.register_due(register, on=DAY)
    ((number, membership),) = rows(
        register,
        """select person.insured_number, membership.id from registry_listline line
           join registry_membership membership on membership.id = line.membership_id
           join registry_person person on person.id = membership.person_id where line.run_id = %s""",
        written,
    )
    assert done.told_by_letter.select("insured_number", "address").rows() == [(number, PERSON["address"])]
    assert one(register, "select count(*) from contributions_due where membership_id = %s", membership) > 0
    assert one(register, "select count(*) from rights_right where membership_id = %s", membership) > 0
    assert one(register, "select registered_on from registry_registeredletter") == DAY


def test_how_many_days_is_the_law_s_to_say(
    register: psycopg.Connection, written: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = law.current().parameter("registration.ex_officio_days", on=SENT)
    amended = law.current().amended({"registration.ex_officio_days": {"2010-01-01": "45"}})
    monkeypatch.setattr(law, "current", lambda: amended)
    assert str(days.value if hasattr(days, "value") else days) == "30"
    assert letters.register_due(register, on=SENT + timedelta(days=44)).due == 0
    assert letters.register_due(register, on=SENT + timedelta(days=45)).registered == 1


def test_registering_again_does_nothing(register: psycopg.Connection, written: int) -> None:
    letters.register_due(register, on=DAY)
    again = letters.register_due(register, on=DAY + timedelta(days=1))
    assert (again.due, again.registered) == (0, 0)
    assert one(register, "select count(*) from registry_person") == 2


def test_a_missing_commune_does_not_hold_back_but_a_missing_fact_does(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    run = take("agriculture", {"commune": "Nowhere", "farm_class": "2"}, {**HASSAN, "farm_class": ""}).run_id
    letters.send(register, run_id=run, on=SENT)
    done = letters.register_due(register, on=DAY)
    assert (done.due, done.registered, done.waiting) == (2, 1, 1)
    assert lists.get_list(register, run_id=run).now == {"to_complete": 1, "registered": 1}


def test_an_application_registers_at_once_as_of_its_day(register: psycopg.Connection, written: int) -> None:
    on = date(2022, 7, 20)
    line = waiting_line(register)
    done = letters.receive_applications(
        register, applications=application(written, line, phone="0661234567"), on=on
    )
    assert done.lines["state"].to_list() == [5]
    assert one(register, "select registered_on from registry_person where cin_key = 'AB123456'") == on
    assert letters.register_due(register, on=DAY).due == 0


def test_an_application_that_completes_nothing_stops_the_clock(
    register: psycopg.Connection, written: int
) -> None:
    line = waiting_line(register)
    done = letters.receive_applications(
        register, applications=application(written, line, phone=""), on=date(2022, 7, 20)
    )
    assert done.lines.select("state", "code").rows() == [(3, "registration.phone_missing")]
    assert letters.register_due(register, on=DAY).due == 0


def test_an_application_for_a_line_that_does_not_wait_is_refused(
    register: psycopg.Connection, written: int
) -> None:
    with pytest.raises(LetterUnknown):
        letters.receive_applications(register, applications=application(written, 999), on=SENT)


def test_somebody_registered_meanwhile_elsewhere_is_not_registered_twice(
    register: psycopg.Connection, written: int, take: Callable[..., Report]
) -> None:
    take("salaried", {}, on=date(2022, 7, 15))
    done = letters.register_due(register, on=DAY)
    assert (done.due, done.registered, done.rejected) == (1, 0, 1)
    assert lists.get_list(register, run_id=written).codes == {"registration.insured_in_other_scheme": 1}


def test_the_file_of_addresses_runs_no_formula(
    cli: Callable[..., Any], register: psycopg.Connection, take: Callable[..., Report], tmp_path: Path
) -> None:
    run = take("fisheries", {**SILENT, "address": "@SUM(1+1)*cmd"}).run_id
    path = tmp_path / "letters.csv"
    answer = cli("letters", "send", str(run), "--on", SENT.isoformat(), "--to", path, "--json")
    assert answer.json()["sent"] == 1
    assert ",'@SUM" in path.read_text(encoding="utf-8-sig")
