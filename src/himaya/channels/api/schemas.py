"""The forms of questions and answers about the law."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt, StrictStr

Name = Annotated[str, Field(max_length=120)]
Fact = StrictBool | StrictInt | Annotated[StrictStr, Field(max_length=120)] | None
Facts = dict[Name, Fact]
_FACTS = (
    'Facts by name, as /api/law/variables/{name} lists them. An amount is text in dirhams ("3500.50") or a whole '
    'number of centimes; a day is "2026-11-22"; a month "2026-11"; a ratio text; yes and no are true and false.'
)


class Words(Schema):
    """One text in the languages of the law."""

    ar: str
    fr: str
    en: str


class Entry(Schema):
    """One line of a list."""

    name: str
    kind: str
    label: Words
    unit: str


class Entries(Schema):
    """A page of a list."""

    count: int
    items: list[Entry]


class Value(Schema):
    """What is in force from a day on: a value, the bands of a scale or the cells of a table's row."""

    since: date
    until: date | None
    when: dict[str, str]
    value: str | None
    bands: list[dict[str, str | None]]
    cells: dict[str, str]
    reference: str
    evidence: str
    known_on: date | None
    note: str


class Alternative(Schema):
    """Another choice open to a decision."""

    value: str
    label: Words


class Parameter(Schema):
    """A value, scale or table of the law over time."""

    name: str
    kind: str
    label: Words
    unit: str
    note: str
    count: int
    values: list[Value]
    alternatives: list[Alternative]
    used_by: list[str]


class FactForm(Schema):
    """A fact that a rule reads."""

    name: str
    label: Words
    unit: str
    is_optional: bool
    low: str | None
    high: str | None


class Variable(Schema):
    """A rule: its words, what it reads, what reads it."""

    name: str
    label: Words
    sentence: Words
    unit: str
    of: str
    law: str
    reads: list[str]
    parameters: list[str]
    facts: list[FactForm]
    feeds: list[str]


class Question(Schema):
    """Facts of one case, or of the rows of one household; and what is asked of them."""

    model_config = ConfigDict(extra="forbid")

    rows: list[Facts] = Field(min_length=1, max_length=200, description=_FACTS)
    variables: list[Name] = Field(min_length=1, max_length=50)


class Answer(Schema):
    """One variable for one row. value: centimes, a whole number, text, a day, or a ratio as "p/q"."""

    name: str
    row: int
    value: bool | int | str | None
    unit: str
    shown: str
    reason: str | None


class Answers(Schema):
    """What the law says."""

    law: str
    answers: list[Answer]


class Asking(Schema):
    """A variable to explain for one of the rows."""

    model_config = ConfigDict(extra="forbid")

    rows: list[Facts] = Field(min_length=1, max_length=200, description=_FACTS)
    variable: Name
    row: int = Field(default=0, ge=0, le=199)


class UsedFact(Schema):
    """A fact that was read."""

    name: str
    label: str
    shown: str


class UsedParameter(Schema):
    """A value of the law that was read."""

    path: str
    label: str
    shown: str
    on: date
    since: date | None
    reference: str
    evidence: str
    note: str
    line: str


class Explanation(Schema):
    """A value and all that led to it; `evidence` is the weakest of the tree."""

    name: str
    label: str
    value: bool | int | str | None
    reason: str | None
    shown: str
    sentence: str
    law: str
    evidence: str
    facts: list[UsedFact]
    parameters: list[UsedParameter]
    parts: list[Explanation]
