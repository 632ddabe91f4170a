"""The calculators that a fund declares in its folder `calculators`, read once and checked against its law.

    title, lead: words          group: a name of groups.yaml       order: place in the list
    questions: {name: {label, hint?, kind, choices?, min?, max?, default?, optional?, fact?, unsaid?, when?, repeat?}}
    facts: {fact: value}        what every case has in common
    rows: {count: question, facts: {…}, none: {…}, rank: fact?}    one row of facts per repeated answer
    results: [{variable, label?, main?, when?, each?}]
    notes: [words]              shortcuts: [{label, answers: {question: value}}]

`when` is {question: [answers]}; `fact` names other facts than the question's own name ("" for
none); `unsaid` are answers that give no fact. `max` may be {law: parameter, times: n}: the value the law
holds last, so many times; `{each}` and `{max}` in the hint show both.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from himaya.channels.web.calculators.errors import CalculatorInvalid
from himaya.channels.web.fields import KINDS
from himaya.fund import law as fund_law
from himaya.kernel import yaml_file
from himaya.kernel.money import GROUP
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Parameter
from himaya.runtime.fund import fund_folder, fund_name

Said = Mapping[str, str]
When = Mapping[str, tuple[str, ...]]
_LANGUAGES = {"ar", "fr", "en", "zgh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `repeat` names the question that says how often it is asked."""

    name: str
    label: Said
    kind: str
    hint: Said
    choices: Mapping[str, Said]
    low: str
    high: str
    default: str
    optional: bool
    facts: tuple[str, ...]
    unsaid: tuple[str, ...]
    when: When
    repeat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One variable of the law to show; `each` row by row."""

    variable: str
    label: Said
    is_main: bool
    when: When
    is_each: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """How repeated answers become rows of facts."""

    count: str
    facts: Mapping[str, str]
    none: Mapping[str, str]
    rank: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """A case that many people have, one tap from the list of calculators."""

    label: Said
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculator:
    """A calculator as declared."""

    name: str
    title: Said
    lead: Said
    group: str
    order: int
    questions: tuple[Question, ...]
    facts: Mapping[str, str]
    rows: Rows | None
    results: tuple[Result, ...]
    notes: tuple[Said, ...]
    shortcuts: tuple[Shortcut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Calculators that stand together."""

    label: Said
    calculators: tuple[Calculator, ...]


def groups() -> tuple[Group, ...]:
    """The calculators of the fund that runs here, in their groups."""
    return _groups(fund_name())


def calculator(name: str) -> Calculator | None:
    """A calculator by its name."""
    return next((one for group in groups() for one in group.calculators if one.name == name), None)


@functools.cache
def _groups(_fund: str) -> tuple[Group, ...]:
    folder, law = fund_folder() / "calculators", fund_law.current()
    if not (folder / "groups.yaml").is_file():
        return ()
    found = [_read(path, law) for path in sorted(folder.glob("*.yaml")) if path.stem != "groups"]
    listed = yaml_file.read(folder / "groups.yaml")
    if strange := sorted({one.group for one in found} - set(listed)):
        raise CalculatorInvalid(file="groups.yaml", reason=f"no words for the groups {strange}")
    gathered = [
        Group(
            label=label,
            calculators=tuple(sorted((one for one in found if one.group == name), key=lambda one: one.order)),
        )
        for name, label in listed.items()
    ]
    return tuple(group for group in gathered if group.calculators)


def _read(path: Path, law: Legislation) -> Calculator:
    said = yaml_file.read(path)
    try:
        made = _calculator(path.stem.replace("_", "-"), said, law)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CalculatorInvalid(file=path.name, reason=f"{type(error).__name__}: {error}") from error
    if wrong := _problems(made, law):
        raise CalculatorInvalid(file=path.name, reason="; ".join(wrong))
    return made


