"""`himaya match` and `himaya persons find`, as programs and people use them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest

from himaya.demo.match_truth import write_match_truth
from himaya.fund.registry import search
from himaya.fund.registry.matching import model

Cli = Callable[..., Any]
NAMES = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar", "family_key", "given_key")


@pytest.fixture
def register(database: psycopg.Connection, enter: Callable[..., None]) -> psycopg.Connection:
    same = {"commune_id": 4, "phone": "+212612345678", "birth_on": date(1975, 3, 2)}
    enter(
        {
            "id": 1,
            "insured_number": 123456782,
            "family_name_fr": "Benjelloun",
            "given_name_fr": "Mohamed",
            "cin": "AB12345",
            "cin_key": "AB12345",
            **same,
        },
        {
            "id": 2,
            "insured_number": 123456790,
            "family_name_fr": "Ben Jeloun",
            "given_name_fr": "Med",
            **same,
        },
        {"id": 3, "insured_number": 123456808, "family_name_fr": "Tazi", "given_name_fr": "Omar"},
    )
    with database.transaction():
        rows = database.execute(f"select {', '.join(NAMES)} from registry_person").fetchall()
        search.remember_names(database, people=pl.DataFrame(rows, schema=list(NAMES), orient="row"))
    return database


@pytest.mark.usefixtures("register")
def test_duplicates_are_found_and_nothing_is_merged(cli: Cli, register: psycopg.Connection) -> None:
    answer = cli("match", "duplicates", "--json")
    assert answer.exit_code == 1
    (pair,) = answer.json()["pairs"]
    assert (pair["person_id"], pair["other_id"], pair["decision"]) == (1, 2, "automatic")
    merged = register.execute(
        "select count(*) from registry_person where merged_into_id is not null"
    ).fetchone()
    assert merged == (0,)


@pytest.mark.usefixtures("register")
def test_a_pair_is_explained_in_words(cli: Cli) -> None:
    answer = cli("match", "explain", "123456782", "123456790")
    assert answer.exit_code == 0
    assert "The family name is spelt in two ways." in answer.output
    assert "An identity card number is missing." in answer.output


@pytest.mark.usefixtures("register")
def test_a_merge_and_its_undoing(cli: Cli) -> None:
    merged = cli("match", "merge", "123456782", "123456790", "--reason", "same card seen", "--json").json()
    assert (merged["kept"], merged["dropped"]) == (123456782, 123456790)
    (found,) = cli("persons", "find", "123456790", "--json").json()["people"]
    assert found["insured_number"] == 123456782
    assert cli("match", "part", str(merged["merge"]), "--reason", "two cousins").exit_code == 0
    (found,) = cli("persons", "find", "123456790", "--json").json()["people"]
    assert found["insured_number"] == 123456790
    assert cli("match", "part", str(merged["merge"]), "--reason", "again").exit_code == 2


def test_a_person_is_found_and_the_look_is_audited(cli: Cli, register: psycopg.Connection) -> None:
    answer = cli("persons", "find", "benjeloun mohamed")
    assert answer.exit_code == 0
    assert "123456782" in answer.output
    audited = register.execute("select action, subject_count from access_action").fetchall()
    assert audited == [("persons.find", 2)]


@pytest.mark.usefixtures("register")
def test_nobody_is_found_for_a_name_nobody_bears(cli: Cli) -> None:
    answer = cli("persons", "find", "Zniber Itto", "--json")
    assert answer.exit_code == 0
    assert answer.json()["people"] == []


def test_the_matcher_is_judged_and_trained_from_files(cli: Cli, tmp_path: Path) -> None:
    write_match_truth(10_000, tmp_path, seed=9)
    truth = tmp_path / "truth.parquet"
    judged = cli("match", "evaluate", "--truth", truth, "--json")
    assert judged.exit_code == 0
    assert judged.json()["passed"]
    assert judged.json()["kinds"][0]["kind"] == "all"
    shown = cli("match", "evaluate", "--truth", truth).output
    assert "names_swapped" in shown
    trained = cli("match", "train", "--truth", truth, "--write", tmp_path / "new.json", "--json").json()
    assert model.load(tmp_path / "new.json").content["version"] == trained["version"]
