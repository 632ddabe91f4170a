"""An empty register of the shipped fund."""

from datetime import date

import psycopg
import pytest

from himaya.fund.preparation import prepare
from written_register import Register


@pytest.fixture
def register(database: psycopg.Connection) -> Register:
    """Nobody in it, on 1 March 2022."""
    prepare(database)
    register = Register(database)
    register.begin(on=date(2022, 3, 1))
    return register
