"""Errors as RFC 9457 problems: the same codes and sentences as everywhere, in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from himaya.channels.api.errors import NothingThere, RequestInvalid, TooManyRequests
from himaya.kernel.errors import DomainError
from himaya.legislation.errors import LawError

MEDIA_TYPE = "application/problem+json"


class Place(Schema):
    """One place of the request that has to be mended."""

    place: str
    expected: str


class Problem(Schema):
    """What went wrong: a stable code, what happened, what to do next."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Place] = []


def problem(error: DomainError, *, status: int, errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The answer for an error that we know."""
    told = {
        "type": f"urn:himaya:problem:{error.code}",
        "title": _(error.message).format(**error.values),
        "status": status,
        "detail": _(error.remedy).format(**error.values) if error.remedy else "",
        "code": error.code,
        "errors": list(errors),
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)


def answer_with_problems(api: NinjaAPI) -> None:
    """Every error of this interface leaves as a problem."""
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _nothing)
    api.add_exception_handler(LawError, _refused)


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    places = [
        {"place": ".".join(str(part) for part in one["loc"]), "expected": str(one["msg"])}
        for one in error.errors
    ]
    return problem(RequestInvalid(count=len(places)), status=422, errors=places)


def _throttled(_request: HttpRequest, error: Any) -> HttpResponse:
    seconds = int(error.wait or 60)
    response = problem(TooManyRequests(seconds=seconds), status=429)
    response["Retry-After"] = str(seconds)
    return response


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    places = [{"place": "body", "expected": "JSON"}]
    return problem(RequestInvalid(count=1), status=error.status_code, errors=places)


def _nothing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(NothingThere(), status=404)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error, status=422)
