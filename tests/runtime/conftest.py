"""Servers of their own, for tests that kill them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from himaya.runtime import database


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder that is the current one; its server is stopped and removed after the test."""
    path = Path(tempfile.mkdtemp(prefix="himaya-server-"))
    path.chmod(0o711)
    monkeypatch.setenv("HIMAYA_DATA", str(path))
    monkeypatch.delenv("HIMAYA_DATABASE_NAME", raising=False)
    monkeypatch.delenv("HIMAYA_DATABASE_URL", raising=False)
    monkeypatch.delenv("HIMAYA_POSTGRES_BIN", raising=False)
    yield path
    monkeypatch.undo()
    os.environ["HIMAYA_DATA"], before = str(path), os.environ["HIMAYA_DATA"]
    try:
        database.embedded().remove()
    finally:
        os.environ["HIMAYA_DATA"] = before
        shutil.rmtree(path, ignore_errors=True)
