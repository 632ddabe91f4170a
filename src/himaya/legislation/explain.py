"""How a value comes about: a tree of sentences, facts, parameters, dates, texts and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from himaya.legislation.engine.nodes import Node
from himaya.legislation.engine.person import Person, Use, Visit
from himaya.legislation.engine.trace import Variable
from himaya.legislation.formulas import MENTION
from himaya.legislation.law import Answer, Legislation, answer
from himaya.legislation.parameters import EVIDENCE, Brackets, Dated, Parameter, Row, Table, Version
from himaya.legislation.show import show, unknown
from himaya.legislation.units import day_of


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A value of the law that was read: what was in force, since when, by which text, how surely."""

    path: str
    label: str
    shown: str
    on: date
    since: date | None
    reference: str
    evidence: str
    note: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that was read; `code` where a name is shown in its place."""

    name: str
    label: str
    shown: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One variable's value and all that led to it; `evidence` is the weakest of the tree."""

    name: str
    label: str
    value: Any
    reason: str | None
    shown: str
    sentence: str
    law: str
    evidence: str
    facts: tuple[UsedFact, ...] = ()
    parameters: tuple[UsedParameter, ...] = ()
    parts: tuple[Explanation, ...] = field(default=())

    def walk(self) -> Iterator[Explanation]:
        """This and every part below, each once by name."""
        seen: set[str] = set()
        waiting = [self]
        while waiting:
            one = waiting.pop(0)
            if one.name not in seen:
                seen.add(one.name)
                yield one
                waiting.extend(one.parts)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: days as ISO text, exact values as "numerator/denominator"."""
        value = self.value.isoformat() if isinstance(self.value, date) else self.value
        return {
            "name": self.name,
            "label": self.label,
            "value": value if _is_json(value) else str(value),
            "reason": self.reason,
            "shown": self.shown,
            "sentence": self.sentence,
            "law": self.law,
            "evidence": self.evidence,
            "facts": [{"name": one.name, "label": one.label, "shown": one.shown} for one in self.facts],
            "parameters": [_parameter_dict(one) for one in self.parameters],
            "parts": [part.as_dict() for part in self.parts],
        }

    def as_text(self, depth: int = 0) -> str:
        """An indented outline."""
        lead = "  " * depth
        lines = [f"{lead}{self.label}: {self.shown}", f"{lead}  {self.sentence} [{self.law}]"]
        lines += [f"{lead}  · {one.label}: {one.shown}" for one in self.facts]
        lines += [
            f"{lead}  § {one.label}: {one.shown} ({one.since}, {one.reference}, {one.evidence})"
            for one in self.parameters
        ]
        return "\n".join([*lines, *(part.as_text(depth + 1) for part in self.parts)])


def explain(
    law: Legislation, person: Person, name: str, *, language: str = "en", row: int = 0
) -> Explanation:
    """The explanation of a variable for one row of facts."""
    for node in law.variable(name).nodes:
        person.value(node, row)
    return _Teller(law, person, language, row).explain(law.variable(name))


class _Teller:
    def __init__(self, law: Legislation, person: Person, language: str, row: int) -> None:
        self.law, self.person, self.language, self.row = law, person, language, row

    def explain(self, variable: Variable) -> Explanation:
        visit = self.person.visits.get((variable.name, self.row), Visit())
        found = answer(self.person, variable, self.row)
        parts = tuple(self.explain(self.law.variable(name)) for name in visit.variables)
        used = tuple(self._parameter(use) for use in visit.uses.values())
        facts = tuple(self._fact(name) for name in visit.facts if found.value is None or self._has(name))
        formula = variable.formula
        return Explanation(
            name=variable.name,
            label=formula.label.of(self.language),
            value=found.value,
            reason=found.reason,
            shown=self._shown(variable, found),
            sentence=self._sentence(variable, parts, facts, used),
            law=formula.law,
            evidence=_weakest([*(one.evidence for one in used), *(one.evidence for one in parts)]),
            facts=facts,
            parameters=used,
            parts=parts,
        )

    def _shown(self, variable: Variable, found: Answer) -> str:
        if found.value is None:
            return unknown(found.reason or "", self.language, self.law.reasons)
        unit = variable.formula.unit
        value = found.value if not isinstance(found.value, date) else self._raw(variable.nodes[0])
        return show(value, unit, self.language, names=self.law.code_names)

    def _raw(self, node: Node) -> Any:
        return self.person.value(node, self.row)

    def _has(self, name: str) -> bool:
        return self.person.rows[self.row].get(name) is not None

    def _fact(self, name: str) -> UsedFact:
        fact = self.law.inputs[name]
        value = self.person.rows[self.row].get(name)
        if value is None:
            shown = "—"
        else:
            shown = show(
                (value, fact.denominator) if fact.unit.kind == "exact" else value,
                fact.unit,
                self.language,
                names=self.law.code_names,
            )
        code = str(value) if fact.unit.kind == "code" and value in self.law.code_names else ""
        return UsedFact(name, fact.label.of(self.language), shown, code)

    def _parameter(self, use: Use) -> UsedParameter:
        source, found = use.source, use.found
        shown, line = self._value(source, found, use)
        told = found.source if found is not None else None
        return UsedParameter(
            source.path,
            source.label.of(self.language),
            shown,
            day_of(use.day),
            found.since if found else None,
            told.reference if told else "",
            told.evidence if told else "sourced",
            (told.note if told else "") or source.note,
            line,
        )

    def _value(self, source: Any, found: Any, use: Use) -> tuple[str, str]:
        if isinstance(source, Parameter) and isinstance(found, Dated) and found.value is not None:
            return show(found.value, source.unit, self.language, names=self.law.code_names), ""
        if isinstance(source, Brackets) and isinstance(found, Version) and use.band is not None:
            bound = f"≤ {use.band.bound_written}" if use.band.inclusive else f"< {use.band.bound_written}"
            value = use.band.value
            return (
                "—" if value is None else show(value, source.unit, self.language, names=self.law.code_names),
                bound if use.band.bound else "…",
            )
        if isinstance(source, Table) and isinstance(found, Row):
            cells = [
                f"{self._named(name)} {self._named(found.written[name])}"
                for name, value in found.cells.items()
                if value is not None
            ]
            separator = "، " if self.language == "ar" else ", "
            return separator.join(cells) or "—", separator.join(self._key(key) for key in sorted(found.when))
        return "—", ""

    def _named(self, code: str) -> str:
        named = self.law.code_names.get(code)
        return named.of(self.language) if named else code

    def _key(self, key: str) -> str:
        """A key of a table: a fact by its label, any other by its name."""
        fact = self.law.inputs.get(key)
        return fact.label.of(self.language) if fact else self._named(key)

    def _sentence(
        self,
        variable: Variable,
        parts: tuple[Explanation, ...],
        facts: tuple[UsedFact, ...],
        used: tuple[UsedParameter, ...],
    ) -> str:
        values = {one.name: one.shown if one.reason is None else "—" for one in parts}
        values |= {one.name: one.shown for one in facts} | {f"p.{one.path}": one.shown for one in used}
        text = variable.formula.says.of(self.language)
        return MENTION.sub(lambda match: values.get(match[1], "—"), text)


def _weakest(evidence: list[str]) -> str:
    return max(evidence, key=EVIDENCE.index, default=EVIDENCE[0])


def _is_json(value: Any) -> bool:
    return value is None or isinstance(value, bool | int | str)


def _parameter_dict(one: UsedParameter) -> dict[str, Any]:
    return {
        "path": one.path,
        "label": one.label,
        "shown": one.shown,
        "on": one.on.isoformat(),
        "since": one.since.isoformat() if one.since else None,
        "reference": one.reference,
        "evidence": one.evidence,
        "note": one.note,
        "line": one.line,
    }
