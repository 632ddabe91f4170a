"""What a reader asks of the statistics page, read from the address and written back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from himaya.kernel.digits import to_ascii_digits

EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The day, the day of knowledge, the region and the category asked for.

    errors: field -> sentence, for what could not be understood; such a field takes its default.
    """

    on: date
    known_on: date | None = None
    region: str | None = None
    category: str | None = None
    today: date
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The address's query that asks the same again; empty for the default question."""
        asked = {
            "on": None if self.on == self.today else self.on.isoformat(),
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "region": self.region,
            "category": self.category,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def without(self, name: Literal["region", "category"]) -> Question:
        """The question without a region or category that the register does not know, and a sentence on it."""
        errors = {**self.errors, name: _("Choose one of the list.")}
        if name == "region":
            return replace(self, region=None, errors=errors)
        return replace(self, category=None, errors=errors)


def read(parameters: Mapping[str, str], *, today: date) -> Question:
    """The question in the address; days in the future and days that do not exist are answered for today."""
    errors: dict[str, str] = {}
    on = _day(parameters.get("on", ""), name="on", today=today, errors=errors)
    known_on = _day(parameters.get("known_on", ""), name="known_on", today=today, errors=errors)
    return Question(
        on=on or today,
        known_on=known_on,
        region=_code(parameters.get("region", "")),
        category=_code(parameters.get("category", "")),
        today=today,
        errors=errors,
    )


def _code(text: str) -> str | None:
    return text.strip().replace("\x00", "")[:40] or None


def _day(text: str, *, name: str, today: date, errors: dict[str, str]) -> date | None:
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(to_ascii_digits(text.strip()))
    except ValueError:
        errors[name] = _("This day does not exist. Write it like 2022-04-01.")
        return None
    if not EARLIEST <= day <= today:
        errors[name] = _("Choose a day that has already come, after the year 2000.")
        return None
    return day
