"""One's own account: roles, mandates, sessions, who looked at one's file; and the auditors' screen."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from himaya.channels.web.access import allowed, own_account
from himaya.channels.web.access.guard import connection, grants_of, has_second_factor, signed_in
from himaya.channels.web.access.wording import KINDS, ROLES, act, looker
from himaya.foundation.access import audit, selectors, services
from himaya.foundation.access.roles import STAFF_ROLES, Role
from himaya.foundation.access.selectors import PAGE, Asked
from himaya.foundation.access.sessions import table_key
from himaya.fund.registry.accounts import Acting, list_acting
from himaya.kernel.digits import to_ascii_digits

BIGGEST = 2**63 - 1


@own_account
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The roles and mandates of the account, and the ways to its parts."""
    account, grants = signed_in(request), grants_of(request)
    roles = {one.role for one in grants}
    return render(
        request,
        "web/access/overview.html",
        {
            "account": account,
            "grants": [(ROLES[one.role], one) for one in grants],
            "acting": [(KINDS[one.mandate] if one.mandate else "", one) for one in _acting(request)],
            "is_insured": Role.INSURED in roles,
            "is_auditor": Role.AUDITOR in roles,
            "needs_factor": bool(roles & STAFF_ROLES) and not has_second_factor(account),
        },
    )


@own_account
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions under way."""
    found = selectors.list_sessions(connection(), account_id=signed_in(request).pk, now=timezone.now())
    here = table_key(request.session.session_key or "")
    return render(request, "web/access/sessions.html", {"sessions": found, "here": here})


@own_account
@require_POST
def end_session(request: HttpRequest, key: str) -> HttpResponse:
    """End one of the account's own sessions; another's does not exist."""
    if not services.end_session(connection(), account_id=signed_in(request).pk, key=key):
        raise Http404
    return redirect("sessions")


@allowed(Role.INSURED)
@require_safe
def looks(request: HttpRequest, person_id: int) -> HttpResponse:
    """Who looked at a file: one's own, or that of somebody one acts for."""
    person = acting_for(request, person_id)
    actor = services.actor_name(signed_in(request).pk)
    found = selectors.list_looks(connection(), subject_id=person.person_id, leaving_out=actor)
    audit.record(
        connection(), actor=actor, action="access.looks", scope="person", subjects=[person.person_id]
    )
    lines = [(one, act(one.action), looker(one)) for one in found]
    return render(request, "web/access/looks.html", {"person": person, "lines": lines})


@allowed(Role.AUDITOR)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The trail, searched by actor, act, day, run and file; whether it holds, when asked."""
    told = {name: request.GET.get(name, "").replace("\x00", "").strip()[:80] for name in TRAIL}
    errors: set[str] = set()
    asked = Asked(
        actor=told["actor"] or None,
        action=told["action"] or None,
        on=_day(told["on"], errors),
        run_id=_number(told["run"], "run", errors),
        subject_id=_number(told["subject"], "subject", errors),
    )
    found = selectors.search_trail(
        connection(), asked=asked, before=_number(request.GET.get("before", ""), "before", errors)
    )
    broken = audit.broken(connection()) if request.GET.get("check") else None
    audit.record(
        connection(),
        actor=services.actor_name(signed_in(request).pk),
        action="access.trail",
        scope="person by auditor" if asked.subject_id else "trail",
        subjects=[asked.subject_id] if asked.subject_id else [],
    )
    page = {"told": told, "errors": errors, "lines": found, "broken": broken}
    return render(
        request, "web/access/trail.html", {**page, "older": found[-1].id if len(found) == PAGE else 0}
    )


TRAIL = ("actor", "action", "on", "run", "subject")


def acting_for(request: HttpRequest, person_id: int) -> Acting:
    """The person, if the account is theirs or acts for them today. Raises Http404 for anyone else."""
    for one in _acting(request):
        if one.person_id == person_id:
            return one
    raise Http404


def _acting(request: HttpRequest) -> list[Acting]:
    return list_acting(connection(), account_id=signed_in(request).pk, on=timezone.localdate())


def _day(text: str, errors: set[str]) -> date | None:
    try:
        return date.fromisoformat(to_ascii_digits(text)) if text else None
    except ValueError:
        errors.add("on")
        return None


def _number(text: str, name: str, errors: set[str]) -> int | None:
    plain = to_ascii_digits(text.strip())
    if not plain:
        return None
    if not plain.isascii() or not plain.isdigit() or int(plain) > BIGGEST:
        errors.add(name)
        return None
    return int(plain)
