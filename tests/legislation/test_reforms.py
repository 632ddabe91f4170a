"""Amendments reach values, brackets, tables and formulas; a reform file that is wrong is refused by its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from himaya.kernel import jurisdiction
from himaya.legislation.errors import FormulaInvalid, InputInvalid, LawError, LawFileInvalid
from himaya.legislation.law import Legislation
from himaya.legislation.reforms import load_reform

SHIPPED = jurisdiction.folder("ma") / "law" / "reforms"
HEAD = 'label: {fr: "Réforme", ar: "إصلاح", en: "Reform"}\nreference: "Projet"\n'
AMENDS = HEAD + 'amends:\n  tns.amo_rate: {2026-01-01: "0.07"}\n'
DROIT = """\
amends:
  cpu.droit:
    2026-01-01:
      bands: [{below: "500", value: "200"}, {value: "1000"}]
"""
ROWS = """\
amends:
  tns.categories:
    - {when: {category: artisan}, from: 2026-01-01, k: "2"}
    - {when: {category: dentist, practice_years: {below: "5"}}, from: 2026-06-01, k: "1"}
"""
DENTIST = {"category": "dentist", "practice_years": 3}


def _write(folder: Path, text: str, formulas: str = "") -> Path:
    (folder / "reform.yaml").write_text(text, encoding="utf-8")
    if formulas:
        (folder / "rules.py").write_text(formulas, encoding="utf-8")
    return folder / "reform.yaml"


def _both(law: Legislation, case: dict[str, Any], name: str) -> int | None:
    """By either carrier, which must agree."""
    answer = law.calculate(case, name).value
    facts = {key: [date.fromisoformat(one) if key == "month" else one] for key, one in case.items()}
    kinds: dict[str, Any] = {"category": pl.String, "subcategory": pl.String, "vehicle_owner": pl.Boolean}
    missing = {
        key: pl.Series([None], dtype=kinds.get(key, pl.Int64)) for key in law.needs(name) if key not in facts
    }
    found = law.evaluate(pl.DataFrame(facts | missing), [name])[name][0]
    assert found == answer
    return found


def test_bands_hold_from_the_day_of_the_reform(law: Legislation, tmp_path: Path) -> None:
    reform = load_reform(_write(tmp_path, HEAD + DROIT), law).law
    day_before, day = ({"annual_income_tax": 40_000, "month": day} for day in ("2025-12-31", "2026-01-01"))
    assert _both(law, day, "cpu_quarterly_droit") == 30_000  # below 500: 300 a quarter in the tax code
    assert _both(reform, day, "cpu_quarterly_droit") == 20_000
    assert _both(reform, day_before, "cpu_quarterly_droit") == 30_000
    assert _both(reform, {**day, "annual_income_tax": 50_000}, "cpu_quarterly_droit") == 100_000


def test_rows_go_before_those_they_overlap(law: Legislation, tmp_path: Path) -> None:
    reform = load_reform(_write(tmp_path, HEAD + ROWS), law).law
    artisan = {"category": "artisan", "month": "2026-01-01"}
    assert _both(reform, artisan, "tns_amo") == 43_605  # 2 × 17.92 × 191 × 6.37 % = 436.0545
    assert _both(reform, {**artisan, "month": "2025-12-01"}, "tns_amo") == _both(
        law, {**artisan, "month": "2025-12-01"}, "tns_amo"
    )
    before, after = {**DENTIST, "month": "2026-05-01"}, {**DENTIST, "month": "2026-06-01"}
    assert _both(reform, before, "tns_amo") == 65_408  # k = 3: 654.0818
    assert _both(reform, after, "tns_amo") == 21_802  # k = 1: 218.0273
    assert _both(reform, {**after, "practice_years": 10}, "tns_amo") == 87_210  # k = 4, not amended


def test_the_same_in_python(law: Legislation) -> None:
    bands = {"bands": [{"below": "500", "value": "200"}, {"value": "1000"}]}
    made = law.amended(
        {
            "cpu.droit": {"2026-01-01": bands},
            "tns.categories": [{"when": {"category": "artisan"}, "from": "2026-01-01", "k": "2"}],
            "decisions.tns_pension_enabled": {"2026-01-01": True},
        }
    )
    assert (
        made.calculate({"annual_income_tax": 1, "month": "2026-01-01"}, "cpu_quarterly_droit").value == 20_000
    )
    assert made.calculate({"category": "artisan", "month": "2026-01-01"}, "tns_amo").value == 43_605
    assert made.calculate({"category": "artisan", "month": "2026-01-01"}, "tns_pension").value != 0
    with pytest.raises(InputInvalid, match="not sorted"):
        law.amended({"tns.amo_rate": {"2027-01-01": "0.07", "2026-01-01": "0.06"}})


def test_the_shipped_reform_replaces_a_formula(law: Legislation) -> None:
    reform = load_reform(SHIPPED / "single_tns_rate.yaml", law)
    assert (reform.amended, reform.replaced) == (("tns.basis",), ("tns_coefficient",))
    for category in ("artisan", "dentist", "cpu", "auto_entrepreneur"):
        case = {"category": category, "month": "2026-02-01"}
        assert _both(reform.law, case, "month_due") == 27_253  # 1.25 × 17.92 × 191 × 6.37 % = 272.5341


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_reform_is_read_in_three_languages(law: Legislation, path: Path) -> None:
    reform = load_reform(path, law)
    assert reform.note is not None
    for said in (reform.label, reform.note):
        assert len({said.of(language) for language in ("ar", "fr", "en")}) == 3


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD, 1, "changes nothing"),
        (HEAD + "amends: {}\n", 1, "changes nothing"),
        (
            HEAD + 'amends:\n  tns.amo_rat: {2026-01-01: "0.07"}\n',
            4,
            r"no parameter 'tns.amo_rat' \(near: tns",
        ),
        (AMENDS.replace("0.07", "seven"), 4, "not a decimal number"),
        (AMENDS.replace('"0.07"', "0.07"), 4, "quoted"),
        (AMENDS.replace("2026-01-01", "soon"), 4, "not a date"),
        (AMENDS.replace("Projet", ""), 4, "reference is missing"),
        (AMENDS + "colour: red\n", 5, "unknown entry 'colour'"),
        (AMENDS.replace('ar: "إصلاح", ', ""), 1, "label needs fr and ar"),
        (HEAD + "amends:\n  cpu.droit: {2026-01-01: {bands: []}}\n", 4, "bands are missing"),
        (HEAD + "amends:\n  tns.categories: {2026-01-01: x}\n", 4, "is a table"),
        (
            HEAD + "amends:\n  tns.categories:\n    - {when: {moon: x}, from: 2026-01-01}\n",
            5,
            "unknown entry",
        ),
        (HEAD + "formulas: nowhere.py\n", 3, "there is no file nowhere.py"),
        (HEAD + "formulas: ../rules.py\n", 3, "names a Python file beside the reform"),
        ("- 1\n", 1, "must be a mapping"),
    ],
)
def test_a_wrong_reform_is_refused_with_its_line(
    law: Legislation, tmp_path: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(LawFileInvalid, match=reason) as refused:
        load_reform(_write(tmp_path, text), law)
    assert refused.value.values["file"].endswith("reform.yaml")
    assert refused.value.values["line"] == line


RULE = (SHIPPED / "single_tns_rate.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("from __future__ import annotations", "import os", "Import is not of the algebra"),
        ("himaya.legislation.algebra", "subprocess", "imports himaya.legislation.algebra and nothing else"),
        ("one = Exact.of(5) / 4", "one = open('x')", "open is not of the algebra"),
        ("one = Exact.of(5) / 4", "one = Exact.__class__", "__class__ is not of the algebra"),
        ("one = Exact.of(5) / 4", "one = '{0.x}'.format(p)", "format is not of the algebra"),
        ("one = Exact.of(5) / 4", "while True: pass", "While is not of the algebra"),
        ("one = Exact.of(5) / 4", "one = (", "not readable as Python"),
        ("one = Exact.of(5) / 4", "one = Exact.of(5) / p.moon", "no parameter moon"),
        ("def tns_coefficient", "def moon_coefficient", "replaces no formula of the law and none reads it"),
        ("{category}", "{moon}", "leaves out"),
    ],
)
def test_a_formula_beyond_the_algebra_is_refused(
    law: Legislation, tmp_path: Path, old: str, new: str, reason: str
) -> None:
    path = _write(tmp_path, HEAD + "formulas: rules.py\n", RULE.replace(old, new))
    with pytest.raises(LawError, match=reason) as refused:
        load_reform(path, law)
    assert isinstance(refused.value, LawFileInvalid | FormulaInvalid)
    assert "rules.py:" in str(refused.value)


def test_a_file_without_formula_is_refused(law: Legislation, tmp_path: Path) -> None:
    path = _write(tmp_path, HEAD + "formulas: rules.py\n", "RATE = 3\n")
    with pytest.raises(LawFileInvalid, match=r"rules\.py holds no formula"):
        load_reform(path, law)
