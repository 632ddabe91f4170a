"""Running worked cases, in the form of case files, against a law: by either carrier or by both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from himaya.kernel import jurisdiction
from himaya.kernel.errors import DomainError
from himaya.legislation.errors import CaseFileInvalid
from himaya.legislation.formulas import load_module
from himaya.legislation.law import Answer, Legislation, answer
from himaya.legislation.units import Unit

ENGINES = ("columns", "person", "both")


@dataclass(frozen=True, slots=True)
class Rows:
    """A list among a case's inputs that becomes rows: each item's keys, or the item itself, are facts."""

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    group: str = ""
    number: str = ""
    present: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An expected key: the variable that answers it; `reads`: value, reason, or less_than (strict bound)."""

    variable: str
    reads: str = "value"


@dataclass(frozen=True, slots=True)
class Topic:
    """How the keys of a topic are named in the law. `given`: results for cases that hold an input key."""

    results: Mapping[str, Result]
    facts: Mapping[str, str] = field(default_factory=dict)
    day: tuple[str, ...] = ()
    rows: Rows | None = None
    ignored: tuple[str, ...] = ()
    given: Mapping[str, Mapping[str, Result]] = field(default_factory=dict)

    def results_for(self, inputs: Mapping[str, Any]) -> dict[str, Result]:
        """The results asked of a case with these inputs."""
        chosen = dict(self.results)
        for key, more in self.given.items():
            if key in inputs:
                chosen |= more
        return chosen

    def covers(self, case: Case) -> bool:
        """Whether every key of the case has a name in the law."""
        known = set(self.facts) | set(self.ignored) | ({self.rows.key} if self.rows else set())
        return set(case.inputs) <= known and set(case.expected) <= set(self.results_for(case.inputs))


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case."""

    id: str
    topic: str
    day: str
    inputs: dict[str, Any]
    expected: dict[str, Any]
    certainty: str = ""
    origin: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: passed, failed or not_covered; `got` under the names `expected` uses."""

    case: Case
    state: str
    got: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    rows: tuple[dict[str, Any], ...] = ()
    variables: tuple[str, ...] = ()


def read_cases(path: Path) -> list[Case]:
    """The cases of a file; CaseFileInvalid names what is wrong with it."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=str)
    except OSError as error:
        raise CaseFileInvalid(file=str(path), reason=f"cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise CaseFileInvalid(file=str(path), reason=f"is not JSON ({error})") from error
    listed = content.get("cases") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise CaseFileInvalid(file=str(path), reason="has no list `cases`")
    return [_case(path, number, one) for number, one in enumerate(listed)]


def _case(path: Path, number: int, one: Any) -> Case:
    name = one.get("id", f"number {number}") if isinstance(one, dict) else f"number {number}"
    wanted: dict[str, type] = {"id": str, "topic": str, "date": str, "inputs": dict, "expected": dict}
    for key, kind in wanted.items():
        if not isinstance(one, dict) or not isinstance(one.get(key), kind):
            raise CaseFileInvalid(file=str(path), reason=f"case {name} lacks `{key}` ({kind.__name__})")
    try:
        date.fromisoformat(one["date"])
    except ValueError as error:
        raise CaseFileInvalid(
            file=str(path), reason=f"case {name}: date {one['date']!r} is not a day"
        ) from error
    return Case(
        one["id"],
        one["topic"],
        one["date"],
        one["inputs"],
        one["expected"],
        str(one.get("certainty", "")),
        str(one.get("origin", "")),
        str(one.get("source", "")),
    )


def load_topics(fund: str = "ma") -> dict[str, Topic]:
    """How a fund's law names the keys of case files: every `law/adapters/*.py`, a topic in one of them only."""
    found: dict[str, Topic] = {}
    files: dict[str, Path] = {}
    for path in sorted((jurisdiction.folder(fund) / "law" / "adapters").glob("*.py")):
        for name, topic in load_module(path).TOPICS.items():
            if name in files:
                raise CaseFileInvalid(file=str(path), reason=f"topic {name} is in {files[name].name} too")
            found[name], files[name] = topic, path
    return found


def check(
    law: Legislation,
    cases: Sequence[Case],
    topics: Mapping[str, Topic],
    *,
    engine: str = "both",
) -> list[Outcome]:
    """The outcome of every case, in order. `both` also asks that both carriers agree."""
    outcomes: dict[int, Outcome] = {}
    for name in dict.fromkeys(case.topic for case in cases):
        chosen = {number: case for number, case in enumerate(cases) if case.topic == name}
        outcomes |= _check_topic(law, chosen, topics.get(name), engine)
    return [outcomes[number] for number in range(len(cases))]


def _check_topic(
    law: Legislation, cases: dict[int, Case], topic: Topic | None, engine: str
) -> dict[int, Outcome]:
    outcomes: dict[int, Outcome] = {}
    ready: dict[int, list[dict[str, Any]]] = {}
    for number, case in cases.items():
        if topic is None or not topic.covers(case):
            outcomes[number] = Outcome(case, "not_covered")
            continue
        try:
            rows = rows_of(law, topic, case, number)
            law.person(rows)
            ready[number] = rows
        except (DomainError, TypeError, AttributeError) as error:
            outcomes[number] = Outcome(case, "failed", problem=str(error))
    if topic is None or not ready:
        return outcomes
    asked = {
        number: [
            one.variable
            for key, one in topic.results_for(cases[number].inputs).items()
            if key in cases[number].expected
        ]
        for number in ready
    }
    found = [run(law, ready, asked) for run in _runners(engine)]
    for number, rows in ready.items():
        outcomes[number] = _judge(law, cases[number], topic, rows, [answers[number] for answers in found])
    return outcomes


