"""Figures that officials and the press have published, with the contradictions known in them.

They are facts reported by others. Nothing here comes from the register, and no figure of the register is
worked out from them: whoever shows both keeps them apart.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from himaya.kernel import jurisdiction
from himaya.steering.statistics.figures import Label

_UNIT = re.compile(r"^(?P<unit>.*?)(?: \((?P<qualifier>.*)\))?$")
_ADDRESS = re.compile(r",?\s*(https?://\S+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published figure.

    value: a whole number, or a text where none was given ("dozens", a date).
    on: the day, month or year as far as known; empty where the source gives none.
    qualifier: "more than", "about"… in words, empty for an exact figure.
    """

    metric: str
    label: Label
    value: int | str
    unit: Label
    qualifier: Label
    on: str
    territory: Label
    source: Label
    address: str
    quote: str
    note: Label

    @property
    def is_doubtful(self) -> bool:
        """The note says that the figure is at odds with another one or with itself."""
        return self.note.en.startswith(("INCONSISTENT", "CONFLICT"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Published figures about one subject, oldest first."""

    code: str
    label: Label
    figures: tuple[Published, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Published figures that cannot all be right.

    figures: parts that should add up to `whole`, or (whole None) claims about one and the same thing.
    """

    code: str
    label: Label
    sentence: Label
    figures: tuple[Published, ...]
    whole: Published | None

    @property
    def total(self) -> int | None:
        """What the parts add up to; None for claims."""
        if self.whole is None:
            return None
        return sum(int(figure.value) for figure in self.figures)

    @property
    def difference(self) -> int | None:
        """How far the parts exceed the published whole; None for claims."""
        if self.whole is None or self.total is None:
            return None
        return self.total - int(self.whole.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """All that was published: by subject, the headline of the notice and its day, the contradictions."""

    subjects: tuple[Subject, ...]
    headline_on: str
    headline: tuple[Published, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def figures(self) -> tuple[Published, ...]:
        """Every figure, subject by subject."""
        return tuple(figure for subject in self.subjects for figure in subject.figures)


def published(*, fund: str = "ma") -> Publication:
    """The published figures of a fund; an empty publication where its folder has none."""
    return _read(jurisdiction.folder(fund) / "published")


@functools.cache
def _read(folder: Path) -> Publication:
    if not (folder / "programme-statistics.json").is_file():
        return Publication(subjects=(), headline_on="", headline=(), contradictions=())
    entries = json.loads((folder / "programme-statistics.json").read_text(encoding="utf-8"))
    reading = yaml.load((folder / "reading.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    subjects = tuple(_subject(subject, reading, entries) for subject in reading["subjects"])
    everything = [figure for subject in subjects for figure in subject.figures]
    headline = reading["headline"]
    return Publication(
        subjects=subjects,
        headline_on=headline["date"],
        headline=tuple(_named(everything, [metric, headline["date"]]) for metric in headline["metrics"]),
        contradictions=tuple(_contradiction(entry, everything) for entry in reading["contradictions"]),
    )


def _subject(subject: dict[str, Any], reading: dict[str, Any], entries: Sequence[dict[str, Any]]) -> Subject:
    names = subject["metrics"]
    figures = [_figure(entry, names, reading) for entry in entries if entry["metric"] in names]
    figures.sort(key=lambda figure: (list(names).index(figure.metric), figure.on))
    return Subject(code=subject["code"], label=Label(**subject["label"]), figures=tuple(figures))


def _figure(entry: dict[str, Any], names: dict[str, list[str]], reading: dict[str, Any]) -> Published:
    parts = _UNIT.match(entry["unit"])
    unit, qualifier = (parts["unit"], parts["qualifier"] or "") if parts else (entry["unit"], "")
    address = _ADDRESS.search(entry["source"])
    return Published(
        metric=entry["metric"],
        label=_capital(_pair(names, entry["metric"])),
        value=entry["value"],
        unit=_pair(reading["units"], unit),
        qualifier=_pair(reading["qualifiers"], qualifier) if qualifier else Label("", ""),
        on="" if entry["date"].startswith("undated") else entry["date"],
        territory=_pair(reading["territories"], entry["territory"]),
        source=_told(reading["sources"], _ADDRESS.sub("", entry["source"])),
        address=address[1] if address else "",
        quote=entry["quote_in_own_words"],
        note=_told(reading["notes"], entry.get("note", "")),
    )


def _pair(names: dict[str, list[str]], key: str) -> Label:
    """The Arabic and French names of `key`; the English one is the key itself."""
    ar, fr = names[key]
    return Label(ar, fr, key)


def _capital(label: Label) -> Label:
    return replace(label, en=label.en[:1].upper() + label.en[1:])


def _told(names: dict[str, list[str]], text: str) -> Label:
    """A remark or a source in Arabic and French where it is told there; a newspaper's name stays as it is."""
    ar, fr = names.get(text, (text, text))
    return Label(ar, fr, text)


def _contradiction(entry: dict[str, Any], figures: Sequence[Published]) -> Contradiction:
    return Contradiction(
        code=entry["code"],
        label=Label(**entry["label"]),
        sentence=Label(**entry["sentence"]),
        figures=tuple(_named(figures, name) for name in entry.get("parts") or entry["claims"]),
        whole=_named(figures, entry["whole"]) if "whole" in entry else None,
    )


def _named(figures: Sequence[Published], name: Sequence[str]) -> Published:
    """The figure of a metric and date, and of a value where one metric has two on a day."""
    metric, on, *value = name
    for figure in figures:
        same_day = figure.on == ("" if on == "undated" else on)
        if figure.metric == metric and same_day and (not value or str(figure.value) == value[0]):
            return figure
    raise LookupError(f"no published figure {metric!r} on {on}")
