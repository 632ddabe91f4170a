"""What the law refuses to load or to answer: every time with the place and the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from himaya.legislation.errors import (
    FormulaCycle,
    FormulaInvalid,
    InputInvalid,
    LawError,
    LawFileInvalid,
)
from himaya.legislation.law import Legislation

from . import small_fund

BORN = """\
birth_on: {label: {fr: "Naissance", ar: "ازدياد"}, unit: date, not_after: [month]}
wage: {label: {fr: "Salaire", ar: "أجر"}, unit: money_per_month, min: "0", max: "1000000"}
days: {label: {fr: "Jours", ar: "أيام"}, unit: days, min: "0", max: "31"}
"""
AGE = small_fund.FORMULA.replace(
    "children: Amount,", "birth_on: Day, wage: Amount, days: Amount, month: Day,"
)
AGE = AGE.replace("children * p.amount", "wage * days + years_completed(birth_on, month) * p.amount")
AGE = AGE.replace("{children} × {p.amount}", "{birth_on} {wage} {days} {month} {p.amount}")
AGE = AGE.replace("import Amount, Parameters,", "import Amount, Day, Parameters, years_completed,")
FACTS = {"birth_on": "2020-01-01", "wage": "1000", "days": 26, "month": "2021-01-01"}


@pytest.fixture
def law(tmp_path: Path) -> Legislation:
    small_fund.write(tmp_path)
    inputs = tmp_path / "law" / "inputs.yaml"
    inputs.write_text(small_fund.INPUTS + BORN, encoding="utf-8")
    (tmp_path / "law" / "formulas" / "allowance.py").write_text(AGE, encoding="utf-8")
    return Legislation.load(tmp_path)


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("wage", "-0.01", "must lie between 0 and 1000000"),
        ("days", 40, "must lie between 0 and 31"),
        ("birth_on", "2021-01-02", "must not lie after month"),
        ("birth_on", "1899-12-31", "must lie between 1900-01-01 and 2199-12-31"),
        ("birth_on", "2021-02-30", "day is out of range"),
        ("wage", 10.5, "a float is not exact"),
        ("wage", "12,50", "not a decimal number"),
        ("wage", "0.001", "more than 2 decimals"),
    ],
)
def test_a_fact_out_of_range_is_refused_for_a_person(
    law: Legislation, fact: str, value: Any, reason: str
) -> None:
    with pytest.raises(InputInvalid, match=reason) as refused:
        law.calculate({**FACTS, fact: value}, "allowance")
    assert refused.value.values["input"] == fact


@pytest.mark.parametrize(
    ("fact", "value", "reason"),
    [
        ("wage", -1, "must lie between 0 and 1000000"),
        ("days", 40, "must lie between 0 and 31"),
        ("birth_on", date(2021, 1, 2), "must not lie after month"),
        ("birth_on", date(1899, 12, 31), "must lie between 1900-01-01 and 2199-12-31"),
        ("wage", 10.5, "the column must be whole numbers"),
        ("days", "26", "the column must be whole numbers"),
    ],
)
def test_a_fact_out_of_range_is_refused_in_columns(
    law: Legislation, fact: str, value: Any, reason: str
) -> None:
    row = {"birth_on": date(2021, 1, 1), "wage": 100_000, "days": 26, "month": date(2021, 1, 1)}
    good = law.evaluate(pl.DataFrame([row]), ["allowance"])
    assert good["allowance"].to_list() == [2_600_000]
    with pytest.raises(InputInvalid, match=reason) as refused:
        law.evaluate(pl.DataFrame([row | {fact: value}]), ["allowance"])
    assert refused.value.values["input"] == fact


def test_a_birth_in_the_future_of_the_day_considered() -> None:
    with pytest.raises(InputInvalid, match="must not lie after day"):
        Legislation.load("ma").person({"birth_on": "2026-01-02", "day": "2026-01-01"})


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (
            'x: {label: {fr: "X", ar: "س"}, unit: date, not_after: [moon]}\n',
            "not_after names days, not 'moon'",
        ),
        ('x: {label: {fr: "X", ar: "س"}, unit: days, min: "5", max: "1"}\n', "min is above max"),
        ('x: {label: {fr: "X", ar: "س"}, unit: furlongs}\n', "unknown unit 'furlongs'"),
        ('x: {label: {fr: "X"}, unit: date}\n', "label needs fr and ar"),
    ],
)
def test_a_broken_fact_is_refused_with_its_line(tmp_path: Path, entry: str, reason: str) -> None:
    small_fund.write(tmp_path)
    (tmp_path / "law" / "inputs.yaml").write_text(small_fund.INPUTS + entry, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason) as refused:
        Legislation.load(tmp_path)
    assert (refused.value.values["file"], refused.value.values["line"]) == ("law/inputs.yaml", 4)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("return children * p.amount", "return children * p.moon", 10, "no parameter moon"),
        ("return children * p.amount", "return children * p.amount * 1.5", 10, "1.5 is not of type amount"),
        ("children: Amount,", "moon: Amount,", 6, "leaves out"),
        ('unit="centimes"', 'unit="furlongs"', 6, "unknown unit 'furlongs'"),
        ("return children", "return (children", 10, "cannot be read"),
        ("import Amount,", "import Amount, Moon,", 3, "cannot be read"),
    ],
)
def test_a_broken_formula_is_refused_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    small_fund.write(tmp_path, formula=small_fund.FORMULA.replace(old, new))
    with pytest.raises(LawError, match=reason) as refused:
        Legislation.load(tmp_path)
    assert isinstance(refused.value, FormulaInvalid)
    assert str(refused.value).startswith(f"formulas/allowance.py:{line}: ")


def test_a_cycle_is_refused_with_its_file_and_line(tmp_path: Path) -> None:
    small_fund.write(tmp_path, formula=small_fund.FORMULA.replace("children: Amount,", "allowance: Amount,"))
    formulas = tmp_path / "law" / "formulas" / "allowance.py"
    formulas.write_text(
        formulas.read_text(encoding="utf-8").replace("children", "allowance"), encoding="utf-8"
    )
    with pytest.raises(FormulaCycle, match="allowance → allowance") as refused:
        Legislation.load(tmp_path)
    assert str(refused.value).startswith("formulas/allowance.py:6: ")
