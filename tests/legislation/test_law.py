"""Asking the law: frames in and out, what is refused, reforms, and the law as it was known."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

from himaya.legislation.algebra import Amount, formula, words
from himaya.legislation.errors import InputInvalid, MissingColumns, UnknownName
from himaya.legislation.law import Legislation

MONTH = date(2022, 9, 1)


def test_the_same_kind_of_frame_comes_back(law: Legislation) -> None:
    frame = pl.DataFrame({"category": ["artisan", "veterinarian", None], "month": [MONTH] * 3})
    done = law.evaluate(frame, ["tns_amo", "tns_coefficient"], reasons=True)
    assert done.columns == [
        "category",
        "month",
        "tns_amo",
        "tns_amo_reason",
        "tns_coefficient_numerator",
        "tns_coefficient_denominator",
        "tns_coefficient_reason",
    ]
    assert done["tns_amo"].to_list() == [14189, None, None]
    assert done["tns_amo_reason"].to_list() == [None, "COEFFICIENT_NOT_PUBLISHED", "CATEGORY_UNKNOWN"]
    lazy = law.evaluate(frame.lazy(), ["tns_amo"])
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect()["tns_amo"].to_list() == [14189, None, None]
    arrow = law.evaluate(frame.to_arrow(), ["tns_amo"])
    assert isinstance(arrow, pa.Table)
    assert arrow["tns_amo"].to_pylist() == [14189, None, None]


def test_an_empty_frame_gives_an_empty_answer(law: Legislation) -> None:
    frame = pl.DataFrame(schema={"category": pl.String, "month": pl.Date, "rsu_score": pl.Decimal(10, 7)})
    done = law.evaluate(frame, ["month_due", "tns_basis"], reasons=True)
    assert done.height == 0
    assert done.schema["month_due"] == pl.Int64


@pytest.mark.parametrize("dtype", [pl.String, pl.Categorical, pl.Enum(["artisan", "zz", "cpu"])])
def test_codes_may_be_text_categories_or_enums(law: Legislation, dtype: pl.DataType) -> None:
    frame = pl.DataFrame({"category": pl.Series(["artisan", "zz", None], dtype=dtype), "month": [MONTH] * 3})
    assert law.evaluate(frame, ["month_due"])["month_due"].to_list() == [14189, None, None]


def test_a_missing_column_is_named(law: Legislation) -> None:
    with pytest.raises(MissingColumns, match="category"):
        law.evaluate(pl.DataFrame({"month": [MONTH]}), ["tns_amo"])


@pytest.mark.parametrize(
    ("column", "values", "reason"),
    [
        ("annual_income_tax", pl.Series([12.5]), "whole numbers"),
        ("annual_income_tax", pl.Series([-1]), "must lie between"),
        ("month", pl.Series(["2022-01-01"]), "Date"),
        ("rsu_score", pl.Series([9.5]), "Decimal of at most 7"),
    ],
)
def test_a_column_of_the_wrong_kind_or_range_is_refused(
    law: Legislation,
    column: str,
    values: pl.Series,
    reason: str,
) -> None:
    frame = pl.DataFrame({"category": ["cpu"], "month": [MONTH]}).with_columns(values.alias(column))
    with pytest.raises(InputInvalid, match=reason):
        law.evaluate(frame, ["month_due"])


@pytest.mark.parametrize("value", [0.1, "ten", "1.234", True])
def test_a_fact_that_is_not_exact_is_refused(law: Legislation, value: object) -> None:
    with pytest.raises(InputInvalid):
        law.calculate({"pension": value, "month": "2022-01-01"}, "amo_pensioner_contribution")


def test_an_unknown_name_suggests_others(law: Legislation) -> None:
    with pytest.raises(UnknownName, match="tns_amoo") as refused:
        law.variable("tns_amoo")
    assert "tns_amo" in refused.value.what_next
    with pytest.raises(UnknownName):
        law.calculate({"categorie": "artisan"}, "tns_amo")


def test_a_reform_replaces_values_from_a_day_on(law: Legislation) -> None:
    reform = law.amended({"wages.smig_hour": {"2026-07-01": "20.00"}, "tns.amo_rate": {"2027-01-01": "0.07"}})
    case = {"category": "taxi_driver"}
    assert reform.calculate({**case, "month": "2026-06-01"}, "tns_amo").value == 21802  # the law before
    assert reform.calculate({**case, "month": "2026-07-01"}, "tns_amo").value == 24333  # 3 820.00 × 6.37 %
    assert reform.calculate({**case, "month": "2027-01-01"}, "tns_amo").value == 26740  # 3 820.00 × 7 %
    assert law.calculate({**case, "month": "2027-01-01"}, "tns_amo").value == 21802
    assert reform.parameter("tns.amo_rate", on=date(2027, 1, 1)).source.evidence == "assumed"


def test_a_reform_may_replace_a_formula(law: Legislation) -> None:
    @formula(
        unit="centimes",
        of="person_month",
        law="Réforme",
        label=words(ar="أ", fr="F", en="E"),
        says=words(ar="ربع {tns_amo}", fr="un quart de {tns_amo}", en="a quarter of {tns_amo}"),
    )
    def tns_amo_whole_dirhams(tns_amo: Amount) -> Amount:
        """Test."""
        return tns_amo * 2

    reform = law.amended(formulas=[tns_amo_whole_dirhams])
    assert reform.calculate({"category": "artisan", "month": MONTH}, "tns_amo_whole_dirhams").value == 28378


def test_a_reform_of_an_unknown_parameter_or_value_is_refused(law: Legislation) -> None:
    with pytest.raises(UnknownName):
        law.amended({"tns.amo_rat": {"2027-01-01": "0.07"}})
    with pytest.raises(InputInvalid, match="not a decimal"):
        law.amended({"tns.amo_rate": {"2027-01-01": "seven"}})


def test_a_decision_can_be_switched(law: Legislation) -> None:
    case = {"category": "dentist", "practice_years": 3, "month": "2022-01-01"}
    other = law.amended({"decisions.tns_rounding": {"2018-01-01": "half_up"}})
    assert (law.calculate(case, "tns_amo").value, other.calculate(case, "tns_amo").value) == (54056, 54057)
    pension = law.amended({"decisions.tns_pension_enabled": {"2022-01-01": True}})
    assert (law.calculate(case, "tns_pension").value, pension.calculate(case, "tns_pension").value) == (
        0,
        84861,
    )
    hours = law.amended({"decisions.smig_hours_month": {"2004-07-01": "190.67"}})
    assert hours.calculate(case, "tns_flat_income_shown").value == 847146  # 3 × 14.81 × 190.67 = 8 471.4681
    spread = law.amended({"decisions.droit_schedule": {"2021-12-01": "monthly"}})
    assert spread.calculate({"category": "cpu", "month": "2022-02-01"}, "month_due").value == 10000


def test_what_became_known_later_is_left_out(law: Legislation) -> None:
    case = {"relation": "child", "student": True, "birth_on": "2002-05-10", "day": "2027-03-01"}
    before = law.known_on(date(2026, 1, 28))
    assert before.calculate(case, "dependant_until").value == date(2029, 5, 10)
    assert law.known_on(date(2026, 1, 29)).calculate(case, "dependant_until").value == date(2033, 5, 10)


def test_a_parameter_on_a_day(law: Legislation) -> None:
    assert law.parameter("wages.smig_hour", on=date(2022, 8, 31)).value == 1481
    assert law.parameter("wages.smig_hour", on=date(2022, 9, 1)).written == "15.55"
    assert law.parameter("wages.smig_hour", on=date(2000, 1, 1)) is None
    assert len(law.parameter("cpu.droit", on=MONTH).bands) == 8
    assert {row.when["category"].code for row in law.parameter("waiting.calendar", on=date(2022, 1, 1))} >= {
        "cpu",
        "notary",
    }


def test_every_value_names_its_text_and_every_uncertain_one_is_marked(law: Legislation) -> None:
    for one in law.parameters.values():
        sources = [value.source for value in (one.rows if hasattr(one, "rows") else one.values)]
        assert all(source.reference for source in sources)
        if one.path.startswith("decisions."):
            assert one.alternatives, one.path


def test_scores_are_exact_decimals(law: Legislation) -> None:
    frame = pl.DataFrame(
        {
            "rsu_score": pl.Series(
                [Decimal("9.3264284"), Decimal("9.3264285"), None], dtype=pl.Decimal(10, 7)
            ),
            "other_amo": [False] * 3,
            "activity": [False] * 3,
            "day": [date(2024, 3, 7)] * 3,
        }
    )
    done = law.evaluate(frame, ["eligible_scheme"], reasons=True)
    assert done["eligible_scheme"].to_list() == ["AMO_TADAMON", "AMO_ACHAMIL", None]
    assert done["eligible_scheme_reason"].to_list() == [None, None, "MISSING_RSU_SCORE"]


def test_loading_and_explaining_are_quick() -> None:
    started = time.process_time()
    law = Legislation.load("ma")
    assert time.process_time() - started < 0.5
    case = {"category": "dentist", "practice_years": 3, "month": MONTH}
    law.explain(case, "month_due", language="ar")
    started = time.process_time()
    for _ in range(20):
        law.explain(case, "month_due", language="ar")
    assert (time.process_time() - started) / 20 < 0.005
