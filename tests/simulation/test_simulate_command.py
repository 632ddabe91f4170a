"""`himaya simulate`: figures, CSV and the report in three languages; and the register as population."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from written_register import Register

from .conftest import REFORMS

Cli = Callable[..., Any]
LINES = ("artisan,,,01,F,10", "dentist,3,,12,M,20", "veterinarian,,,,,3")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_report_is_one_page_in_each_language(
    cli: Cli, write_people: Callable[..., Path], tmp_path: Path, language: str
) -> None:
    page, figures = tmp_path / "report.html", tmp_path / "figures.csv"
    done = cli(
        "simulate", REFORMS / "single_tns_rate.yaml", "--population", write_people(*LINES), "--month", "2026-06",
        "--html", page, "--csv", figures, "--lang", language, "--on", "2026-07-01", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.output + done.errors
    assert done.json()["all"]["people"] == 33
    html = page.read_text(encoding="utf-8")
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert html.count("<svg") == 9  # the mark, and two charts for each of four breakdowns
    assert not re.search(r'(src|href)="http', html)
    assert "<script" not in html
    said = {"ar": "محاكاة إصلاح", "fr": "Simulation d", "en": "Simulation of a reform"}
    assert said[language] in html
    assert figures.read_text(encoding="utf-8").startswith("breakdown,group,people")


def test_the_register_is_a_population(cli: Cli, database: psycopg.Connection) -> None:
    """A notary of k = 4 and one whose membership ended: 4 × 191 × 6.37 % × 17.92, then × 18.82."""
    arguments = (
        "simulate", REFORMS / "minimum_wage.yaml", "--population", "register", "--month", "2026-06", "--json",
    )  # fmt: skip
    assert cli(*arguments).json()["all"]["people"] == 0
    register = Register(database)
    register.begin(on=date(2022, 1, 1))
    for number, more in ((1, {}), (2, {"end_on": date(2026, 5, 31)}), (3, {"first_due": "2026-07"})):
        register.person(number)
        register.member(number, person=number, **more)
    done = cli(*arguments)
    assert done.exit_code == 0, done.output + done.errors
    figures = done.json()
    assert (figures["all"]["people"], figures["all"]["losers"]) == (1, 1)
    assert figures["totals"] == [{"branch": "amo", "side": "insured_pays", "before": 87_210, "after": 91_590}]


@pytest.mark.parametrize(
    "options", [("--month", "June"), ("--month", "2026-06", "--population", "absent.csv")]
)
def test_a_wrong_question_exits_2(cli: Cli, options: tuple[str, ...]) -> None:
    done = cli("simulate", REFORMS / "minimum_wage.yaml", "--population", "x.csv", *options)
    assert done.exit_code == 2
    assert "Traceback" not in done.errors


def test_the_terminal_speaks_the_language_asked(cli: Cli, write_people: Callable[..., Path]) -> None:
    arguments = ("--population", write_people(*LINES), "--month", "2026-06")
    done = cli("simulate", REFORMS / "minimum_wage.yaml", *arguments, "--lang", "fr")
    assert done.exit_code == 0, done.output + done.errors
    for said in ("Assurance maladie (AMO)", "Payé par les assurés", "Par sexe", "Femmes"):
        assert said in done.output
    assert "insured_pays" not in done.output
