"""The law on Spark gives what it gives on Polars: on the worked cases and on random rows, to the centime."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.cases import Topic
from himaya.legislation.engine.answers import from_facts
from himaya.legislation.errors import InputInvalid, MissingColumns
from himaya.legislation.law import Legislation

from . import random_facts, small_fund
from .test_lists import medicines
from .test_sequence import _formula, line, served

pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'himaya[spark]'")
ROWS = int(os.environ.get("HIMAYA_SPARK_ROWS", "2000"))
ASKED = ["tns_amo", "payslip_cnss"]
WHOLE = "HIMAYA_SPARK_ROWS" in os.environ  # a plan takes Spark seconds: the build asks a part of the cases
AT_ONCE = 8
FOLDER = jurisdiction.folder("ma") / "law" / "cases"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.log.level": "ERROR",
        # A small frame is read sooner than its program is compiled.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def _on_spark(spark: Any, frame: pl.DataFrame) -> Any:
    return spark.createDataFrame(frame.to_arrow())


def _same(law: Legislation, spark: Any, frame: pl.DataFrame, names: list[str], key: str) -> None:
    here = law.evaluate(frame, names, reasons=True).sort(key)
    there = pl.from_arrow(law.evaluate(_on_spark(spark, frame), names, reasons=True).toArrow())
    assert isinstance(there, pl.DataFrame)
    answers = [column for column in here.columns if column not in frame.columns]
    found = there.sort(key).select(answers).cast({one: here.schema[one] for one in answers})
    for answer in answers:
        assert found[answer].equals(here[answer], null_equal=True), answer


def _case_rows(law: Legislation, topics: dict[str, Topic]) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    listed = [case for path in sorted(FOLDER.glob("*.json")) for case in cases.read_cases(path)]
    for number, case in enumerate(listed):
        topic = topics.get(case.topic)
        if topic is None or not topic.covers(case.inputs, case.expected):
            continue
        asked = [name for one in topic.results_for(case.inputs).values() for name in one.variables]
        names |= dict.fromkeys(asked)
        rows += law.person(cases.rows_of(law, topic, case, number)).rows
    return rows, list(names)


@pytest.mark.slow
def test_the_cases_give_the_same(law: Legislation, topics: dict[str, Topic], spark: Any) -> None:
    rows, names = _case_rows(law, topics)
    assert len(rows) > 100
    for start in range(0, len(names) if WHOLE else AT_ONCE, AT_ONCE):
        asked = names[start : start + AT_ONCE]
        facts = {fact for name in asked for fact in law.needs(name)}
        frame = (
            from_facts(rows, law.inputs, facts)
            .with_row_index("row")
            .with_columns(pl.col("row").cast(pl.Int64))
        )
        _same(law, spark, frame, asked, "row")


@pytest.mark.slow
def test_random_rows_give_the_same(law: Legislation, spark: Any) -> None:
    needed = {fact for name in ASKED for fact in law.needs(name)}
    rows = random_facts.rows(law, count=ROWS, seed=2026, names=needed)
    frame = from_facts(rows, law.inputs, needed).with_columns(pl.int_range(pl.len()).alias("row"))
    _same(law, spark, frame, ASKED, "row")


def test_a_small_law_on_spark(spark: Any, tmp_path: Any) -> None:
    law = Legislation.load(small_fund.write(tmp_path))
    frame = pl.DataFrame(
        {
            "row": [1, 2, 3],
            "children": [2, None, 3],
            "month": [date(2025, 1, 1), date(2025, 1, 1), date(2000, 1, 1)],
        }
    )
    done = law.evaluate(_on_spark(spark, frame), ["allowance"], reasons=True).sort("row").collect()
    assert [(row.allowance, row.allowance_reason) for row in done] == [
        (7200, None), (None, "MISSING_CHILDREN"), (None, "NOT_IN_FORCE_AMOUNT"),
    ]  # fmt: skip
    with pytest.raises(InputInvalid, match="must lie between 0 and 20"):
        law.evaluate(_on_spark(spark, frame.with_columns(children=pl.lit(21))), ["allowance"])
    with pytest.raises(InputInvalid, match="the column must be whole numbers"):
        law.evaluate(_on_spark(spark, frame.with_columns(children=pl.lit("2"))), ["allowance"])
    with pytest.raises(MissingColumns, match="children"):
        law.evaluate(_on_spark(spark, frame.drop("children")), ["allowance"])


def test_a_sequence_is_served_group_by_group(spark: Any) -> None:
    """Groups in any order, shared days, and lines without a person or a day: the same as on Polars."""
    law = Legislation.load("ma").amended(formulas=[_formula(served)])
    chance = random.Random(2026)
    rows = [
        line(
            chance.choice([None, 1, 2, 3, 4]),
            chance.choice([None, *range(18_000, 19_000, 97)]),
            chance.randint(0, 200_000),
            chance.choice([None, 18_100, 18_500]),
        )
        for _ in range(200)
    ]
    frame = from_facts(rows, law.inputs, set(rows[0])).with_columns(pl.int_range(pl.len()).alias("row"))
    _same(law, spark, frame, ["served"], "row")


def test_a_list_finds_the_row_in_force_on_spark(law: Legislation, spark: Any) -> None:
    """The day before a row, its first and last days, the day of its end; a key nobody listed; no key, no day."""
    begun, ended = date(2025, 1, 1), date(2026, 1, 1)
    ends = pl.Series(["2025-01-01", "2026-01-01", None])
    loaded = medicines(ean13=["7", "7", "8"], base_price=["80.00", "60.50", "10.00"]).with_columns(
        pl.Series("from", ["2024-01-01", "2025-01-01", "2020-01-01"]), ends.alias("until")
    )
    frame = pl.DataFrame(
        {
            "row": range(9),
            "ean13": [7, 7, 7, 7, 7, 8, 9, None, 8],
            "care_on": [
                date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), begun, ended, begun, begun, begun, None
            ],
        }
    )  # fmt: skip
    other = law.with_tables(medicines=loaded)
    _same(other, spark, frame, ["medicine_base_price"], "row")
    there = other.evaluate(_on_spark(spark, frame), ["medicine_base_price"]).sort("row").collect()
    expected = [None, 8_000, 8_000, 6_050, None, 1_000, None, None, None]
    assert [row.medicine_base_price for row in there] == expected
