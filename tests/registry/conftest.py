"""A prepared register, and lists of a few people in the dress of their body."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from registry_help import ON, PERSON, written

from himaya.fund.preparation import prepare
from himaya.fund.registry.registration.run import Report, register_list


@pytest.fixture
def register(database: psycopg.Connection) -> psycopg.Connection:
    """A connection to a register with its reference data."""
    prepare(database)
    return database


@pytest.fixture
def take(register: psycopg.Connection, tmp_path: Path) -> Callable[..., Report]:
    """Takes a list: each line a dict of what differs from PERSON, in canonical words."""

    def taken(body: str, *lines: dict[str, str], on: date = ON) -> Report:
        path = written(tmp_path, body, [{**PERSON, **line} for line in lines])
        return register_list(register, source=path, body=body, on=on)

    return taken


@pytest.fixture
def monthly(adoul: psycopg.Connection) -> Callable[[], None]:
    """Months owed are worked out up to September 2022."""
    from himaya.fund.contributions.assess import assess
    from himaya.kernel.month import Month

    def assessed() -> None:
        assess(adoul, through=Month.parse("2022-09"), on=date(2022, 9, 1))

    assessed()
    return assessed
