"""Forms of the way in, with our lockout and our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, PasswordVerificationMixin
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from himaya.channels.web.access.adapter import WRONG_CODE, failed, is_locked
from himaya.channels.web.access.guard import connection
from himaya.foundation.access import selectors
from himaya.foundation.access.errors import PhoneRefused
from himaya.foundation.access.models import Account
from himaya.foundation.access.services import mobile, phone_digest

NEEDED = _("This answer is needed.")


class SignIn(LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED


class AskCode(forms.Form):
    """The sign-in name or the telephone of whoever wants a code; unknown ones are answered like known ones."""

    login = forms.CharField(max_length=40, error_messages={"required": NEEDED})

    def clean(self) -> dict[str, Any]:
        """Find the account and its telephone. A telephone shared by several accounts names none."""
        told = self.cleaned_data.get("login", "").strip()
        self._user = _account(told)
        phone = selectors.get_phone(connection(), account_id=self._user.pk) if self._user else None
        if phone is None:
            self._user = None
        return {**self.cleaned_data, "phone": phone or told or "?"}


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""

    def clean(self) -> dict[str, Any]:
        """The two are the same."""
        data: dict[str, Any] = super(PasswordVerificationMixin, self).clean()
        if data.get("password1") != data.get("password2") and not self.errors:
            self.add_error("password2", _("The passwords are not the same."))
        return data

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED


class Counted(forms.Form):
    """A second factor whose wrong codes are counted like wrong passwords."""

    user: Account

    def clean_code(self) -> str:
        """The code, unless too many were wrong."""
        if is_locked(context.request, self.user.login):
            raise forms.ValidationError(WRONG_CODE)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            failed(context.request, self.user.login)
            raise
        return code


class SecondFactor(Counted, AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator or a recovery code, at sign-in."""


class SecondFactorAgain(Counted, ReauthenticateForm):  # type: ignore[misc]
    """The same, before a sensitive change."""


def _account(told: str) -> Account | None:
    found = Account.objects.filter(login=told.lower(), is_active=True).first()
    if found is not None:
        return found
    try:
        numbers = selectors.find_by_phone(connection(), digest=phone_digest(mobile(told)))
    except PhoneRefused:
        return None
    return Account.objects.get(pk=numbers[0]) if len(numbers) == 1 else None
