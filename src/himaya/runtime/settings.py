"""Django settings: strict, and read from the environment only (docs/settings.md)."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django.conf.locale

from himaya.runtime.addresses import Role, address
from himaya.runtime.paths import data_folder
from himaya.runtime.secrets import secret_key

HOUSE = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def database_settings(role: Role = "app") -> dict[str, Any]:
    """Django's own way of writing the address of a role; nothing is connected or started."""
    given = dict(address(role).parameters)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": given,
    }


SECRET_KEY = secret_key()
DEBUG = _flag("HIMAYA_DEBUG", False)
HTTPS = _flag("HIMAYA_HTTPS", not DEBUG)
ALLOWED_HOSTS = _list("HIMAYA_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = _list("HIMAYA_TRUSTED_ORIGINS")

_ROOMS = (
    "runtime",
    "foundation.territory",
    "foundation.messaging",
    "foundation.access",
    "foundation.worklists",
    "foundation.intake",
    "fund.registry",
    "fund.contributions",
    "fund.rights",
    "steering.statistics",
    "channels.web",
    "channels.api",
)
WEB_APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
)
"""Apps with tables that only the web loads (`web_settings`); migrations make their tables for both."""
INSTALLED_APPS = [
    *(f"himaya.{room}" for room in _ROOMS if (HOUSE.joinpath(*room.split(".")) / "apps.py").exists()),
    "procrastinate.contrib.django",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "himaya.runtime.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if find_spec("himaya.channels.urls"):
    ROOT_URLCONF = "himaya.channels.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.static",
            ],
        },
    }
]

DATABASES = {"default": database_settings()}
AUTH_USER_MODEL = "access.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGES = [("ar", "العربية"), ("fr", "Français"), ("zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"), ("en", "English")]
_spoken = os.environ.get("HIMAYA_LANGUAGE")
LANGUAGE_CODE = _spoken if _spoken in dict(LANGUAGES) else "ar"
LANGUAGE_COOKIE_NAME = "language"
django.conf.locale.LANG_INFO.setdefault(
    "zgh",
    {"bidi": False, "code": "zgh", "name": "Standard Moroccan Tamazight", "name_local": "ⵜⴰⵎⴰⵣⵉⵖⵜ"},
)
LOCALE_PATHS = [
    str(HOUSE.joinpath(*room, "locale"))
    for room in (("channels", "cli"), ("channels", "web", "access"), ("demo",))
]
USE_I18N = True
TIME_ZONE = "Africa/Casablanca"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = str(data_folder() / "static")
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
if _flag("HIMAYA_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING_CONFIG = None  # himaya.runtime.logs configures logging: JSON, without personal data
