"""The law, loaded once."""

import pytest

from himaya.legislation.law import Legislation


@pytest.fixture(scope="session")
def law() -> Legislation:
    return Legislation.load("ma")
