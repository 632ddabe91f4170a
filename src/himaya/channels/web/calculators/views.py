"""The calculators: their list, and each with its questions or, once they are answered, its result."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from himaya.channels.web.access import public
from himaya.channels.web.calculators.answering import ASKED, Answers, read
from himaya.channels.web.calculators.declared import Calculator, calculator, groups
from himaya.channels.web.calculators.working import work_out
from himaya.channels.web.errors import refused
from himaya.channels.web.law.wording import pick
from himaya.fund import law as fund_law
from himaya.legislation.errors import LawError

CHANGE = "change"


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The calculators in their groups, with the cases that many people have."""
    shown = [
        {
            "label": pick(group.label),
            "calculators": [
                {
                    "title": pick(one.title),
                    "lead": pick(one.lead),
                    "address": _address(one),
                    "shortcuts": [
                        (pick(each.label), f"{_address(one)}?{urlencode(each.answers)}")
                        for each in one.shortcuts
                    ],
                }
                for one in group.calculators
            ],
        }
        for group in groups()
    ]
    return render(request, "web/calculators/list.html", {"groups": shown})


@public
@require_safe
def work(request: HttpRequest, name: str) -> HttpResponse:
    """Questions, then the result. The address holds the answers: it can be kept, shared and gone back to."""
    found = calculator(name)
    if found is None:
        raise Http404(name)
    answers = read(found, request.GET, today=timezone.localdate())
    if not answers.is_complete or CHANGE in request.GET:
        return _form(request, found, answers)
    if ASKED in request.GET:
        return HttpResponseRedirect(f"{_address(found)}?{answers.query}")
    try:
        outcome = work_out(fund_law.current(), answers)
    except LawError as error:
        return refused(request, error)
    told = {
        "title": pick(found.title),
        "outcome": outcome,
        "given": [field for field in answers.fields if field.value],
        "notes": [pick(note) for note in found.notes],
        "change": f"{_address(found)}?{answers.query}&{CHANGE}=1",
        "again": _address(found),
        "address": request.build_absolute_uri(f"{_address(found)}?{answers.query}"),
        "today": timezone.localdate(),
    }
    return render(request, "web/calculators/result.html", told)


def _form(request: HttpRequest, found: Calculator, answers: Answers) -> HttpResponse:
    sent = ASKED in request.GET
    told = {
        "title": pick(found.title),
        "lead": pick(found.lead),
        "action": _address(found),
        "fields": answers.fields,
        "errors": answers.errors,
        "asked": answers.asked,
        "is_first": not sent,
        "is_more": sent and answers.is_new and not answers.errors,
    }
    return render(request, "web/calculators/form.html", told)


def _address(one: Calculator) -> str:
    return reverse("calculator", kwargs={"name": one.name})
