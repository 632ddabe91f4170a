"""Running each formula once on symbolic values, in the order in which they need one another."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import Any

from himaya.legislation.engine.nodes import BoundError, Node, any_nullable, literal
from himaya.legislation.errors import FormulaCycle, FormulaInvalid, UnknownName
from himaya.legislation.formulas import Formula
from himaya.legislation.inputs import Input
from himaya.legislation.parameters import Brackets, Lawful, Parameter, Stored, Table, common_denominator
from himaya.legislation.units import Unit, day_number
from himaya.legislation.values import Amount, Code, Day, Exact, Flag, Value

_TYPES: dict[str, type] = {"amount": Amount, "flag": Flag, "code": Code, "day": Day, "exact": Exact}


@dataclass(slots=True)
class Variable:
    """A traced formula: its graph and what it reads directly."""

    formula: Formula
    value: Any
    reads: tuple[str, ...]
    parameters: tuple[str, ...]
    nodes: tuple[Node, ...] = field(default=())

    @property
    def name(self) -> str:
        """The formula's name."""
        return self.formula.name


class Tracer:
    """Turns formulas into graphs; one for a whole law."""

    def __init__(
        self, formulas: dict[str, Formula], inputs: dict[str, Input], lawful: dict[str, Lawful]
    ) -> None:
        self.formulas, self.inputs, self.lawful = formulas, inputs, lawful
        self.prefixes = {path[:index] for path in lawful for index, sign in enumerate(path) if sign == "."}
        self.variables: dict[str, Variable] = {}
        self._facts = {name: _fact(one) for name, one in inputs.items()}
        self._open: list[str] = []

    def trace_all(self) -> dict[str, Variable]:
        """Every variable, in an order in which each follows what it reads."""
        for name, formula in self.formulas.items():
            if name in self._facts:
                reason = "inputs.yaml declares a fact of the same name"
                raise FormulaInvalid(formula=name, reason=reason, place=formula.place)
            self.value(name)
        return self.variables

    def value(self, name: str, *, wanted_by: str = "") -> Any:
        """The symbolic value of a variable or a fact."""
        if name in self.variables:
            return self.variables[name].value
        if name in self.formulas:
            return self._trace(self.formulas[name]).value
        if name in self._facts:
            return self._facts[name]
        near = nearest(name, [*self.formulas, *self.inputs])
        raise FormulaInvalid(
            formula=wanted_by or name, reason=f"reads {name!r}, which nothing gives (near: {near})"
        )

    def _trace(self, formula: Formula) -> Variable:
        if formula.name in self._open:
            circle = [*self._open[self._open.index(formula.name) :], formula.name]
            raise FormulaCycle(formulas=" → ".join(circle), place=self.formulas[circle[0]].place)
        self._open.append(formula.name)
        try:
            variable = self._traced(formula)
        except FormulaInvalid as error:
            if error.values["place"]:
                raise
            raise FormulaInvalid(
                formula=error.values["formula"], reason=error.values["reason"], place=formula.fault_at(error)
            ) from error
        self._open.pop()
        self.variables[formula.name] = variable
        return variable

    def _traced(self, formula: Formula) -> Variable:
        reads = dict.fromkeys(formula.arguments)
        used: dict[str, None] = {}
        arguments = {name: self.value(name, wanted_by=formula.name) for name in reads}
        self._check_types(formula, arguments)
        if formula.reads_parameters:
            arguments["p"] = View(self, formula, formula.on, used, reads)
        value = self._run(formula, arguments)
        variable = Variable(formula, value, tuple(reads), tuple(used))
        variable.value, variable.nodes = _named(variable, value)
        return variable

    def _run(self, formula: Formula, arguments: dict[str, Any]) -> Any:
        try:
            value = formula.function(**arguments)
        except BoundError as error:
            raise FormulaInvalid(formula=formula.name, reason=str(error)) from error
        except (TypeError, AttributeError) as error:
            raise FormulaInvalid(formula=formula.name, reason=f"cannot be read: {error}") from error
        wanted = _TYPES[formula.unit.kind]
        if not isinstance(value, wanted):
            got = type(value).__name__
            raise FormulaInvalid(formula=formula.name, reason=f"gives {got}, its unit asks {wanted.__name__}")
        return value

    @staticmethod
    def _check_types(formula: Formula, arguments: dict[str, Any]) -> None:
        for name, annotation in formula.function.__annotations__.items():
            asked = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
            if name in arguments and asked != type(arguments[name]).__name__:
                got = type(arguments[name]).__name__
                raise FormulaInvalid(formula=formula.name, reason=f"{name} is declared {asked}, it is {got}")


