"""The law for everyone: the index, a value, a rule, the decisions, what is uncertain, an explanation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from himaya.channels.web.access import public
from himaya.channels.web.errors import refused
from himaya.channels.web.fields import answers_of
from himaya.channels.web.law import reading
from himaya.channels.web.law.explaining import tell
from himaya.channels.web.law.wording import kind_of, kind_word, law_language, lawful_label, unit_word
from himaya.fund import law as fund_law
from himaya.kernel.errors import DomainError
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Table

ENTRIES_A_PAGE, ROWS_A_PAGE = 40, 30
KINDS = ("", "parameter", "brackets", "table", "variable", "decision")


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every value and rule of the law, searched by name, label and text."""
    law, text = fund_law.current(), _words(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    every = reading.entries(law, today=timezone.localdate())
    found = reading.matching(every, law, text=text)
    tabs = [
        {
            "code": code,
            "label": kind_word(code) if code else _("Everything"),
            "count": sum(code in ("", entry.kind) for entry in found),
        }
        for code in KINDS
    ]
    page = _paged(request, [entry for entry in found if kind in ("", entry.kind)], ENTRIES_A_PAGE)
    told = {"page": page, "text": text, "kind": kind, "tabs": tabs}
    return render(request, "web/law/index.html", told)


@public
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """The choices made where the law is silent, each with its alternatives."""
    law, today = fund_law.current(), timezone.localdate()
    page = _paged(request, [one for one in reading.entries(law, today=today) if one.kind == "decision"], 20)
    page.object_list = [_decision(law, entry, today) for entry in page.object_list]
    return render(request, "web/law/decisions.html", {"page": page})


def _decision(law: Legislation, entry: reading.Entry, today: date) -> dict[str, Any]:
    one = law.parameters[entry.name]
    return {
        "entry": entry,
        "alternatives": reading.alternatives(one),
        "used_by": reading.used_by(law, entry.name),
        "values": reading.values(law, one, reading.lines(one)[:1], today=today),
    }


@public
@require_safe
def uncertain(request: HttpRequest) -> HttpResponse:
    """The values that no text read by us sets."""
    law, today = fund_law.current(), timezone.localdate()
    found = reading.uncertain(law, today=today)
    told = {"page": _paged(request, found, ENTRIES_A_PAGE), "count": len(law.parameters)}
    return render(request, "web/law/uncertain.html", told)


@public
@require_safe
def parameter(request: HttpRequest, path: str) -> HttpResponse:
    """One value over time: chart, dated values with their texts, alternatives, the rules that read it."""
    law, today = fund_law.current(), timezone.localdate()
    one = law.parameters.get(path)
    if one is None:
        raise Http404(path)
    text = _words(request)
    page = _paged(request, reading.lines(one, text=text), ROWS_A_PAGE)
    page.object_list = reading.values(law, one, page.object_list, today=today)
    told: dict[str, Any] = {
        "name": path,
        "label": lawful_label(one),
        "kind": kind_word(kind_of(one)),
        "unit": "" if isinstance(one, Table) else unit_word(one.unit.name),
        "note": one.note,
        "is_table": isinstance(one, Table),
        "is_long": isinstance(one, Table) and len(one.rows) > ROWS_A_PAGE,
        "text": text,
        "chart": reading.chart(one, today=today),
        "page": page,
        "alternatives": reading.alternatives(one),
        "used_by": reading.used_by(law, path),
    }
    return render(request, "web/law/parameter.html", told)


@public
@require_safe
def variable(request: HttpRequest, name: str) -> HttpResponse:
    """One rule: the sentence that explains it, what it reads, what it feeds, its texts; and a form to try it."""
    law = fund_law.current()
    if name not in law.variables:
        raise Http404(name)
    one = law.variable(name)
    told = {
        "name": name,
        "label": one.formula.label.of(law_language()),
        "sentence": reading.sentence(law, name),
        "law": one.formula.law,
        "picture": reading.picture(law, name),
        "parameters": [
            (lawful_label(law.parameters[path]), reading.parameter_address(path)) for path in one.parameters
        ],
        "rules": [
            (law.variables[each].formula.label.of(law_language()), reading.variable_address(each))
            for each in one.reads
            if each in law.variables
        ],
        "facts": [law.inputs[each].label.of(law_language()) for each in law.needs(name)],
        "feeds": [
            (other.formula.label.of(law_language()), reading.variable_address(each))
            for each, other in law.variables.items()
            if name in other.reads
        ],
        "fields": reading.facts(law, name),
    }
    return render(request, "web/law/variable.html", told)


@public
@require_safe
def explain(request: HttpRequest, name: str) -> HttpResponse:
    """How a rule comes to its result for the facts in the address; ?format=json and ?format=text for programs."""
    law = fund_law.current()
    if name not in law.variables:
        raise Http404(name)
    fields = [
        field.asked(request.GET) if answers_of(request.GET, field.name) else field
        for field in reading.facts(law, name)
    ]
    shape = request.GET.get("format", "html")
    if wrong := [field for field in fields if field.error]:
        questions = {
            "name": name,
            "label": law.variable(name).formula.label.of(law_language()),
            "fields": fields,
            "errors": wrong,
        }
        return render(request, "web/law/try.html", questions)
    try:
        case = _case(request, fields)
        explained = law.explain(case, name, language=law_language(), row=_place(request, len(case)))
    except DomainError as error:
        return refused(request, error)
    if shape == "json":
        return JsonResponse(explained.as_dict(), json_dumps_params={"ensure_ascii": False})
    if shape == "text":
        return HttpResponse(explained.as_text() + "\n", content_type="text/plain; charset=utf-8")
    told: dict[str, Any] = {
        "name": name,
        "explained": tell(explained),
        "fields": fields,
    }
    return render(request, "web/law/explain.html", told)


def _case(request: HttpRequest, fields: list[Any]) -> list[dict[str, str]]:
    """The facts of the address: those named one by one, and the rows `row=fact:value,fact:value`."""
    shared = {field.name: field.value for field in fields if field.value}
    rows = [
        dict(pair.split(":", 1) for pair in text.split(",") if ":" in pair)
        for text in request.GET.getlist("row")[:50]
    ]
    return [{**shared, **row} for row in rows] or [shared]


def _words(request: HttpRequest) -> str:
    """What is searched for."""
    return request.GET.get("q", "").replace("\x00", "")[:80].strip()


def _place(request: HttpRequest, count: int) -> int:
    """The row that `at` asks for, the first by default."""
    asked = request.GET.get("at", "")
    return int(asked) - 1 if asked.isdecimal() and 1 <= int(asked[:4]) <= count else 0


def _paged(request: HttpRequest, found: list[Any], size: int) -> Any:
    return Paginator(found, size).get_page(request.GET.get("page"))
