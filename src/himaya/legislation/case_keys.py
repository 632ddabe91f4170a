"""How the keys of case files are named in the law, topic by topic: renaming only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from himaya.kernel.identifiers import inpe

_CHECKS = {"inpe": inpe.check}


@dataclass(frozen=True, slots=True)
class Rows:
    """A list among a case's inputs that becomes rows: each item's keys, or the item itself, are facts.

    Of a mapping, `named` is the fact that takes each key, `item` the one that takes its value.
    """

    key: str
    facts: Mapping[str, str] = field(default_factory=dict)
    item: str = ""
    named: str = ""
    group: str | tuple[str, ...] = ""
    number: str = ""
    present: str = ""

    @property
    def groups(self) -> tuple[str, ...]:
        """The facts that are one number for all the rows of a case."""
        return (self.group,) if isinstance(self.group, str) else self.group

    def items(self, given: Any) -> list[dict[str, Any]]:
        """The facts of each item, as written."""
        if isinstance(given, Mapping):
            return [{self.named: key, self.item: value} for key, value in given.items()]
        return [{self.item: item} if self.item else self._renamed(item) for item in given or ()]

    def _renamed(self, item: Any) -> dict[str, Any]:
        written = flat(item)
        if strange := sorted(set(written) - set(self.facts)):
            raise TypeError(f"{self.key}: the law does not read {', '.join(strange)}")
        return {self.facts[key]: value for key, value in written.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """An expected key: the variable that answers it; `reads`: value, reason, less_than (strict bound) or each.

    `each` asks the value of every row, in order.
    """

    variable: str
    reads: str = "value"

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables asked."""
        return (self.variable,)


@dataclass(frozen=True, slots=True)
class Members:
    """An expected list of names: those whose flag holds, in the order given here."""

    flags: Mapping[str, str]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables asked."""
        return tuple(self.flags.values())


@dataclass(frozen=True, slots=True)
class Instant:
    """An expected instant, `2025-06-04T09:00:00`: the variable of its day and that of the second in it."""

    day: str
    second: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables asked."""
        return (self.day, self.second)


Answered = Result | Members | Instant


@dataclass(frozen=True, slots=True)
class Topic:
    """How the keys of a topic are named in the law; a key inside another is written `act.letter`.

    sets: lists of names among the inputs; each name is a flag, yes where the list holds it.
    instants: the two facts that take the day of an instant and the second in it.
    identifiers: the flag that says whether an identifier is well formed, and of which kind it is.
    numbered: facts whose texts are names; the same name has the same number within a case.
    given: results for cases that hold an input key.
    """

    results: Mapping[str, Answered]
    facts: Mapping[str, str] = field(default_factory=dict)
    day: tuple[str, ...] = ()
    rows: Rows | None = None
    sets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    instants: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    identifiers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    numbered: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    given: Mapping[str, Mapping[str, Answered]] = field(default_factory=dict)

    def results_for(self, inputs: Mapping[str, Any]) -> dict[str, Answered]:
        """The results asked of a case with these inputs."""
        chosen = dict(self.results)
        for key, more in self.given.items():
            if key in inputs:
                chosen |= more
        return chosen

    def covers(self, inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
        """Whether every key of a case has a name in the law."""
        rows = {self.rows.key} if self.rows else set()
        whole = rows | set(self.sets) | set(self.instants) | set(self.identifiers) | set(self.ignored)
        read = set(flat({key: value for key, value in inputs.items() if key not in whole}))
        in_sets = all(set(inputs.get(key) or ()) <= set(names) for key, names in self.sets.items())
        return in_sets and read <= set(self.facts) | set(self.ignored) and self._answers(inputs, expected)

    def _answers(self, inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> bool:
        return set(flat(expected, lists=True)) <= set(self.results_for(inputs))

    def shared_facts(self, inputs: Mapping[str, Any], day: str) -> dict[str, Any]:
        """The facts that hold for every row of a case, as written."""
        written = flat(inputs)
        facts = {name: written[key] for key, name in self.facts.items() if key in written}
        for key, names in self.sets.items():
            if key in inputs:
                facts |= {name: member in inputs[key] for member, name in names.items()}
        for key, (day_fact, second_fact) in self.instants.items():
            if key in inputs:
                facts |= _of_instant(inputs[key], day_fact, second_fact)
        for key, (name, kind) in self.identifiers.items():
            if key in inputs:
                facts[name] = _CHECKS[kind](str(inputs[key]))
        return facts | dict.fromkeys(self.day, day)


def _of_instant(written: str, day: str, second: str) -> dict[str, Any]:
    at = datetime.fromisoformat(written)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return {day: at.date().isoformat(), second: int((at - midnight).total_seconds())}


def with_numbers(rows: list[dict[str, Any]], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The rows with a number in the place of each name."""
    texts = dict.fromkeys(str(row[name]) for row in rows for name in names if row.get(name) is not None)
    number = {text: place for place, text in enumerate(texts, start=1)}
    return [
        row | {name: number[str(row[name])] for name in names if row.get(name) is not None} for row in rows
    ]


def flat(written: Mapping[str, Any], *, lists: bool = False) -> dict[str, Any]:
    """A mapping inside another under one key, `employer.short_term`.

    lists: a list of mappings too, as one list for each of their keys.

    >>> flat({"act": {"letter": "C"}, "quantity": 1})
    {'act.letter': 'C', 'quantity': 1}
    >>> flat({"lines": [{"copay": "1"}, {"copay": "2"}]}, lists=True)
    {'lines.copay': ['1', '2']}
    """
    return dict(_flattened(written, "", lists))


def _flattened(written: Mapping[str, Any], prefix: str, lists: bool) -> Iterator[tuple[str, Any]]:
    for key, value in written.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flattened(value, f"{name}.", lists)
        elif lists and isinstance(value, list) and value and isinstance(value[0], Mapping):
            parts = [flat(item, lists=True) for item in value]
            for part in dict.fromkeys(part for item in parts for part in item):
                yield f"{name}.{part}", [item.get(part, UNASKED) for item in parts]
        else:
            yield name, value


class _Unasked(str):
    """What stands where a line of a list does not say what it expects."""

    __slots__ = ()


UNASKED = _Unasked("…")
