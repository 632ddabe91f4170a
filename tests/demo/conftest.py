from pathlib import Path

import pytest

from himaya.demo.files import Sent, write_files
from himaya.demo.population import Population, generate


@pytest.fixture(scope="session")
def region() -> Population:
    return generate("11", 30_000, seed=7)


@pytest.fixture(scope="session")
def sent(region: Population, tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    return write_files(region, tmp_path_factory.mktemp("sent"))


@pytest.fixture(scope="session")
def sent_folder(sent: list[Sent]) -> Path:
    return sent[0].path.parent
