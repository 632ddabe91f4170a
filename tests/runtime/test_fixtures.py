"""The fixtures themselves: each test starts clean, in this process and in one of its own."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from himaya.runtime import facts


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(database: psycopg.Connection, turn: int) -> None:
    assert facts.get(database, "left") is None
    facts.put(database, "left", turn)


def test_a_command_in_this_process_sees_the_tests_database(
    database: psycopg.Connection, cli: Callable[..., Any]
) -> None:
    answer = cli("database", "status", "--json")
    assert (answer.exit_code, answer.json()["ready"]) == (0, True)
    assert answer.json()["kind"] == "embedded"


def test_an_installation_of_its_own_is_apart(database: psycopg.Connection, himaya: Any) -> None:
    facts.put(database, "left", 1)
    status = himaya.json("database", "start")
    assert (status["kind"], status["ready"], status["folder"]) == ("external", True, str(himaya.folder))
    with himaya.connect() as connection:
        assert facts.get(connection, "left") is None
        assert connection.execute("SELECT current_user").fetchone() == ("himaya_app",)
