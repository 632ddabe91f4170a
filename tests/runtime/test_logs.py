"""Logs are JSON and know no persons."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import structlog

from himaya.runtime import logs


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines logged so far, read back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(stream=stream, level="INFO")
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_line_is_json_with_its_instant_and_level(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger().info("list_applied", run_id=123456789, registered=5000, people=12, body="TAXI")
    (line,) = lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "list_applied",
        "level": "info",
        "run_id": 123456789,
        "registered": 5000,
        "people": 12,
        "body": "TAXI",
    }


PERSONAL_FIELDS = (
    "cin idcs phone family_name_ar given_name_fr address birth_on insured_number url card_name password"
    " secret_key params line person email rib"
)


@pytest.mark.parametrize("field", PERSONAL_FIELDS.split())
def test_fields_of_a_person_are_removed(lines: Callable[[], list[dict[str, Any]]], field: str) -> None:
    structlog.get_logger().warning("refused", **{field: "BENALI", "details": {field: "x", "code": "c1"}})
    (line,) = lines()
    assert field not in line
    assert line["removed"] == [field]
    assert line["details"] == {"code": "c1"}
    assert "BENALI" not in json.dumps(line)


@pytest.mark.parametrize(
    "text",
    [
        "AB123456",
        "j12345",
        "0661234567",
        "+212 6 61 23 45 67",
        "06.61.23.45.67",
        "123456789",
        "007810000112345678901234",
        "Key (family_key)=(BENALI) already exists",
        "someone@example.org",
    ],
)
def test_what_looks_personal_is_masked_in_any_text(
    lines: Callable[[], list[dict[str, Any]]], text: str
) -> None:
    structlog.get_logger().warning(f"refused {text} here", values=[text])
    logging.getLogger("library").warning("refused %s there", text)
    for line in lines():
        shown = json.dumps(line["event"])
        assert "BENALI" not in shown
        assert "BENALI" in text or text not in shown
        assert text not in json.dumps(line.get("values"))


def test_a_number_that_could_be_a_telephone_is_masked(lines: Callable[[], list[dict[str, Any]]]) -> None:
    structlog.get_logger().info("found", value=212661234567, size_bytes=212661234567)
    assert lines()[0] | {"timestamp": ""} == {
        "event": "found",
        "level": "info",
        "timestamp": "",
        "value": "…",
        "size_bytes": 212661234567,
    }


def test_an_exception_is_its_class_and_its_places(
    lines: Callable[[], list[dict[str, Any]]], database: psycopg.Connection
) -> None:
    try:
        database.execute("SELECT 'Benali Fatima'::date")
    except psycopg.Error:
        structlog.get_logger().exception("failed")
        logging.getLogger("library").exception("failed too")
    ours, theirs = lines()
    for line in (ours, theirs):
        assert line["error"] == "InvalidDatetimeFormat"
        assert line["code"] == "22007"
        assert any("test_logs.py" in place for place in line["at"])
        assert "Benali" not in json.dumps(line)


def test_the_server_log_quotes_no_row(database: psycopg.Connection) -> None:
    from himaya.runtime import database as place

    with pytest.raises(psycopg.Error):
        database.execute("SELECT 'Benali Fatima'::date")
    assert "Benali" not in place.embedded().places.log.read_text()
