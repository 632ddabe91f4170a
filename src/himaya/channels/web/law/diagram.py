"""What feeds what, as a diagram in layers: facts and rules above, what follows from them below."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from himaya.legislation.law import Legislation

BOX, GAP, LINE, PAD = 164, 14, 17, 9
BETWEEN = 34
LETTERS = 19
MOST = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One rule: where it leads, its words, its layer from the top, and whether the page is about it."""

    name: str
    label: str
    address: str
    layer: int
    is_here: bool

    @property
    def lines(self) -> list[str]:
        """The words in lines that fit the box, three at most."""
        return textwrap.wrap(self.label, LETTERS, max_lines=3, placeholder="…") or [self.name]


def neighbours(law: Legislation, name: str) -> list[str]:
    """The rule, the rules below it as far as there is room, and those that it feeds directly."""
    found, waiting = [name], [name]
    while waiting and len(found) < MOST:
        for other in law.variable(waiting.pop(0)).reads:
            if other in law.variables and other not in found and len(found) < MOST:
                found.append(other)
                waiting.append(other)
    feeds = [other for other, one in law.variables.items() if name in one.reads and other not in found]
    return [*found, *feeds[: max(MOST - len(found), 3)]]


def draw(
    law: Legislation, name: str, *, label: Callable[[str], str], address: Callable[[str], str], title: str
) -> SafeString:
    """The diagram at two widths, of which the style sheet shows one; nothing where the rule stands alone."""
    names = neighbours(law, name)
    if len(names) < 2:
        return mark_safe("")
    links = [
        (below, above) for above in names for below in law.variable(above).reads if below in names
    ]  # from, to
    layers = _layers(names, links)
    boxes = [
        Box(name=one, label=label(one), address=address(one), layer=layers[one], is_here=one == name)
        for one in names
    ]
    return format_html(
        "{}{}",
        _svg(boxes, links, columns=2, title=title, shown="is-narrow"),
        _svg(boxes, links, columns=4, title=title, shown="is-wide"),
    )


def _layers(names: Iterable[str], links: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The longest way from a rule that reads no other."""
    found: dict[str, int] = {}

    def layer(name: str) -> int:
        if name not in found:
            found[name] = max((layer(below) + 1 for below, above in links if above == name), default=0)
        return found[name]

    return {name: layer(name) for name in names}


def _rows(boxes: Sequence[Box], columns: int) -> list[list[Box]]:
    rows: list[list[Box]] = []
    for layer in sorted({box.layer for box in boxes}):
        here = [box for box in boxes if box.layer == layer]
        count = -(-len(here) // columns)
        size = -(-len(here) // count)
        rows += [here[start : start + size] for start in range(0, len(here), size)]
    return rows


def _svg(
    boxes: Sequence[Box], links: Sequence[tuple[str, str]], *, columns: int, title: str, shown: str
) -> SafeString:
    width = columns * BOX + (columns - 1) * GAP + 4
    places: dict[str, tuple[float, float, float]] = {}
    top = 2.0
    for row in _rows(boxes, columns):
        tall = max(len(box.lines) for box in row) * LINE + 2 * PAD
        start = (width - len(row) * BOX - (len(row) - 1) * GAP) / 2
        for index, box in enumerate(row):
            places[box.name] = (start + index * (BOX + GAP), top, tall)
        top += tall + BETWEEN
    paths = format_html_join(
        "", '<path class="is-link" d="{}"/>', ((_curve(places, *link),) for link in links)
    )
    drawn = format_html_join("", "{}", ((_box(box, *places[box.name]),) for box in boxes))
    return format_html(
        '<svg class="hm-diagram {}" viewBox="0 0 {} {}" width="{}" role="group" aria-label="{}">{}{}</svg>',
        *(shown, width, round(top - BETWEEN + 2), width, title, paths, drawn),
    )


def _curve(places: dict[str, tuple[float, float, float]], below: str, above: str) -> str:
    """From the bottom of what is read to the top of what reads it, with an arrow."""
    left, top, tall = places[below]
    end_left, end_top, _tall = places[above]
    start, end = (left + BOX / 2, top + tall), (end_left + BOX / 2, end_top - 1)
    bend = max((end[1] - start[1]) / 2, 10)
    points = (start, (start[0], start[1] + bend), (end[0], end[1] - bend), end)
    first, *others = (f"{across:g} {down:g}" for across, down in points)
    return f"M{first}C{' '.join(others)}m-4-6 4 6 4-6"


def _box(box: Box, left: float, top: float, tall: float) -> SafeString:
    first = top + (tall - len(box.lines) * LINE) / 2 + LINE * 0.74
    words = format_html_join(
        "",
        '<tspan x="{}" y="{}">{}</tspan>',
        ((f"{left + BOX / 2:g}", f"{first + index * LINE:g}", line) for index, line in enumerate(box.lines)),
    )
    inside = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="9"/><text>{}</text>',
        *(f"{left:g}", f"{top:g}", BOX, f"{tall:g}", words),
    )
    if box.is_here:
        return format_html('<g class="is-here">{}</g>', inside)
    return format_html('<a href="{}">{}</a>', box.address, inside)
