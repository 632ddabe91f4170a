"""A rate that no decimal writes exactly is written as a fraction."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from himaya.legislation.engine.nodes import Node
from himaya.legislation.law import Legislation
from himaya.legislation.units import read_amount, read_exact
from himaya.legislation.values import Amount


def test_a_fraction_is_read_as_it_is_written() -> None:
    assert read_exact("2/3") == (2, 3)
    assert read_exact("-1/12") == (-1, 12)


@pytest.mark.parametrize("text", ["2/0", "2/-3", "2 / 3", "/3", "2/", "0.5/3"])
def test_what_is_not_a_fraction_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal number"):
        read_exact(text)


def test_an_amount_is_no_fraction_of_a_centime() -> None:
    with pytest.raises(ValueError, match="more than 2 decimals"):
        read_amount("2/3", decimals=2)


def test_decimals_and_fractions_of_one_parameter_are_exact_by_either_carrier(law: Legislation) -> None:
    path = "amo.pensioner_rate"
    other = law.amended({path: {"2020-01-01": "2/3", "2021-01-01": "0.125", "2022-01-01": "1/7"}})
    days = [date(2020, 5, 1), date(2021, 5, 1), date(2022, 5, 1)]
    owed = [20_000, 3_750, 4_286]  # of 300.00: two thirds, an eighth, a seventh (42.857…)
    assert [
        other.calculate({"pension": 30_000, "month": day}, "amo_pensioner_contribution").value for day in days
    ] == owed
    frame = pl.DataFrame({"pension": [30_000] * 3, "month": days})
    assert (
        other.evaluate(frame, ["amo_pensioner_contribution"])["amo_pensioner_contribution"].to_list() == owed
    )


def test_a_common_denominator_is_the_least_one() -> None:
    percent, tenth = (Amount(Node("input", "amount", high=high)) / high for high in (100, 10))
    assert (percent + tenth).den.data == 100
    assert (percent + tenth).num.high == 200
