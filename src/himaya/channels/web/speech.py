"""Numbers, shares and days as people here write them, safe inside a line that runs from right to left."""

from __future__ import annotations

from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from himaya.steering.statistics.figures import Cell

GROUP = "\u202f"
MONTHS = {
    "ar": (
        *("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو"),
        *("يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
    ),
    "fr": (
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    "zgh": (
        *("ⵉⵏⵏⴰⵢⵔ", "ⴱⵕⴰⵢⵕ", "ⵎⴰⵕⵚ", "ⵉⴱⵔⵉⵔ", "ⵎⴰⵢⵢⵓ", "ⵢⵓⵏⵢⵓ"),
        *("ⵢⵓⵍⵢⵓⵣ", "ⵖⵓⵛⵜ", "ⵛⵓⵜⴰⵏⴱⵉⵔ", "ⴽⵜⵓⴱⵔ", "ⵏⵓⵡⴰⵏⴱⵉⵔ", "ⴷⵓⵊⴰⵏⴱⵉⵔ"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def grouped(value: int) -> str:
    """A whole number in groups of three parted by a narrow no-break space.

    >>> grouped(1641557).replace(GROUP, "~")
    '1~641~557'
    """
    return f"{value:,}".replace(",", GROUP)


def number(value: int | str) -> SafeString:
    """A number kept in its own left-to-right island."""
    shown = grouped(value) if isinstance(value, int) else value
    return format_html('<bdi dir="ltr" class="hm-num">{}</bdi>', shown)


def cell(value: Cell) -> SafeString:
    """A count; a withheld one shows its mark and says why to those who ask or listen."""
    if value.value is not None:
        return number(value.value)
    if value.hidden == "small":
        mark, why = "‹5", _("Fewer than five people: the number is withheld.")
    else:
        mark, why = "…", _("Withheld, so that nobody can work out a neighbour under five.")
    return format_html(
        '<abbr class="hm-num hm-withheld" title="{}"><bdi dir="ltr">{}</bdi></abbr>', why, mark
    )


def percent(part: int | None, whole: int | None, language: str) -> SafeString | str:
    """`part` of `whole` in per cent with one decimal; nothing when either is unknown or nought."""
    if part is None or not whole:
        return ""
    return share_text(f"{100 * part / whole:.1f}", language)


def share_text(value: str, language: str) -> SafeString:
    """A percentage: decimal comma except in English, a narrow space before the sign."""
    shown = value if language == "en" else value.replace(".", ",")
    return number(f"{shown}{GROUP}%")


def day(value: date, language: str) -> SafeString:
    """A day in words, with Morocco's month names; the first is "1er" in French.

    >>> str(day(date(2026, 11, 22), "ar"))
    '<bdi dir="rtl">22 نونبر 2026</bdi>'
    >>> str(day(date(2022, 4, 1), "fr"))
    '<bdi dir="ltr">1er avril 2022</bdi>'
    """
    first = "1er" if language == "fr" and value.day == 1 else str(value.day)
    return _island(f"{first} {MONTHS[language][value.month - 1]} {value.year}", language)


def _island(text: str, language: str) -> SafeString:
    """Words that keep the direction of their language, whatever stands around them."""
    return format_html('<bdi dir="{}">{}</bdi>', "rtl" if language == "ar" else "ltr", text)


def loose_day(value: str, language: str) -> SafeString | str:
    """A day, month or year as a source gives it ("2022-04-01", "2024-09", "2023"); other texts unchanged."""
    parts = value.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return value
    if len(parts) == 3:
        return day(date.fromisoformat(value), language)
    if len(parts) == 2:
        return _island(f"{MONTHS[language][int(parts[1]) - 1]} {parts[0]}", language)
    return value
