"""Pages for what went wrong: what happened, what to do next, never a trace or a person's data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from himaya.kernel.errors import DomainError
from himaya.runtime.errors import RuntimeFault

View = Callable[..., HttpResponse]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense."""
    return _page(
        request,
        400,
        title=_("We did not understand this request"),
        advice=_("Go back to the figures and choose again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this reader."""
    return _page(
        request,
        403,
        title=_("This page is not open to you"),
        advice=_("The figures are open to everyone."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing at this address."""
    return _page(
        request,
        404,
        title=_("There is no page at this address"),
        advice=_("Check the address, or start from the figures."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _page(
        request,
        500,
        title=_("Something went wrong on our side"),
        advice=_("The fault has been noted. Try again in a few minutes."),
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: the register does not answer for the moment."""
    response = _page(
        request,
        503,
        title=_("The register does not answer for the moment"),
        advice=_("Nothing is lost. Try again in a few minutes; the published figures stay readable."),
    )
    response["Retry-After"] = "60"
    return response


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """400: what was asked cannot be answered, and we know why."""
    said = _(error.message).format(**error.values)
    return _page(request, 400, title=said, advice=_(error.remedy).format(**error.values))


def says_when_unavailable(view: View) -> View:
    """The view, answering 503 with advice while the database does not answer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RuntimeFault:
            return unavailable(request)

    return answer


def _page(request: HttpRequest, status: int, **words: Any) -> HttpResponse:
    return render(request, "web/error.html", {"status": status, **words}, status=status)
