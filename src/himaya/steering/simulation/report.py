"""A simulation on one page: self-contained HTML in Arabic, French or English, to read, print and send."""

from __future__ import annotations

from datetime import date
from html import escape
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from himaya.kernel.money import GROUP, Money
from himaya.steering.simulation import figures, pictures
from himaya.steering.simulation.figures import Group, Total
from himaya.steering.simulation.labels import Labels, breakdown_title, side_name
from himaya.steering.simulation.run import BREAKDOWNS, Simulation

_STYLE = (Path(__file__).parent / "report.css").read_text(encoding="utf-8")
_MARK = (
    '<svg viewBox="-28 -28 56 56" width="32" height="32" aria-hidden="true"><g fill="none" stroke="currentColor" '
    'stroke-width="3"><rect x="-14" y="-14" width="28" height="28"/>'
    '<rect x="-14" y="-14" width="28" height="28" transform="rotate(45)"/></g></svg>'
)


def report(simulation: Simulation, *, language: str, fund: str, source: str, made_on: date) -> str:
    """The page. source: where the people come from, as it is to be named; made_on: the day it was made."""
    with override(language):
        return _Page(simulation, language, fund).html(source, made_on)


class _Page:
    def __init__(self, simulation: Simulation, language: str, fund: str) -> None:
        self.simulation, self.language = simulation, language
        self.labels = Labels(fund, language)
        self.reform = simulation.comparison.reform

    def html(self, source: str, made_on: date) -> str:
        title = escape(self.reform.label.of(self.language))
        body = "".join(
            (self._head(title, source, made_on), self._summary(), self._totals(), *self._breakdowns())
        )
        direction = "rtl" if self.language == "ar" else "ltr"
        return (
            f'<!doctype html>\n<html lang="{self.language}" dir="{direction}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
            f"<style>{_STYLE}</style></head><body>{body}{self._foot()}</body></html>\n"
        )

    def _head(self, title: str, source: str, made_on: date) -> str:
        note = self.reform.note.of(self.language) if self.reform.note else ""
        month = _isolated(self.simulation.month.isoformat()[:7])
        told = _("Month {month} · people: {source} · made on {day}").format(
            month=month, source=_isolated(escape(source)), day=_isolated(made_on.isoformat())
        )
        return (
            f'<header class="top"><p class="brand">{_MARK}<span>{escape(_("Simulation of a reform"))}</span></p>'
            f'<h1>{title}</h1><p class="lead">{escape(note)}</p><p class="told">{told}</p></header><main>'
        )

    def _summary(self) -> str:
        all_of_them = figures.everybody(self.simulation)
        cards = [
            (_("People"), _count(all_of_them.people), ""),
            (_("Gain"), _count(all_of_them.winners), "gain"),
            (_("Lose"), _count(all_of_them.losers), "loss"),
            (_("No change"), _count(all_of_them.unchanged), ""),
            (_("More or less for each, a month"), self._money(all_of_them.change_each, signed=True), ""),
        ]
        if all_of_them.unknown:
            cards.append((_("Amount not known"), _count(all_of_them.unknown), ""))
        drawn = "".join(
            f'<div class="card {tone}"><dt>{escape(name)}</dt><dd>{value}</dd></div>'
            for name, value, tone in cards
        )
        return f'<dl class="cards">{drawn}</dl>'

    def _totals(self) -> str:
        headings = [_("Branch"), _("Who"), _("Law"), _("Reform"), _("Difference")]
        rows = [self._total_row(one) for one in figures.totals(self.simulation)]
        return (
            f"<section><h2>{escape(_('Totals of the month'))}</h2>{_table(headings, rows, words=2)}</section>"
        )

    def _total_row(self, one: Total) -> list[str]:
        branch = next(
            measure.branch_label
            for measure in self.simulation.comparison.measures
            if measure.branch == one.branch
        )
        money = [
            self._money(one.before),
            self._money(one.after),
            self._money(one.after - one.before, signed=True),
        ]
        return [escape(branch.of(self.language)), escape(side_name(one.side)), *money]

    def _breakdowns(self) -> list[str]:
        return [drawn for name in BREAKDOWNS if (drawn := self._breakdown(name))]

    def _breakdown(self, name: str) -> str:
        listed = figures.groups(self.simulation, name)
        if not listed:
            return ""
        named = [(self.labels.of(one), one) for one in listed]
        drawn = (
            f"<figure>{pictures.changes(named, language=self.language)}<figcaption>"
            f"{escape(_('More or less for each, a month, in dirhams'))}</figcaption></figure>"
            f"<figure>{pictures.shares(named, language=self.language)}<figcaption>"
            f"{self._key()}</figcaption></figure>"
        )
        headings = [
            breakdown_title(name), _("People"), _("Gain"), _("Lose"), _("No change"), _("Not known"),
            _("Difference for each"), _("Difference"),
        ]  # fmt: skip
        rows = [self._group_row(label, one) for label, one in named]
        return (
            f'<section><h2>{escape(breakdown_title(name))}</h2><div class="pair">{drawn}</div>'
            f"{_table(headings, rows, words=1)}</section>"
        )

    def _key(self) -> str:
        tones = (("gain", _("Gain")), ("same", _("No change, or not known")), ("loss", _("Lose")))
        return " ".join(f'<span class="key {tone}">{escape(said)}</span>' for tone, said in tones)

    def _group_row(self, label: str, one: Group) -> list[str]:
        counts = [
            _count(number) for number in (one.people, one.winners, one.losers, one.unchanged, one.unknown)
        ]
        money = [self._money(one.change_each, signed=True), self._money(one.change, signed=True)]
        return [escape(label), *counts, *money]

    def _money(self, centimes: int, *, signed: bool = False) -> str:
        sign = "−" if centimes < 0 else "+" if signed and centimes else ""
        return _isolated(sign + Money(abs(centimes)).format(self.language, unit=""))

    def _foot(self) -> str:
        changed = ", ".join((*self.reform.amended, *self.reform.replaced))
        told = _(
            "Amounts in dirhams. What is not known is counted apart, never as zero. The reform changes: {names}."
        )
        return f"</main><footer><p>{escape(told).format(names=_isolated(escape(changed)))}</p></footer>"


def _table(headings: list[str], rows: list[list[str]], *, words: int) -> str:
    """A table whose first columns are words and the others numbers."""
    kind = ["" if place < words else ' class="number"' for place in range(len(headings))]
    top = "".join(
        f'<th scope="col"{one}>{escape(text)}</th>' for one, text in zip(kind, headings, strict=True)
    )
    lines = "".join(
        "<tr>" + "".join(f"<td{one}>{cell}</td>" for one, cell in zip(kind, row, strict=True)) + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'


def _count(number: int) -> str:
    return _isolated(f"{number:,}".replace(",", GROUP))


def _isolated(text: str) -> str:
    return f'<bdi dir="ltr">{text}</bdi>'