def rows_of(law: Legislation, topic: Topic, case: Case, number: int) -> list[dict[str, Any]]:
    """The case as rows of facts under the law's names, values still as written."""
    shared = {name: case.inputs[key] for key, name in topic.facts.items() if key in case.inputs}
    shared |= dict.fromkeys(topic.day, case.day)
    spread = topic.rows
    if spread is None:
        return [_as_written(law, shared)]
    items = case.inputs.get(spread.key)
    rows = []
    for place, item in enumerate(items or [None]):
        facts = {} if item is None else {spread.item: item} if spread.item else _renamed(item, spread)
        marks = {spread.group: number, spread.number: place, spread.present: item is not None}
        rows.append(
            _as_written(law, {**shared, **facts}) | {name: value for name, value in marks.items() if name}
        )
    return rows


def _as_written(law: Legislation, facts: dict[str, Any]) -> dict[str, Any]:
    """Money and ratios as text, so that a plain 5000 is read as an amount, not as its smallest unit."""
    return {
        name: str(value)
        if type(value) is int and law.inputs[name].unit.kind in ("amount", "exact")
        else value
        for name, value in facts.items()
    }


def _renamed(item: Any, rows: Rows) -> dict[str, Any]:
    if strange := sorted(set(item) - set(rows.facts)):
        raise TypeError(f"{rows.key}: the law does not read {', '.join(strange)}")
    return {rows.facts[key]: value for key, value in item.items()}


def _runners(engine: str) -> list[Any]:
    return {"person": [_by_person], "columns": [_by_columns], "both": [_by_person, _by_columns]}[engine]


Answers = dict[int, dict[str, Answer]]


def _by_person(
    law: Legislation, ready: dict[int, list[dict[str, Any]]], asked: dict[int, list[str]]
) -> Answers:
    answers: Answers = {}
    for number, rows in ready.items():
        person = law.person(rows)
        answers[number] = {name: answer(person, law.variable(name)) for name in asked[number]}
    return answers


def _by_columns(
    law: Legislation, ready: dict[int, list[dict[str, Any]]], asked: dict[int, list[str]]
) -> Answers:
    from himaya.legislation.engine.answers import answer_at, from_facts

    names = list(dict.fromkeys(name for one in asked.values() for name in one))
    facts: list[dict[str, Any]] = []
    starts: dict[int, int] = {}
    for number, rows in ready.items():
        starts[number] = len(facts)
        facts += law.person(rows).rows
    frame = from_facts(facts, law.inputs, {name for variable in names for name in law.needs(variable)})
    done = law.evaluate(frame, names, reasons=True)
    return {
        number: {name: answer_at(done, law.variable(name), starts[number]) for name in asked[number]}
        for number in ready
    }


def _judge(
    law: Legislation, case: Case, topic: Topic, rows: list[dict[str, Any]], found: list[dict[str, Answer]]
) -> Outcome:
    results = topic.results_for(case.inputs)
    got: dict[str, Any] = {}
    problems: list[str] = []
    for key, expected in case.expected.items():
        result = results[key]
        answers = [one[result.variable] for one in found]
        got[key] = written(answers[0], law.variable(result.variable).formula.unit, result.reads)
        if not all(
            _agrees(one, expected, law.variable(result.variable).formula.unit, result.reads)
            for one in answers
        ):
            problems.append(key)
        if len(set(answers)) > 1:
            problems.append(f"{key}: the carriers disagree, {answers[0]} and {answers[1]}")
    variables = tuple(dict.fromkeys(results[key].variable for key in case.expected))
    return Outcome(case, "failed" if problems else "passed", got, "; ".join(problems), tuple(rows), variables)


def _agrees(found: Answer, expected: Any, unit: Unit, reads: str) -> bool:
    if reads == "reason":
        return bool(found.reason == expected)
    if expected is None or found.value is None:
        return reads == "value" and found.value is None and expected is None
    if unit.kind in ("amount", "exact"):
        try:
            bound = Fraction(Decimal(str(expected))) * 10**unit.decimals
        except InvalidOperation:
            return False
        return bool(found.value < bound if reads == "less_than" else found.value == bound)
    same: bool = written(found, unit, reads) == expected
    return same


def written(found: Answer, unit: Unit, reads: str) -> Any:
    """An answer as case files write it."""
    if reads == "reason":
        return found.reason
    value = found.value
    if isinstance(value, Fraction):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    if isinstance(value, date):
        return value.isoformat()[:7] if unit.name == "month" else value.isoformat()
    if unit.money and value is not None:
        return f"{Decimal(value) / 10**unit.decimals:.{unit.decimals}f}"
    return value


def summary(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """`{"passed": [ids], "failed": [{"id", "expected", "got"}], "not_covered": [ids]}`."""
    done = list(outcomes)
    failed = [
        {"id": one.case.id, "expected": one.case.expected, "got": one.got or {"error": one.problem}}
        for one in done
        if one.state == "failed"
    ]
    listed = {
        state: [one.case.id for one in done if one.state == state] for state in ("passed", "not_covered")
    }
    return {"passed": listed["passed"], "failed": failed, "not_covered": listed["not_covered"]}