def _calculator(name: str, said: Mapping[str, Any], law: Legislation) -> Calculator:
    rows = said.get("rows")
    return Calculator(
        name=name,
        title=_words(said["title"]),
        lead=_words(said["lead"]),
        group=str(said["group"]),
        order=int(said["order"]),
        questions=tuple(_question(each, one, law) for each, one in said["questions"].items()),
        facts=_texts(said.get("facts")),
        rows=None
        if rows is None
        else Rows(
            count=rows["count"],
            facts=_texts(rows.get("facts")),
            none=_texts(rows.get("none")),
            rank=rows.get("rank", ""),
        ),
        results=tuple(_result(one) for one in said["results"]),
        notes=tuple(_words(one) for one in said.get("notes", ())),
        shortcuts=tuple(
            Shortcut(label=_words(one["label"]), answers=_texts(one["answers"]))
            for one in said.get("shortcuts", ())
        ),
    )


def _question(name: str, said: Mapping[str, Any], law: Legislation) -> Question:
    facts = said.get("fact", name)
    each, high = _bounds(said.get("max", ""), law)
    return Question(
        name=name,
        label=_words(said["label"]),
        kind=str(said["kind"]),
        hint=_filled(_words(said["hint"]), each, high) if "hint" in said else {},
        choices={str(code): _words(one) for code, one in said.get("choices", {}).items()},
        low=str(said.get("min", "")),
        high=high,
        default=str(said.get("default", "")),
        optional=said.get("optional") is True,
        facts=tuple(facts) if isinstance(facts, list) else (facts,) if facts else (),
        unsaid=tuple(str(one) for one in said.get("unsaid", ())),
        when=_when(said.get("when")),
        repeat=str(said.get("repeat", "")),
    )


def _bounds(said: Any, law: Legislation) -> tuple[str, str]:
    """The value of the law that bounds an answer, and the bound."""
    if not isinstance(said, Mapping):
        return "", str(said)
    found = law.parameters.get(str(said["law"]))
    if not isinstance(found, Parameter) or not found.values or set(said) != {"law", "times"}:
        raise ValueError(f"max is a number or {{law: parameter, times: number}}: {dict(said)}")
    each = found.values[-1].written
    return each, str(Decimal(each) * int(said["times"]))


def _filled(hint: Said, each: str, high: str) -> Said:
    """A hint with the bound in figures, as each language groups them."""
    if not each:
        return hint
    separators = {"en": ","}
    return {
        language: text.format(
            **{
                name: f"{Decimal(value):,}".replace(",", separators.get(language, GROUP))
                for name, value in (("each", each), ("max", high))
            }
        )
        for language, text in hint.items()
    }


def _result(said: Mapping[str, Any]) -> Result:
    return Result(
        variable=str(said["variable"]),
        label=_words(said["label"]) if "label" in said else {},
        is_main=said.get("main") is True,
        when=_when(said.get("when")),
        is_each=said.get("each") is True,
    )


def _when(said: Mapping[str, Any] | None) -> When:
    return {name: tuple(str(one) for one in answers) for name, answers in (said or {}).items()}


def _texts(said: Mapping[str, Any] | None) -> dict[str, str]:
    return {str(name): str(value) for name, value in (said or {}).items()}


def _words(said: Mapping[str, str]) -> Said:
    if not said.get("ar") or not said.get("fr") or set(said) - _LANGUAGES:
        raise ValueError(f"words are needed in ar and fr: {dict(said)}")
    return dict(said)


def _problems(one: Calculator, law: Legislation) -> list[str]:
    """What names a question, a fact or a variable that is not there, and facts that no question gives."""
    asked = {question.name for question in one.questions}
    conditions = [*(question.when for question in one.questions), *(result.when for result in one.results)]
    wrong = [f"unknown kind {each.kind!r}" for each in one.questions if each.kind not in KINDS]
    wrong += [f"no question {name!r}" for when in conditions for name in when if name not in asked]
    wrong += [
        f"no question {each.repeat!r}" for each in one.questions if each.repeat and each.repeat not in asked
    ]
    given = {fact for question in one.questions for fact in question.facts} | set(one.facts)
    if one.rows is not None:
        given |= {*one.rows.facts, *one.rows.none, *filter(None, [one.rows.rank])}
    wrong += [f"the law has no fact {name!r}" for name in sorted(given - set(law.inputs))]
    wrong += [
        f"the law has no variable {each.variable!r}"
        for each in one.results
        if each.variable not in law.variables
    ]
    if not any(each.is_main for each in one.results):
        wrong.append("no result is the main one")
    return wrong
