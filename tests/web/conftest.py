"""The web pages on a made-up snapshot: no database is asked."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sample
from django.test import Client

from himaya.channels.web import assets, reading
from himaya.channels.web.asking import Question
from himaya.channels.web.server import Server, serve_built_files
from himaya.runtime import catalogues
from himaya.steering.statistics.errors import RegionUnknown
from himaya.steering.statistics.figures import Figures
from optional import lacking

LANGUAGES = ("ar", "fr", "zgh", "en")


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    """Catalogues and style sheet as `make install` leaves them."""
    catalogues.compile_all()
    try:
        assets.build()
    except assets.BuildFailed as missing:
        lacking(f"the pages' style cannot be built: {missing}")


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Sets what the register answers: figures, or a function of the question."""

    def set_answer(given: Figures | Callable[[Question], Figures]) -> None:
        told = given if callable(given) else lambda question: given
        monkeypatch.setattr(reading, "read_figures", told)

    set_answer(of_question)
    return set_answer


@pytest.fixture
def client(answer: Callable[[Any], None]) -> Client:
    """A reader without a browser."""
    serve_built_files()
    return Client(SERVER_NAME="localhost")


def of_question(question: Question) -> Figures:
    """The country, or the region asked for."""
    if question.region not in {None, *(choice.code for choice in sample.snapshot().region_choices)}:
        raise RegionUnknown(region=question.region)
    return sample.snapshot(region=question.region)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the pages served by our own server."""
    patch = pytest.MonkeyPatch()
    patch.setattr(reading, "read_figures", of_question)
    server = Server(host="127.0.0.1", port=0)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    yield server.address
    server.close()
    serving.join(timeout=10)
    patch.undo()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium: the machine's, or playwright's own. Closed with its module: Django refuses to work in its loop."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is missing")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as player:
        try:
            chromium = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as missing:
            lacking(f"Chromium is missing: {missing}")
        yield chromium
        chromium.close()
