"""The way in and out, passwords and second factors: allauth's views with our pages."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.adapter import get_adapter as identity_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from himaya.channels.web.access import View, entrance, own_account

PAGES = "web/access"


class StartsAnew:
    """Whoever comes back to the way in, after a mistyped name say, starts anew instead of being sent on."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        clear_login(request)


class SignIn(StartsAnew, account.LoginView):  # type: ignore[misc]
    """Name and password; a key without a password; another identity."""

    template_name = f"{PAGES}/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the identity providers."""
        providers = identity_adapter().list_providers(self.request)
        return {**super().get_context_data(**kwargs), "identities": providers}


class AskCode(StartsAnew, account.RequestLoginCodeView):  # type: ignore[misc]
    """A code by SMS."""

    template_name = f"{PAGES}/ask_code.html"


def _page(view: Any, name: str) -> View:
    made: View = view.as_view(template_name=f"{PAGES}/{name}.html")
    return made


sign_in = entrance(SignIn.as_view())
ask_code = entrance(AskCode.as_view())
confirm_code = entrance(_page(account.ConfirmLoginCodeView, "confirm_code"))
second_factor = entrance(_page(factor.AuthenticateView, "second_factor"))
sign_in_by_key = entrance(webauthn.LoginWebAuthnView.as_view())
sign_out = own_account(_page(account.LogoutView, "sign_out"))
change_password = own_account(_page(account.PasswordChangeView, "change_password"))
set_password = own_account(_page(account.PasswordSetView, "set_password"))
confirm_password = own_account(_page(account.ReauthenticateView, "confirm_password"))
confirm_factor = own_account(_page(factor.ReauthenticateView, "confirm_factor"))
confirm_key = own_account(_page(webauthn.ReauthenticateWebAuthnView, "confirm_key"))
factors = own_account(_page(factor.IndexView, "factors"))
add_totp = own_account(_page(totp.ActivateTOTPView, "add_totp"))
remove_totp = own_account(_page(totp.DeactivateTOTPView, "remove_totp"))
keys = own_account(_page(webauthn.ListWebAuthnView, "keys"))
add_key = own_account(_page(webauthn.AddWebAuthnView, "add_key"))
remove_key = own_account(_page(webauthn.RemoveWebAuthnView, "remove_key"))
recovery_codes = own_account(_page(recovery.ViewRecoveryCodesView, "recovery_codes"))
new_recovery_codes = own_account(_page(recovery.GenerateRecoveryCodesView, "new_recovery_codes"))


@entrance
def closed(request: HttpRequest) -> HttpResponse:
    """What a closed account meets: no more than a wrong password tells."""
    return render(request, f"{PAGES}/closed.html", status=403)
