"""What the loader refuses, with the file, the line and the reason; and what a formula may not be."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest

from himaya.kernel import jurisdiction
from himaya.legislation.errors import FormulaCycle, FormulaInvalid, LawFileInvalid
from himaya.legislation.law import Legislation

HEAD = 'label: {fr: "Taux", ar: "سعر"}\nunit: ratio\nvalues:\n'
GOOD = HEAD + '  2020-01-01: {value: "0.05", reference: "Loi 1"}\n'


@pytest.fixture
def fund(tmp_path: Path) -> Path:
    """A small fund: one fact, one rate, one formula."""
    law = tmp_path / "law"
    for folder in ("parameters", "formulas"):
        (law / folder).mkdir(parents=True)
    shutil.copy(jurisdiction.folder("ma") / "fund.yaml", tmp_path / "fund.yaml")
    (law / "inputs.yaml").write_text(
        textwrap.dedent("""\
        wage: {label: {fr: "Salaire", ar: "أجر"}, unit: money_per_month, min: "0", max: "1000000"}
        month: {label: {fr: "Mois", ar: "شهر"}, unit: date}
        """),
        encoding="utf-8",
    )
    (law / "parameters" / "rate.yaml").write_text(GOOD, encoding="utf-8")
    formula(
        tmp_path, "share", "wage: Amount, p: Parameters", "half_up(wage * p.rate)", says="{wage} × {p.rate}"
    )
    return tmp_path


def formula(
    fund: Path,
    name: str,
    arguments: str,
    body: str,
    *,
    says: str,
    unit: str = "centimes",
    gives: str = "Amount",
) -> None:
    text = f'''
from himaya.legislation.algebra import *

@formula(unit="{unit}", of="person_month", on="month", law="Loi 1",
         label=words(ar="أ", fr="F", en="E"), says=words(ar="{says}", fr="{says}", en="{says}"))
def {name}({arguments}) -> {gives}:
    return {body}
'''
    (fund / "law" / "formulas" / f"{name}.py").write_text(text, encoding="utf-8")


def test_a_second_fund_is_loaded_by_its_path(fund: Path) -> None:
    law = Legislation.load(fund)
    assert law.calculate({"wage": "100.10", "month": "2021-01-01"}, "share").value == 501  # 5.005 rounds up
    assert list(law.variables) == ["share"]


@pytest.mark.parametrize(
    ("values", "line", "reason"),
    [
        (
            '  2021-01-01: {value: "0.05", reference: "A"}\n  2020-01-01: {value: "0.06", reference: "B"}\n',
            5,
            "not sorted",
        ),
        ('  2020-01-01: {value: "0.05"}\n', 4, "reference is missing"),
        ("  2020-01-01: {value: 0.05, reference: A}\n", 4, "quoted"),
        ('  2020-01-01: {value: "5 %", reference: A}\n', 4, "not a decimal"),
        ('  first: {value: "0.05", reference: A}\n', 4, "not a date"),
        ('  2020-01-01: {value: "0.05", reference: A, evidence: rumour}\n', 4, "unknown evidence"),
        ("  2020-01-01: {reference: A}\n", 4, "value is missing"),
        ('  2020-01-01: {value: "0.05", reference: A, valeur: "1"}\n', 4, "unknown entry"),
        (
            '  2020-01-01: {value: "0.05", reference: A}\n  2020-01-01: {value: "0.06", reference: A}\n',
            5,
            "written twice",
        ),
        ('  2020-01-01: {value: "0.05", reference: A, known_on: 2020-13-01}\n', 4, "not a date"),
        ('  2020-01-01: {value: "0.05"\n', 5, "not readable as YAML"),
    ],
)
def test_a_broken_value_is_refused_with_its_line(fund: Path, values: str, line: int, reason: str) -> None:
    (fund / "law" / "parameters" / "rate.yaml").write_text(HEAD + values, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason) as refused:
        Legislation.load(fund)
    assert refused.value.values["file"].endswith("rate.yaml")
    assert refused.value.values["line"] == line


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GOOD.replace("ratio", "percent"), "unknown unit 'percent'"),
        (GOOD.replace('ar: "سعر"', ""), "label needs fr and ar"),
        (GOOD + "colour: red\n", "unknown entry 'colour'"),
        (GOOD.replace("values:", "type: chart\nvalues:"), "unknown type"),
        ("- 1\n", "must be a mapping"),
    ],
)
def test_a_broken_head_is_refused(fund: Path, content: str, reason: str) -> None:
    (fund / "law" / "parameters" / "rate.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason):
        Legislation.load(fund)


def test_a_decision_must_list_its_alternatives(fund: Path) -> None:
    (fund / "law" / "parameters" / "decisions").mkdir()
    (fund / "law" / "parameters" / "decisions" / "rate.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match="alternatives"):
        Legislation.load(fund)


def test_an_alternative_must_be_a_value_of_the_unit(fund: Path) -> None:
    (fund / "law" / "parameters" / "decisions").mkdir()
    other = 'alternatives:\n  - {value: "a lot", label: {fr: "Autre", ar: "بديل"}}\n'
    (fund / "law" / "parameters" / "decisions" / "rate.yaml").write_text(GOOD + other, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match="not a decimal"):
        Legislation.load(fund)


BRACKETS = """\
label: {fr: "Barème", ar: "جدول"}
type: brackets
of: money
unit: money
values:
  2020-01-01:
    reference: "Loi 1"
    bands:
