"""`himaya law`: what it prints, its exit codes, and that it needs no Django."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from himaya.kernel import jurisdiction

OWN = jurisdiction.folder("ma") / "law" / "cases" / "self-employed.json"


def run(*arguments: str) -> Any:
    script = "import sys; from himaya.channels.cli.main import main; main(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", script, "law", *arguments], capture_output=True, text=True, check=False
    )


def test_check_prints_one_object_and_passes() -> None:
    done = run("check", str(OWN), "--json")
    report = json.loads(done.stdout)
    assert (done.returncode, len(report["passed"]), report["failed"], report["not_covered"]) == (
        0,
        81,
        [],
        [],
    )


def test_check_shows_the_difference_and_the_tree_and_exits_1(tmp_path: Path) -> None:
    content = json.loads(OWN.read_text(encoding="utf-8"))
    content["cases"] = [one for one in content["cases"] if one["id"] == "tns-006"]
    content["cases"][0]["expected"]["amo_monthly"] = "540.57"
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    done = run("check", str(path), "--engine", "person", "--lang", "en")
    assert done.returncode == 1
    assert "expected 540.57 ≠ 540.56" in done.stdout
    assert "AMO contribution of the month" in done.stdout
    assert json.loads(run("check", str(path), "--json").stdout)["failed"] == [
        {
            "id": "tns-006",
            "expected": {"coefficient": "3", "amo_monthly": "540.57"},
            "got": {"coefficient": "3", "amo_monthly": "540.56"},
        }
    ]


@pytest.mark.parametrize("content", ["{", '{"cases": [{"id": "x"}]}'])
def test_check_refuses_a_malformed_file_with_exit_2(tmp_path: Path, content: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    done = run("check", str(path))
    assert done.returncode == 2
    assert "bad.json" in done.stderr
    assert run("check", str(tmp_path / "absent.json")).returncode == 2


def test_explain_list_and_show() -> None:
    explained = json.loads(
        run("explain", "month_due", "--input", "category=artisan", "--on", "2022-02-01", "--json").stdout
    )
    assert explained["value"] == 13514
    assert (
        "décret"
        in run(
            "explain", "month_due", "--input", "category=artisan", "--on", "2022-02-01", "--lang", "fr"
        ).stdout
    )
    listed = json.loads(run("list", "--search", "SMIG", "--json").stdout)["entries"]
    assert {"wages.smig_hour", "decisions.smig_hours_month"} <= {one["name"] for one in listed}
    shown = json.loads(run("show", "tns_amo", "--json").stdout)
    assert "month_due" in shown["feeds"]
    assert "tns.amo_rate" in shown["parameters"]
    timeline = json.loads(run("show", "wages.smig_hour", "--json").stdout)["values"]
    assert (timeline[-1]["from"], timeline[-1]["value"]) == ("2026-01-01", "17.92")
    assert run("show", "farm_class").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "moon"),
        ("explain", "month_due", "--input", "category"),
        ("explain", "moon"),
        (
            "explain",
            "month_due",
            "--input",
            "farm_class=12",
            "--input",
            "category=farmer",
            "--on",
            "2022-01-01",
        ),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_exit_2(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_the_law_needs_no_django() -> None:
    script = (
        "import sys; from himaya.channels.cli.law import command; from himaya.legislation.law import "
        "Legislation;"
        "Legislation.load('ma').calculate({'category': 'artisan', 'month': '2022-02-01'}, 'month_due');"
        "sys.exit(any(name.split('.')[0] in ('django', 'psycopg', 'polars', 'narwhals') for name in "
        "sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
