"""The day a rule applies to and the day it became known: what changed, and what reaches back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from himaya.channels.cli.law import command
from himaya.legislation.changes import list_changes
from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.law import Legislation

from . import small_fund

RETROACTIVE = (
    '  2008-07-01: {value: "36.00", reference: "Décret A"}\n'
    '  2023-01-01: {value: "100.00", reference: "Décret B", known_on: 2025-10-09}\n'
    '  2026-01-01: {value: "110.00", reference: "Décret C"}\n'
)
TWICE = (
    "  2023-01-01:\n"
    '    - {value: "50.00", reference: "Décret A"}\n'
    '    - {value: "100.00", reference: "Décret B", known_on: 2025-10-09}\n'
    '  2024-01-01: {value: "120.00", reference: "Décret C"}\n'
)
SCALE = """\
    label: {fr: "Barème", ar: "جدول"}
    type: brackets
    of: money
    unit: money
    values:
      2020-01-01:
        reference: "Loi 1"
        bands: [{up_to: "10", value: "1"}, {value: "2"}]
      2021-01-01:
        reference: "Loi 2"
        bands: [{below: "20", value: "1"}, {value: "3"}]
    """
TABLE = """\
    label: {fr: "Table", ar: "جدول"}
    type: table
    keys: {category: code}
    columns: {k: coefficient}
    reasons: {unknown_key: A, no_row: B, null_cell: C}
    rows:
      - {when: {category: x}, from: 2020-01-01, until: 2021-01-01, k: "1", reference: R1}
      - {when: {category: x}, from: 2021-01-01, until: 2024-01-01, k: "2", reference: R2}
      - {when: {category: x}, from: 2020-06-01, until: 2021-01-01, k: "1.5", reference: R3, known_on: 2022-05-01}
    """


def _law(folder: Path, values: str = RETROACTIVE, **parameters: str) -> Legislation:
    return Legislation.load(small_fund.write(folder, values=values, **parameters))


def _listed(law: Legislation, since: str, until: str, *known: str) -> list[tuple[str, ...]]:
    days = (date.fromisoformat(known[0]), date.fromisoformat(known[1])) if known else None
    found = list_changes(law, since=date.fromisoformat(since), until=date.fromisoformat(until), known=days)
    return [
        (str(one.since), str(one.until), str(one.old), str(one.new), str(one.known_on), one.source.reference)
        for one in found
    ]


def test_between_two_days_every_change_with_its_text(tmp_path: Path) -> None:
    assert _listed(_law(tmp_path), "2008-07-01", "2026-01-01") == [
        ("2023-01-01", "None", "36.00", "100.00", "2025-10-09", "Décret B"),
        ("2026-01-01", "None", "100.00", "110.00", "2026-01-01", "Décret C"),
    ]
    assert _listed(_law(tmp_path), "2023-01-01", "2025-12-31") == []


@pytest.mark.parametrize(
    ("known", "changes"),
    [
        (
            ("2025-10-08", "2025-10-09"),
            [("2023-06-01", "None", "36.00", "100.00", "2025-10-09", "Décret B")],
        ),
        (("2025-10-09", "2025-12-31"), []),
        (("2025-01-01", "2025-10-08"), []),
        (
            ("2025-01-01", "2026-02-01"),
            [
                ("2023-06-01", "2026-01-01", "36.00", "100.00", "2025-10-09", "Décret B"),
                ("2026-01-01", "None", "36.00", "110.00", "2026-01-01", "Décret C"),
            ],
        ),
    ],
)
def test_what_became_known_reaches_back(
    tmp_path: Path, known: tuple[str, str], changes: list[tuple[str, ...]]
) -> None:
    assert _listed(_law(tmp_path), "2023-06-01", "2026-12-31", *known) == changes


def test_a_day_may_have_a_value_and_its_correction(tmp_path: Path) -> None:
    law = _law(tmp_path, TWICE)
    case = {"children": 1, "month": "2023-05-01"}
    assert law.calculate(case, "allowance").value == 10_000
    assert law.known_on(date(2025, 10, 8)).calculate(case, "allowance").value == 5_000
    assert _listed(law, "2023-01-01", "2026-01-01", "2025-01-01", "2026-01-01") == [
        ("2023-01-01", "2024-01-01", "50.00", "100.00", "2025-10-09", "Décret B")
    ]


def test_corrections_of_a_day_are_sorted_by_the_day_they_became_known(tmp_path: Path) -> None:
    wrong = TWICE.replace("2025-10-09", "2022-10-09")
    with pytest.raises(LawFileInvalid, match="sorted by known_on") as refused:
        _law(tmp_path, wrong)
    assert refused.value.values["line"] == 6


def test_the_law_of_a_day_knows_no_later_value(tmp_path: Path) -> None:
    law = _law(tmp_path)
    case = {"children": 2, "month": "2026-05-01"}
    assert law.calculate(case, "allowance").value == 22_000
    assert law.known_on(date(2025, 12, 31)).calculate(case, "allowance").value == 20_000
    assert law.known_on(date(2000, 1, 1)).calculate(case, "allowance").reason == "NOT_IN_FORCE_AMOUNT"


def test_brackets_and_tables_change_too(tmp_path: Path) -> None:
    law = _law(tmp_path, small_fund.GOOD, scale=SCALE, table=TABLE)
    assert _listed(law, "2020-01-01", "2026-01-01") == [
        ("2020-06-01", "2021-01-01", "k 1", "k 1.5", "2022-05-01", "R3"),
        ("2021-01-01", "None", "≤ 10 → 1; … → 2", "< 20 → 1; … → 3", "2021-01-01", "Loi 2"),
        ("2021-01-01", "2024-01-01", "k 1.5", "k 2", "2021-01-01", "R2"),
        ("2024-01-01", "None", "k 2", "None", "2021-01-01", "R2"),
    ]
    assert _listed(law, "2020-01-01", "2026-01-01", "2022-01-01", "2022-12-31") == [
        ("2020-06-01", "2021-01-01", "k 1", "k 1.5", "2022-05-01", "R3")
    ]


def test_the_command_lists_them_in_three_languages() -> None:
    days = ["diff", "--from", "2020-01-01", "--to", "2030-12-31", "--known", "2026-01-28..2026-01-29"]
    found = json.loads(CliRunner().invoke(command, [*days, "--json"]).output)["changes"]
    assert ("dependants.student_age_max", "2027-02-01", "26", "30", "2026-01-29") in [
        (one["name"], one["from"], one["old"], one["new"], one["known_on"]) for one in found
    ]
    labels = {
        json.loads(CliRunner().invoke(command, [*days, "--lang", language, "--json"]).output)["changes"][0][
            "label"
        ]
        for language in ("ar", "fr", "en")
    }
    assert len(labels) == 3
    assert "dependants.student_age_max" in CliRunner().invoke(command, days).output


@pytest.mark.parametrize(
    "options",
    [
        ["--from", "2026-01-01", "--to", "2020-01-01"],
        ["--from", "2020-01-01", "--to", "2026-01-01", "--known", "2026-01-01"],
        ["--from", "2020-01-01", "--to", "2026-01-01", "--known", "2026-01-01..2025-01-01"],
        ["--from", "soon", "--to", "2026-01-01"],
    ],
)
def test_a_wrong_span_is_refused(options: list[str]) -> None:
    assert CliRunner().invoke(command, ["diff", *options]).exit_code == 2
