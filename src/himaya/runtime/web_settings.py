"""Django settings of the web: those of the command line, with sign-in.

The command line does without them, since they take time to load; the tables they bring are made for both
(`schema.WEB_APPS`).
"""

from __future__ import annotations

import os

from himaya.runtime.settings import *  # noqa: F403
from himaya.runtime.settings import INSTALLED_APPS, MIDDLEWARE, SESSION_COOKIE_SECURE, WEB_APPS

INSTALLED_APPS = [
    *INSTALLED_APPS,
    *WEB_APPS,
    "allauth",
    "allauth.socialaccount.providers.openid_connect",
]
_before_views = MIDDLEWARE.index("django.middleware.clickjacking.XFrameOptionsMiddleware")
MIDDLEWARE = [
    *MIDDLEWARE[:3],
    "django.contrib.sessions.middleware.SessionMiddleware",
    *MIDDLEWARE[3:_before_views],
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "himaya.channels.web.access.guard.Guard",
    *MIDDLEWARE[_before_views:],
]

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["login"]}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"

SESSION_ENGINE = "himaya.foundation.access.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "himaya.channels.web.access.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_MAX_RESEND_COUNT = 0
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = False  # ours are counted in the database (himaya.foundation.access.lockout)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "himaya.channels.web.access.forms.SignIn",
    "request_login_code": "himaya.channels.web.access.forms.AskCode",
    "change_password": "himaya.channels.web.access.forms.ChangePassword",
}
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = None

MFA_ADAPTER = "himaya.channels.web.access.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "himaya.channels.web.access.forms.SecondFactor",
    "reauthenticate": "himaya.channels.web.access.forms.SecondFactorAgain",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False
MFA_TOTP_ISSUER = "Himaya"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SESSION_COOKIE_SECURE

SOCIALACCOUNT_ADAPTER = "himaya.channels.web.access.identity.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "identity",
                "name": os.environ.get("HIMAYA_OIDC_NAME", ""),
                "client_id": os.environ["HIMAYA_OIDC_CLIENT"],
                "secret": os.environ.get("HIMAYA_OIDC_SECRET", ""),
                "settings": {
                    "server_url": os.environ["HIMAYA_OIDC_URL"],
                    "uid_field": os.environ.get("HIMAYA_OIDC_SUBJECT", "sub"),
                },
            }
        ]
        if os.environ.get("HIMAYA_OIDC_URL") and os.environ.get("HIMAYA_OIDC_CLIENT")
        else [],
    }
}
