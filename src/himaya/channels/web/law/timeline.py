"""A value of the law over time as a stepped line, drawn on the server: zero-based, labelled on the line itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 360, 180
LEFT, RIGHT, TOP, BOTTOM = 8, 14, 30, 24
LABELS_APART = 58
HALF_A_LABEL = 18
YEARS_APART = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value from a day on; None where the law stops giving one."""

    since: date
    value: Fraction | None
    shown: str


def draw(points: Sequence[Point], *, title: str, today: date) -> SafeString:
    """The chart, or nothing where there is nothing to compare (fewer than two values)."""
    if sum(point.value is not None for point in points) < 2:
        return mark_safe("")
    return _Chart(points, today).svg(title)


class _Chart:
    def __init__(self, points: Sequence[Point], today: date) -> None:
        self.points = points
        self.first, self.last = points[0].since, max(today, points[-1].since)
        self.top = max((point.value or Fraction(0) for point in points), default=Fraction(1)) or Fraction(1)

    def svg(self, title: str) -> SafeString:
        return format_html(
            '<svg class="hm-line" viewBox="0 0 {} {}" role="img" aria-label="{}"><path class="is-axis" d="M{} {}H{}"/>'
            '{}<path class="is-area" d="{}"/><path class="is-step" d="{}"/>{}{}</svg>',
            *(WIDTH, HEIGHT, title, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT),
            *(self._years(), self._area(), self._line(), self._dots(), self._labels()),
        )

    def _across(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    def _down(self, value: Fraction) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * float(1 - value / self.top), 1)

    @property
    def _runs(self) -> list[tuple[Point, float, float]]:
        """Each known value with where it begins and ends across."""
        ends = [*(point.since for point in self.points[1:]), self.last]
        pairs = zip(self.points, ends, strict=True)
        return [(point, self._across(point.since), self._across(end)) for point, end in pairs]

    def _line(self) -> str:
        parts, drawing = [], False
        for point, start, end in self._runs:
            if point.value is not None:
                height = self._down(point.value)
                parts.append(f"V{height}H{end}" if drawing else f"M{start} {height}H{end}")
            drawing = point.value is not None
        return "".join(parts)

    def _area(self) -> str:
        floor = HEIGHT - BOTTOM
        known = [(self._down(point.value), *ends) for point, *ends in self._runs if point.value is not None]
        return "".join(f"M{start} {floor}V{height}H{end}V{floor}z" for height, start, end in known)

    def _dots(self) -> SafeString:
        known = [
            (start, self._down(point.value)) for point, start, _end in self._runs if point.value is not None
        ]
        return format_html_join("", '<circle cx="{}" cy="{}" r="3"/>', known)

    def _labels(self) -> SafeString:
        """The last value always, then those before it that have room."""
        placed: list[tuple[str, float, float, str]] = []
        edge = float(WIDTH)
        for point, start, end in reversed(self._runs):
            last = not placed
            at = end if last else start
            if point.value is None or (not last and at > edge - LABELS_APART):
                continue
            placed.append(
                (
                    "is-last" if last else "",
                    at if last else max(at, LEFT + HALF_A_LABEL),
                    self._down(point.value) - 8,
                    point.shown,
                )
            )
            edge = at
        return format_html_join("", '<text class="{}" x="{}" y="{}">{}</text>', placed)

    def _years(self) -> SafeString:
        placed: list[tuple[float, int, int]] = []
        for year in range(self.first.year, self.last.year + 1):
            at = self._across(max(date(year, 1, 1), self.first))
            if not placed or at - placed[-1][0] >= YEARS_APART:
                placed.append((at, HEIGHT - 6, year))
        return format_html_join("", '<text class="is-year" x="{}" y="{}">{}</text>', placed)
