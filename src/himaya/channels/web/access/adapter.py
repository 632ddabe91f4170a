"""How sign-in by allauth uses our accounts: lockout, codes by SMS, sealed secrets, the trail, our sentences."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

import polars as pl
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from himaya.channels.web.access.guard import connection
from himaya.foundation.access import audit, lockout, selectors
from himaya.foundation.access.models import Account
from himaya.foundation.access.sealing import seal, unseal
from himaya.foundation.access.services import actor_name
from himaya.foundation.access.sessions import DEVICE
from himaya.foundation.messaging.outbox import enqueue
from himaya.foundation.messaging.templates import load
from himaya.runtime.fund import fund_name

WRONG = _("The name or the password is wrong, or the account is closed for a while.")
WRONG_CODE = _("This code is wrong or too old.")
CODE_DIGITS = 6


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's hooks for accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": WRONG,
        "invalid_login": WRONG,
        "account_inactive": WRONG,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("The password is wrong."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the fund, or from the register; never from nothing."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Answer a locked account and an address that guesses as if the password were wrong, as slowly."""
        if is_locked(request, str(credentials.get("username", ""))):
            make_password(str(credentials.get("password", "")))
            raise self.validation_error("username_password_mismatch")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure for the name and for the address."""
        failed(request, str(credentials.get("username", "")))

    def post_login(self, request: HttpRequest, user: Any, **others: Any) -> HttpResponse:
        """Note the device for the list of sessions, and the sign-in in the trail."""
        request.session[DEVICE] = device(request.META.get("HTTP_USER_AGENT", ""))
        now = connection()
        lockout.forgive(now, limit=lockout.ACCOUNT, key=user.login)
        lockout.forget_old(now, now=timezone.now())
        audit.record(
            now, actor=actor_name(user.pk), action="access.sign_in", scope="account", subjects=[user.pk]
        )
        answer: HttpResponse = super().post_login(request, user, **others)
        return answer

    def set_password(self, user: Any, password: str) -> None:
        """A password of the person's own choice is no longer temporary."""
        user.password_is_temporary = False
        super().set_password(user, password)
        audit.record(
            connection(),
            actor=actor_name(user.pk),
            action="access.set_password",
            scope="account",
            subjects=[user.pk],
        )

    def get_phone(self, user: Any) -> tuple[str, bool] | None:
        """Where the account's codes go."""
        phone = selectors.get_phone(connection(), account_id=user.pk)
        return (phone, user.phone_verified_at is not None) if phone else None

    def set_phone_verified(self, user: Any, phone: str) -> None:
        """A code sent there came back."""
        Account.objects.filter(pk=user.pk, phone_verified_at=None).update(phone_verified_at=timezone.now())

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        """Six digits."""
        return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        """Queue the code, before all other messages; past the limit nothing is sent, and the page says the same."""
        now, at = connection(), timezone.now()
        address = self.get_client_ip(self.request)
        limits = ((lockout.CODE_TO_ACCOUNT, user.login), (lockout.CODE_FROM_ADDRESS, address))
        if any(lockout.is_reached(now, limit=limit, key=key, now=at) for limit, key in limits):
            return
        for limit, key in limits:
            lockout.count(now, limit=limit, key=key, now=at)
        row = {"person_id": 0, "phone": phone, "language": user.language or get_language(), "code": code}
        types = {"person_id": pl.Int64, "phone": pl.String, "language": pl.String, "code": pl.String}
        enqueue(
            now,
            frame=pl.DataFrame([row], schema=types),
            template="login_code",
            catalogue=load(fund_name()),
            cause=f"login_code:{uuid.uuid4()}",
            now=at,
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nobody is told that a name is unknown."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """After a change, back to the account."""
        return str(self.get_login_redirect_url(request))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's hooks for second factors: their secrets are sealed."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        """Sealed by the key of this installation."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read again; nothing if it was sealed elsewhere."""
        return unseal(encrypted_text) or ""


def is_locked(request: HttpRequest, login: str) -> bool:
    """Whether too many sign-ins failed for this name or from this address."""
    now, at = connection(), timezone.now()
    address = request.META.get("REMOTE_ADDR", "")
    limits = ((lockout.ACCOUNT, login.strip().lower()), (lockout.ADDRESS, address))
    return any(lockout.is_reached(now, limit=limit, key=key, now=at) for limit, key in limits)


def failed(request: HttpRequest, login: str) -> None:
    """One more failure for this name and this address."""
    now, at = connection(), timezone.now()
    lockout.count(now, limit=lockout.ACCOUNT, key=login.strip().lower(), now=at)
    lockout.count(now, limit=lockout.ADDRESS, key=request.META.get("REMOTE_ADDR", ""), now=at)


def device(agent: str) -> str:
    """Browser and system in two words, from what a browser says of itself.

    >>> device("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36")
    'Chrome, Android'
    """
    browsers = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
    browser = next((name for sign, name in browsers if sign in agent), "")
    system = next((name for name in systems if name in agent), "")
    return ", ".join(filter(None, (browser, system)))
