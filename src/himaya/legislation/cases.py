"""Running worked cases, in the form of case files, against a law: by either carrier or by both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from himaya.kernel import jurisdiction
from himaya.kernel.errors import DomainError
from himaya.legislation.case_keys import (
    UNASKED,
    Answered,
    Instant,
    Members,
    Result,
    Rows,
    Topic,
    flat,
    with_numbers,
)
from himaya.legislation.errors import CaseFileInvalid
from himaya.legislation.formulas import load_module
from himaya.legislation.law import Answer, Legislation, answer
from himaya.legislation.units import Unit

__all__ = [
    "Case",
    "Instant",
    "Members",
    "Outcome",
    "Result",
    "Rows",
    "Topic",
    "check",
    "load_topics",
    "read_cases",
]
ENGINES = ("columns", "person", "both")


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

    @property
    def wanted(self) -> dict[str, Any]:
        """What it expects, each key in full: `employer.short_term`."""
        return flat(self.expected, lists=True)


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
        if topic is None or not topic.covers(case.inputs, case.expected):
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
    asked = {number: _variables(topic.results_for(cases[number].inputs), cases[number]) for number in ready}
    found = [run(law, ready, asked) for run in _runners(engine)]
    for number, rows in ready.items():
        outcomes[number] = _judge(law, cases[number], topic, rows, [answers[number] for answers in found])
    return outcomes


def _variables(results: Mapping[str, Answered], case: Case) -> list[str]:
    asked = [name for key in case.wanted for name in results[key].variables]
    return list(dict.fromkeys(asked))


def rows_of(law: Legislation, topic: Topic, case: Case, number: int) -> list[dict[str, Any]]:
    """The case as rows of facts under the law's names, values still as written."""
    spread = topic.rows
    if spread is None:
        alone = with_numbers([topic.shared_facts(case.inputs, case.day)], topic.numbered)
        return [_as_written(law, one) for one in alone]
    written = {key: value for key, value in case.inputs.items() if key != spread.key}
    shared = topic.shared_facts(written, case.day)
    items = spread.items(case.inputs.get(spread.key))
    rows = []
    named = with_numbers([{**shared, **facts} for facts in items or [{}]], topic.numbered)
    for place, facts in enumerate(named):
        marks = {**dict.fromkeys(spread.groups, number), spread.number: place, spread.present: bool(items)}
        rows.append(_as_written(law, facts) | {name: value for name, value in marks.items() if name})
    return rows


def _as_written(law: Legislation, facts: dict[str, Any]) -> dict[str, Any]:
    """Money and ratios as text, so that a plain 5000 is read as an amount, not as its smallest unit."""
    return {
        name: str(value)
        if type(value) is int and law.inputs[name].unit.kind in ("amount", "exact")
        else value
        for name, value in facts.items()
    }


def _runners(engine: str) -> list[Any]:
    return {"person": [_by_person], "columns": [_by_columns], "both": [_by_person, _by_columns]}[engine]


Answers = dict[int, dict[str, tuple[Answer, ...]]]


def _by_person(
    law: Legislation, ready: dict[int, list[dict[str, Any]]], asked: dict[int, list[str]]
) -> Answers:
    answers: Answers = {}
    for number, rows in ready.items():
        person = law.person(rows)
        answers[number] = {
            name: tuple(answer(person, law.variable(name), row) for row in range(len(rows)))
            for name in asked[number]
        }
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
        number: {
            name: tuple(answer_at(done, law.variable(name), starts[number] + row) for row in range(len(rows)))
            for name in asked[number]
        }
        for number, rows in ready.items()
    }


def _judge(
    law: Legislation,
    case: Case,
    topic: Topic,
    rows: list[dict[str, Any]],
    found: list[dict[str, tuple[Answer, ...]]],
) -> Outcome:
    results = topic.results_for(case.inputs)
    got: dict[str, Any] = {}
    problems: list[str] = []
    for key, expected in case.wanted.items():
        result = results[key]
        got[key] = _got(law, result, found[0])
        if not all(_meets(law, result, one, expected) for one in found):
            problems.append(key)
    for name in found[0]:
        if any(one[name] != found[0][name] for one in found):
            told = " and ".join(str(one[name]) for one in found)
            problems.append(f"{name}: the carriers disagree, {told}")
    return Outcome(
        case, "failed" if problems else "passed", got, "; ".join(problems), tuple(rows), tuple(found[0])
    )


def _got(law: Legislation, result: Answered, answers: dict[str, tuple[Answer, ...]]) -> Any:
    if isinstance(result, Members):
        held = {name: answers[flag][0].value for name, flag in result.flags.items()}
        return None if None in held.values() else [name for name, holds in held.items() if holds]
    if isinstance(result, Instant):
        day, second = (answers[name][0].value for name in result.variables)
        return None if None in (day, second) else f"{day}T{timedelta(seconds=second)!s:0>8}"
    unit = law.variable(result.variable).formula.unit
    if result.reads == "each":
        return [written(one, unit, "value") for one in answers[result.variable]]
    return written(answers[result.variable][0], unit, result.reads)


def _meets(law: Legislation, result: Answered, answers: dict[str, tuple[Answer, ...]], expected: Any) -> bool:
    if isinstance(result, Members):
        got = _got(law, result, answers)
        return got is not None and sorted(got) == sorted(expected or ())
    if isinstance(result, Instant):
        return bool(_got(law, result, answers) == expected)
    unit, listed = law.variable(result.variable).formula.unit, answers[result.variable]
    if result.reads != "each":
        return _agrees(listed[0], expected, unit, result.reads)
    return len(listed) == len(expected) and all(
        wanted is UNASKED or _agrees(one, wanted, unit, "value")
        for one, wanted in zip(listed, expected, strict=True)
    )


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
        {"id": one.case.id, "expected": one.case.wanted, "got": one.got or {"error": one.problem}}
        for one in done
        if one.state == "failed"
    ]
    listed = {
        state: [one.case.id for one in done if one.state == state] for state in ("passed", "not_covered")
    }
    return {"passed": listed["passed"], "failed": failed, "not_covered": listed["not_covered"]}
