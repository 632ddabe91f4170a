"""The law's own words, as a page shows them: language, days in words, codes by their names, numbers in islands."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from himaya.channels.web import speech
from himaya.kernel import yaml_file
from himaya.legislation.inputs import Input
from himaya.legislation.parameters import Lawful, Parameter, Table
from himaya.legislation.show import show
from himaya.runtime.fund import fund_folder, fund_name

EVIDENCE_TONES = {"sourced": "open", "inferred": "wait", "assumed": "wait"}
_DAY = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_CODE = re.compile(r"\b[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+\b")  # a lone word may be a word of the sentence
_BEFORE_SIGN = re.compile(" ([?!;:%])")
_BEFORE_UNIT = re.compile(r"\u202f(?=[^\d\s%])")  # too narrow before a word
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")


def language() -> str:
    """The reader's language."""
    return get_language() or settings.LANGUAGE_CODE


def law_language() -> str:
    """The language in which the law speaks to this reader: Arabic where it has no Tamazight yet."""
    return "ar" if language() == "zgh" else language()


def evidence_word(evidence: str) -> str:
    """How sure a value is, in a word."""
    return {
        "sourced": pgettext("evidence", "Published text"),
        "inferred": pgettext("evidence", "Inferred"),
        "assumed": pgettext("evidence", "Assumed"),
    }[evidence]


def kind_word(kind: str) -> str:
    """What sort of thing of the law it is."""
    return {
        "parameter": _("Value"),
        "brackets": _("Scale"),
        "table": _("Table"),
        "variable": _("Rule"),
        "decision": _("Decision"),
    }[kind]


def unit_word(name: str) -> str:
    """A unit in words; nothing where the value shows it itself."""
    said = {
        "money": _("dirhams"),
        "centimes": _("dirhams"),
        "exact_money": _("dirhams"),
        "money_per_hour": _("dirhams an hour"),
        "money_per_day": _("dirhams a day"),
        "money_per_month": _("dirhams a month"),
        "money_per_quarter": _("dirhams a quarter"),
        "money_per_year": _("dirhams a year"),
        "ratio": _("per cent"),
        "date": _("day"),
        "month": _("month"),
        "months": _("months"),
        "years": _("years"),
        "days": _("days"),
        "hours": _("hours"),
        "flag": _("yes or no"),
    }
    return said.get(name, "")


def value_text(value: Any, unit: Any) -> str:
    """A value of the law in its unit, as text."""
    return "—" if value is None else show(value, unit, law_language())


def prose(text: str, *, codes: Iterable[str] = ()) -> SafeString:
    """Words of the law made safe: days in words, codes by their names, isolated numbers in islands of their own.

    codes: words of the text that are codes although they look like any word.
    """
    tongue = language()
    told = str(conditional_escape(code_name(text)))
    told = _DAY.sub(lambda found: _in_words(found, tongue), told)
    told = _CODE.sub(_named, told)
    for code in codes:
        told = re.sub(rf"\b{re.escape(code)}\b", _named, told)
    told = _BEFORE_UNIT.sub("\u00a0", told)
    return mark_safe(_ISOLATED.sub(r"<bdi>\1</bdi>", told))


def _in_words(found: re.Match[str], tongue: str) -> str:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return found[0]
    return str(speech.day(day, tongue) if found[3] else speech.loose_day(found[0], tongue))


def _named(found: re.Match[str]) -> str:
    return str(conditional_escape(code_name(found[0])))


def code_name(text: str) -> str:
    """The name of a code of the law; any other text unchanged."""
    named = code_names().get(text.strip("\u2068\u2069"))
    return text if named is None else pick(named)


def pick(words: Mapping[str, str]) -> str:
    """The reader's words among those a file gives; Arabic stands in for Tamazight, French for the rest."""
    tongue = language()
    text = words.get(tongue) or words.get("ar" if tongue == "zgh" else "fr") or next(iter(words.values()), "")
    return _BEFORE_SIGN.sub(_kept_together, text)


def _kept_together(sign: re.Match[str]) -> str:
    """The space before a sign of French punctuation, which must not break the line."""
    return f"\u00a0{sign[1]}" if sign[1] == ":" else f"\u202f{sign[1]}"


def code_names() -> dict[str, dict[str, str]]:
    """Codes of the law with their names, from the fund's file of them."""
    names: dict[str, dict[str, str]] = _codes(fund_name()).get("names", {})
    return names


def answers_to(fact: str) -> tuple[str, ...]:
    """The codes that a fact may take, where the fund lists them."""
    return tuple(_codes(fund_name()).get("answers", {}).get(fact, ()))


@functools.cache
def _codes(_fund: str) -> dict[str, Any]:
    path = fund_folder() / "law" / "codes.yaml"
    found: dict[str, Any] = yaml_file.read(path) if path.is_file() else {}
    return found


def lawful_label(one: Lawful | Input) -> str:
    """The label of a value or of a fact."""
    return one.label.of(law_language())


def kind_of(one: Lawful) -> str:
    """Parameter, decision, brackets or table."""
    if isinstance(one, Table):
        return "table"
    if one.path.startswith("decisions."):
        return "decision"
    return "parameter" if isinstance(one, Parameter) else "brackets"
