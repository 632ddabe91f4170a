"""Bars as small SVG pictures whose widths are shares of the room they are given.

Widths are percentages, so one picture serves a 320-pixel telephone and a wide screen, and the words beside
it stay text of the page. Every bar starts at zero. Colours are classes: the style sheet owns them, and a
strict content policy needs no exception. The bars decorate a table that holds the figures, so readers by ear
skip them.
"""

from __future__ import annotations

from collections.abc import Iterable

_OPEN = '<svg class="hm-bar" height="12" aria-hidden="true" focusable="false">'


def share(part: int, whole: int) -> float:
    """`part` as a percentage of `whole`, one decimal place, between 0 and 100; 0 when `whole` is 0."""
    if whole <= 0:
        return 0.0
    return min(100.0, max(0.0, round(100 * part / whole, 1)))


def bar(
    *, value: int | None, maximum: int, target: int | None = None, tone: str = "own", rtl: bool = False
) -> str:
    """One bar from zero to `value` on a scale that ends at `maximum`, with a tick at `target`.

    value: None draws an empty track (the figure is withheld).
    """
    marks = [_rect("track", 0.0, 100.0, rtl)]
    if value:
        marks.append(_rect(tone, 0.0, max(share(value, maximum), 0.4), rtl))
    if target is not None and 0 < target <= maximum:
        marks.append(_tick(min(share(target, maximum), 99.6), rtl))
    return _OPEN + "".join(marks) + "</svg>"


def stack(*, parts: Iterable[tuple[str, int | None]], rtl: bool = False) -> str:
    """One bar cut into parts (tone, value) that fill it; withheld parts are left out."""
    known = [(tone, value) for tone, value in parts if value]
    whole = sum(value for _, value in known)
    marks, run = [], 0
    for tone, value in known:
        start = share(run, whole)
        run += value
        marks.append(_rect(tone, start, round(share(run, whole) - start, 1), rtl))
    return _OPEN.replace("hm-bar", "hm-bar hm-stack") + "".join(marks) + "</svg>"


def _rect(tone: str, start: float, width: float, rtl: bool) -> str:
    left = 100 - start - width if rtl else start
    place = f' x="{left:g}%"' if round(left, 1) else ""
    return f'<rect class="is-{tone}"{place} width="{width:g}%" height="100%"/>'


def _tick(at: float, rtl: bool) -> str:
    left = f"{100 - at if rtl else at:g}%"
    return f'<line class="is-target" x1="{left}" x2="{left}" y2="100%"/>'
