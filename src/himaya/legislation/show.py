"""How the law's values read in Arabic, French and English."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from himaya.kernel.money import GROUP, Money
from himaya.legislation.units import Unit, day_of
from himaya.legislation.words import Words, words

YES, NO = words(ar="نعم", fr="oui", en="yes"), words(ar="لا", fr="non", en="no")
_FEW = 10  # in Arabic, the plural goes from three to ten; beyond, the singular in the accusative
_COUNTED = {
    "months": {
        "ar": ("شهر واحد", "شهران", "أشهر", "شهرا", "شهر"),
        "fr": ("mois", "mois"),
        "en": ("month", "months"),
    },
    "years": {
        "ar": ("سنة واحدة", "سنتان", "سنوات", "سنة", "سنة"),
        "fr": ("an", "ans"),
        "en": ("year", "years"),
    },
    "days": {
        "ar": ("يوم واحد", "يومان", "أيام", "يوما", "يوم"),
        "fr": ("jour", "jours"),
        "en": ("day", "days"),
    },
    "hours": {
        "ar": ("ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"),
        "fr": ("heure", "heures"),
        "en": ("hour", "hours"),
    },
    "children": {
        "ar": ("طفل واحد", "طفلان", "أطفال", "طفلا", "طفل"),
        "fr": ("enfant", "enfants"),
        "en": ("child", "children"),
    },
}
_MONEY = {
    "money_per_hour": words(ar="في الساعة", fr="par heure", en="an hour"),
    "money_per_day": words(ar="في اليوم", fr="par jour", en="a day"),
}
_DECIMALS = 6
_OPEN, _CLOSE = (
    "\u2068",
    "\u2069",
)  # first strong isolate: a number inside Arabic words keeps its own direction


def show(value: Any, unit: Unit, language: str, *, names: Mapping[str, Words] | None = None) -> str:
    """A value as people read it. value: in the engine's counts (days as numbers); a ratio as a Fraction.

    names: of codes; a code without one is shown as it is.
    """
    named = (names or {}).get(str(value)) if unit.kind == "code" else None
    text = named.of(language) if named else _plain(value, unit, language)
    return f"{_OPEN}{text}{_CLOSE}" if language == "ar" else text


def _plain(value: Any, unit: Unit, language: str) -> str:
    if unit.kind == "flag":
        return (YES if value else NO).of(language)
    if unit.kind == "code":
        return str(value)
    if unit.kind == "day":
        text = day_of(value).isoformat()
        return text[:7] if unit.name == "month" and text.endswith("-01") else text
    if unit.kind == "exact":
        return _exact(Fraction(*value) if isinstance(value, tuple) else Fraction(value), unit, language)
    if unit.money:
        text = Money(int(value)).format(language)
        return f"{text} {_MONEY[unit.name].of(language)}" if unit.name in _MONEY else text
    counted = _COUNTED.get(unit.name)
    return _with_noun(int(value), counted, language) if counted else _grouped(str(value))


def _with_noun(count: int, forms: dict[str, tuple[str, ...]], language: str) -> str:
    """A number with what it counts, as each language agrees them."""
    number, size = _grouped(str(count)), abs(count)
    if language != "ar":
        is_one = size == 1 or (size == 0 and language != "en")
        one, more = forms["en" if language == "en" else "fr"]
        return f"{number}{GROUP}{one if is_one else more}"
    one, two, few, many, hundreds = forms["ar"]
    if count in (1, 2):
        return one if count == 1 else two
    last = size % 100
    return f"{number}{GROUP}{few if 3 <= last <= _FEW else many if last > _FEW else hundreds}"


def _exact(value: Fraction, unit: Unit, language: str) -> str:
    if unit.name == "exact_money":
        return (
            f"{_decimal(value / 100, language, least=2)}{GROUP}{Money(0).format(language).split(GROUP)[-1]}"
        )
    if unit.name == "ratio":
        return f"{_decimal(value * 100, language)}{GROUP}%"
    return _decimal(value, language)


def _decimal(value: Fraction, language: str, *, least: int = 0) -> str:
    """All decimals where there are few; else the first six behind ≈."""
    scaled = abs(value) * 10**_DECIMALS
    whole = scaled.numerator // scaled.denominator
    digits = f"{whole:0{_DECIMALS + 1}d}"
    fraction = digits[-_DECIMALS:].rstrip("0").ljust(least, "0")
    text = _grouped(digits[:-_DECIMALS]) + (
        f"{'.' if language == 'en' else ','}{fraction}" if fraction else ""
    )
    return ("" if scaled.denominator == 1 else "≈ ") + ("-" if value < 0 else "") + text


def _grouped(digits: str) -> str:
    if not digits.lstrip("-").isdigit():
        return digits
    return f"{int(digits):,}".replace(",", GROUP)


def unknown(reason: str, language: str, reasons: dict[str, Words]) -> str:
    """That a value is unknown, and why."""
    said = reasons.get(reason)
    text = f"{said.of(language)} ({reason})" if said else reason
    return f"— {text}"
