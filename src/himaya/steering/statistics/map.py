"""The communes as points: the outer disc counts the registered, the inner one those whose rights are open.

Areas, not radii, are in proportion to people. Where a disc would be too small to carry an inner one,
communes of a size share one path of round dots: a country of 1,503 communes stays under six kilobytes
compressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians, sqrt

from himaya.steering.statistics.figures import Place

WIDTH = 640
_MARGIN = 34
_LARGEST_RADIUS = 30.0
_SMALLEST_DISC = 3.5
_CROSSED_MOST = 2
_DOT_WIDTHS = (3, 4, 6)
_TEXT_SIZE = {"hm-map-name": 30, "hm-map-name hm-map-more": 21}
_NAMES = {"hm-map-name": 5, "hm-map-name hm-map-more": 12}


@dataclass(frozen=True, slots=True)
class _Point:
    place: Place
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return not (
            self.right <= other.left
            or other.right <= self.left
            or self.bottom <= other.top
            or other.bottom <= self.top
        )


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    box: _Box

    def meets_any(self, boxes: Sequence[_Box]) -> bool:
        return any(self.box.meets(box) for box in boxes)


def draw(places: Sequence[Place], *, language: str, title: str) -> str:
    """The map of `places` as one `<svg>`; places without a point are left out, an empty text if none has one.

    title: the text alternative, read by those who do not see the picture.
    """
    points, height = _projected(places)
    if not points:
        return ""
    discs = sorted((p for p in points if p.radius >= _SMALLEST_DISC), key=lambda p: -p.radius)
    return "".join(
        [
            f'<svg class="hm-map" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}">',
            *_dots(points),
            *(_disc(point, language) for point in discs),
            *_names(discs, language=language, height=height),
            "</svg>",
        ]
    )


def _projected(places: Sequence[Place]) -> tuple[list[_Point], int]:
    """Places on the page: plate carrée at the mean latitude, fitted into the width."""
    known = [(p, p.lat, p.lon) for p in places if p.lat is not None and p.lon is not None]
    if not known:
        return [], 0
    squeeze = cos(radians(sum(lat for _, lat, _ in known) / len(known)))
    west, east = min(lon for _, _, lon in known), max(lon for _, _, lon in known)
    south, north = min(lat for _, lat, _ in known), max(lat for _, lat, _ in known)
    span = max((east - west) * squeeze, (north - south), 0.05)
    scale = (WIDTH - 2 * _MARGIN) / span
    inset = (WIDTH - (east - west) * squeeze * scale) / 2
    most = max((p.registered.value or 0 for p in places), default=0)
    points = [
        _Point(
            place,
            inset + (lon - west) * squeeze * scale,
            _MARGIN + (north - lat) * scale,
            _radius(place.registered.value or 0, most),
        )
        for place, lat, lon in known
    ]
    return points, round((north - south) * scale + 2 * _MARGIN)


def _radius(people: int, most: int) -> float:
    return _LARGEST_RADIUS * sqrt(people / most) if people and most else 0.0


def _dots(points: Sequence[_Point]) -> list[str]:
    """Small communes: one path for each width, in rows from north to south so that steps stay short."""
    rows: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for point in points:
        if point.radius >= _SMALLEST_DISC:
            continue
        kind = "some" if point.radius else "none"
        width = next((w for w in _DOT_WIDTHS if w >= 2 * point.radius), _DOT_WIDTHS[-1])
        rows.setdefault((kind, width), []).append((round(point.y), round(point.x)))
    return [
        f'<path class="is-{kind}" stroke-width="{width}" d="{_path(sorted(places))}"/>'
        for (kind, width), places in sorted(rows.items())
    ]


def _path(places: Sequence[tuple[int, int]]) -> str:
    steps, x, y = [], 0, 0
    for next_y, next_x in places:
        steps.append(f"m{next_x - x} {next_y - y}h0")
        x, y = next_x, next_y
    return "".join(steps)


def _disc(point: _Point, language: str) -> str:
    place = point.place
    at = f'cx="{point.x:.0f}" cy="{point.y:.0f}"'
    covered = ""
    inner = place.rights_open.value
    if inner and place.registered.value:
        radius = point.radius * sqrt(min(inner, place.registered.value) / place.registered.value)
        covered = f'<circle class="is-open" {at} r="{radius:.1f}"/>'
    words = f"{escape(place.label.of(language))}: {_people(place.registered.value)} / {_people(inner)}"
    return (
        f'<g><title>{words}</title><circle class="is-registered" {at} r="{point.radius:.1f}"/>{covered}</g>'
    )


def _people(value: int | None) -> str:
    return "‹5" if value is None else f"{value:,}".replace(",", "\u202f")


def _names(discs: Sequence[_Point], *, language: str, height: int) -> list[str]:
    """Names beside the largest discs, none over another: few and large for a telephone, more for a screen."""
    taken: list[_Box] = []
    drawn: list[str] = []
    named: set[str] = set()
    for kind, size in _TEXT_SIZE.items():
        for disc in discs[: 2 * _NAMES[kind]]:
            if disc.place.code in named or len(named) >= _NAMES[kind]:
                continue
            sides = _sides(disc, name=disc.place.label.of(language), size=size, height=height)
            free = {side: _crossed(side, disc, discs) for side in sides if not side.meets_any(taken)}
            best = min(free, key=free.__getitem__, default=None)
            if best is None or free[best] > _CROSSED_MOST:
                continue
            taken.append(best.box)
            named.add(disc.place.code)
            drawn.append(best.text.replace("CLASS", kind))
    return drawn


def _crossed(name: _Name, own: _Point, discs: Sequence[_Point]) -> int:
    """How many other discs the name lies on; one larger than its own counts as too many."""
    others = [disc for disc in discs if disc is not own and name.box.meets(_around(disc))]
    larger = any(disc.radius > own.radius for disc in others)
    return _CROSSED_MOST + 1 if larger else len(others)


def _around(disc: _Point) -> _Box:
    radius = disc.radius
    return _Box(disc.x - radius, disc.y - radius, disc.x + radius, disc.y + radius)


def _sides(disc: _Point, *, name: str, size: int, height: int) -> list[_Name]:
    """The name to the right and to the left of its disc, where it stays on the map."""
    width = 0.52 * size * len(name)
    gap = disc.radius + 5
    sides = []
    for left, anchor, x in (
        (disc.x + gap, "is-right", disc.x + gap),
        (disc.x - gap - width, "is-left", disc.x - gap),
    ):
        box = _Box(left, disc.y - size * 0.6, left + width, disc.y + size * 0.6)
        if box.left >= 4 and box.right <= WIDTH - 4 and box.top >= 0 and box.bottom <= height:
            place = f'x="{x:.0f}" y="{disc.y:.0f}" dy=".35em"'
            sides.append(_Name(f'<text class="CLASS {anchor}" {place}>{escape(name)}</text>', box))
    return sides
