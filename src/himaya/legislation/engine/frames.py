"""From a caller's frame to the law's answers, and back to the caller's kind of frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from himaya.legislation.engine import polars_engine
from himaya.legislation.engine.column import Column, Fact
from himaya.legislation.engine.columns import Columns
from himaya.legislation.engine.nodes import walk
from himaya.legislation.engine.reasons import Reasons
from himaya.legislation.engine.trace import Variable
from himaya.legislation.errors import MissingColumns
from himaya.legislation.inputs import Input

_PLANS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """What to add to a frame, in passes: Narwhals expressions, the engine's own, its steps; and the outputs' kinds."""

    engine: Any
    passes: dict[int, dict[str, Any]]
    native: dict[int, dict[str, Any]]
    steps: dict[int, list[Any]]
    ordered: bool
    outputs: dict[str, str]

    def run(self, frame: Any) -> Any:
        """The frame with every pass applied."""
        if self.ordered:
            frame = self.engine.ordered(frame)
        for ready in sorted({*self.passes, *self.native, *self.steps}):
            if ready in self.passes:
                frame = self.engine.add(frame, self.passes[ready])
            if ready in self.native:
                frame = self.engine.add_native(frame, self.native[ready])
            for one in self.steps.get(ready, ()):
                frame = one.run(frame)
        return frame


class Evaluator:
    """Evaluates variables over frames; frames that look alike share one plan."""

    def __init__(self, inputs: dict[str, Input], codes: dict[str, int]) -> None:
        self.inputs, self.codes = inputs, codes
        self._plans: dict[Any, Plan] = {}

    def evaluate(self, frame: Any, variables: list[Variable], *, reasons: bool) -> Any:
        """The frame with a column for each variable (and `<name>_reason`); the same kind of frame as given."""
        native = nw.to_native(frame, pass_through=True)
        if isinstance(native, pl.LazyFrame):
            return self._evaluate(native, variables, reasons)
        if isinstance(native, pl.DataFrame):
            return self._evaluate(native.lazy(), variables, reasons).collect()
        if _is_spark(native):
            from himaya.legislation.engine import spark

            return self._evaluate(native, variables, reasons, spark)
        given = nw.from_native(native, eager_only=True)
        done = self._evaluate(given.to_polars().lazy(), variables, reasons).collect()
        return nw.from_arrow(done.to_arrow(), backend=given.implementation).to_native()

    def _evaluate(
        self, frame: Any, variables: list[Variable], reasons: bool, engine: Any = polars_engine
    ) -> Any:
        nodes = walk(node for variable in variables for node in variable.nodes)
        needed = {node.subject: self.inputs[node.subject] for node in nodes if node.op == "input"}
        given = nw.from_native(frame).collect_schema().names()
        _refuse_missing(given, needed, variables)
        facts, seen = engine.look(frame, needed, self.codes)
        plan = self._plan(variables, facts, reasons, engine)
        prepared = plan.run(engine.encode(frame, needed, facts, seen))
        kept = [name for name in given if name not in plan.outputs]
        return engine.select(prepared, kept, plan.outputs, [*self.codes, ""])

    def _plan(self, variables: list[Variable], facts: dict[str, Fact], reasons: bool, engine: Any) -> Plan:
        asked = tuple(one.name for one in variables)
        key = (engine.name, asked, reasons, tuple(sorted(facts.items())))
        if key not in self._plans:
            while len(self._plans) >= _PLANS_KEPT:
                del self._plans[next(iter(self._plans))]
            roots = [node for one in variables for node in one.nodes]
            columns = Columns(facts, self.codes, roots, engine=engine)
            outputs = _ask(columns, variables, reasons)
            self._plans[key] = Plan(
                engine, columns.passes, columns.native, columns.steps, columns.orders, outputs
            )
        return self._plans[key]


def _is_spark(native: Any) -> bool:
    return type(native).__module__.startswith("pyspark.sql")


def _refuse_missing(given: list[str], needed: dict[str, Input], variables: list[Variable]) -> None:
    missing = sorted(name for name, fact in needed.items() if name not in given and not fact.optional)
    if missing:
        raise MissingColumns(columns=", ".join(missing), variables=", ".join(one.name for one in variables))


def _ask(columns: Columns, variables: list[Variable], reasons: bool) -> dict[str, str]:
    outputs: dict[str, str] = {}
    explained = Reasons(columns)
    for variable in variables:
        values = [columns.keep(columns.column(node)) for node in variable.nodes]
        for suffix, value, node in zip(
            _suffixes(variable), _known_together(columns, values), variable.nodes, strict=True
        ):
            columns.named(value, f"__out_{variable.name}{suffix}", node.kind)
            outputs[f"{variable.name}{suffix}"] = node.kind
        if reasons:
            columns.named(explained.of_unknown(variable.nodes), f"__out_{variable.name}_reason", "code")
            outputs[f"{variable.name}_reason"] = "code"
    return outputs


def _suffixes(variable: Variable) -> tuple[str, ...]:
    return ("",) if len(variable.nodes) == 1 else ("_numerator", "_denominator")


def _known_together(columns: Columns, values: list[Column]) -> list[Column]:
    """Numerator and denominator of a ratio: both, or neither."""
    if len(values) == 1:
        return values
    num, den = values
    return [columns.only_where_known(num, [den], "amount"), columns.only_where_known(den, [num], "amount")]
