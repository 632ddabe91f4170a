"""The journey of the decree of October 2025 (ranks 4 to 6, back to January 2023): asked, listed once, explained."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner, Result

from himaya.channels.cli.benches import retroactive as bench
from himaya.channels.cli.main import main
from himaya.legislation.law import Legislation
from himaya.steering.simulation.errors import PopulationInvalid
from himaya.steering.simulation.families import read_families
from himaya.steering.simulation.retroactive import list_differences

DECREE = ("--from", "2023-01", "--to", "2025-10", "--known", "2025-10-22..2025-10-23")
MONTHS = 34  # January 2023 to October 2025
Ask = Callable[..., Result]

KILLED = """
import os, signal, sys
from pathlib import Path
from himaya.channels.cli.benches.retroactive import DECREE
from himaya.legislation.law import Legislation
from himaya.steering.simulation.retroactive import list_differences
done = []
def advance(count):
    done.append(count)
    if len(done) == 10:
        os.kill(os.getpid(), signal.SIGKILL)
list_differences(Legislation.load("ma"), Path(sys.argv[1]), DECREE, folder=Path(sys.argv[2]), advance=advance)
"""


@pytest.fixture
def families(tmp_path: Path) -> Path:
    """Families of 3, 4, 6 and 8 children."""
    path = tmp_path / "families.csv"
    path.write_text("family,eligible_children\nAmal,3\nBadr,4\nCherki,6\nDaoud,8\n", encoding="utf-8")
    return path


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs the command for the decree, with a data folder of its own."""
    monkeypatch.setenv("HIMAYA_DATA", str(tmp_path / "data"))

    def run(families: Path, *more: str | Path, decree: tuple[str, ...] = DECREE) -> Result:
        named = ("law", "retroactive", "family_allowance_amount", "--families", str(families), *decree)
        return CliRunner().invoke(main, [*named, *map(str, more)])

    return run


