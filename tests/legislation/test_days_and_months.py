"""Days and months apart, and days of the week: columns and Python's calendar agree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.legislation.law import Legislation

INPUTS = """
start: {label: {fr: "Début", ar: "البداية", en: "Start"}, unit: date}
end: {label: {fr: "Fin", ar: "النهاية", en: "End"}, unit: date}
"""
FORMULAS = """
from himaya.legislation.algebra import Amount, Day, days_between, formula, months_between, weekday, words

SAID = words(ar="{start} {end}", fr="{start} {end}", en="{start} {end}")
LABEL = words(ar="قياس", fr="Mesure", en="Measure")


@formula(unit="days", of="person", law="Calendrier", label=LABEL, says=SAID)
def days(start: Day, end: Day) -> Amount:
    return days_between(start, end)


@formula(unit="months", of="person", law="Calendrier", label=LABEL, says=SAID)
def months(start: Day, end: Day) -> Amount:
    return months_between(start, end)


@formula(unit="count", of="person", law="Calendrier", label=LABEL, says=words(ar="{start}", fr="{start}", en="{start}"))
def of_week(start: Day) -> Amount:
    return weekday(start)
"""
DAYS = st.dates(date(1901, 1, 1), date(2150, 12, 31))


@pytest.fixture(scope="module")
def calendar_law(tmp_path_factory: pytest.TempPathFactory) -> Legislation:
    folder: Path = tmp_path_factory.mktemp("fund")
    for name in ("formulas", "parameters"):
        (folder / "law" / name).mkdir(parents=True)
    (folder / "fund.yaml").write_text("{}", encoding="utf-8")
    (folder / "law" / "inputs.yaml").write_text(INPUTS, encoding="utf-8")
    (folder / "law" / "formulas" / "calendar.py").write_text(FORMULAS, encoding="utf-8")
    return Legislation.load(folder)


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_days_months_and_weekdays_are_those_of_the_calendar(
    calendar_law: Legislation, spans: list[tuple[date, date]]
) -> None:
    wanted = [
        ((end - start).days, (end.year - start.year) * 12 + end.month - start.month, start.isoweekday())
        for start, end in spans
    ]
    frame = pl.DataFrame(spans, schema={"start": pl.Date, "end": pl.Date}, orient="row")
    assert (
        calendar_law.evaluate(frame, ["days", "months", "of_week"]).select("days", "months", "of_week").rows()
        == wanted
    )
    for (start, end), expected in zip(spans, wanted, strict=True):
        case = {"start": start, "end": end}
        found = tuple(calendar_law.calculate(case, name).value for name in ("days", "months", "of_week"))
        assert found == expected
