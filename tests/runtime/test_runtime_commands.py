"""`himaya database` as people and programs use it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = "from himaya.channels.cli.main import main; main()"


def _run(*arguments: str, code: int = 0) -> Any:
    command = [sys.executable, "-c", RUN, "database", *arguments, "--json"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)


def test_the_life_of_a_database(folder: Path) -> None:
    before = _run("status", code=1)
    assert (before["kind"], before["running"], before["ready"]) == ("embedded", False, False)
    started = _run("start")
    assert (started["running"], started["ready"]) == (True, True)
    assert _run("status")["pid"] == started["pid"]
    assert _run("url", "--role", "app")["url"].startswith("postgresql://himaya_app@/himaya?")
    assert _run("stop") == {"stopped": True}
    assert _run("stop") == {"stopped": False}
    repaired = _run("repair")
    assert repaired["ready"]
    assert repaired["done"]
    assert _run("reset", "--yes") == {"removed": str(folder)}
    assert not (folder / "postgres" / "data").exists()


def test_reset_asks_first(folder: Path) -> None:
    (folder / "postgres" / "data").mkdir(parents=True)
    command = [sys.executable, "-c", RUN, "database", "reset"]
    result = subprocess.run(command, input="n\n", capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert str(folder) in result.stderr
    assert (folder / "postgres" / "data").exists()
