"""The living style page: every part that pages are made of, with invented people and amounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from himaya.channels.web import speech
from himaya.channels.web.access import public
from himaya.channels.web.fields import Choice, Field
from himaya.channels.web.law import timeline
from himaya.channels.web.law.explaining import Step, Text, Told
from himaya.channels.web.law.wording import evidence_word, language, prose
from himaya.fund import law as fund_law
from himaya.kernel.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of a request or an event of a file. state: done, now or next."""

    label: str
    state: str = "done"
    detail: str = ""
    on: date | None = None


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The parts, each once, in the reader's language."""
    fields = _fields(request)
    told = {
        "colours": [
            ("atlas-700", _("Ours, and what acts")),
            ("saffron-400", _("Waiting, and why")),
            ("clay-700", _("Closed, or wrong")),
            ("ink", _("Words")),
            ("paper", _("Ground")),
        ],
        "tags": [
            ("open", pgettext("rights", "Open")),
            ("wait", pgettext("rights", "Waiting")),
            ("closed", pgettext("rights", "Closed")),
        ],
        "fields": fields,
        "errors": [field for field in fields if field.error],
        "steps": [
            Stage(label=_("Received"), state="done"),
            Stage(label=_("Studied"), state="now"),
            Stage(label=_("Paid"), state="next"),
        ],
        "events": [
            Stage(label=_("Received"), on=date(2026, 11, 12)),
            Stage(label=_("Studied"), on=date(2026, 11, 14)),
        ],
        "chart": _chart(),
        "told": _told(),
        "title": _("Tabs and tables"),
        "tabs": [
            {"label": _("Everything"), "count": 24, "address": "#content", "is_here": True},
            {"label": pgettext("rights", "Open"), "count": 8, "address": "#content", "is_here": False},
        ],
        "lines": [(speech.loose_day(f"2026-{month:02}", language()), 1500 * month) for month in (9, 10, 11)],
        "page": Paginator(range(30), 10).get_page(2),
        "today": timezone.localdate(),
    }
    return render(request, "web/style.html", told)


def _fields(request: HttpRequest) -> list[Field]:
    yes_no = (Choice(code="a", label=_("Employee")), Choice(code="b", label=_("Self-employed")))
    amount = Field(
        name="amount",
        label=_("Amount of the month"),
        kind="money",
        hint=_("As on the pay slip."),
        suffix=_("dirhams"),
    )
    return [
        Field(name="work", label=_("How do you work?"), kind="choice", choices=yes_no, value="a"),
        amount.asked({"amount": request.GET.get("amount", "abc")}),
        Field(name="since", label=_("Since which day?"), kind="day", value="2022-03-01", optional=True),
        Field(name="married", label=_("Are you married?"), kind="flag", optional=True),
    ]


def _chart() -> str:
    known = [(2019, "10.00"), (2020, "10.50"), (2022, "11.00"), (2023, "12.50"), (2025, "15.00")]
    points = [
        timeline.Point(since=date(year, 7, 1), value=Fraction(text), shown=text.replace(".", ","))
        for year, text in known
    ]
    return timeline.draw(points, title=_("Over time"), today=date(2026, 11, 22))


def _told() -> Told:
    total, shown = _("Due for the month"), prose(Money(15000).format(language()))
    rule = next(iter(fund_law.current().variables))
    step = Step(
        name=rule,
        label=total,
        shown=shown,
        sentence=prose(f"3\u202f000,00 × 5\u202f% = {shown}"),
        law="00-00",
        is_known=True,
        is_condition=False,
        evidence="sourced",
    )
    text = Text(
        path=next(iter(fund_law.current().parameters)),
        label=_("Rounding"),
        shown=prose(""),
        since=date(2018, 1, 1),
        reference="00-00",
        note="",
        tone="wait",
        evidence=evidence_word("inferred"),
        is_sure=False,
    )
    return Told(
        name=rule,
        label=total,
        shown=shown,
        is_known=True,
        reason=prose(""),
        steps=(step,),
        facts=(),
        texts=(text,),
    )