class View:
    """`p`: the parameters at the formula's day."""

    def __init__(
        self,
        tracer: Tracer,
        formula: Formula,
        day: str | Day,
        used: dict[str, None],
        reads: dict[str, None],
        prefix: str = "",
    ) -> None:
        self._tracer, self._formula, self._day = tracer, formula, day
        self._used, self._reads, self._prefix = used, reads, prefix

    def on(self, day: str | Day) -> View:
        """The parameters at another day."""
        return View(self._tracer, self._formula, day, self._used, self._reads, self._prefix)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._prefix}.{name}" if self._prefix else name
        found = self._tracer.lawful.get(path)
        if found is not None:
            self._used[path] = None
            return self._read(found)
        if path in self._tracer.prefixes:
            return View(self._tracer, self._formula, self._day, self._used, self._reads, path)
        raise FormulaInvalid(
            formula=self._formula.name,
            reason=f"there is no parameter {path} (near: {nearest(path, list(self._tracer.lawful))})",
        )

    def _read(self, found: Lawful) -> Any:
        day = self._day_node()
        if isinstance(found, Parameter):
            return _scalar(found, day)
        return BracketsAt(found, day) if isinstance(found, Brackets) else TableAt(found, day)

    def _day_node(self) -> Node:
        if isinstance(self._day, Day):
            return self._day.node
        if not self._day:
            raise FormulaInvalid(formula=self._formula.name, reason="reads p but declares no `on` day")
        self._reads[self._day] = None
        value = self._tracer.value(self._day, wanted_by=self._formula.name)
        if not isinstance(value, Day):
            raise FormulaInvalid(formula=self._formula.name, reason=f"{self._day} is not a day")
        return value.node


@dataclass(frozen=True, slots=True)
class BracketsAt:
    """A scale by brackets at a day."""

    brackets: Brackets
    day: Node

    def at(self, value: Any) -> Any:
        """The value of the band in which an amount or a ratio falls."""
        ratio = Exact.of(value)
        if self.brackets.of.kind == "exact" and not isinstance(value, Exact):
            raise TypeError(f"{self.brackets.path} is asked with a ratio")
        stored = [band.value for version in self.brackets.values for band in version.bands]
        early = self.day.low < day_number(self.brackets.values[0].since) if self.brackets.values else True
        nullable = early or None in stored or any_nullable(ratio.num, ratio.den, self.day)
        return _typed(
            "brackets", (ratio.num, ratio.den, self.day), self.brackets, self.brackets.unit, stored, nullable
        )


@dataclass(frozen=True, slots=True)
class TableAt:
    """A keyed table at a day."""

    table: Table
    day: Node

    def find(self, **keys: Value) -> RowAt:
        """The row whose conditions these keys meet."""
        if set(keys) != set(self.table.keys):
            raise TypeError(f"{self.table.path} is asked with {', '.join(self.table.keys)}")
        args = tuple(keys[key].node for key in self.table.keys)
        return RowAt(self.table, Node("row", "amount", (*args, self.day), data=self.table, nullable=True))


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row found."""

    table: Table
    row: Node

    def __getattr__(self, column: str) -> Any:
        unit = self.table.columns.get(column)
        if unit is None:
            raise AttributeError(f"{self.table.path} has no column {column}")
        stored = self.table.stored(column)
        return _typed("cell", (self.row,), (self.table, column), unit, stored, True)


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a parameter, brackets or cell node reads, and the denominator its ratios are brought to."""

    source: Any
    denominator: int

    def scaled(self, value: Stored) -> Any:
        """A stored value as the graph counts it."""
        if isinstance(value, tuple):
            return value[0] * (self.denominator // value[1])
        return value


def _scalar(found: Parameter, day: Node) -> Any:
    stored = [dated.value for dated in found.values]
    early = day.low < day_number(found.values[0].since) if found.values else True
    return _typed("parameter", (day,), found, found.unit, stored, early or None in stored or day.nullable)


def _typed(
    op: str, args: tuple[Node, ...], source: Any, unit: Unit, stored: list[Stored], nullable: bool
) -> Any:
    lookup = Lookup(source, common_denominator(stored))
    numbers = [lookup.scaled(value) for value in stored if value is not None and not isinstance(value, str)]
    low, high = (min(numbers), max(numbers)) if numbers else (1, 1)  # never known: may divide
    kind = "amount" if unit.kind == "exact" else unit.kind
    node = Node(op, kind, args, data=lookup, low=int(low), high=int(high), nullable=nullable)
    return Exact(node, literal(lookup.denominator, "amount")) if unit.kind == "exact" else _TYPES[kind](node)


def _fact(fact: Input) -> Any:
    node = fact.node()
    return (
        Exact(node, literal(fact.denominator, "amount"))
        if fact.unit.kind == "exact"
        else _TYPES[node.kind](node)
    )


def _named(variable: Variable, value: Any) -> tuple[Any, tuple[Node, ...]]:
    if isinstance(value, Exact):
        num = _ref(variable, value.num)
        den = value.den if value.den.op == "literal" else _ref(variable, value.den)
        return Exact(num, den), (num, den)
    node = _ref(variable, value.node)
    return type(value)(node), (node,)


def _ref(variable: Variable, node: Node) -> Node:
    return Node(
        "variable",
        node.kind,
        (node,),
        data=variable,
        low=node.low,
        high=node.high,
        nullable=node.nullable,
        subject=variable.name,
    )


def nearest(name: str, names: list[str]) -> str:
    """The names that look most like one, for an error's advice."""
    return ", ".join(difflib.get_close_matches(name, names, n=3, cutoff=0.4)) or "none"


def unknown(name: str, names: list[str]) -> UnknownName:
    """The error for a name the law does not have."""
    return UnknownName(name=name, near=nearest(name, names))
