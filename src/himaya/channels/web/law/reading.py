"""The law's pages: what each shows, in the reader's words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from himaya.channels.web.fields import Choice, Field
from himaya.channels.web.law import diagram, timeline
from himaya.channels.web.law.wording import (
    EVIDENCE_TONES,
    answers_to,
    code_name,
    evidence_word,
    kind_of,
    kind_word,
    language,
    law_language,
    lawful_label,
    prose,
    unit_word,
    value_text,
)
from himaya.legislation.formulas import MENTION
from himaya.legislation.inputs import Input
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Brackets, Dated, Lawful, Parameter, Row, Source, Table
from himaya.legislation.units import UNITS, Unit, read_amount, read_exact

_FIELD_KINDS = {"flag": "flag", "day": "day", "amount": "number", "exact": "decimal", "code": "text"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the index."""

    name: str
    kind: str
    word: str
    label: str
    address: str
    value: str = ""
    tone: str = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One dated value: its first and last day, what it is, the text that set it and how sure it is."""

    since: date
    last: date | None
    when: tuple[tuple[str, SafeString], ...]
    shown: tuple[tuple[SafeString | str, SafeString], ...]
    reference: str
    known_on: date | None
    note: str
    tone: str
    evidence: str
    is_current: bool


def entries(law: Legislation, *, today: date) -> tuple[Entry, ...]:
    """Every value, scale, table, decision and rule, by its label."""
    return _entries(law, today, language())


@functools.lru_cache(maxsize=8)
def _entries(law: Legislation, today: date, _language: str) -> tuple[Entry, ...]:
    found = [_lawful_entry(one, today) for one in law.parameters.values()]
    found += [
        Entry(
            name=name,
            kind="variable",
            word=kind_word("variable"),
            label=one.formula.label.of(law_language()),
            address=variable_address(name),
        )
        for name, one in law.variables.items()
    ]
    return tuple(sorted(found, key=lambda entry: entry.label.removeprefix("ال")))


def _lawful_entry(one: Lawful, today: date) -> Entry:
    kind, source = kind_of(one), _source(one, today)
    evidence = _weakest(one)
    return Entry(
        name=one.path,
        kind=kind,
        word=kind_word(kind),
        label=lawful_label(one),
        address=parameter_address(one.path),
        value=_current_text(one, today),
        tone=EVIDENCE_TONES[evidence],
        evidence=evidence_word(evidence),
        note=(source.note if source else "") or one.note,
    )


def uncertain(law: Legislation, *, today: date) -> list[Entry]:
    """The values whose weakest evidence is not a published text."""
    return [
        entry
        for entry in entries(law, today=today)
        if entry.kind != "variable" and _weakest(law.parameters[entry.name]) != "sourced"
    ]


def _weakest(one: Lawful) -> str:
    known = [each.source.evidence for each in (one.rows if isinstance(one, Table) else one.values)]
    return max(known, key=list(EVIDENCE_TONES).index, default="sourced")


def _source(one: Lawful, today: date) -> Source | None:
    found: Any = None if isinstance(one, Table) else one.at(today)
    return found.source if found is not None else None


def _current_text(one: Lawful, today: date) -> str:
    if not isinstance(one, Parameter):
        return ""
    found = one.at(today)
    return prose(value_text(found.value, one.unit)) if found is not None else ""


def matching(found: Iterable[Entry], law: Legislation, *, text: str) -> list[Entry]:
    """The entries whose name, label in any language or texts hold every word asked for."""
    asked = text.casefold().split()
    return [entry for entry in found if all(word in _haystack(law, entry) for word in asked)]


def _haystack(law: Legislation, entry: Entry) -> str:
    if entry.kind == "variable":
        formula = law.variables[entry.name].formula
        label, texts = formula.label, formula.law
    else:
        one = law.parameters[entry.name]
        rows: Sequence[Any] = one.rows if isinstance(one, Table) else one.values
        label, texts = one.label, " ".join({each.source.reference for each in rows})
    return " ".join((entry.name, label.ar, label.fr, label.en, texts)).casefold()


# -- one parameter ---------------------------------------------------------------------------------------


def lines(one: Lawful, *, text: str = "") -> list[tuple[Any, date | None]]:
    """The dated values with the day on which each ends, the newest first; a table's rows in their own order.

    text: only the rows of a table that hold every word of it, in their conditions, cells or texts.
    """
    if isinstance(one, Table):
        asked = text.casefold().split()
        return [(row, row.until) for row in one.rows if not asked or _holds(row, asked)]
    ends = [*(each.since for each in one.values[1:]), None]
    return list(reversed(list(zip(one.values, ends, strict=True))))


def _holds(row: Row, asked: list[str]) -> bool:
    keys = [str(bound) for match in row.when.values() for bound in (match.code, match.low, match.high)]
    names = [code_name(key) for key in keys]
    cells = [str(written) for written in row.written.values()]
    whole = " ".join((*keys, *names, *cells, row.source.reference)).casefold()
    return all(word in whole for word in asked)


def values(
    law: Legislation, one: Lawful, found: Iterable[tuple[Any, date | None]], *, today: date
) -> list[Value]:
    """Some of the lines of a value, as they are shown."""
    if isinstance(one, Table):
        return [_row(law, one, row, today) for row, _end in found]
    return [_dated(one, each, end, today) for each, end in found]


def _dated(one: Parameter | Brackets, each: Any, end: date | None, today: date) -> Value:
    if isinstance(each, Dated):
        shown: tuple[tuple[SafeString | str, SafeString], ...] = (
            ("", prose(value_text(each.value, one.unit))),
        )
    else:
        shown = tuple((_bound(band, one), prose(value_text(band.value, one.unit))) for band in each.bands)
    return _value(each.since, end, (), shown, each.source, today)


def _row(law: Legislation, table: Table, row: Row, today: date) -> Value:
    when = tuple((_label_of(law, key), _condition(match, table.keys[key])) for key, match in row.when.items())
    shown = tuple(
        (code_name(name), prose(value_text(value, table.columns[name])))
        for name, value in row.cells.items()
        if value is not None
    )
    source = replace(row.source, note="") if row.source.note == table.note else row.source
    return _value(row.since, row.until, when, shown, source, today)


def _value(since: date, until: date | None, when: Any, shown: Any, source: Source, today: date) -> Value:
    return Value(
        since=since,
        last=until - timedelta(days=1) if until and until > since else None,
        when=when,
        shown=shown,
        reference=source.reference,
        known_on=source.known_on,
        note=source.note,
        tone=EVIDENCE_TONES[source.evidence],
        evidence=evidence_word(source.evidence),
        is_current=since <= today and (until is None or today < until),
    )


def _bound(band: Any, one: Any) -> SafeString | str:
    if band.bound is None:
        return _("above")
    unit = UNITS.get(getattr(one, "of", one.unit).name, one.unit)
    return prose(f"{'≤' if band.inclusive else '<'} {_plain(band.bound_written, unit)}")


def _plain(written: str, unit: Unit) -> str:
    value: Any = (
        read_amount(written, decimals=unit.decimals) if unit.kind == "amount" else read_exact(written)
    )
    return value_text(value, unit)


def _condition(match: Any, unit: Unit) -> SafeString:
    if match.code is not None:
        return prose(code_name(match.code))
    if unit.kind == "flag":
        return prose(value_text(bool(match.low), unit))
    low, high = (None if bound is None else value_text(bound, unit) for bound in (match.low, match.high))
    if low == high and low is not None:
        return prose(str(match.low) if unit.name == "count" else low)  # the number of a thing is not grouped
    return prose(f"≤ {high}" if low is None else f"≥ {low}" if high is None else f"{low} – {high}")


def chart(one: Lawful, *, today: date) -> SafeString | str:
    """The timeline of a number; nothing for scales, tables, codes, flags and days."""
    if not isinstance(one, Parameter) or one.unit.kind not in ("amount", "exact"):
        return ""
    points = [
        timeline.Point(since=each.since, value=_number(each.value, one.unit), shown=_short(each, one.unit))
        for each in one.values
    ]
    return timeline.draw(points, title=lawful_label(one), today=today)


def _number(value: Any, unit: Unit) -> Fraction | None:
    if value is None:
        return None
    return Fraction(*value) if isinstance(value, tuple) else Fraction(value, 10**unit.decimals)


def _short(each: Dated, unit: Unit) -> str:
    """The number without its unit, which stands above the chart."""
    text = value_text(each.value, UNITS["money"] if unit.money else unit).strip("\u2068\u2069")
    return text.rpartition("\u202f")[0] if unit.money else text


def alternatives(one: Lawful) -> list[tuple[str, str]]:
    """The other choices open to a decision: value and words."""
    return [(other.value, other.label.of(law_language())) for other in one.alternatives]


def used_by(law: Legislation, path: str) -> list[tuple[str, str]]:
    """The rules that read a value: label and address."""
    return [
        (one.formula.label.of(law_language()), variable_address(name))
        for name, one in law.variables.items()
        if path in one.parameters
    ]


# -- one rule --------------------------------------------------------------------------------------------


def sentence(law: Legislation, name: str) -> SafeString:
    """The rule in words, each thing it reads by its label between guillemets."""

    def label(found: re.Match[str]) -> str:
        named = found[1]
        opening, closing = ("“", "”") if language() == "en" else ("«\u00a0", "\u00a0»")
        return f"{opening}{_label_of(law, named.removeprefix('p.'))}{closing}"

    return prose(MENTION.sub(label, law.variable(name).formula.says.of(law_language())))


def _label_of(law: Legislation, name: str) -> str:
    if name in law.variables:
        return law.variables[name].formula.label.of(law_language())
    found: Lawful | Input | None = law.inputs.get(name) or law.parameters.get(name)
    return found.label.of(law_language()) if found is not None else code_name(name.rpartition(".")[2])


def picture(law: Legislation, name: str) -> SafeString:
    """What feeds what around a rule."""
    return diagram.draw(
        law,
        name,
        label=lambda one: law.variables[one].formula.label.of(law_language()),
        address=variable_address,
        title=_("What feeds what"),
    )


def facts(law: Legislation, name: str) -> list[Field]:
    """The facts a rule and those below it read, as questions of a form; none is compulsory."""
    return [_question(law.inputs[one]) for one in law.needs(name)]


def _question(fact: Input) -> Field:
    kind = "money" if fact.unit.money else _FIELD_KINDS[fact.unit.kind]
    ranged = fact.unit.kind in ("amount", "exact")
    scale = 10**fact.decimals
    codes = answers_to(fact.name)
    return Field(
        name=fact.name,
        label=fact.label.of(law_language()),
        kind="choice" if codes else kind,
        suffix=unit_word(fact.unit.name) if kind not in ("flag", "day") else "",
        choices=tuple(Choice(code=code, label=code_name(code)) for code in codes),
        optional=True,
        low=_decimal(fact.low, scale) if ranged else "",
        high=_decimal(fact.high, scale) if ranged else "",
    )


def _decimal(bound: int, scale: int) -> str:
    return f"{(Decimal(bound) / scale).normalize():f}"


def parameter_address(path: str) -> str:
    """Where a value is shown."""
    return reverse("law_parameter", kwargs={"path": path})


def variable_address(name: str) -> str:
    """Where a rule is shown."""
    return reverse("law_variable", kwargs={"name": name})
