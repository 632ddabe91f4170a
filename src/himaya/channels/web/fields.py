"""Questions of a form: how each is shown, and how what people type is read back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from himaya.channels.web import speech
from himaya.kernel.digits import to_ascii_digits

KINDS = ("choice", "flag", "money", "number", "percent", "decimal", "day", "month", "text")
PARTS = {"day": ("d", "m", "y"), "month": ("m", "y")}
FEW = 6
LONGEST = 40
_FILLING = re.compile(r"[\s\u00a0\u202f\u2009'’]")
_PLAIN = re.compile(r"-?\d{1,13}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to choose."""

    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question with its answer as typed, and what is wrong with it.

    low, high: the range as text, empty for none. value: the answer in the form that addresses carry.
    typed: the parts of a day as typed. place: which repetition of the question it is, 0 for a question asked once.
    """

    name: str
    label: str
    kind: str
    hint: str = ""
    suffix: str = ""
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    low: str = ""
    high: str = ""
    value: str = ""
    error: str = ""
    typed: tuple[str, ...] = ()
    place: int = 0

    @property
    def is_grouped(self) -> bool:
        """Whether several controls answer it together, under one legend."""
        return self.kind in PARTS or self.kind == "flag" or (self.kind == "choice" and self.is_short)

    @property
    def is_short(self) -> bool:
        """Whether its answers are few enough to be seen at once."""
        return len(self.choices) <= FEW

    @property
    def is_narrow(self) -> bool:
        """Whether a few digits are all that it can hold."""
        return self.kind == "percent" or (self.kind == "number" and 0 < len(self.high) <= FEW)

    @property
    def target(self) -> str:
        """The id of its first control, to which an error leads."""
        if self.kind in PARTS:
            return f"{self.name}-{PARTS[self.kind][0]}"
        return f"{self.name}-0" if self.is_grouped else self.name

    @property
    def described_by(self) -> str:
        """The ids of the hint and of the error."""
        parts = [f"{self.name}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.name}-error"] if self.error else parts)

    @property
    def controls(self) -> list[tuple[str, str, str]]:
        """Part, its name and its value, for a day or a month."""
        return [
            (part, f"{self.name}-{part}", value)
            for part, value in zip(PARTS[self.kind], self.typed or self._parts(), strict=True)
        ]

    def _parts(self) -> tuple[str, ...]:
        found = [part.lstrip("0") for part in self.value.split("-")]
        parts = {"y": found[0], "m": found[1], "d": (*found, "")[2]} if len(found) > 1 else {}
        return tuple(parts.get(part, "") for part in PARTS[self.kind])

    def asked(self, data: Mapping[str, str]) -> Field:
        """The field with the answer that `data` carries, and what is wrong with it."""
        text, typed = _typed(self, data)
        filled = replace(self, value=text, typed=typed)
        if not text:
            missing = "" if self.optional else _("This answer is needed.")
            return replace(filled, error=missing)
        value, error = _read(self, text)
        return replace(filled, value=text if error else value, error=error, typed=typed if error else ())


def _typed(field: Field, data: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    whole = to_ascii_digits(data.get(field.name, "").replace("\x00", "").strip())[:LONGEST]
    if whole or field.kind not in PARTS:
        return whole, ()
    names = PARTS[field.kind]
    parts = {
        part: to_ascii_digits(data.get(f"{field.name}-{part}", "").replace("\x00", "").strip())[:4]
        for part in names
    }
    if not any(parts.values()):
        return "", ()
    text = "-".join(parts[part].zfill(2) for part in reversed(names))
    return text, tuple(parts[part] for part in names)


def _read(field: Field, text: str) -> tuple[str, str]:
    """The answer as addresses carry it, and what is wrong."""
    if field.kind in ("choice", "flag"):
        known = {"true", "false"} if field.kind == "flag" else {choice.code for choice in field.choices}
        return text, "" if text in known else _("Choose one of the answers.")
    if field.kind in PARTS:
        return _read_day(field, text)
    if field.kind == "text":
        return text, ""
    return _read_number(field, text)


def _read_day(field: Field, text: str) -> tuple[str, str]:
    try:
        day = date.fromisoformat(text if field.kind == "day" else f"{text}-01")
    except ValueError:
        return text, _("This day does not exist.") if field.kind == "day" else _("Choose a month and a year.")
    low, high = field.low or "1900-01-01", field.high or "2100-12-31"
    if not date.fromisoformat(low) <= day <= date.fromisoformat(high):
        years = {"low": low[:4], "high": high[:4]}
        return text, _("Choose a day between {low} and {high}.").format(**years)
    return day.isoformat() if field.kind == "day" else day.isoformat()[:7], ""


def _read_number(field: Field, text: str) -> tuple[str, str]:
    plain = _FILLING.sub("", text).replace("٫", ".").replace("٬", "")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain) and plain.count(",") > 1:
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".").removesuffix("%").removesuffix(".")
    if not _PLAIN.fullmatch(plain):
        return text, _not_a_number(field.kind)
    value = Decimal(plain)
    if field.kind == "number" and value != value.to_integral_value():
        return text, _not_a_number(field.kind)
    if field.kind == "money" and value != round(value, 2):
        return text, _("An amount has at most two decimals.")
    if (field.low and value < Decimal(field.low)) or (field.high and value > Decimal(field.high)):
        return text, _out_of_range(field)
    shown = f"{value.normalize():f}"
    return shown, ""


def _not_a_number(kind: str) -> str:
    if kind == "money":
        return _("Write an amount in dirhams, with digits, such as 3 500.")
    if kind == "number":
        return _("Write a whole number, with digits, such as 4.")
    return _("Write a number with digits, such as 12,5.")


def _out_of_range(field: Field) -> str:
    low, high = (_shown(bound) for bound in (field.low, field.high))
    if not field.high:
        return _("Write {low} or more.").format(low=low)
    if not field.low:
        return _("Write {high} or less.").format(high=high)
    return _("Write a number between {low} and {high}.").format(low=low, high=high)


def _shown(bound: str) -> str:
    whole, point, rest = bound.partition(".")
    return f"{speech.grouped(int(whole))}{point and ','}{rest}" if whole else ""


def answers_of(data: Mapping[str, str], name: str) -> bool:
    """Whether a form or an address says anything of a question, even that it is left empty."""
    return name in data or any(f"{name}-{part}" in data for part in "dmy")
