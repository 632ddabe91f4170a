"""A breakdown as one picture to print or publish: title, bars with their counts, day and source in one SVG.

Drawn by Altair and vl-convert at a fixed size, unlike the bars of a page, which follow the reader's screen.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair
import vl_convert

WIDTH = 620
_STEP = 34
_RIGHT_TO_LEFT, _END = "\u2067", "\u2069"
_INK, _SOFT, _BAR = "#1c2421", "#4d5b56", "#13705f"
_FONT = "IBM Plex Sans Arabic, IBM Plex Sans, Noto Sans Tifinagh, sans-serif"


def bars(
    *,
    rows: Sequence[tuple[str, int | None, str]],
    title: str,
    subtitle: str,
    source: str,
    rtl: bool = False,
) -> str:
    """An SVG of horizontal bars from zero.

    rows: label, count (None: withheld, no bar), and the count as it is written.
    rtl: labels stand to the right and bars grow to the left.
    """
    values = [
        {"label": _said(label, rtl), "count": count or 0, "shown": shown, "place": place}
        for place, (label, count, shown) in enumerate(rows)
    ]
    scale = altair.Scale(zero=True, reverse=rtl, nice=False, domainMin=0)
    base = altair.Chart(altair.InlineData(values=values)).encode(
        y=altair.Y("label:N", sort=altair.EncodingSortField("place"), title=None, axis=_label_axis(rtl)),
        x=altair.X("count:Q", scale=scale, title=None, axis=None),
    )
    marks = base.mark_bar(color=_BAR, size=16)
    counts = base.mark_text(
        align="right" if rtl else "left", dx=-6 if rtl else 6, color=_INK, fontSize=14, fontWeight=600
    ).encode(text="shown:N")
    chart = (
        (marks + counts)
        .properties(width=WIDTH, height=_STEP * len(rows), title=_title(title, subtitle, source, rtl))
        .configure(
            font=_FONT, background="#ffffff", padding={"left": 18, "right": 70, "top": 18, "bottom": 18}
        )
        .configure_view(stroke=None)
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))


def _label_axis(rtl: bool) -> altair.Axis:
    return altair.Axis(
        orient="right" if rtl else "left",
        domain=False,
        ticks=False,
        labelLimit=420,
        labelFontSize=14,
        labelColor=_INK,
        labelPadding=10,
    )


def _said(text: str, rtl: bool) -> str:
    """The words with their direction: a picture has no page around it to give one."""
    return f"{_RIGHT_TO_LEFT}{text}{_END}" if rtl else text


def _title(title: str, subtitle: str, source: str, rtl: bool) -> altair.TitleParams:
    return altair.TitleParams(
        text=_said(title, rtl),
        subtitle=[_said(subtitle, rtl), _said(source, rtl)],
        anchor="end" if rtl else "start",
        fontSize=20,
        color=_INK,
        subtitleFontSize=13,
        subtitleColor=_SOFT,
        subtitlePadding=6,
        offset=18,
    )
