"""What a reform is compared on: its measures, who pays or receives each, and what people are ranked by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from himaya.legislation.engine.nodes import walk
from himaya.legislation.engine.trace import nearest
from himaya.legislation.law import Legislation
from himaya.legislation.reforms import Reform
from himaya.legislation.words import Words, words
from himaya.legislation.yaml_lines import Block, Listing

SIDES = {"insured_pays": -1, "insured_receives": 1, "employer_pays": 0}
"""What one dirham of a measure is to the insured person."""
BRANCHES = {
    "amo": words(
        ar="التأمين الإجباري الأساسي عن المرض", fr="Assurance maladie (AMO)", en="Health insurance (AMO)"
    ),
    "social_security": words(ar="الضمان الاجتماعي", fr="Sécurité sociale", en="Social security"),
    "family": words(ar="التعويضات العائلية", fr="Prestations familiales", en="Family benefits"),
    "short_term": words(
        ar="التعويضات القصيرة الأمد", fr="Prestations à court terme", en="Short-term benefits"
    ),
    "long_term": words(ar="المعاشات", fr="Pensions", en="Pensions"),
    "job_loss": words(ar="التعويض عن فقدان الشغل", fr="Perte d'emploi", en="Job loss"),
    "social_aid": words(ar="الدعم الاجتماعي المباشر", fr="Aide sociale directe", en="Direct social aid"),
}
_ACROSS = {"total", "running", "largest", "allocate", "sequence"}


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount of the law that the reform may change."""

    variable: str
    branch: str
    side: str

    @property
    def sign(self) -> int:
        """1 where the insured person receives it, -1 where they pay it, 0 where someone else does."""
        return SIDES[self.side]

    @property
    def branch_label(self) -> Words:
        """The branch in words."""
        return BRANCHES[self.branch]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures of a reform, and the amount by which people are ranked into tenths ("": none)."""

    reform: Reform
    law: Legislation
    measures: tuple[Measure, ...]
    ranked_by: str

    @property
    def variables(self) -> list[str]:
        """The variables asked of both laws."""
        return [one.variable for one in self.measures]

    @property
    def inputs(self) -> set[str]:
        """Every fact that either law may read."""
        asked = [*self.variables, *([self.ranked_by] if self.ranked_by in self.law.variables else [])]
        laws = ((self.law, asked), (self.reform.law, self.variables))
        found = {name for law, names in laws for one in names for name in law.needs(one)}
        return found | ({self.ranked_by} if self.ranked_by in self.law.inputs else set())

    @property
    def by_row(self) -> bool:
        """Whether each row is worked out by itself, so that a population may be taken in parts."""
        roots = [
            node
            for law in (self.law, self.reform.law)
            for name in self.variables
            for node in law.variable(name).nodes
        ]
        return not any(node.op in _ACROSS for node in walk(roots))


def comparison(reform: Reform, law: Legislation) -> Comparison:
    """What the file of a reform says of its comparison; LawFileInvalid names the line."""
    listed = reform.compare.get("measures")
    if not isinstance(listed, Listing) or not listed:
        raise reform.file.fail(reform.compare.line, "compare needs measures: [{variable, branch, side}]")
    measures = tuple(_measure(reform, one) for one in listed)
    ranked_by = str(reform.compare.get("ranked_by") or "")
    if ranked_by and ranked_by not in {**law.variables, **law.inputs}:
        near = nearest(ranked_by, [*law.variables, *law.inputs])
        raise reform.file.fail(
            reform.compare["ranked_by"].line, f"the law has no {ranked_by!r} (near: {near})"
        )
    return Comparison(reform, law, measures, ranked_by)


def _measure(reform: Reform, one: Any) -> Measure:
    if not isinstance(one, Block) or set(one) != {"variable", "branch", "side"}:
        raise reform.file.fail(getattr(one, "line", 1), "a measure is {variable, branch, side}")
    variable, branch, side = (str(one[key]) for key in ("variable", "branch", "side"))
    if variable not in reform.law.variables:
        near = nearest(variable, list(reform.law.variables))
        raise reform.file.fail(one.line, f"the law has no {variable!r} (near: {near})")
    if not reform.law.variable(variable).formula.unit.money:
        raise reform.file.fail(one.line, f"{variable} is not an amount of money")
    if branch not in BRANCHES or side not in SIDES:
        known = ", ".join(BRANCHES if branch not in BRANCHES else SIDES)
        raise reform.file.fail(one.line, f"unknown branch or side: {branch}, {side} (one of {known})")
    return Measure(variable, branch, side)
