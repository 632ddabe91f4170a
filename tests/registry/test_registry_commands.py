"""The commands of the register: each calls one service, says what it did, and leaves with the right code."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from registry_help import HASSAN, OMAR, PERSON, one, rows

from himaya.fund.registry.registration.run import Report

FORM = [
    "--category", "adoul", "--cin", PERSON["cin"], "--family-name-fr", "Alaoui", "--given-name-fr", "Amina",
    "--birth-on", PERSON["birth_on"], "--sex", "F", "--commune", "Rabat", "--phone", PERSON["phone"],
    "--on", "2022-07-01",
]  # fmt: skip
MONTH = ["--from", "2022-08-01", "--on", "2022-08-03"]


@pytest.fixture
def number(cli: Callable[..., Any], register: psycopg.Connection) -> str:
    """Amina, registered on request: her number."""
    answer = cli("persons", "register", *FORM, "--json")
    assert answer.exit_code == 0, answer.errors
    return str(answer.json()["insured_number"])


def test_a_form_says_the_number_and_an_incomplete_one_what_misses(
    cli: Callable[..., Any], register: psycopg.Connection
) -> None:
    first = cli("persons", "register", *FORM)
    assert (first.exit_code, "100000018" in first.output) == (0, True)
    again = cli("persons", "register", *FORM)
    assert "taken before" in again.output
    silent = [part for part in FORM if part not in ("--phone", PERSON["phone"])]
    answer = cli("persons", "register", *silent, "--cin", "K112233", "--birth-on", "1990")
    assert answer.exit_code == 1
    assert "telephone number is missing" in answer.output


def test_a_person_is_found_and_shown(cli: Callable[..., Any], number: str) -> None:
    assert cli("persons", "find", number, "--json").json()["people"][0]["given_name_fr"] == "Amina"
    shown = cli("persons", "show", PERSON["cin"])
    assert "Adoul" in shown.output
    assert "registered" in shown.output


def test_end_restore_change_and_transfer_follow_each_other(cli: Callable[..., Any], number: str) -> None:
    assert cli("persons", "end", number, *MONTH).exit_code == 0
    assert "cannot become" not in cli("persons", "restore", number, "--on", "2022-08-04").errors
    change = ["--to", "farmer", "--fact", "farm_class=2"]
    assert cli("persons", "change-category", number, *MONTH, *change).exit_code == 0
    assert cli("persons", "transfer", number, *MONTH, "--to", "AMO_SALARIES").exit_code == 0
    held = cli("persons", "show", number, "--json").json()["memberships"]
    assert [(one["category"], one["state"]) for one in held] == [
        ("adoul", "category_ended"),
        ("farmer", "transferred"),
    ]


def test_a_refused_move_leaves_with_two_and_says_what_to_do(cli: Callable[..., Any], number: str) -> None:
    answer = cli("persons", "change-category", number, *MONTH, "--to", "farmer")
    assert answer.exit_code == 2
    assert "--fact NAME=VALUE" in answer.errors
    wrong = cli("persons", "change-category", number, *MONTH, "--to", "farmer", "--fact", "farm_class=x")
    assert wrong.exit_code == 2


def test_a_death_is_declared_and_undone(cli: Callable[..., Any], number: str) -> None:
    assert cli("persons", "died", number, "--died-on", "2022-07-20", "--on", "2022-08-03").exit_code == 0
    assert cli("persons", "died", number, "--by-mistake", "--on", "2022-08-03").exit_code == 0
    assert cli("persons", "died", number).exit_code == 2


def test_a_line_is_listed_compared_and_decided(
    cli: Callable[..., Any], register: psycopg.Connection, take: Callable[..., Report], tmp_path: Path
) -> None:
    take("fisheries", {})
    run = take("agriculture", {**OMAR, "cin": PERSON["cin"], "farm_class": "2"}).run_id
    line = one(register, "select line_no from registry_listline where run_id = %s", run)
    assert "Omar Tazi" in cli("lists", "waiting").output
    compared = cli("lists", "compare", str(run), str(line)).output
    assert "Omar" in compared
    assert "Amina" in compared
    read = "select action, run_id, subject_count from access_action where action like 'lists.%%' order by id"
    assert rows(register, read) == [("lists.waiting", None, 1), ("lists.compare", run, 1)]
    unexplained = cli("lists", "decide", str(run), str(line), "refuse", "--by", "officer 7")
    assert unexplained.exit_code == 2
    decided = cli("lists", "decide", str(run), str(line), "new", "--by", "officer 7", "--on", "2022-07-02")
    assert (decided.exit_code, "New insured number" in decided.output) == (0, True)
    assert cli("lists", "decide", str(run), str(line), "same", "--by", "officer 7").exit_code == 2
    assert cli("lists", "to-mend", str(run), "--to", tmp_path / "mend").exit_code == 0
    assert "agriculture" in cli("lists").output
    assert cli("lists", "show", str(run), "--json").json()["now"] == {"registered": 1}


def test_a_refusal_can_be_taken_back_from_the_command_line(
    cli: Callable[..., Any], register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("fisheries", {})
    run = str(take("agriculture", {**OMAR, "cin": PERSON["cin"], "farm_class": "2"}).run_id)
    line = str(one(register, "select line_no from registry_listline where run_id = %s", int(run)))
    refused = cli("lists", "decide", run, line, "refuse", "--by", "officer 7", "--reason", "not his card")
    assert (refused.exit_code, refused.output.strip() != "") == (1, True)
    assert cli("lists", "decide", run, line, "take-back", "--by", "officer 8").exit_code == 0
    assert rows(register, "select state from registry_listline where run_id = %s", int(run)) == [(4,)]


def test_letters_go_out_applications_come_in_and_the_rest_is_registered(
    cli: Callable[..., Any], register: psycopg.Connection, take: Callable[..., Report], tmp_path: Path
) -> None:
    run = str(take("fisheries", {"phone": ""}, {**HASSAN, "phone": ""}).run_id)
    sent = cli("letters", "send", run, "--on", "2022-07-05", "--to", tmp_path / "letters.csv")
    assert sent.exit_code == 0
    line = str(one(register, "select min(line_no) from registry_listline"))
    received = cli(
        "letters", "received", run, line, "--on", "2022-07-20", "--set", "phone=0661234567", "--json"
    )
    assert received.json()["state"] == "registered"
    assert cli("letters", "received", run, line, "--set", "mobile=1").exit_code == 2
    done = cli("letters", "register", "--on", "2022-08-04", "--to", tmp_path / "numbers.csv", "--json").json()
    assert (done["due"], done["registered"], done["told_by_letter"]) == (1, 1, 1)
    assert "Hassan" in (tmp_path / "numbers.csv").read_text(encoding="utf-8-sig")


def test_a_family_line_that_is_refused_says_why(
    cli: Callable[..., Any], register: psycopg.Connection, tmp_path: Path
) -> None:
    path = tmp_path / "families.csv"
    columns = "cin_assure,lien,cin,nom,prenom,nom_ar,prenom_ar,date_naissance,sexe,date_lien,piece,scolarise,handicap"
    path.write_text(f"{columns}\nZZ9999,enfant,,Alaoui,Sara,,,2012-05-09,F,,,non,non\n", encoding="utf-8")
    answer = cli("families", path, "--body", "portal", "--on", date(2022, 7, 10).isoformat())
    assert answer.exit_code == 1
    assert "Nobody in the register" in answer.output
