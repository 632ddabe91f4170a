"""Where gateways report: receipts and texts received. The web channel gives them their address.

The secret is part of the address (HIMAYA_RECEIPTS_TOKEN); without it set, every address is refused. A
gateway asks again when it gets no 200, so a fault of ours loses nothing.
"""

from __future__ import annotations

import hmac
import os
from datetime import UTC, datetime

from django.db import connection as django_connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from psycopg import Connection

from himaya.foundation.messaging.errors import PhoneRefused
from himaya.foundation.messaging.services import mobile_number, receive, record_receipt
from himaya.foundation.messaging.states import Receipt
from himaya.foundation.messaging.templates import load
from himaya.kernel.jurisdiction import profile
from himaya.runtime.fund import fund_name

TOKEN = "HIMAYA_RECEIPTS_TOKEN"
GATEWAYS = ("kannel", "http")
ID_DIGITS_MAX = 18
CHARSETS = ("utf-16be", "utf-16-be", "windows-1252", "iso-8859-1")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def receipts_view(request: HttpRequest, gateway: str, token: str) -> HttpResponse:
    """A receipt: `id` (our number), `status` (1, 2, 4, 8, 16), `ref` and `answer` (the operator's)."""
    if not _let_in(gateway, token):
        return HttpResponseNotFound()
    told = request.GET if request.method == "GET" else request.POST
    number, status = told.get("id", ""), told.get("status", "")
    if not _is_number(number) or not _is_number(status) or int(status) not in set(Receipt):
        return HttpResponseBadRequest("id or status")
    record_receipt(
        _connection(),
        message_id=int(number),
        status=Receipt(int(status)),
        gateway=gateway,
        ref=_clean(told.get("ref", "")),
        answer=_clean(told.get("answer", "")),
        now=datetime.now(UTC),
    )
    return HttpResponse("ok")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def inbound_view(request: HttpRequest, gateway: str, token: str) -> HttpResponse:
    """A text received: `from`, `text`, and `ref`, the gateway's own number for it. No reply is sent back.

    `charset` says how the octets of `text` are to be read (Kannel passes UTF-16BE through); UTF-8 if absent.
    """
    if not _let_in(gateway, token):
        return HttpResponseNotFound()
    told = request.GET if request.method == "GET" else request.POST
    ref = _clean(told.get("ref", ""))
    fund = fund_name()
    catalogue = load(fund)
    try:
        phone = mobile_number(told.get("from", ""), catalogue=catalogue, region=profile(fund)["phone_region"])
    except PhoneRefused:
        return HttpResponseBadRequest("from")
    if not ref:
        return HttpResponseBadRequest("ref")
    receive(
        _connection(),
        catalogue=catalogue,
        gateway=gateway,
        gateway_ref=ref,
        phone=phone,
        text=_text(request, told),
        now=datetime.now(UTC),
    )
    return HttpResponse("")


def _text(request: HttpRequest, told: QueryDict) -> str:
    charset = told.get("charset", "utf-8").lower()
    if request.method == "GET" and charset in CHARSETS:
        told = QueryDict(request.META.get("QUERY_STRING", ""), encoding=charset)
    return told.get("text", "")


def _let_in(gateway: str, token: str) -> bool:
    expected = os.environ.get(TOKEN, "")
    known = gateway in GATEWAYS and bool(expected)
    return known and hmac.compare_digest(token.encode(), expected.encode())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= ID_DIGITS_MAX


def _clean(text: str) -> str:
    return text.replace("\0", "")[:200]


def _connection() -> Connection:
    """Django's connection of this thread, renewed if the server closed it."""
    with django_connection.cursor():
        found: Connection = django_connection.connection
    return found
