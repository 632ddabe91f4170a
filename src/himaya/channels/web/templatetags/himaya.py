"""Tags of our templates: built files by name, days and numbers in words, the other languages of a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from himaya.channels.web import assets, speech
from himaya.steering.statistics.figures import Label

register = template.Library()


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file, by the name its source has ("himaya.css")."""
    return static(f"himaya/{assets.built_name(name)}")


@register.filter
def day(value: date) -> SafeString:
    """A day in words."""
    return speech.day(value, _language())


@register.filter
def clock(value: datetime) -> SafeString:
    """The hour of an instant in the fund's time zone."""
    return speech.number(timezone.localtime(value).strftime("%H:%M"))


@register.filter
def name(value: Label) -> str:
    """A label in the reader's language."""
    return value.of(_language())


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The languages of the site, each with the address of this very page in it."""
    request = context.get("request")
    path = request.get_full_path() if request is not None else "/"
    here = _language()
    rest = path.removeprefix(f"/{here}/") if path.startswith(f"/{here}/") else ""
    return [
        {
            "code": code,
            "name": own_name,
            "address": f"/{code}/{rest}",
            "here": code == here,
            "direction": "rtl" if code == "ar" else "ltr",
        }
        for code, own_name in settings.LANGUAGES
    ]


@register.simple_tag
def unreviewed() -> bool:
    """Whether the reader's language holds words that no speaker has reviewed yet."""
    return _language() == "zgh"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