"""


@pytest.mark.parametrize(
    ("bands", "reason"),
    [
        ('      - {up_to: "10", value: "1"}\n', "has no bound"),
        (
            '      - {up_to: "10", value: "1"}\n      - {up_to: "10", value: "2"}\n      - {value: "3"}\n',
            "not sorted",
        ),
        ('      - {up_to: "10.001", value: "1"}\n      - {value: "3"}\n', "more than 2 decimals"),
    ],
)
def test_broken_bands_are_refused(fund: Path, bands: str, reason: str) -> None:
    (fund / "law" / "parameters" / "scale.yaml").write_text(BRACKETS + bands, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason):
        Legislation.load(fund)


TABLE = """\
label: {fr: "Table", ar: "جدول"}
type: table
keys: {kind: code, age: years}
columns: {k: ratio}
reasons: {unknown_key: A, no_row: B, null_cell: C}
rows:
"""


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        (
            '  - {when: {kind: x}, from: 2020-01-01, k: "1", reference: R}\n'
            '  - {when: {kind: x, age: {below: "5"}}, from: 2021-01-01, k: "2", reference: R}\n',
            8,
            "same keys and days",
        ),
        (
            '  - {when: {kind: x, colour: red}, from: 2020-01-01, k: "1", reference: R}\n',
            7,
            "unknown entry 'colour'",
        ),
        ('  - {when: {kind: x}, k: "1", reference: R}\n', 7, "in force from"),
        ('  - {when: {kind: x}, from: 2020-01-01, k: "1"}\n', 7, "reference is missing"),
    ],
)
def test_broken_rows_are_refused(fund: Path, rows: str, line: int, reason: str) -> None:
    (fund / "law" / "parameters" / "table.yaml").write_text(TABLE + rows, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason) as refused:
        Legislation.load(fund)
    assert refused.value.values["line"] == line


@pytest.mark.parametrize(
    ("arguments", "body", "says", "reason"),
    [
        ("wage: Amount, p: Parameters", "half_up(wage * p.rate)", "the share", "leaves out \\['wage'\\]"),
        ("wage: Amount", "wage", "{wage} {moon}", "names \\['moon'\\]"),
        ("moon: Amount", "moon", "{moon}", "nothing gives"),
        ("wage: Amount, p: Parameters", "wage * p.rat", "{wage}", "no parameter rat .*rate"),
        ("wage: Exact", "half_up(wage)", "{wage}", "declared Exact, it is Amount"),
        ("wage: Amount, p: Parameters", "wage * p.rate", "{wage}", "gives Exact, its unit asks Amount"),
        ("wage: Amount", "wage if wage > 5 else wage * 2", "{wage}", "may not branch"),
        ("wage: Amount", "wage * 0.5", "{wage}", "0.5 is not of type amount"),
        ("wage: Amount", "wage * wage * wage", "{wage}", "beyond 2\\^63"),
        ("wage: Amount", "truncate(Exact.of(wage * wage) / 3)", "{wage}", "beyond 2\\^53"),
        ("wage: Amount", "truncate(wage / wage)", "{wage}", "not proven to be at least 1"),
    ],
)
def test_a_broken_formula_is_refused_by_name(
    fund: Path, arguments: str, body: str, says: str, reason: str
) -> None:
    formula(fund, "share", arguments, body, says=says)
    with pytest.raises(FormulaInvalid, match=reason) as refused:
        Legislation.load(fund)
    assert refused.value.values["formula"] == "share"


def test_formulas_that_need_one_another_are_refused_by_name(fund: Path) -> None:
    formula(fund, "a", "b: Amount", "b + 1", says="{b}")
    formula(fund, "b", "c: Amount", "c + 1", says="{c}")
    formula(fund, "c", "a: Amount", "a + 1", says="{a}")
    with pytest.raises(FormulaCycle, match="a → b → c → a"):
        Legislation.load(fund)


def test_a_fact_without_range_is_refused(fund: Path) -> None:
    (fund / "law" / "inputs.yaml").write_text(
        'wage: {label: {fr: "S", ar: "أ"}, unit: money}\n', encoding="utf-8"
    )
    with pytest.raises(LawFileInvalid, match="min and max"):
        Legislation.load(fund)
