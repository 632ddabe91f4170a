"""The law of a fund: loaded once, asked about one person or about everybody, amended, or as it was known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from himaya.kernel import jurisdiction
from himaya.legislation.engine.codes import every_code
from himaya.legislation.engine.nodes import walk
from himaya.legislation.engine.person import Missing, Person
from himaya.legislation.engine.trace import Tracer, Variable, unknown
from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.formulas import Formula, load_formulas
from himaya.legislation.inputs import Input, load_inputs, refuse_later
from himaya.legislation.loader import load_parameters
from himaya.legislation.parameters import Lawful, Parameter
from himaya.legislation.reasons import every_reason, load_code_names, load_reasons
from himaya.legislation.units import day_of, read_day
from himaya.legislation.words import Words

if TYPE_CHECKING:
    from himaya.legislation.engine.frames import Evaluator
    from himaya.legislation.explain import Explanation

_Frame = TypeVar("_Frame")
Case = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """A value for one person: int, bool, text, date or Fraction; None with the code that says why."""

    value: Any
    reason: str | None = None


class Legislation:
    """A fund's law. Immutable; `amended` and `known_on` give another one."""

    def __init__(
        self,
        *,
        name: str,
        formulas: dict[str, Formula],
        inputs: dict[str, Input],
        parameters: dict[str, Lawful],
        reasons: dict[str, Words],
        code_names: Mapping[str, Words] | None = None,
    ) -> None:
        self.name, self.formulas, self.inputs, self.parameters = name, formulas, inputs, parameters
        self._own_reasons, self.code_names = reasons, code_names or {}
        self.variables: dict[str, Variable] = Tracer(formulas, inputs, parameters).trace_all()

    @classmethod
    def load(cls, fund: str | Path = "ma") -> Legislation:
        """The law of a shipped fund by its name, or of a folder of the same layout.

        >>> "tns_amo" in Legislation.load("ma").variables
        True
        """
        root = jurisdiction.folder(str(fund)) / "law"
        if not (root / "inputs.yaml").is_file():
            raise LawFileInvalid(file=str(root / "inputs.yaml"), line=1, reason="the file is missing")
        return cls(
            name=str(fund),
            formulas=load_formulas(root / "formulas"),
            inputs=load_inputs(root / "inputs.yaml"),
            parameters=load_parameters(root / "parameters"),
            reasons=load_reasons(root / "reasons.yaml"),
            code_names=load_code_names(root / "codes.yaml"),
        )

    # -- asking ------------------------------------------------------------------------------------------

    def evaluate(self, frame: _Frame, names: Iterable[str], *, reasons: bool = False) -> _Frame:
        """The frame with a column per variable, computed for all rows at once.

        frame: a Polars frame, eager or lazy, or another eager one Narwhals knows; the same kind comes back.
        A ratio gives `<name>_numerator` and `<name>_denominator`; a day gives a Date; a code gives text.
        reasons: adds `<name>_reason`, the code of why a value is null.
        """
        variables = [self.variable(name) for name in names]
        worked_out: _Frame = self._evaluator.evaluate(frame, variables, reasons=reasons)
        return worked_out

    @cached_property
    def _evaluator(self) -> Evaluator:
        from himaya.legislation.engine.frames import Evaluator

        return Evaluator(self.inputs, self.codes)

    def calculate(self, case: Case, name: str, *, row: int = 0) -> Answer:
        """One variable for one person; `case` maps facts to values, or is rows, of which `row` is asked."""
        person = self.person(case)
        return answer(person, self.variable(name), row)

    def explain(self, case: Case, name: str, *, language: str = "en", row: int = 0) -> Explanation:
        """How the value comes about: a tree of sentences, facts, parameters, dates and texts."""
        from himaya.legislation.explain import explain

        return explain(self, self.person(case), name, language=language, row=row)

    def person(self, case: Case) -> Person:
        """The facts of one person, or of a few rows, checked."""
        rows = [case] if isinstance(case, Mapping) else list(case)
        return Person([self._read(row) for row in rows] or [{}])

    def _read(self, row: Mapping[str, Any]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, value in row.items():
            if name not in self.inputs:
                raise unknown(name, list(self.inputs))
            facts[name] = self.inputs[name].read(value)
        refuse_later(self.inputs, facts)
        return facts

    # -- reading -----------------------------------------------------------------------------------------

    def variable(self, name: str) -> Variable:
        """A variable by its name; UnknownName suggests others."""
        if name not in self.variables:
            raise unknown(name, list(self.variables))
        return self.variables[name]

    def lawful(self, path: str) -> Lawful:
        """A parameter, brackets or table by its path."""
        if path not in self.parameters:
            raise unknown(path, list(self.parameters))
        return self.parameters[path]

    def parameter(self, path: str, *, on: date) -> Any:
        """What was in force on a day: `.value`, `.written`, `.since`, `.source`; else bands or rows."""
        found = self.lawful(path)
        if isinstance(found, Parameter) or hasattr(found, "at"):
            return found.at(on)
        day = read_day(on.isoformat())
        return tuple(row for row in found.rows if row.in_force(day))

    def needs(self, name: str) -> tuple[str, ...]:
        """The facts a variable reads, its own and those of the variables below it."""
        found: dict[str, None] = {}
        for node in walk(self.variable(name).nodes):
            if node.op == "input":
                found[node.subject] = None
        return tuple(sorted(found))

    @cached_property
    def codes(self) -> dict[str, int]:
        """Every code and reason of the law, numbered."""
        roots = [node for variable in self.variables.values() for node in variable.nodes]
        return every_code(walk(roots))

    @cached_property
    def reasons(self) -> dict[str, Words]:
        """The words for every reason code."""
        return every_reason(self._own_reasons, self.inputs, self.parameters)

    # -- other laws --------------------------------------------------------------------------------------

    def amended(
        self,
        values: Mapping[str, Any] | None = None,
        *,
        formulas: Iterable[Formula] = (),
        reference: str = "amendment",
    ) -> Legislation:
        """The same law with some values replaced from a day on, or some formulas replaced.

        values: {parameter: {"2027-01-01": "8000"}}; later values of that parameter give way to the amendment.
        Of brackets, {path: {day: {"bands": [{"up_to": "100", "value": "1"}, {"value": "2"}]}}}; of a table,
        {path: [row, …]} as its file writes rows: they go before those they overlap, from their day on.
        """
        from himaya.legislation.amendments import amend_plainly

        made = {
            path: amend_plainly(self.lawful(path), one, reference) for path, one in (values or {}).items()
        }
        return self.with_changes(name=f"{self.name}, amended", parameters=made, formulas=formulas)

    def with_changes(
        self, *, name: str, parameters: Mapping[str, Lawful], formulas: Iterable[Formula] = ()
    ) -> Legislation:
        """The same law with some parameters and formulas in the place of those of the same name."""
        replaced = dict(self.formulas)
        for one in formulas:
            one.check_sentence()
            replaced[one.name] = one
        return Legislation(
            name=name,
            formulas=replaced,
            inputs=self.inputs,
            parameters={**self.parameters, **parameters},
            reasons=self._own_reasons,
            code_names=self.code_names,
        )

    def with_tables(self, **frames: Any) -> Legislation:
        """The same law with the rows of some lists replaced by those of frames an administrator loaded.

        Each is named by its path or the end of it: `law.with_tables(medicines=frame)`. A frame has a column for
        the key, one for each column of the list, and may have `from`, `until` and `reference`.
        """
        from himaya.legislation.lists import Listed

        parameters = dict(self.parameters)
        lists = {path: one for path, one in parameters.items() if isinstance(one, Listed)}
        for name, frame in frames.items():
            named = [path for path in lists if name in (path, path.rpartition(".")[2])]
            if len(named) != 1:
                raise unknown(name, list(lists))
            parameters[named[0]] = lists[named[0]].with_rows(frame.rows(named=True), name=name)
        return Legislation(
            name=self.name,
            formulas=self.formulas,
            inputs=self.inputs,
            parameters=parameters,
            reasons=self._own_reasons,
            code_names=self.code_names,
        )

    def known_on(self, day: date) -> Legislation:
        """The law as it was known on a day: what became known later is left out."""
        known = {path: one.known_on(day) for path, one in self.parameters.items()}
        return Legislation(
            name=f"{self.name}, as known on {day}",
            formulas=self.formulas,
            inputs=self.inputs,
            parameters=known,
            reasons=self._own_reasons,
            code_names=self.code_names,
        )


def answer(person: Person, variable: Variable, row: int = 0) -> Answer:
    """A variable's value as Python knows it."""
    found = [person.value(node, row) for node in variable.nodes]
    for value in found:
        if type(value) is Missing:
            return Answer(None, value.reason)
    if len(found) > 1:
        return Answer(Fraction(found[0], found[1]))
    return Answer(day_of(found[0]) if variable.nodes[0].kind == "day" else found[0])
