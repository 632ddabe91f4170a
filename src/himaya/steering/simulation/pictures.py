"""Two charts of a simulation as SVG: what each tenth of the people has more or less, and how many gain and lose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair
import vl_convert

from himaya.kernel.money import Money
from himaya.steering.simulation.figures import Group

WIDTH, _STEP = 420, 30
GAIN, LOSS, SAME, _INK, _LINE = "#13705f", "#a3271d", "#c9d3ce", "#1c2421", "#8b9792"
_FONT = "IBM Plex Sans Arabic, IBM Plex Sans, Noto Sans Arabic, sans-serif"


def changes(rows: Sequence[tuple[str, Group]], *, language: str) -> str:
    """Bars from zero, to both sides: what each of a group has more or less a month, on average."""
    rtl = language == "ar"
    most = max((abs(one.change_each) for _label, one in rows), default=0) or 1
    values = [
        {"label": label, "change": one.change_each, "shown": _signed(one.change_each, language)}
        for label, one in rows
    ]
    zero = altair.Axis(values=[0], labels=False, ticks=False, domain=False, title=None, gridColor=_LINE)
    scale = altair.Scale(domain=[-1.5 * most, 1.5 * most], reverse=rtl, nice=False)
    base = altair.Chart(altair.InlineData(values=values)).encode(
        y=_labels(rows, rtl), x=altair.X("change:Q", scale=scale, axis=zero)
    )
    bars = base.mark_bar(size=16).encode(
        color=altair.condition("datum.change < 0", altair.value(LOSS), altair.value(GAIN))
    )
    gained, lost = base.transform_filter("datum.change >= 0"), base.transform_filter("datum.change < 0")
    outwards = [(gained, rtl), (lost, not rtl)]
    texts = [
        one.mark_text(align="right", dx=-6, color=_INK, fontSize=13)
        if leftwards
        else one.mark_text(align="left", dx=6, color=_INK, fontSize=13)
        for one, leftwards in outwards
    ]
    more, less = (one.encode(text="shown:N") for one in texts)
    return _svg(bars + more + less, len(rows))


def shares(rows: Sequence[tuple[str, Group]], *, language: str) -> str:
    """One bar a group, cut into those who gain, those for whom nothing changes or is known, and those who lose."""
    rtl = language == "ar"
    values = [
        {"label": label, "part": part, "share": count / max(1, one.people)}
        for label, one in rows
        for part, count in enumerate((one.winners, one.unchanged + one.unknown, one.losers))
    ]
    colour = altair.Scale(domain=[0, 1, 2], range=[GAIN, SAME, LOSS])
    chart = (
        altair.Chart(altair.InlineData(values=values))
        .mark_bar(size=16)
        .encode(
            y=_labels(rows, rtl),
            x=altair.X("share:Q", scale=altair.Scale(domain=[0, 1], reverse=rtl), axis=None),
            order="part:O",
            color=altair.Color("part:O", scale=colour, legend=None),
        )
    )
    return _svg(chart, len(rows))


def _labels(rows: Sequence[tuple[str, Group]], rtl: bool) -> altair.Y:
    axis = altair.Axis(
        orient="right" if rtl else "left",
        domain=False,
        ticks=False,
        labelLimit=220,
        labelFontSize=13,
        labelColor=_INK,
        labelPadding=8,
    )
    return altair.Y("label:N", sort=[label for label, _group in rows], title=None, axis=axis)


def _signed(centimes: int, language: str) -> str:
    text = Money(abs(centimes)).format(language, unit="")
    return f"{'−' if centimes < 0 else '+' if centimes else ''}{text}"


def _svg(chart: Any, rows: int) -> str:
    drawn = (
        chart.properties(width=WIDTH, height=_STEP * max(1, rows))
        .configure(font=_FONT, background="#ffffff", padding=8)
        .configure_view(stroke=None)
    )
    return str(vl_convert.vegalite_to_svg(drawn.to_json()))
