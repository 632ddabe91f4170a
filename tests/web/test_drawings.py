"""Timelines and diagrams drawn on the server, and the style page that shows every part."""

from __future__ import annotations

import itertools
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from himaya.channels.web import assets
from himaya.channels.web.law import diagram, timeline
from himaya.fund import law as fund_law

TODAY = date(2026, 11, 22)
PARTS = Path(assets.__file__).parent / "templates" / "web" / "parts"


def point(year, value, shown=""):
    return timeline.Point(since=date(year, 1, 1), value=value and Fraction(value), shown=shown or str(value))


def test_a_single_value_needs_no_chart():
    assert timeline.draw([point(2020, 5)], title="x", today=TODAY) == ""


def test_a_timeline_starts_at_zero_and_holds_its_last_value_to_this_day():
    drawn = timeline.draw([point(2020, 5), point(2024, 10)], title="x", today=TODAY)
    line = re.search(r'class="is-step" d="M(\S+) (\S+?)H(\S+?)V(\S+?)H(\S+?)"', drawn)
    assert line is not None
    start, low, _bend, high, end = (float(part) for part in line.groups())
    floor = timeline.HEIGHT - timeline.BOTTOM
    assert (start, end) == (timeline.LEFT, timeline.WIDTH - timeline.RIGHT)
    assert high == timeline.TOP
    assert floor - low == pytest.approx((floor - high) / 2)  # 5 stands half as high as 10


def test_a_value_that_was_repealed_leaves_a_gap():
    drawn = timeline.draw([point(2000, 5), point(2005, None), point(2010, 6)], title="x", today=TODAY)
    line = re.search(r'class="is-step" d="([^"]*)"', drawn)
    assert line is not None
    assert line[1].count("M") == 2


def test_no_two_labels_of_a_timeline_lie_on_one_another():
    points = [point(2000 + year, 10 + year) for year in range(26)]
    drawn = timeline.draw(points, title="x", today=TODAY)
    places = sorted(float(found) for found in re.findall(r'<text class="(?:is-last)?" x="([\d.]+)"', drawn))
    assert len(places) >= 4
    assert all(later - earlier >= 30 for earlier, later in itertools.pairwise(places))


def test_words_in_a_chart_are_escaped():
    drawn = timeline.draw([point(2020, 5, "<b>"), point(2024, 10, "<i>")], title='"><script>', today=TODAY)
    assert "<b>" not in drawn
    assert "<script>" not in drawn


@pytest.mark.parametrize("name", ["month_due", "payslip_employer_cost", "claim_amo_total", "tns_flat_income"])
@pytest.mark.parametrize("columns", [2, 4])
def test_a_diagram_leads_downwards_and_no_box_lies_on_another(name, columns):
    law = fund_law.current()
    names = diagram.neighbours(law, name)
    assert name in names
    links = [(below, above) for above in names for below in law.variable(above).reads if below in names]
    layers = diagram._layers(names, links)
    assert all(layers[below] < layers[above] for below, above in links)
    drawn = diagram.draw(law, name, label=str, address=lambda one: f"/{one}", title="x")
    svg = drawn.split("</svg>")[0 if columns == 2 else 1]
    boxes = [
        tuple(float(part) for part in found)
        for found in re.findall(r'<rect x="([\d.-]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg)
    ]
    assert len(boxes) == len(names)
    for index, (left, top, wide, tall) in enumerate(boxes):
        assert left >= 0
        for other_left, other_top, _wide, other_tall in boxes[index + 1 :]:
            apart = left + wide <= other_left or other_left + wide <= left
            assert apart or top + tall <= other_top or other_top + other_tall <= top


def test_a_rule_that_stands_alone_has_no_diagram():
    law = fund_law.current()
    alone = [name for name in law.variables if len(diagram.neighbours(law, name)) == 1]
    if alone:
        assert diagram.draw(law, alone[0], label=str, address=str, title="x") == ""


def included(path):
    """The parts that a template includes, and those that these include."""
    for name in re.findall(r'include "web/parts/([^"]+)"', path.read_text(encoding="utf-8")):
        yield name
        yield from included(PARTS / name)


def test_the_style_page_shows_every_part(client):
    assert {path.name for path in PARTS.glob("*.html")} - set(included(PARTS.parent / "style.html")) == set()
    page = client.get("/fr/style/").content.decode()
    for part in ("hm-card", "hm-note is-wrong", "hm-table", "hm-great", "hm-tag is-closed"):
        assert part in page
