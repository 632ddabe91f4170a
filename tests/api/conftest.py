"""The interface for programs, asked as a program does; no database is needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from himaya.channels.web.server import serve_built_files
from himaya.runtime import catalogues


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Catalogues as `make install` leaves them."""
    catalogues.compile_all()


@pytest.fixture
def client() -> Iterator[Client]:
    """A program that nobody has counted yet."""
    serve_built_files()
    cache.clear()
    yield Client(SERVER_NAME="localhost")
    cache.clear()
