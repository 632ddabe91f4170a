"""Lists that are wrong in every way a list can be: each gets a clear answer, and nothing is lost or doubled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
from villages import people, written

from himaya.foundation.intake.layout import load_layout

TABLES = (
    "registry_person",
    "registry_membership",
    "registry_listline",
    "contributions_due",
    "rights_right",
    "messaging_message",
)
Cli = Callable[..., Any]


@pytest.fixture
def refused(cli: Cli, database: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Sends a list that cannot be read: exit 2, a sentence in each language, and nothing written; its code."""

    def send(path: Path, body: str) -> str:
        sentences = {}
        for language in ("ar", "fr"):
            monkeypatch.setenv("HIMAYA_LANGUAGE", language)
            answer = cli("register", path, "--body", body, "--on", "2022-03-01", "--json")
            assert answer.exit_code == 2, answer.output
            error = answer.json()["error"]
            assert error["code"] != "cli.unexpected", error
            assert error["what_next"]
            sentences[language] = error["sentence"]
        assert sentences["ar"] != sentences["fr"]
        assert any("\u0600" <= sign <= "\u06ff" for sign in sentences["ar"]), sentences["ar"]
        assert counts(database) == dict.fromkeys(TABLES, 0)
        return str(error["code"])

    return send


def counts(connection: psycopg.Connection) -> dict[str, int]:
    found = {}
    for table in TABLES:
        row = connection.execute(f"select count(*) from {table}").fetchone()
        assert row is not None
        found[table] = row[0]
    return found


def taken(cli: Cli, path: Path, body: str, on: str = "2022-03-01") -> dict[str, Any]:
    answer = cli("register", path, "--body", body, "--on", on, "--json")
    assert answer.exit_code in (0, 1), answer.output + answer.errors
    told: dict[str, Any] = answer.json()
    assert told["lines"] == told["registered"] + told["rejected"] + told["to_complete"] + told["to_decide"]
    assert answer.exit_code == (0 if told["registered"] == told["lines"] else 1)
    return told


def test_files_that_cannot_be_read_are_refused_whole(refused: Callable[..., str], tmp_path: Path) -> None:
    good = written(tmp_path / "good.csv", body="adouls", lines=people(5, seed=1)).read_bytes()
    heading = good.splitlines()[0]
    crafts = load_layout("crafts")
    parquet = io.BytesIO()
    pl.DataFrame({"a": range(1000)}).write_parquet(parquet)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<c/>" * 60_000_000)
    wrong: dict[str, tuple[str, bytes]] = {
        "no lines.csv": ("adouls", heading + b"\n"),
        "nothing.csv": ("adouls", b""),
        "columns.csv": ("adouls", b"Prix;Quantite\n12;3\n"),
        "encoding.csv": ("adouls", heading + b"\n" + b"\xff\xfe\x00\x81\x8d" * 40 + b"\n"),
        "bomb.xlsx": ("crafts", bomb.getvalue()),
        "broken.xlsx": ("crafts", b"PK\x03\x04 not a workbook"),
        "cut.parquet": ("agriculture", parquet.getvalue()[:-200]),
    }
    assert crafts.format == "xlsx"
    codes = {}
    for name, (body, content) in wrong.items():
        (tmp_path / name).write_bytes(content)
        codes[name] = refused(tmp_path / name, body)
    assert all(code.startswith("intake.") for code in codes.values()), codes


def test_an_unknown_body_is_refused_by_name(refused: Callable[..., str], tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", body="adouls", lines=people(3, seed=1))
    assert refused(path, "astrologers") == "registry.body_unknown"


def test_a_formula_in_a_cell_is_never_written_back_alive(
    cli: Cli, database: psycopg.Connection, tmp_path: Path
) -> None:
    lines = people(12, seed=3)
    for number, attack in enumerate(('=HYPERLINK("http://x")', "+1+1", "@SUM(A1)", "-2+3")):
        lines[number] = {**lines[number], "cin": "", "address": attack}
    told = taken(cli, written(tmp_path / "list.csv", body="adouls", lines=lines), "adouls")
    assert told["rejected"] >= 4
    back = Path(told["to_mend"]).read_text(encoding="utf-8-sig")
    cells = [cell.strip('"') for line in back.splitlines() for cell in line.replace(",", ";").split(";")]
    assert not [cell for cell in cells if cell[:1] in ("=", "@") or cell[:2] in ("+1", "-2")]


def test_the_same_list_twice_and_on_another_day_changes_nothing(
    cli: Cli, database: psycopg.Connection, tmp_path: Path
) -> None:
    path = written(tmp_path / "list.csv", body="adouls", lines=people(40, seed=4))
    first = taken(cli, path, "adouls")
    before = counts(database)
    again = taken(cli, path, "adouls")
    later = taken(cli, path, "adouls", on="2022-06-01")
    assert (again["repeated"], later["repeated"]) == (True, True)
    assert (later["run"], later["on"], later["registered"]) == (
        first["run"],
        "2022-03-01",
        first["registered"],
    )
    assert counts(database) == before


def test_one_person_in_two_bodies_lists_is_one_person_with_two_memberships(
    cli: Cli, database: psycopg.Connection, tmp_path: Path
) -> None:
    lines = [
        line for line in people(30, seed=5) if line["cin"] and line["phone"] and line["birth_on"][4] == "-"
    ]
    first = taken(cli, written(tmp_path / "one.csv", body="adouls", lines=lines), "adouls")
    second = taken(cli, written(tmp_path / "two.csv", body="notaries", lines=lines), "notaries")
    assert first["new_people"] == first["registered"] > 20
    assert second["new_people"] == 0
    assert second["registered"] == first["registered"]
    found = counts(database)
    assert found["registry_person"] == first["registered"]
    assert found["registry_membership"] == 2 * first["registered"]
    doubled = database.execute(
        "select count(*) - count(distinct insured_number) from registry_person"
    ).fetchone()
    assert doubled == (0,)
    assert found["messaging_message"] == first["registered"]
