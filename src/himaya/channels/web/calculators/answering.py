"""A reader's answers: which questions are asked, what was answered, and the facts that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from himaya.channels.web.calculators.declared import Calculator, Question, When
from himaya.channels.web.fields import Choice, Field, answers_of
from himaya.channels.web.law.wording import pick

ASKED = "asked"
ROWS_AT_MOST = 12
EXACT_PER_CENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The questions that these answers call for, each with its answer.

    is_new: some of them were not on the form that the reader sent.
    """

    calculator: Calculator
    fields: tuple[Field, ...]
    is_new: bool
    is_blank: bool

    @property
    def errors(self) -> tuple[Field, ...]:
        """The answers that cannot be used."""
        return tuple(field for field in self.fields if field.error)

    @property
    def is_complete(self) -> bool:
        """Whether the result can be worked out."""
        return not self.errors and not self.is_new and not self.is_blank

    @property
    def query(self) -> str:
        """The address's query that gives the same answers again."""
        return urlencode({field.name: field.value for field in self.fields if field.value})

    @property
    def asked(self) -> str:
        """The names of the questions on the form."""
        return ".".join(field.name for field in self.fields)

    def get(self, name: str) -> str:
        """The answer to a question, empty when it was not asked."""
        return next((field.value for field in self.fields if field.name == name), "")

    def holds(self, when: When) -> bool:
        """Whether the answers fulfil a condition."""
        return all(self.get(name) in answers for name, answers in when.items())

    def rows(self) -> list[dict[str, str]]:
        """The facts: one row, or one for each repeated answer."""
        shared = dict(self.calculator.facts)
        for question in self.calculator.questions:
            if not question.repeat:
                shared |= self._facts(question, question.name)
        rows = self.calculator.rows
        if rows is None:
            return [shared]
        count = int(self.get(rows.count) or 0)
        if not count:
            return [{**shared, **rows.none}]
        return [{**shared, **rows.facts, **self._row(place)} for place in range(1, count + 1)]

    def _row(self, place: int) -> dict[str, str]:
        found: dict[str, str] = {}
        for question in self.calculator.questions:
            if question.repeat:
                found |= self._facts(question, f"{question.name}_{place}")
        if self.calculator.rows is not None and self.calculator.rows.rank:
            found[self.calculator.rows.rank] = str(place)
        return found

    def _facts(self, question: Question, name: str) -> dict[str, str]:
        value = self.get(name)
        if not value or value in question.unsaid:
            return {}
        if question.kind == "percent":
            value = shifted(value)
        return dict.fromkeys(question.facts, value)


def shifted(per_cent: str) -> str:
    """A number of hundredths as a decimal.

    >>> shifted("12.5"), shifted("3"), shifted("100")
    ('0.125', '0.03', '1.00')
    """
    whole, _point, rest = per_cent.partition(".")
    digits = whole.zfill(EXACT_PER_CENT + 1)
    return f"{digits[:-EXACT_PER_CENT]}.{digits[-EXACT_PER_CENT:]}{rest}"


def read(calculator: Calculator, data: Mapping[str, str], *, today: date) -> Answers:
    """The answers in a form or an address. Questions follow one another: an answer may call for others."""
    known = set(data.get(ASKED, "").split("."))
    is_blank = not any(answers_of(data, question.name) for question in calculator.questions)
    fields: list[Field] = []
    is_new = False
    for question, name, place in _called_for(calculator, fields):
        field = _field(question, name, place)
        if name in known or answers_of(data, name):
            fields.append(field.asked(data))
            continue
        default = _default(question, today)
        fields.append(field.asked({name: default}) if default else field)
        is_new = is_new or not (question.optional or default)
    return Answers(calculator=calculator, fields=tuple(fields), is_new=is_new, is_blank=is_blank)


def _called_for(calculator: Calculator, fields: list[Field]) -> Iterator[tuple[Question, str, int]]:
    """Each question to ask, with its name and place, judged by the fields answered so far."""
    for question in calculator.questions:
        given = {field.name: "" if field.error else field.value for field in fields}
        if not all(given.get(name, "") in answers for name, answers in question.when.items()):
            continue
        if not question.repeat:
            yield question, question.name, 0
    for place in range(1, min(_count(calculator, fields), ROWS_AT_MOST) + 1):
        for question in calculator.questions:
            if question.repeat and _holds_in_row(question, fields, place):
                yield question, f"{question.name}_{place}", place


def _holds_in_row(question: Question, fields: list[Field], place: int) -> bool:
    given = {field.name: field.value for field in fields}
    return all(
        given.get(f"{name}_{place}", given.get(name, "")) in answers
        for name, answers in question.when.items()
    )


def _count(calculator: Calculator, fields: list[Field]) -> int:
    counted = {question.repeat for question in calculator.questions if question.repeat}
    found = [field.value for field in fields if field.name in counted and not field.error]
    return max((int(value) for value in found if value.isdigit()), default=0)


def _default(question: Question, today: date) -> str:
    return {"today": today.isoformat(), "this_month": today.isoformat()[:7]}.get(
        question.default, question.default
    )


def _field(question: Question, name: str, place: int) -> Field:
    label = pick(question.label)
    return Field(
        name=name,
        label=_("{label} ({place})").format(label=label, place=place) if place else label,
        kind=question.kind,
        place=place,
        hint=pick(question.hint) if question.hint else "",
        suffix={"money": _("dirhams"), "percent": "%"}.get(question.kind, ""),
        choices=tuple(Choice(code=code, label=pick(said)) for code, said in question.choices.items()),
        optional=question.optional,
        low=question.low or ("0" if question.kind in ("money", "number", "percent") else ""),
        high=question.high or ("100" if question.kind == "percent" else ""),
    )
