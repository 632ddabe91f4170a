"""Frames into tables and back: what goes in comes out, whatever it holds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from himaya.runtime.copying import copy_in, read_frame, read_frames
from himaya.runtime.errors import UnstorableText

TABLE = """CREATE TEMPORARY TABLE every_kind (
    "order" int, small int2, big int8, ratio float8, flag bool, day date, moment timestamptz,
    words text, amount numeric(12, 2), months int2[], notes text[])"""
SCHEMA = {
    "order": pl.Int32,
    "small": pl.Int16,
    "big": pl.Int64,
    "ratio": pl.Float64,
    "flag": pl.Boolean,
    "day": pl.Date,
    "moment": pl.Datetime("us", "UTC"),
    "words": pl.String,
    "amount": pl.Decimal(12, 2),
    "months": pl.List(pl.Int16),
    "notes": pl.List(pl.String),
}
storable = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)
awkward = st.sampled_from(
    ["", " ", '"', "'", "\\", "\\.", "\\N", "NULL", "\n", "\r", "\r\n", "a,b", "حماية", "{}", "\t"]
)
words = st.one_of(awkward, storable)
rows = st.lists(
    st.tuples(
        st.none() | st.integers(-(2**15), 2**15 - 1),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.floats(allow_nan=False),
        st.none() | st.booleans(),
        st.none() | st.dates(),
        st.none() | st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),  # noqa: DTZ001
        st.none() | words,
        st.none() | st.decimals(-(10**9), 10**9, places=2),
        st.none() | st.lists(st.none() | st.integers(-5, 5), max_size=3),
        st.none() | st.lists(st.none() | words, max_size=3),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_every_kind_of_value_comes_back_as_it_went(database: psycopg.Connection, rows: list[tuple]) -> None:
    frame = pl.DataFrame([(n, *row) for n, row in enumerate(rows)], schema=SCHEMA, orient="row")
    database.execute("DROP TABLE IF EXISTS every_kind")
    database.execute(TABLE)
    assert copy_in(database, table="every_kind", frame=frame) == len(rows)
    back = read_frame(database, 'SELECT * FROM every_kind ORDER BY "order"')
    assert back.schema == frame.schema
    assert_frame_equal(back, frame, check_exact=True)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.none() | words, max_size=20))
def test_a_lone_text_column_keeps_null_and_empty_apart(
    database: psycopg.Connection, texts: list[str | None]
) -> None:
    frame = pl.DataFrame({"words": texts}, schema={"words": pl.String})
    database.execute("DROP TABLE IF EXISTS lone")
    database.execute("CREATE TEMPORARY TABLE lone (n serial, words text)")
    copy_in(database, table="lone", frame=frame)
    assert read_frame(database, "SELECT words FROM lone ORDER BY n").equals(frame)


def test_a_nul_character_is_refused_by_name_and_nothing_is_written(database: psycopg.Connection) -> None:
    database.execute("CREATE TEMPORARY TABLE t (a text, b text)")
    frame = pl.DataFrame({"a": ["x"] * 70_000, "b": ["y"] * 69_999 + ["z\0"]})
    with pytest.raises(UnstorableText) as refused:
        copy_in(database, table="t", frame=frame)
    assert refused.value.values == {"column": "b", "row": 70_000}
    assert database.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_copying_joins_the_callers_transaction(database: psycopg.Connection) -> None:
    database.execute("CREATE TEMPORARY TABLE t (a int)")
    with database.transaction(force_rollback=True):
        copy_in(database, table="t", frame=pl.DataFrame({"a": [1, 2]}))
        assert read_frame(database, "SELECT a FROM t ORDER BY a")["a"].to_list() == [1, 2]
    assert read_frame(database, "SELECT a FROM t").height == 0


def test_columns_go_by_name_and_missing_ones_take_their_default(database: psycopg.Connection) -> None:
    database.execute("CREATE TEMPORARY TABLE t (a int DEFAULT 7, b text, c int)")
    copy_in(database, table="t", frame=pl.DataFrame({"c": [3], "b": ["x"]}))
    assert database.execute("SELECT * FROM t").fetchall() == [(7, "x", 3)]


def test_a_struct_is_refused(database: psycopg.Connection) -> None:
    with pytest.raises(TypeError, match="column a"):
        copy_in(database, table="t", frame=pl.DataFrame({"a": [{"x": 1}]}))


def test_frames_are_bounded_and_keep_the_order(database: psycopg.Connection) -> None:
    frames = list(read_frames(database, "SELECT n FROM generate_series(1, %s) n", [25], rows=10))
    assert [frame.height for frame in frames] == [10, 10, 5]
    assert pl.concat(frames)["n"].to_list() == list(range(1, 26))


def test_no_rows_still_have_their_types(database: psycopg.Connection) -> None:
    frame = read_frame(database, "SELECT 1::int2 AS a, now() AS b WHERE false")
    assert frame.schema == {"a": pl.Int16, "b": pl.Datetime("us", "UTC")}


def test_a_percent_sign_needs_no_escape_without_parameters(database: psycopg.Connection) -> None:
    assert read_frame(database, "SELECT 'a%b' LIKE 'a%' AS yes;")["yes"].to_list() == [True]


def test_a_whole_sum_is_exact_and_a_finer_number_is_refused(database: psycopg.Connection) -> None:
    total = read_frame(database, "SELECT sum(n) AS total FROM (VALUES (9007199254740993::int8), (1)) v(n)")
    assert total["total"].to_list() == [Decimal("9007199254740994")]
    with pytest.raises(ValueError, match="more than 6 decimals"):
        read_frame(database, "SELECT 0.12345678 AS fine")


def test_an_error_midway_is_raised_and_the_connection_lives_on(database: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        read_frame(database, "SELECT 1 / (n - 30000) FROM generate_series(1, 40000) n")
    assert read_frame(database, "SELECT DATE '2022-04-01' AS d")["d"].to_list() == [date(2022, 4, 1)]


def test_reading_can_be_left_early(database: psycopg.Connection) -> None:
    for frame in read_frames(database, "SELECT n FROM generate_series(1, 2000000) n", rows=1000):
        assert frame["n"][0] == 1
        break
    assert database.execute("SELECT 1").fetchone() == (1,)


def test_two_columns_of_one_name_are_refused(database: psycopg.Connection) -> None:
    with pytest.raises(ValueError, match="different names"):
        read_frame(database, "SELECT 1 AS a, 2 AS a")
