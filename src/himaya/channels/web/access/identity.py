"""Sign-in by an outside identity (OpenID Connect): to an account that exists, never a new one.

The account is the one tied to the identity before or, the first time, the one whose person has the national card
that the provider vouches for. Which claim holds the card is a setting. Nothing of what the provider tells is kept
but its name for the person.
"""

from __future__ import annotations

import os
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import HttpRequest
from django.shortcuts import redirect

from himaya.channels.web.access import entrance
from himaya.channels.web.access.guard import connection
from himaya.foundation.access.models import Account
from himaya.fund.registry.accounts import account_of_card
from himaya.kernel.identifiers import cin

begin = entrance(openid.login)
returned = entrance(openid.callback)


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's hooks for outside identities."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Tie a new identity to the account of its national card, or send it to the way in."""
        told = sociallogin.account.extra_data
        claims = {**told.get("id_token", {}), **told.get("userinfo", {})}
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        card = str(claims.get(os.environ.get("HIMAYA_OIDC_CARD", "national_id"), ""))
        number = account_of_card(connection(), cin_key=cin.key(card)) if cin.check(card) else None
        account = Account.objects.filter(pk=number, is_active=True).first() if number else None
        if account is None:
            raise ImmediateHttpResponse(redirect("account_inactive"))
        sociallogin.connect(request, account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No account is made from an outside identity."""
        return False

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Whatever failed there, here it is the way in again."""
        raise ImmediateHttpResponse(redirect("account_login"))
