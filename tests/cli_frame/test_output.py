"""What a command shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from himaya.channels.cli import output
from himaya.kernel.money import Money
from himaya.kernel.month import Month
from himaya.kernel.period import Period


def test_json_is_one_object_with_our_values_as_plain_ones(capsys: pytest.CaptureFixture[str]) -> None:
    data = {
        "money": Money(1050),
        "month": Month.parse("2026-01"),
        "period": Period(date(2026, 1, 1)),
        "day": date(2026, 1, 2),
        "ratio": Fraction(1, 3),
        "rate": Decimal("0.05"),
        "codes": {"b", "a"},
        "name": "محمد",
    }
    output.emit(data, as_json=True, text=lambda _: "never shown")
    shown = capsys.readouterr().out
    assert json.loads(shown) == {
        "money": 1050,
        "month": "2026-01",
        "period": "[2026-01-01,)",
        "day": "2026-01-02",
        "ratio": "1/3",
        "rate": "0.05",
        "codes": ["a", "b"],
        "name": "محمد",
    }
    assert len(shown.splitlines()) == 1
    assert "محمد" in shown


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        output.emit({"x": object()}, as_json=True, text=lambda _: None)


def test_people_get_the_text_returned_or_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def printed(data: Mapping[str, Any]) -> None:
        output.show_table(
            columns=["Commune", "People"], rows=[["طنجة", data["n"]], ["Rabat", None]], numbers=[1]
        )

    output.emit({"n": 1275428}, as_json=False, text=lambda data: f"{data['n']} people")
    output.emit({"n": 1275428}, as_json=False, text=printed)
    first, *table = capsys.readouterr().out.splitlines()
    assert first == "1275428 people"
    assert any("\u2068طنجة\u2069" in line and "1\u202f275\u202f428" in line for line in table)
    assert not any("\x1b" in line for line in table)
