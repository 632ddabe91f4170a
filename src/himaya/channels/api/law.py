"""`/api/law/…`: parameters, variables, evaluate, explain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import zip_longest
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from ninja import Path, Query, Router

from himaya.channels.api import schemas
from himaya.channels.api.problems import Problem
from himaya.fund import law as fund_law
from himaya.legislation.explain import Explanation
from himaya.legislation.inputs import Input
from himaya.legislation.parameters import Band, Dated, Lawful, Match, Parameter, Row, Source, Table, Version
from himaya.legislation.words import LANGUAGES, Words

router = Router(tags=["law"])
Kind = Literal["parameter", "brackets", "table"]
Text = Annotated[str, Query(max_length=80, description="Only names and labels that hold this text.")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Named = Annotated[str, Path(min_length=1, max_length=120, pattern=r"^[A-Za-z0-9_.]+$")]
REFUSALS: dict[int | frozenset[int], Any] = {400: Problem, 404: Problem, 422: Problem, 429: Problem}


@router.get("/parameters", response={200: schemas.Entries, **REFUSALS})
def parameters(
    request: HttpRequest, q: Text = "", kind: Kind | None = None, limit: Limit = 100, offset: Offset = 0
) -> Any:
    """The values, scales and tables of the law."""
    found = [
        {"name": path, "kind": _kind(one), "label": one.label, "unit": _unit(one)}
        for path, one in fund_law.current().parameters.items()
        if _holds(q, path, one.label) and kind in (None, _kind(one))
    ]
    return {"count": len(found), "items": found[offset : offset + limit]}


@router.get("/parameters/{path}", response={200: schemas.Parameter, **REFUSALS})
def parameter(request: HttpRequest, path: Named, limit: Limit = 200, offset: Offset = 0) -> Any:
    """One value over time, each with the text that set it; a table row by row (limit, offset)."""
    law = fund_law.current()
    one = law.parameters.get(path)
    if one is None:
        raise Http404(path)
    lines: tuple[Row | Dated | Version, ...] = one.rows if isinstance(one, Table) else one.values
    return {
        "name": path,
        "kind": _kind(one),
        "label": one.label,
        "unit": _unit(one),
        "note": one.note,
        "count": len(lines),
        "values": _values(lines, offset, limit),
        "alternatives": [{"value": other.value, "label": other.label} for other in one.alternatives],
        "used_by": [name for name, rule in law.variables.items() if path in rule.parameters],
    }


@router.get("/variables", response={200: schemas.Entries, **REFUSALS})
def variables(request: HttpRequest, q: Text = "", limit: Limit = 100, offset: Offset = 0) -> Any:
    """The rules of the law."""
    found = [
        {"name": name, "kind": "variable", "label": one.formula.label, "unit": one.formula.unit.name}
        for name, one in fund_law.current().variables.items()
        if _holds(q, name, one.formula.label)
    ]
    return {"count": len(found), "items": found[offset : offset + limit]}


@router.get("/variables/{name}", response={200: schemas.Variable, **REFUSALS})
def variable(request: HttpRequest, name: Named) -> Any:
    """One rule: its words, the facts it needs, what feeds it and what it feeds."""
    law = fund_law.current()
    if name not in law.variables:
        raise Http404(name)
    one = law.variable(name)
    return {
        "name": name,
        "label": one.formula.label,
        "sentence": one.formula.says,
        "unit": one.formula.unit.name,
        "of": one.formula.of,
        "law": one.formula.law,
        "reads": list(one.reads),
        "parameters": list(one.parameters),
        "facts": [_fact(law.inputs[fact]) for fact in law.needs(name)],
        "feeds": [other for other, rule in law.variables.items() if name in rule.reads],
    }


@router.post("/evaluate", response={200: schemas.Answers, **REFUSALS})
def evaluate(request: HttpRequest, question: schemas.Question) -> Any:
    """The variables asked for, for every row; an unknown value comes with the code of why."""
    law = fund_law.current()
    asked = [law.variable(name) for name in question.variables]
    told = [
        law.explain(question.rows, one.name, language=_language(), row=row)
        for one in asked
        for row in range(len(question.rows))
    ]
    places = [(one, row) for one in asked for row in range(len(question.rows))]
    answers = [
        _answer(one.formula.unit.name, row, found) for (one, row), found in zip(places, told, strict=True)
    ]
    return {"law": law.name, "answers": answers}


@router.post("/explain", response={200: schemas.Explanation, **REFUSALS})
def explain(request: HttpRequest, asking: schemas.Asking) -> Any:
    """How a variable comes to its value: sentences, facts, values with dates and texts, part by part."""
    law = fund_law.current()
    law.variable(asking.variable)
    if asking.row >= len(asking.rows):
        raise Http404(asking.row)
    return law.explain(asking.rows, asking.variable, language=_language(), row=asking.row).as_dict()


def _answer(unit: str, row: int, found: Explanation) -> dict[str, Any]:
    told = found.as_dict()
    return {**{key: told[key] for key in ("name", "value", "shown", "reason")}, "row": row, "unit": unit}


def _language() -> str:
    """The language asked for; Arabic stands in for Tamazight."""
    found = get_language() or "fr"
    return found if found in LANGUAGES else "ar"


def _holds(text: str, name: str, label: Words) -> bool:
    return text.casefold() in name.casefold() or label.contains(text)


def _kind(one: Lawful) -> str:
    if isinstance(one, Table):
        return "table"
    return "parameter" if isinstance(one, Parameter) else "brackets"


def _unit(one: Lawful) -> str:
    return ", ".join(one.columns) if isinstance(one, Table) else one.unit.name


def _fact(one: Input) -> dict[str, Any]:
    low, _sign, high = (
        one.span.partition(" and ") if one.unit.kind in ("amount", "exact", "day") else ("",) * 3
    )
    return {
        "name": one.name,
        "label": one.label,
        "unit": one.unit.name,
        "is_optional": one.optional,
        "low": low or None,
        "high": high or None,
    }


def _values(lines: Sequence[Row | Dated | Version], offset: int, limit: int) -> list[dict[str, Any]]:
    ends = [each.since for each in lines[offset + 1 : offset + limit + 1]]
    shown = lines[offset : offset + limit]
    paired = zip_longest(shown, ends[: len(shown)])
    return [_row(each) if isinstance(each, Row) else _dated(each, end) for each, end in paired]


def _dated(each: Dated | Version, end: date | None) -> dict[str, Any]:
    told = _told(each.since, end, each.source)
    if isinstance(each, Version):
        return {**told, "bands": [_band(band) for band in each.bands]}
    return {**told, "value": None if each.value is None else each.written}


def _row(row: Row) -> dict[str, Any]:
    return {
        **_told(row.since, row.until, row.source),
        "when": {key: _condition(match) for key, match in row.when.items()},
        "cells": {name: row.written[name] for name, value in row.cells.items() if value is not None},
    }


def _told(since: date, until: date | None, source: Source) -> dict[str, Any]:
    return {
        "since": since,
        "until": until,
        "when": {},
        "value": None,
        "bands": [],
        "cells": {},
        "reference": source.reference,
        "evidence": source.evidence,
        "known_on": source.known_on,
        "note": source.note,
    }


def _band(band: Band) -> dict[str, str | None]:
    bound = None if band.bound is None else f"{'≤' if band.inclusive else '<'} {band.bound_written}"
    return {"bound": bound, "value": None if band.value is None else band.written}


def _condition(match: Match) -> str:
    if match.code is not None:
        return match.code
    low, high = ("" if bound is None else str(bound) for bound in (match.low, match.high))
    return low if low == high else f"{low}…{high}"
