"""The law on Spark gives what it gives on Polars: on the worked cases and on random rows, to the centime."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.cases import Topic
from himaya.legislation.engine.answers import from_facts
from himaya.legislation.engine.nodes import walk
from himaya.legislation.errors import InputInvalid, MissingColumns, NotOnEngine
from himaya.legislation.law import Legislation

from . import random_facts, small_fund

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


def _supported(law: Legislation, name: str) -> bool:
    """Whether a variable reads no sequence and no list."""
    from himaya.legislation.lists import Listed

    nodes = walk(law.variable(name).nodes)
    return not any(node.op == "sequence" or isinstance(node.data, Listed) for node in nodes)


def _case_rows(law: Legislation, topics: dict[str, Topic]) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    names: dict[str, None] = {}
    listed = [case for path in sorted(FOLDER.glob("*.json")) for case in cases.read_cases(path)]
    for number, case in enumerate(listed):
        topic = topics.get(case.topic)
        if topic is None or not topic.covers(case.inputs, case.expected):
            continue
        asked = [name for one in topic.results_for(case.inputs).values() for name in one.variables]
        if all(_supported(law, name) for name in asked):
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


def test_a_list_is_refused_by_name_on_spark(law: Legislation, spark: Any) -> None:
    from himaya.legislation.lists import Listed

    name = next(
        one for one in law.variables
        if any(isinstance(node.data, Listed) for node in walk(law.variable(one).nodes))
    )  # fmt: skip
    rows = {fact: [None, None] for fact in law.needs(name)}
    typed = from_facts([dict.fromkeys(rows, None)] * 2, law.inputs, set(rows))
    with pytest.raises(NotOnEngine, match="not evaluated on spark"):
        law.evaluate(_on_spark(spark, typed), [name])
