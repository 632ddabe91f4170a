"""A small fund written to a folder: two facts, an allowance by child, one formula."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

from himaya.kernel import jurisdiction

INPUTS = """\
children: {label: {fr: "Enfants", ar: "أطفال"}, unit: children, min: "0", max: "20"}
month: {label: {fr: "Mois", ar: "شهر"}, unit: month}
category: {label: {fr: "Catégorie", ar: "صنف"}, unit: code}
"""
AMOUNT = """\
label: {fr: "Montant par enfant", ar: "المبلغ عن كل طفل"}
unit: money_per_month
values:
"""
FORMULA = """\
from __future__ import annotations

from himaya.legislation.algebra import Amount, Parameters, formula, words


@formula(unit="centimes", of="family", on="month", law="Loi 1",
         label=words(ar="المنحة", fr="Allocation", en="Allowance"),
         says=words(ar="{children} × {p.amount}", fr="{children} × {p.amount}", en="{children} × {p.amount}"))
def allowance(children: Amount, p: Parameters) -> Amount:
    return children * p.amount
"""
GOOD = '  2008-07-01: {value: "36.00", reference: "Décret A"}\n'


def write(folder: Path, *, values: str = GOOD, formula: str = FORMULA, **parameters: str) -> Path:
    """The fund's folder; more parameters by name, each the content of its file."""
    law = folder / "law"
    for name in ("parameters", "formulas"):
        (law / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(jurisdiction.folder("ma") / "fund.yaml", folder / "fund.yaml")
    (law / "inputs.yaml").write_text(INPUTS, encoding="utf-8")
    (law / "parameters" / "amount.yaml").write_text(AMOUNT + values, encoding="utf-8")
    (law / "formulas" / "allowance.py").write_text(formula, encoding="utf-8")
    for name, content in parameters.items():
        (law / "parameters" / f"{name}.yaml").write_text(textwrap.dedent(content), encoding="utf-8")
    return folder
