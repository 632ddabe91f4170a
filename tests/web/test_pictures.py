"""Bars and the map: true to scale, mirrored where the text runs from right to left."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import sample
from hypothesis import given
from hypothesis import strategies as st

from himaya.steering.statistics import charts
from himaya.steering.statistics import map as commune_map
from himaya.steering.statistics.figures import Cell, Label, Place

counts = st.integers(min_value=0, max_value=40_000_000)


def rectangles(svg: str) -> list[tuple[str, float, float]]:
    """Tone, start and width in per cent of each rectangle."""
    found = re.findall(r'<rect class="is-(\w+)"(?: x="([\d.]+)%")? width="([\d.]+)%"', svg)
    return [(tone, float(start or 0), float(width)) for tone, start, width in found]


def own_width(svg: str) -> float:
    return max((width for tone, _start, width in rectangles(svg) if tone == "own"), default=0)


def test_half_of_the_scale_is_half_of_the_room():
    assert rectangles(charts.bar(value=50, maximum=100)) == [("track", 0, 100), ("own", 0, 50)]


def test_a_bar_grows_from_the_right_in_arabic():
    assert rectangles(charts.bar(value=25, maximum=100, rtl=True))[1] == ("own", 75, 25)


def test_a_withheld_figure_draws_no_bar():
    assert rectangles(charts.bar(value=None, maximum=100)) == [("track", 0, 100)]


@given(small=counts, large=counts, maximum=counts)
def test_more_people_never_draw_a_shorter_bar(small, large, maximum):
    small, large = sorted((small, large))
    maximum = max(maximum, large, 1)
    widths = [own_width(charts.bar(value=value, maximum=maximum)) for value in (small, large)]
    assert widths[0] <= widths[1] <= 100


@given(parts=st.lists(counts, min_size=1, max_size=4), rtl=st.booleans())
def test_the_parts_of_a_stack_fill_it_without_a_gap(parts, rtl):
    drawn = rectangles(charts.stack(parts=[("open", value) for value in parts], rtl=rtl))
    if not any(parts):
        assert drawn == []
        return
    assert abs(sum(width for _tone, _start, width in drawn) - 100) < 0.05
    edges = sorted((start, start + width) for _tone, start, width in drawn)
    assert all(abs(end - start) < 0.11 for (_, end), (start, _) in pairwise(edges))


def place(code: str, lat: float, lon: float, people: int, covered: int = 0) -> Place:
    return Place(
        code=code,
        label=Label(code, code),
        region_code="01",
        lat=lat,
        lon=lon,
        registered=Cell(people),
        rights_open=Cell(covered),
    )


def test_discs_are_in_proportion_by_area():
    svg = commune_map.draw([place("A", 30, -8, 400, 100), place("B", 31, -9, 100)], language="fr", title="t")
    radii = {
        kind: [float(r) for r in re.findall(rf'class="is-{kind}"[^>]* r="([\d.]+)"', svg)]
        for kind in ("registered", "open")
    }
    assert radii["registered"] == [30.0, 15.0]
    assert radii["open"] == [15.0]


def test_north_is_up_and_east_is_right():
    svg = commune_map.draw([place("north", 35, -6, 9), place("west", 24, -16, 9)], language="fr", title="t")
    (north, west) = re.findall(r'class="is-registered" cx="(\d+)" cy="(\d+)"', svg)
    assert int(north[0]) > int(west[0])
    assert int(north[1]) < int(west[1])


def test_a_place_without_a_point_is_left_out():
    lost = replace(place("x", 30, -8, 9), lat=None, lon=None)
    assert commune_map.draw([lost], language="fr", title="t") == ""


def test_no_name_lies_on_another():
    svg = commune_map.draw(sample.snapshot().by_commune, language="fr", title="t")
    names = re.findall(
        r'class="hm-map-name( hm-map-more)? is-(left|right)" x="(\d+)" y="(\d+)"[^>]*>([^<]+)<', svg
    )
    assert len(names) >= 8
    boxes = []
    for more, side, x, y, name in names:
        size = 21 if more else 30
        width = 0.52 * size * len(name)
        left = float(x) if side == "right" else float(x) - width
        boxes.append((left, float(y) - size * 0.5, left + width, float(y) + size * 0.5))
    for index, one in enumerate(boxes):
        for two in boxes[index + 1 :]:
            assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


def test_every_commune_is_on_the_map():
    places = sample.snapshot().by_commune
    svg = commune_map.draw(places, language="ar", title="t")
    dots = sum(path.count("h0") for path in re.findall(r' d="([^"]+)"', svg))
    discs = svg.count('class="is-registered"')
    assert dots + discs == len(places) == 1503
