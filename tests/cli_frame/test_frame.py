"""The frame of the command line: loading, language, failures, exit codes."""

from __future__ import annotations

import errno
import json
import logging
import subprocess
import sys
import time
import types
from collections.abc import Callable
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from himaya.channels.cli import language
from himaya.channels.cli import main as frame
from himaya.kernel.errors import DomainError
from himaya.kernel.identifiers import IdentifierError
from himaya.runtime.paths import data_folder

Run = Callable[..., Result]


class Refused(DomainError):
    code = "test.refused"
    params = ("reason",)
    message = "Refused: {reason}."
    remedy = "Try {reason} again."


@click.command()
@click.option("--raise", "fault", default="")
@click.option("--json", "as_json", is_flag=True)
def probe(fault: str, as_json: bool) -> int:
    """A command that can fail in every way."""
    faults: dict[str, Callable[[], Any]] = {
        "domain": lambda: Refused(reason="late"),
        "identifier": lambda: IdentifierError("identifier.cin.shape", "??"),
        "bug": lambda: KeyError("AB123456 Fatima"),
        "stop": lambda: KeyboardInterrupt(),
        "file": lambda: PermissionError(errno.EACCES, "Permission denied", "/root/letters.csv"),
        "data": lambda: OSError(
            errno.ENOSPC, "No space left on device", str(data_folder() / "received" / "x")
        ),
    }
    if fault in faults:
        raise faults[fault]()
    return 1 if fault == "rejects" else 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line that has the commands `probe` (sound) and `broken` (cannot even be imported)."""
    module = types.ModuleType("himaya.channels.cli.probe")
    module.command = probe  # type: ignore[attr-defined]
    module.__spec__ = types.SimpleNamespace()  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "himaya.channels.cli.probe", module)
    entry = frame.Entry(frame.START, "Try the frame.", needs_platform=False)
    monkeypatch.setattr(frame, "COMMANDS", {"probe": entry, "absent": entry, **frame.COMMANDS})
    return lambda *arguments: CliRunner().invoke(frame.main, list(arguments))


def test_a_command_ends_with_its_exit_code(run: Run) -> None:
    assert run("probe").exit_code == 0
    assert run("probe", "--raise", "rejects").exit_code == 1


def test_a_refusal_is_a_sentence_and_what_to_do_next(run: Run) -> None:
    result = run("probe", "--raise", "domain")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == ["Refused: late.", "Try late again."]


@pytest.mark.parametrize(
    ("fault", "code", "place"),
    [
        ("file", "cli.file_unusable", "/root/letters.csv"),
        ("data", "runtime.data_folder_unusable", str(data_folder())),
    ],
)
def test_a_place_that_the_system_refuses_is_named_with_what_to_do(
    run: Run, fault: str, code: str, place: str
) -> None:
    result = run("probe", "--raise", fault, "--json")
    error = json.loads(result.stdout)["error"]
    assert (result.exit_code, error["code"]) == (2, code)
    assert place in error["sentence"]
    assert error["what_next"]


def test_a_refusal_for_a_program_is_one_object(run: Run) -> None:
    result = run("probe", "--raise", "domain", "--json")
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error == {
        "code": "test.refused",
        "sentence": "Refused: late.",
        "what_next": "Try late again.",
        "values": {"reason": "late"},
    }


def test_a_bug_is_logged_once_with_a_reference_and_without_what_it_quotes(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="himaya.cli"):
        result = run("probe", "--raise", "bug")
    assert result.exit_code == 2
    (record,) = caplog.records
    reference = record.getMessage().split("reference=")[1].split()[0]
    assert reference in result.stderr
    assert "KeyError" in record.getMessage()
    assert "test_frame.py" in record.getMessage()
    assert "Fatima" not in record.getMessage() + result.output


def test_a_stopped_command_says_how_to_continue(run: Run) -> None:
    result = run("probe", "--raise", "stop")
    assert result.exit_code == 2
    assert "same command again" in result.stderr


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["probe", "--nonsense"], ["--lang", "xx", "probe"], ["absent"]]
)
def test_what_is_not_understood_points_to_the_help(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "--help" in result.stderr


def test_a_command_that_cannot_be_loaded_stops_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "himaya.channels.cli.absent", types.ModuleType("absent"))
    sys.modules["himaya.channels.cli.absent"].__spec__ = types.SimpleNamespace()  # type: ignore[assignment]
    assert run("absent").exit_code == 2
    assert run("probe").exit_code == 0
    assert "probe" in run("--help").output


def test_help_lists_only_what_exists_with_examples(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert "Try the frame." in result.output
    assert "absent" not in result.output
    assert "himaya demo" in result.output


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ("fr", "Ce n'est pas un numéro de carte d'identité"),
        ("ar", "ليس هذا رقم بطاقة تعريف"),
        ("en", "This is not an identity card number"),
    ],
)
def test_a_refusal_speaks_the_language_chosen(run: Run, chosen: str, sentence: str) -> None:
    assert sentence in run("--lang", chosen, "probe", "--raise", "identifier").stderr
    assert "This is not" in run("probe", "--raise", "identifier").stderr


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"HIMAYA_LANGUAGE": "ar", "LANG": "fr_FR.UTF-8"}, "ar"),
        ({"LANG": "fr_MA.UTF-8"}, "fr"),
        ({"LC_ALL": "ar_MA", "LANG": "fr_FR"}, "ar"),
        ({"LANG": "zgh"}, "zgh"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_comes_from_the_surroundings(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("HIMAYA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.current() == expected


def test_the_help_is_quick_and_loads_neither_django_nor_polars() -> None:
    started = time.perf_counter()
    program = (
        "import sys\nfrom himaya.channels.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in ('django', 'polars', 'rich', 'yaml') if name in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert output.splitlines()[-1] == "[]"
    assert time.perf_counter() - started < 2  # 0.1 s when nothing else runs


def test_every_command_of_the_house_has_its_own_help_with_an_example() -> None:
    for name in frame.main.list_commands(click.Context(frame.main)):
        result = CliRunner().invoke(frame.main, [name, "--help"])
        assert result.exit_code == 0, name
        assert f"himaya {name}" in result.output, f"{name} shows no example"


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (
            "fr",
            ("Utilisation :", "Envoie une lettre recommandée", "Le jour qu'il est", "Exemple\u00a0: himaya"),
        ),
        ("ar", ("الاستعمال:", "إرسال رسالة مضمونة", "تاريخ اليوم", "مثال: himaya")),
        ("en", ("Usage:", "Send a registered letter", "The day it is", "Example: himaya")),
    ],
)
def test_the_help_of_a_command_speaks_the_language_chosen(chosen: str, words: tuple[str, ...]) -> None:
    for option in ("--lang", "--language"):
        shown = CliRunner().invoke(frame.main, [option, chosen, "letters", "send", "--help"]).output
        assert [word for word in words if word not in shown] == []
    unchanged = CliRunner().invoke(frame.main, ["letters", "send", "--help"]).output
    assert "Send a registered letter" in unchanged
