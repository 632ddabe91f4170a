"""Catalogues compiled, and a data folder of the test's own."""

from pathlib import Path

import pytest

from himaya.runtime.catalogues import compile_all


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_all()


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setenv("HIMAYA_DATA", str(tmp_path / "data"))
    return tmp_path / "data"
