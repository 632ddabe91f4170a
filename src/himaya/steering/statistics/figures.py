"""What the statistics of the register say on one day: plain values, read by the command line and the web.

A figure that could point at a few people is a suppressed ``Cell``; whoever shows it never sees the number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the languages it exists in; Tamazight falls back on the Arabic one, English on the French."""

    ar: str
    fr: str
    en: str = ""
    zgh: str = ""

    def of(self, language: str) -> str:
        """The name for a reader of `language` ("ar", "fr", "zgh" or "en")."""
        own: dict[str, str] = {
            "ar": self.ar,
            "fr": self.fr,
            "zgh": self.zgh or self.ar,
            "en": self.en or self.fr,
        }
        return own.get(language, self.ar) or self.ar or self.fr


Hidden = Literal["small", "protected"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of people, or the reason why it is not published.

    hidden: "small" (under five people) or "protected" (withheld so that nobody finds a small number by
    subtraction: a neighbour's, or its own where even "under five" would tell). `value` is None exactly when
    `hidden` is set.
    """

    value: int | None
    hidden: Hidden | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.hidden is None):
            raise ValueError("a cell holds either a value or the reason why it is hidden")

    @classmethod
    def small(cls) -> Cell:
        """Fewer than five people."""
        return cls(None, "small")

    @classmethod
    def protected(cls) -> Cell:
        """Withheld to protect a small count."""
        return cls(None, "protected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a breakdown (a category, a region, a sex, an age band)."""

    code: str
    label: Label
    registered: Cell
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune with its point (WGS84 degrees), the people registered there and those whose AMO is open."""

    code: str
    label: Label
    region_code: str
    lat: float | None
    lon: float | None
    registered: Cell
    rights_open: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """The registered self-employed by the state of their own AMO right on the day."""

    open: Cell
    waiting: Cell
    closed: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Closed rights that one and the same act would open again."""

    code: str
    label: Label
    persons: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRow:
    """One scheme in one region: insured persons and their declared dependants."""

    region_code: str
    region: Label
    scheme_code: str
    scheme: Label
    insured: Cell
    dependants: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value a reader may filter by."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The table of the April 2022 notice and what goes with it, on one day, as known on one day.

    target: people to reach in the chosen region and category; None where no text sets one.
    definitions: name of a figure -> its sentence; see `definitions.DEFINITIONS`.
    is_demonstration: the register holds generated people.
    """

    snapshot_on: date
    known_on: date | None
    computed_at: datetime
    registered: Cell
    target: int | None
    by_category: tuple[Row, ...]
    by_region: tuple[Row, ...]
    by_sex: tuple[Row, ...]
    by_age_band: tuple[Row, ...]
    by_commune: tuple[Place, ...]
    spouses: Cell
    children: Cell
    rights: Rights
    closed_by_remedy: tuple[Remedy, ...]
    regional_by_scheme: tuple[SchemeRow, ...]
    definitions: Mapping[str, Label]
    region: str | None = None
    category: str | None = None
    region_choices: tuple[Choice, ...] = ()
    category_choices: tuple[Choice, ...] = ()
    is_demonstration: bool = False
    source: Label = field(default_factory=lambda: Label("سجل المؤمنين", "Registre des assurés", "Register"))
