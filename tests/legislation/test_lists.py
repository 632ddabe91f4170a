"""Lists an administrator loads: keyed, dated rows; refused whole when one line breaks the form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from himaya.legislation.errors import InputInvalid, LawFileInvalid, UnknownName
from himaya.legislation.law import Legislation
from himaya.legislation.lists import Listed

LINE = {"scheme": "AMO_SALARIES", "care_sector": "private", "person": 1, "quantity": 1, "billed": 10_000}


def medicines(**columns: list[Any]) -> pl.DataFrame:
    count = len(columns["ean13"])
    given = {
        "public_price": ["100.00"] * count,
        "hospital_price": [None] * count,
        "base_price": ["80.00"] * count,
        "kind": ["generic"] * count,
        "rate": ["0.70"] * count,
        "third_party": ["false"] * count,
    }
    return pl.DataFrame(given | columns)


def base(law: Legislation, ean: str, on: str) -> Any:
    return law.calculate({**LINE, "ean13": ean, "care_on": on}, "medicine_base_price")


def test_rows_are_in_force_from_their_day_to_the_next(law: Legislation) -> None:
    frame = medicines(
        ean13=["7", "7", "8"],
        base_price=["80.00", "60.50", "10.00"],
        **{"from": ["2024-01-01", "2025-01-01", "2020-01-01"], "until": ["2025-01-01", None, "2021-01-01"]},
    )
    other = law.with_tables(medicines=frame)
    expected = [
        ("7", "2023-12-31", None, "PRICE_UNKNOWN"),
        ("7", "2024-01-01", 8_000, None),
        ("7", "2024-12-31", 8_000, None),
        ("7", "2025-01-01", 6_050, None),
        ("8", "2020-12-31", 1_000, None),
        ("8", "2021-01-01", None, "PRICE_UNKNOWN"),
        ("9", "2025-01-01", None, "PRICE_UNKNOWN"),
    ]
    for ean, on, value, _ in expected:
        assert base(other, ean, on).value == value, (ean, on)
    rows = [{**LINE, "ean13": ean, "care_on": on} for ean, on, _, _ in expected]
    facts = other.person(rows).rows
    frame = pl.DataFrame(
        {
            "ean13": pl.Series([row["ean13"] for row in facts], dtype=pl.Int64),
            "care_on": pl.Series([row["care_on"] for row in facts], dtype=pl.Int32).cast(pl.Date),
        }
    )
    done = other.evaluate(frame, ["line_reference", "medicine_base_price"], reasons=True)
    assert done["medicine_base_price"].to_list() == [value for *_, value, _ in expected]
    assert set(done["medicine_base_price_reason"].drop_nulls()) == {"MEDICINE_NOT_LISTED"}


def test_a_frame_may_hold_whole_centimes_decimals_flags_and_dates(law: Legislation) -> None:
    frame = pl.DataFrame(
        {
            "ean13": [7],
            "public_price": [10_000],
            "hospital_price": [None],
            "base_price": [8_050],
            "kind": ["princeps"],
            "rate": [Decimal("0.70")],
            "third_party": [True],
            "from": [date(2024, 1, 1)],
            "reference": ["Arrêté fictif"],
        }
    )
    other = law.with_tables(**{"amo.medicines": frame})
    assert base(other, "7", "2024-01-01").value == 8_050
    listed = other.lawful("amo.medicines")
    assert isinstance(listed, Listed)
    assert listed.rows[0].source.reference == "Arrêté fictif"
    assert law.lawful("amo.medicines") is not listed


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"ean13": ["7", "7"]}, "ean13 is listed twice"),
        ({"ean13": ["7", None]}, "ean13 is empty"),
        ({"ean13": ["7x"]}, "not a decimal number"),
        ({"ean13": ["7"], "base_price": ["-1"]}, "outside its bounds"),
        ({"ean13": ["7"], "base_price": ["9999999"]}, "outside its bounds"),
        ({"ean13": ["7"], "base_price": ["1.234"]}, "more than 2 decimals"),
        ({"ean13": ["7"], "rate": ["1.01"]}, "outside its bounds"),
        ({"ean13": ["7"], "rate": ["0.705"]}, "more than 2 decimals"),
        ({"ean13": ["7"], "third_party": ["yes"]}, "a flag is true or false"),
        ({"ean13": ["7"], "from": ["yesterday"]}, "Invalid isoformat"),
        (
            {"ean13": ["7", "7"], "from": ["2024-01-01", "2024-06-01"], "until": ["2024-06-02", None]},
            "ean13 is listed twice",
        ),
    ],
)
def test_a_line_that_breaks_the_form_refuses_the_list(
    law: Legislation, columns: dict[str, list[Any]], reason: str
) -> None:
    with pytest.raises(LawFileInvalid, match=reason):
        law.with_tables(medicines=medicines(**columns))


def test_only_a_list_can_be_loaded(law: Legislation) -> None:
    with pytest.raises(UnknownName):
        law.with_tables(tariffs=medicines(ean13=["7"]))


def test_a_list_is_not_amended_row_by_row(law: Legislation) -> None:
    with pytest.raises(InputInvalid, match="is a list: load another one"):
        law.amended({"amo.medicines": [{"from": "2025-01-01", "base_price": "1"}]})


def test_an_empty_list_knows_no_medicine(law: Legislation) -> None:
    other = law.with_tables(medicines=medicines(ean13=[]))
    assert base(other, "7", "2024-01-01").reason == "MEDICINE_NOT_LISTED"
    done = other.evaluate(
        pl.DataFrame({"ean13": [7], "care_on": [date(2024, 1, 1)]}), ["medicine_base_price"], reasons=True
    )
    assert done["medicine_base_price_reason"].to_list() == ["MEDICINE_NOT_LISTED"]


def test_the_shipped_lists_hold_what_their_readme_says(law: Legislation) -> None:
    medicines, conditions = law.lawful("amo.medicines"), law.lawful("amo.conditions")
    assert isinstance(medicines, Listed)
    assert isinstance(conditions, Listed)
    assert (len(medicines.rows), len(conditions.rows)) == (5_943, 178)
    assert sum(row.cells["base_price"] is None for row in medicines.rows) == 27
    groups = {row.cells["group_key"] for row in conditions.rows if row.cells["kind"] == "ALD"}
    assert len(groups - {"HORSLISTE"}) == 41
    assert sum(row.cells["kind"] == "ALC" for row in conditions.rows) == 10


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("keys: {ean13: count}", "keys: {ean13: count, name: code}"), "a list has one key"),
        (("file: medicines.csv", "file: nothing.csv"), "there is no file nothing.csv"),
        (("from: 2014-01-01", "from:"), "needs the day it is in force from"),
        (('min: "0", max: "1"', 'max: "1"'), "min is missing"),
        (('min: "0", max: "1"', 'min: 0, max: "1"'), "numbers are quoted"),
        (("unit: flag", "unit: moon"), "unknown unit 'moon'"),
        (("unit: flag", "unit: flag, colour: red"), "unknown entry 'colour'"),
    ],
)
def test_a_broken_head_of_a_list_is_refused(tmp_path: Any, change: tuple[str, str], reason: str) -> None:
    from himaya.kernel import jurisdiction
    from himaya.legislation.loader import load_parameters

    shipped = jurisdiction.folder("ma") / "law" / "parameters" / "amo" / "medicines.yaml"
    text = shipped.read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "medicines.csv").write_text("ean13\n", encoding="utf-8")
    folder = tmp_path / "law" / "parameters" / "amo"
    folder.mkdir(parents=True)
    (folder / "medicines.yaml").write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason):
        load_parameters(folder.parent)
