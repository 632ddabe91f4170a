"""The one place where a request is let in: what the view declares, against what the account holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import connection as django_connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from psycopg import Connection

from himaya.channels.web.access import ACCESS, Allowed
from himaya.foundation.access.models import Account
from himaya.foundation.access.roles import STAFF_ROLES
from himaya.foundation.access.selectors import Granted, list_grants

OPEN = ("public", "entrance", "secret_address")
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
REFRESHED = timedelta(minutes=1)
STARTED, SEEN = "started", "seen"


class Guard:
    """Middleware: refuses a view that does not say who may use it, and whoever it does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "is_personal", False):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, send it to the way in, or refuse it."""
        declared = getattr(view, ACCESS, None)
        if declared is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not say who may use it")
        if declared in OPEN:
            return None
        request.is_personal = True  # type: ignore[attr-defined]
        if not request.user.is_authenticated or _has_expired(request):
            return redirect_to_login(request.get_full_path())
        return self._answer(request, signed_in(request), declared)

    def _answer(self, request: HttpRequest, account: Account, declared: object) -> HttpResponse | None:
        grants = list_grants(connection(), account_id=account.pk, on=timezone.localdate())
        request.grants = grants  # type: ignore[attr-defined]
        if not isinstance(declared, Allowed):
            return None
        roles = {one.role for one in grants}
        if not roles & declared.roles:
            raise PermissionDenied
        if account.password_is_temporary:
            return redirect("account_change_password")
        if roles & STAFF_ROLES and not has_second_factor(account):
            return redirect("mfa_index")
        return None


def signed_in(request: HttpRequest) -> Account:
    """The account that asks; the guard let no other through."""
    assert isinstance(request.user, Account)
    return request.user


def grants_of(request: HttpRequest) -> list[Granted]:
    """What the account holds today, as the guard read it."""
    found: list[Granted] = getattr(request, "grants", [])
    return found


def has_second_factor(account: Account) -> bool:
    """Whether sign-in asks this account for a second factor."""
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(account))


def connection() -> Connection:
    """Django's connection of this thread, renewed if the server closed it."""
    django_connection.ensure_connection()
    found: Connection = django_connection.connection
    return found


def _has_expired(request: HttpRequest) -> bool:
    """Whether the session was idle or open for too long; it is then ended, otherwise kept awake."""
    now = timezone.now()
    started = _instant(request, STARTED) or now
    seen = _instant(request, SEEN) or now
    if now - seen > IDLE or now - started > LONGEST:
        logout(request)
        return True
    if SEEN not in request.session or now - seen > REFRESHED:
        request.session.setdefault(STARTED, now.isoformat())
        request.session[SEEN] = now.isoformat()
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)
    return False


def _instant(request: HttpRequest, name: str) -> datetime | None:
    kept = request.session.get(name)
    return datetime.fromisoformat(kept) if kept else None