def owed(path: Path) -> dict[str, list[tuple[str, str, str, str]]]:
    found: dict[str, list[tuple[str, str, str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            amounts = (one["month"], one["before"], one["after"], one["difference"])
            found.setdefault(one["family"], []).append(amounts)
    return found


def test_the_decree_is_worked_out_and_listed(ask: Ask, families: Path, tmp_path: Path) -> None:
    """Ranks 1 to 3 get 300, ranks 4 to 6 rise from 36 to 100: 64 dirhams for each, 34 months; none from rank 7.

    Badr (4): 936 → 1 000, 64 a month, 2 176 in all. Cherki (6) and Daoud (8): 1 008 → 1 200, 192, 6 528 each.
    """
    done = ask(families, "--out", tmp_path / "owed.csv", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["new"], told["families"], told["lines"], told["unknown"]) == (True, 3, 3 * MONTHS, 0)
    assert told["total"] == 217_600 + 652_800 + 652_800
    assert [one["month"] for one in told["months"]][:: MONTHS - 1] == ["2023-01", "2025-10"]
    for one in told["months"]:
        assert (one["families"], one["difference"]) == (3, 44_800)
        assert one["ranks"] == {"4": 3 * 6_400, "5": 2 * 6_400, "6": 2 * 6_400}
    lines = owed(tmp_path / "owed.csv")
    assert lines["Badr"][0] == ("2023-01", "936.00", "1000.00", "64.00")
    assert lines["Cherki"][-1] == lines["Daoud"][-1] == ("2025-10", "1008.00", "1200.00", "192.00")
    assert {name: len(found) for name, found in lines.items()} == dict.fromkeys(
        ("Badr", "Cherki", "Daoud"), MONTHS
    )
    assert "Décret 2.23.715" in (tmp_path / "owed.csv").read_text(encoding="utf-8").splitlines()[1]
    assert [(one["old"], one["new"], one["known_on"]) for one in told["texts"]] == [
        ("36", "100", "2025-10-23")
    ]


def test_asked_again_nothing_is_new_and_the_list_is_the_same(
    ask: Ask, families: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "first.csv", tmp_path / "again.csv"
    ask(families, "--out", first)
    done = ask(families, "--out", again, "--lang", "en")
    assert "Nothing new: these differences were listed before." in done.stdout
    assert first.read_bytes() == again.read_bytes()
    assert len(list((tmp_path / "data/retroactive").iterdir())) == 1


def test_killed_in_the_middle_it_goes_on_and_lists_the_same(
    law: Legislation, families: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    killed = subprocess.run([sys.executable, "-c", KILLED, families, folder], check=False)
    assert killed.returncode == -signal.SIGKILL
    (months,) = folder.iterdir()
    written = {path.name: path.stat().st_mtime_ns for path in months.iterdir()}
    assert len(written) == 10
    advanced: list[dict[str, int]] = []

    def advance(_: int) -> None:
        advanced.append({path.name: path.stat().st_mtime_ns for path in months.iterdir()})

    again = list_differences(law, families, bench.DECREE, folder=folder, advance=advance)
    whole = list_differences(law, families, bench.DECREE, folder=tmp_path / "other")
    assert {name: advanced[-1][name] for name in written} == written
    assert pl.read_parquet(again.path).equals(pl.read_parquet(whole.path))
    assert [path.name for path in folder.iterdir()] == [again.path.name]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "الرتبة 4"), ("fr", "Rang 4"), ("en", "Rank 4")],
)
def test_totals_by_month_and_rank_are_told_in_each_language(
    ask: Ask, families: Path, language: str, said: str
) -> None:
    shown = ask(families, "--lang", language).stdout
    assert said in shown
    assert "15\u202f232,00" in shown  # all three families together
    assert "Décret 2.23.715" in shown


def test_a_family_is_explained_under_both_laws(ask: Ask, families: Path, tmp_path: Path) -> None:
    done = ask(families, "--explain", "Badr", "--month", "2024-05", "--json")
    told = json.loads(done.stdout)
    assert [told[side]["value"] for side in ("before", "after")] == [93_600, 100_000]
    shown = ask(families, "--explain", "Badr", "--lang", "fr").stdout
    assert "La loi telle que connue le 2025-10-22, pour 2025-10" in shown
    assert "La loi telle que connue le 2025-10-23, pour 2025-10" in shown
    assert not (tmp_path / "data").exists()


def test_a_family_may_change_from_month_to_month(ask: Ask, tmp_path: Path) -> None:
    """A fourth child until February 2023, a fifth in March 2023: 64, 64, then 128."""
    path = tmp_path / "monthly.parquet"
    months = pl.Series(["2023-01", "2023-02", "2023-03"]).str.to_date("%Y-%m")
    children = pl.DataFrame({"family": 7, "month": months, "eligible_children": [4, 4, 5]})
    children.write_parquet(path)
    told = json.loads(ask(path, "--json", "--out", tmp_path / "owed.parquet").stdout)
    assert [one["difference"] for one in told["months"]] == [6_400, 6_400, 12_800]
    assert [one["ranks"] for one in told["months"]][-1] == {"4": 6_400, "5": 6_400}
    assert pl.read_parquet(tmp_path / "owed.parquet")["difference"].to_list() == [6_400, 6_400, 12_800]


def test_a_family_without_its_facts_is_listed_apart(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "families.csv"
    path.write_text("family,eligible_children\nBadr,4\nEl Idrissi,\n", encoding="utf-8")
    done = ask(path, "--out", tmp_path / "owed.csv", "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["unknown"], told["families"], told["total"]) == (1, 1, 1, MONTHS * 6_400)
    lines = (tmp_path / "owed.csv").read_text(encoding="utf-8").splitlines()
    lost = [one for one in csv.DictReader(lines) if one["family"] == "El Idrissi"]
    assert {(one["difference"], one["reason_after"]) for one in lost} == {("", "MISSING_ELIGIBLE_CHILDREN")}


def test_who_has_no_right_is_owed_nothing(law: Legislation, tmp_path: Path) -> None:
    """The whole allowance: 108 days and 60 % of the minimum wage open it; without the days nothing is due."""
    path = tmp_path / "families.csv"
    path.write_text(
        "family,eligible_children,days_in_6_months,monthly_wage\nBadr,4,156,5000.00\nCherki,4,20,5000.00\n",
        encoding="utf-8",
    )
    question: Any = bench.DECREE
    asked = type(question)(
        variable="family_allowance",
        first=question.first,
        last=question.last,
        known_before=question.known_before,
        known_after=question.known_after,
    )
    listed = list_differences(law, path, asked, folder=tmp_path / "run")
    assert (listed.families, listed.unknown, listed.total) == (1, 0, MONTHS * 6_400)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("family,children\nBadr,4\n", 1, "there is no column 'eligible_children'"),
        ("household,eligible_children\nBadr,4\n", 1, "there is no column 'family'"),
        ("family,eligible_children\nBadr,4\nCherki,four\n", 3, "is not a whole number"),
        ("family,eligible_children\nBadr,4\nCherki,-1\n", 3, "must lie between"),
        ("family,eligible_children\nBadr,4\n,2\n", 3, "family is empty"),
        ("family,eligible_children\nBadr,4\nCherki,2\nBadr,5\n", 4, "written twice"),
        ("family,month,eligible_children\nBadr,2023-13,4\n", 2, "is not a month"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(
    ask: Ask, law: Legislation, tmp_path: Path, content: str, line: int, reason: str
) -> None:
    path = tmp_path / "families.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PopulationInvalid) as refused:
        read_families(path, law, "family_allowance_amount", first=bench.DECREE.first)
    assert (refused.value.values["file"], refused.value.values["line"]) == ("families.csv", line)
    assert reason in refused.value.values["reason"]
    assert not list((tmp_path / "data/retroactive").glob("*.parquet"))


@pytest.mark.parametrize(
    "decree",
    [
        ("--from", "2023-01", "--to", "2025-10", "--known", "2025-10-23"),
        ("--from", "2023-01", "--to", "2025-10", "--known", "2025-10-23..2025-10-22"),
        ("--from", "2025-10", "--to", "2023-01", "--known", "2025-10-22..2025-10-23"),
        ("--from", "January", "--to", "2025-10", "--known", "2025-10-22..2025-10-23"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(ask: Ask, families: Path, decree: tuple[str, ...]) -> None:
    assert ask(families, decree=decree).exit_code == 2


def test_a_family_that_is_not_in_the_file_is_refused(ask: Ask, families: Path) -> None:
    assert ask(families, "--explain", "Zahra").exit_code == 2
