"""Views of the web channel: read the question, ask one selector, show the answer."""

from __future__ import annotations

import csv
import io
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from himaya.channels.web import asking, presenting, reading
from himaya.channels.web.access import public
from himaya.channels.web.errors import says_when_unavailable
from himaya.runtime.fund import fund_name
from himaya.steering.statistics.errors import CategoryUnknown, RegionUnknown
from himaya.steering.statistics.figures import Figures
from himaya.steering.statistics.published import published as read_published
from himaya.steering.statistics.tables import TABLES, Table, to_csv, to_json


def _today() -> date:
    return timezone.localdate()


@public
@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """The address without a language leads to the fund's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        return HttpResponseRedirect(reverse("figures"))


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server answers; for monitors. It asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
@says_when_unavailable
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of the register, and beside them what has been published."""
    question, counted = _answered(request)
    page = presenting.figures_page(
        counted, question=question, publication=read_published(fund=fund_name()), language=_language()
    )
    return render(request, "web/figures.html", page)


@public
@require_safe
@says_when_unavailable
def figure_csv(request: HttpRequest, name: str) -> HttpResponse:
    """One figure as CSV, for the same question as the page it was reached from."""
    table, counted = _table(request, name)
    response = HttpResponse(to_csv(table, counted), content_type="text/csv; charset=utf-8")
    return _as_file(response, f"himaya-{name}-{counted.snapshot_on}.csv")


@public
@require_safe
@says_when_unavailable
def figure_json(request: HttpRequest, name: str) -> HttpResponse:
    """One figure as JSON, with its definition and its day; "all" gives every figure."""
    if name == "all":
        _question, counted = _answered(request)
        everything = {each: to_json(build(counted), counted) for each, build in TABLES.items()}
        response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False})
    else:
        table, counted = _table(request, name)
        response = JsonResponse(to_json(table, counted), json_dumps_params={"ensure_ascii": False})
    return _as_file(response, f"himaya-{name}-{counted.snapshot_on}.json")


@public
@require_safe
@says_when_unavailable
def figure_picture(request: HttpRequest, name: str) -> HttpResponse:
    """One breakdown as a picture, with its title, day and source."""
    _question, counted = _answered(request)
    drawn = presenting.picture(counted, name=name, language=_language())
    if drawn is None:
        raise Http404(name)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    return _as_file(response, f"himaya-{name}-{counted.snapshot_on}.svg")


@public
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """What officials and the press have published, by subject, contradictions first."""
    page = presenting.published_page(read_published(fund=fund_name()), language=_language())
    return render(request, "web/published.html", page)


@public
@require_safe
def published_csv(request: HttpRequest) -> HttpResponse:
    """Every published figure with its source, as CSV."""
    rows = presenting.published_rows(read_published(fund=fund_name()))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else ["metric"])
    writer.writeheader()
    writer.writerows(rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    return _as_file(response, "published-figures.csv")


@public
@require_safe
def published_json(request: HttpRequest) -> HttpResponse:
    """Every published figure with its source, as JSON."""
    rows = presenting.published_rows(read_published(fund=fund_name()))
    response = JsonResponse(rows, safe=False, json_dumps_params={"ensure_ascii": False})
    return _as_file(response, "published-figures.json")


def _answered(request: HttpRequest) -> tuple[asking.Question, Figures]:
    """The question and its figures; what the register does not know is left out of the question."""
    question = asking.read(request.GET, today=_today())
    while True:
        try:
            return question, reading.read_figures(question)
        except RegionUnknown:
            question = question.without("region")
        except CategoryUnknown:
            question = question.without("category")


def _table(request: HttpRequest, name: str) -> tuple[Table, Figures]:
    if name not in TABLES:
        raise Http404(name)
    _question, counted = _answered(request)
    return TABLES[name](counted), counted


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
