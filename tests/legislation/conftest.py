from __future__ import annotations

import pytest

from himaya.legislation.cases import Topic, load_topics
from himaya.legislation.law import Legislation


@pytest.fixture(scope="session")
def law() -> Legislation:
    return Legislation.load("ma")


@pytest.fixture(scope="session")
def topics() -> dict[str, Topic]:
    return load_topics("ma")
