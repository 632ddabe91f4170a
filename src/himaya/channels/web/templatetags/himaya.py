"""Tags of our templates: built files by name, days and numbers in words, the other languages of a page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from himaya.channels.web import assets, speech
from himaya.channels.web.fields import Field
from himaya.channels.web.law.wording import law_language, prose
from himaya.kernel.money import Money
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
def figure(value: int) -> SafeString:
    """A whole number, grouped, in its own left-to-right island."""
    return speech.number(value)


@register.simple_tag
def money(centimes: int) -> SafeString:
    """An amount with its unit."""
    return prose(Money(centimes).format(law_language()))


@register.filter
def great(shown: str) -> SafeString:
    """A value writ large, its unit smaller beside it."""
    number, space, unit = shown.removesuffix("</bdi>").rpartition("\u00a0")
    if not space or not any(sign.isdigit() for sign in number):
        return mark_safe(shown)
    return mark_safe(f"{number.removeprefix('<bdi>')}<small>\u00a0{unit}</small>")


@register.simple_tag
def month_names() -> tuple[str, ...]:
    """The months as people here call them."""
    return speech.MONTHS[_language()]


@register.simple_tag
def answer_text(field: Field) -> SafeString | str:
    """The answer to a question, in words."""
    if field.kind == "choice":
        return next((choice.label for choice in field.choices if choice.code == field.value), field.value)
    if field.kind == "flag":
        return _("Yes") if field.value == "true" else _("No")
    if field.kind in ("day", "month"):
        return speech.loose_day(field.value, _language())
    shown = field.value if _language() == "en" else field.value.replace(".", ",")
    whole, comma, rest = shown.partition("." if _language() == "en" else ",")
    grouped = speech.grouped(int(whole)) if field.kind == "money" else whole
    return format_html("{}\u00a0{}", speech.number(f"{grouped}{comma}{rest}"), field.suffix)


@register.simple_block_tag
def card(content: str, title: str) -> SafeString:
    """A card with its heading."""
    return format_html('<section class="hm-card"><h2>{}</h2>{}</section>', title, content)


@register.simple_block_tag
def notice(content: str, tone: str) -> SafeString:
    """A notice. tone: info, wait or wrong."""
    return format_html('<div class="hm-note is-{}" role="note">{}</div>', tone, content)


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
def standing_in() -> SafeString:
    """The language and direction of what stands in where a page is not translated: Arabic for Tamazight."""
    return mark_safe(' lang="ar" dir="rtl"' if _language() == "zgh" else "")


@register.simple_tag
def unreviewed() -> bool:
    """Whether the reader's language holds words that no speaker has reviewed yet."""
    return _language() == "zgh"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
