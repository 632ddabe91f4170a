"""A name of the law is a fact or a formula, never both: one would silently hide the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from himaya.legislation.errors import FormulaInvalid
from himaya.legislation.law import Legislation

from . import small_fund

SAME_NAME = 'allowance: {label: {fr: "Allocation", ar: "المنحة"}, unit: money, min: "0", max: "1"}\n'


def test_a_fact_that_bears_the_name_of_a_formula_is_refused_with_file_and_line(tmp_path: Path) -> None:
    small_fund.write(tmp_path)
    (tmp_path / "law" / "inputs.yaml").write_text(small_fund.INPUTS + SAME_NAME, encoding="utf-8")
    with pytest.raises(FormulaInvalid, match="a fact of the same name") as refused:
        Legislation.load(tmp_path)
    line = small_fund.FORMULA.splitlines().index(
        '@formula(unit="centimes", of="family", on="month", law="Loi 1",'
    )
    assert refused.value.values["formula"] == "allowance"
    assert refused.value.values["place"] == f"formulas/allowance.py:{line + 1}: "
