"""The figures turned into what the page shows: words in the reader's language, bars, shares, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from himaya.channels.web import speech
from himaya.channels.web.asking import Question
from himaya.steering.statistics import charts
from himaya.steering.statistics import map as commune_map
from himaya.steering.statistics.figures import Cell, Figures, Row
from himaya.steering.statistics.published import Contradiction, Publication, Published

RIGHT_TO_LEFT = {"ar"}
COMMUNES_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a bar table: words, count, share of the whole, bar, and the target where one is set."""

    label: str
    value: int | None
    count: SafeString
    share: SafeString | str
    bar: SafeString
    target: SafeString | str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One figure on the page: its name (for downloads), its lines and what it counts."""

    name: str
    title: str
    unit: str
    lines: tuple[Line, ...]
    definition: str
    has_targets: bool = False


def figures_page(
    figures: Figures, *, question: Question, publication: Publication, language: str
) -> dict[str, Any]:
    """All that `web/figures.html` needs."""
    words = _Words(language)
    return {
        "figures": figures,
        "question": question,
        "language": language,
        "errors": question.errors,
        "headline": words.headline(figures),
        "rights": words.rights(figures),
        "sections": words.sections(figures),
        "map": words.map(figures),
        "regions": words.schemes(figures),
        "definitions": {name: label.of(language) for name, label in figures.definitions.items()},
        "is_empty": figures.registered.value == 0,
        "place": words.chosen(figures.region_choices, figures.region),
        "trade": words.chosen(figures.category_choices, figures.category),
        "publication": publication,
        "told_on": speech.loose_day(publication.headline_on, language),
        "same_day": words.same_day(publication, question),
        "told": [words.published(figure) for figure in publication.headline],
        "contradictions": [words.contradiction(each) for each in publication.contradictions],
    }


def picture(figures: Figures, *, name: str, language: str) -> str | None:
    """A breakdown as one SVG with its title, day and source; None where there is no such breakdown."""
    words = _Words(language)
    section = next((each for each in words.sections(figures) if each.name == name), None)
    if section is None:
        return None
    # Altair takes a second to load: only those who ask for a picture wait for it.
    from himaya.steering.statistics import pictures

    return pictures.bars(
        rows=[(line.label, line.value, strip_tags(line.count)) for line in section.lines],
        title=": ".join(filter(None, (_("Self-employed people registered"), section.title))),
        subtitle=words.circumstances(figures),
        source=section.definition,
        rtl=words.rtl,
    )


def published_page(publication: Publication, *, language: str) -> dict[str, Any]:
    """All that `web/published.html` needs."""
    words = _Words(language)
    return {
        "language": language,
        "publication": publication,
        "contradictions": [words.contradiction(each) for each in publication.contradictions],
        "subjects": [
            {
                "code": subject.code,
                "label": subject.label.of(language),
                "figures": [words.published(figure) for figure in subject.figures],
            }
            for subject in publication.subjects
        ],
    }


def published_rows(publication: Publication) -> list[dict[str, Any]]:
    """Every published figure as a flat record, for downloads."""
    return [
        {
            "metric": each.metric,
            "label_ar": each.label.ar,
            "label_fr": each.label.fr,
            "value": each.value,
            "qualifier": each.qualifier.en,
            "unit": each.unit.en,
            "date": each.on,
            "territory": each.territory.en,
            "source": " ".join(filter(None, (each.source.en, each.address))),
            "quote_in_own_words": each.quote,
            "note": each.note.en,
        }
        for each in publication.figures
    ]


class _Words:
    """Figures said in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.rtl = language in RIGHT_TO_LEFT

    def chosen(self, choices: Iterable[Any], code: str | None) -> str:
        """The name of the chosen region or category; empty when none is chosen."""
        return next((choice.label.of(self.language) for choice in choices if choice.code == code), "")

    def circumstances(self, figures: Figures) -> str:
        """Region, category and day of the figures on one line, and a warning where people are invented."""
        parts = (
            self.chosen(figures.region_choices, figures.region),
            self.chosen(figures.category_choices, figures.category),
            strip_tags(speech.day(figures.snapshot_on, self.language)),
            _("Generated people.") if figures.is_demonstration else "",
        )
        return " · ".join(filter(None, parts))

    def same_day(self, publication: Publication, question: Question) -> str:
        """The query that asks the register for the day of the notice; empty when that is the day shown."""
        if not publication.headline_on or publication.headline_on == question.on.isoformat():
            return ""
        return replace(question, on=date.fromisoformat(publication.headline_on)).query

    def headline(self, figures: Figures) -> dict[str, Any]:
        registered, target = figures.registered.value, figures.target
        family = [figures.registered.value, figures.spouses.value, figures.children.value]
        known = [count for count in family if count is not None]
        return {
            "registered": speech.cell(figures.registered),
            "target": speech.number(target) if target else "",
            "share": speech.percent(registered, target, self.language),
            "bar": self._bar(registered, target or registered or 0, tone="own") if target else "",
            "spouses": speech.cell(figures.spouses),
            "children": speech.cell(figures.children),
            "together": speech.number(sum(known)) if len(known) == len(family) else "",
        }

    def rights(self, figures: Figures) -> dict[str, Any]:
        rights = figures.rights
        parts = (
            ("open", pgettext("rights", "Open"), rights.open),
            ("wait", pgettext("rights", "Waiting"), rights.waiting),
            ("closed", pgettext("rights", "Closed"), rights.closed),
        )
        known = [cell.value for _tone, _word, cell in parts if cell.value is not None]
        whole = sum(known) if len(known) == len(parts) else None
        return {
            "bar": _svg(
                charts.stack(parts=[(tone, cell.value) for tone, _word, cell in parts], rtl=self.rtl)
            ),
            "parts": [
                {
                    "tone": tone,
                    "word": word,
                    "count": speech.cell(cell),
                    "share": speech.percent(cell.value, whole, self.language),
                }
                for tone, word, cell in parts
            ],
            "remedies": self._lines(
                [(each.label.of(self.language), each.persons, None) for each in figures.closed_by_remedy],
                whole=rights.closed,
                tone="wait",
            ),
        }

    def sections(self, figures: Figures) -> list[Section]:
        """The breakdowns, in the order of the page; one of a single line says nothing and is left out."""
        asked: tuple[tuple[str, str, Sequence[Row]], ...] = (
            ("by_category", _("By category"), figures.by_category),
            ("by_region", _("By region"), figures.by_region),
            ("by_sex", _("By sex"), figures.by_sex),
            ("by_age_band", _("By age"), figures.by_age_band),
        )
        shown = ((name, title, [row for row in rows if _says_something(row)]) for name, title, rows in asked)
        return [self._section(figures, name, title, rows) for name, title, rows in shown if len(rows) > 1]

    def map(self, figures: Figures) -> dict[str, Any]:
        peopled = {place.region_code for place in figures.by_commune if place.registered.value != 0}
        places = [place for place in figures.by_commune if place.region_code in peopled]
        first = sorted(places, key=lambda place: -(place.registered.value or 0))[:COMMUNES_SHOWN]
        title = _("Map: a disc for each commune, its size follows the people registered there.")
        return {
            "svg": _svg(commune_map.draw(places, language=self.language, title=title))
            if len(places) > 1
            else "",
            "count": speech.number(len(places)),
            "rows": [
                {
                    "label": place.label.of(self.language),
                    "registered": speech.cell(place.registered),
                    "open": speech.cell(place.rights_open),
                    "share": speech.percent(place.rights_open.value, place.registered.value, self.language),
                }
                for place in first
            ],
        }

    def schemes(self, figures: Figures) -> list[dict[str, Any]]:
        """The regional table: a group of rows for each region."""
        groups = groupby(figures.regional_by_scheme, key=lambda row: (row.region_code, row.region))
        return [
            {
                "label": region.of(self.language),
                "rows": [
                    {
                        "label": row.scheme.of(self.language),
                        "insured": speech.cell(row.insured),
                        "dependants": speech.cell(row.dependants),
                    }
                    for row in rows
                ],
            }
            for (_code, region), rows in groups
        ]

    def published(self, figure: Published) -> dict[str, Any]:
        """A published figure in words; a percentage or an amount keeps its unit."""
        is_percent = figure.unit.fr == "%"
        if isinstance(figure.value, int):
            shown = (
                speech.share_text(str(figure.value), self.language)
                if is_percent
                else speech.number(figure.value)
            )
        else:
            shown = speech.number(figure.value)
        return {
            "label": figure.label.of(self.language),
            "value": shown,
            "unit": "" if is_percent else figure.unit.of(self.language),
            "qualifier": figure.qualifier.of(self.language),
            "on": speech.loose_day(figure.on, self.language) if figure.on else "",
            "territory": figure.territory.of(self.language) if figure.territory.en != "Morocco" else "",
            "source": figure.source.of(self.language),
            "address": figure.address,
            "note": figure.note.of(self.language),
            "doubtful": figure.is_doubtful,
        }

    def contradiction(self, each: Contradiction) -> dict[str, Any]:
        total, whole = each.total, each.whole
        return {
            "code": each.code,
            "label": each.label.of(self.language),
            "sentence": each.sentence.of(self.language),
            "figures": [self.published(figure) for figure in each.figures],
            "whole": self.published(whole) if whole else None,
            "total": speech.number(total) if total is not None else "",
            "difference": _signed(each.difference) if each.difference is not None else "",
        }

    def _section(self, figures: Figures, name: str, title: str, rows: Sequence[Row]) -> Section:
        ordered = (
            sorted(rows, key=lambda row: -(row.registered.value or 0))
            if name == "by_category"
            else list(rows)
        )
        return Section(
            name=name,
            title=title,
            unit=_("Registered"),
            lines=self._lines(
                [(row.label.of(self.language), row.registered, row.target) for row in ordered],
                whole=figures.registered,
            ),
            definition=figures.definitions[name].of(self.language),
            has_targets=any(row.target for row in rows),
        )

    def _lines(
        self, rows: Sequence[tuple[str, Cell, int | None]], *, whole: Cell, tone: str = "own"
    ) -> tuple[Line, ...]:
        maximum = max((cell.value or 0 for _label, cell, _target in rows), default=0)
        return tuple(
            Line(
                label=label,
                value=cell.value,
                count=speech.cell(cell),
                share=speech.percent(cell.value, whole.value, self.language),
                bar=self._bar(cell.value, maximum, target=target, tone=tone),
                target=speech.number(target) if target else "",
            )
            for label, cell, target in rows
        )

    def _bar(self, value: int | None, maximum: int, *, target: int | None = None, tone: str) -> SafeString:
        return _svg(charts.bar(value=value, maximum=maximum, target=target, tone=tone, rtl=self.rtl))


def _says_something(row: Row) -> bool:
    """A line without people and without a target is in the file, not on the page."""
    return row.registered.value != 0 or row.target is not None


def _svg(text: str) -> SafeString:
    """A picture drawn by our own code, which escapes the names in it."""
    return mark_safe(text)


def _signed(value: int) -> SafeString:
    return speech.number(f"{'+' if value > 0 else '−'}{speech.grouped(abs(value))}")
