"""Installed alone, the package is the law library: no Django, no database, no command line."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ABSENT = """
import sys

class Absent:
    names = {"django", "psycopg", "click", "rich", "numpy", "pyarrow", "procrastinate", "structlog", "babel",
             "duckdb", "splink", "httpx", "waitress", "whitenoise", "psutil"}

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(name, name=name)

sys.meta_path.insert(0, Absent())
"""


def alone(program: str) -> str:
    """What a program prints where only the library's own dependencies can be imported."""
    done = subprocess.run(
        [sys.executable, "-c", ABSENT + program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def readme_example() -> tuple[str, str]:
    """The three lines of the README, and the value they promise."""
    block = (ROOT / "README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    *lines, last = block.strip().splitlines()
    call, _sign, comment = last.partition("  # ")
    return "\n".join([*lines, f"print({call.strip()})"]), comment.partition(":")[0]


def test_the_readme_gives_a_contribution_in_three_lines() -> None:
    program, promised = readme_example()
    assert len(program.splitlines()) == 3
    assert alone(program) == promised


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_contribution_is_explained_with_its_texts(language: str) -> None:
    said = alone(
        "from himaya.legislation import Legislation\n"
        "facts = {'category': 'taxi_driver', 'month': '2022-03-01'}\n"
        f"told = Legislation.load('ma').explain(facts, 'tns_amo', language={language!r})\n"
        "print(told.value, told.law)\n"
    )
    assert said.startswith("18018 ")
    assert "2-18-623" in said


def test_a_country_is_worked_out_without_the_platform() -> None:
    said = alone(
        "import polars as pl\n"
        "from datetime import date\n"
        "from himaya.legislation import Legislation\n"
        "people = pl.DataFrame({'category': ['taxi_driver'] * 3, 'month': [date(2022, 3, 1)] * 3})\n"
        "print(Legislation.load('ma').evaluate(people, ['tns_amo'])['tns_amo'].to_list())\n"
    )
    assert said == "[18018, 18018, 18018]"


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    wanted = [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
    names = [one.partition(">")[0].partition("[")[0] for one in wanted]
    assert [name for name in names if name not in reasons] == []


def test_the_lock_holds_every_dependency_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = [
        *PROJECT["dependencies"],
        *(one for extra in PROJECT["optional-dependencies"].values() for one in extra),
    ]
    names = [one.partition(">")[0].partition("[")[0] for one in wanted]
    assert [name for name in names if f"\n{name}==" not in f"\n{lock}" and f"\n{name}[" not in lock] == []
    assert "://" not in lock
    assert "--index-url" not in lock
