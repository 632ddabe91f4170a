"""Events, progress, catalogues, memory, keys, settings."""

import gettext
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from himaya.runtime import catalogues, events, secrets
from himaya.runtime.memory import PeakMemory, watched
from himaya.runtime.progress import Progress


@dataclass(frozen=True)
class Applied:
    """An event of these tests."""

    run_id: int


@dataclass(frozen=True)
class AppliedTwice(Applied):
    """Another event, though a subclass."""


@pytest.mark.parametrize("command", [("numbers",), ("database", "status")])
def test_a_data_folder_that_cannot_be_made_is_named_with_what_to_do(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    environment = {**os.environ, "HIMAYA_DATA": str(folder), "HIMAYA_LANGUAGE": "fr"}
    program = "from himaya.channels.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"Le dossier des données {folder}" in done.stderr
    assert "HIMAYA_DATA" in done.stderr


def test_an_event_reaches_its_subscribers_once_and_in_order() -> None:
    heard: list[tuple[str, int]] = []

    def first(event: Applied) -> None:
        heard.append(("first", event.run_id))

    def second(event: Applied) -> None:
        heard.append(("second", event.run_id))

    for handler in (first, second, first):
        events.subscribe(Applied, handler)
    events.publish(Applied(run_id=4))
    events.publish(AppliedTwice(run_id=5))
    assert heard == [("first", 4), ("second", 4)]
    events.unsubscribe(Applied, first)
    events.unsubscribe(Applied, second)


def test_a_failing_subscriber_stops_the_batch() -> None:
    def fails(event: Applied) -> None:
        raise ZeroDivisionError

    events.subscribe(Applied, fails)
    with pytest.raises(ZeroDivisionError):
        events.publish(Applied(run_id=1))
    events.unsubscribe(Applied, fails)


def test_progress_counts_and_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(total=10, label="Working") as progress:
        progress.advance(4)
        progress.advance()
    assert progress.count == 5
    assert capsys.readouterr() == ("", "")


def test_progress_shows_the_rate_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with Progress(total=2000, label="Working") as progress:
        for _ in range(4):
            progress.advance(500)
            time.sleep(0.01)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Working" in shown.err
    assert "2\u202f000/2\u202f000" in shown.err
    assert "/s" in shown.err
    with Progress(total=2, label="Working", silent=True) as progress:
        progress.advance(2)
    assert capsys.readouterr() == ("", "")


PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Ready"
msgstr "ⵉⵡⵊⴷ"

#, fuzzy
msgid "Doubtful"
msgstr "x"

msgid "{n} job"
msgid_plural "{n} jobs"
msgstr[0] "a {n}"
msgstr[1] "b {n}"
"""


def test_catalogues_are_compiled_when_newer_even_for_a_language_babel_does_not_know(tmp_path: Path) -> None:
    folder = tmp_path / "app" / "locale" / "zgh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    assert catalogues.compile_all(tmp_path) == [folder / "django.mo"]
    assert catalogues.compile_all(tmp_path) == []
    with (folder / "django.mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    assert words.gettext("Ready") == "ⵉⵡⵊⴷ"
    assert words.gettext("Doubtful") == "Doubtful"
    assert [words.ngettext("{n} job", "{n} jobs", n) for n in (1, 2)] == ["a {n}", "b {n}"]
    os.utime(folder / "django.po", (time.time() + 5, time.time() + 5))
    assert catalogues.compile_all(tmp_path) == [folder / "django.mo"]


def test_peak_memory_sees_children_and_what_was_freed(template: str) -> None:
    with PeakMemory() as memory:
        before = memory.peak
        child = subprocess.run(
            [sys.executable, "-c", "x = bytearray(200_000_000); import time; time.sleep(1)"], check=True
        )
    assert child.returncode == 0
    assert memory.peak - before > 150_000_000
    assert memory.mebibytes >= memory.peak // 2**20


def test_the_server_is_part_of_the_memory_watched(template: str) -> None:
    from himaya.runtime import database

    assert database.embedded().status().pid in watched()


def test_the_key_is_made_once_and_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIMAYA_DATA", str(tmp_path))
    key = secrets.secret_key()
    assert len(key) >= 50
    assert secrets.secret_key() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    monkeypatch.setenv("HIMAYA_SECRET_KEY", "given")
    assert secrets.secret_key() == "given"


def test_without_any_setting_everything_is_closed(tmp_path: Path) -> None:
    script = """
from django.conf import settings as s
assert not s.DEBUG and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31_536_000
assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.X_FRAME_OPTIONS == "DENY"
assert s.ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]
assert s.LANGUAGE_CODE == "ar" and [code for code, _ in s.LANGUAGES] == ["ar", "fr", "zgh", "en"]
assert s.TIME_ZONE == "Africa/Casablanca" and s.USE_TZ
from django.utils.translation import get_language_info
assert get_language_info("zgh")["bidi"] is False and get_language_info("ar")["bidi"] is True
import pathlib; assert not (pathlib.Path(s.STATIC_ROOT).parent / "postgres").exists()
"""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HIMAYA_")}
    own = {**clean, "HIMAYA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "himaya.runtime.settings"}
    result = subprocess.run(
        [sys.executable, "-c", script], env=own, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_every_answer_carries_the_security_headers() -> None:
    from django.http import HttpRequest, HttpResponse

    from himaya.runtime.security import SecurityHeaders

    answer = SecurityHeaders(lambda request: HttpResponse("x"))(HttpRequest())
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    stricter = SecurityHeaders(lambda request: HttpResponse("x", headers={"Content-Security-Policy": "none"}))
    assert stricter(HttpRequest())["Content-Security-Policy"] == "none"
