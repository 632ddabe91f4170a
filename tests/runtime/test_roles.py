"""What each role may do, and the audit trail that only the database writes."""

import polars as pl
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from himaya.foundation.access import audit
from himaya.runtime import database as place
from himaya.runtime import roles, schema

SHUT = {"append_only": ("UPDATE", "DELETE", "TRUNCATE"), "sealed": ("INSERT", "UPDATE", "DELETE", "TRUNCATE")}


def test_every_table_declared_closed_exists_and_is(database: psycopg.Connection) -> None:
    declared = [
        (table, right) for kind, shut in SHUT.items() for table in schema.declared(kind) for right in shut
    ]
    assert ("access_action", "INSERT") in declared
    for table, right in declared:
        allowed = database.execute(
            "SELECT has_table_privilege('himaya_app', %s, %s)", [table, right]
        ).fetchone()
        assert allowed == (False,), f"{right} on {table}"


def test_a_closed_table_has_closed_partitions(database: psycopg.Connection) -> None:
    with place.connect("owner") as owner:
        owner.execute("CREATE TABLE posting (month int, amount int) PARTITION BY RANGE (month)")
        owner.execute("CREATE TABLE posting_1 PARTITION OF posting FOR VALUES FROM (1) TO (2)")
        roles.grant_tables(owner, append_only=["posting"], sealed=schema.declared("sealed"))
    database.execute("INSERT INTO posting VALUES (1, 5)")
    for order in ("UPDATE posting SET amount = 0", "DELETE FROM posting_1", "TRUNCATE posting_1"):
        with pytest.raises(InsufficientPrivilege):
            database.execute(order)


def test_the_reader_reads_and_no_more(database: psycopg.Connection) -> None:
    with place.connect("reader") as reader:
        assert reader.execute("SELECT count(*) FROM runtime_run").fetchone() == (0,)
        for order in ("DELETE FROM runtime_run", "SELECT access_record('a', 'b', 'c', null, 0, '')"):
            with pytest.raises(InsufficientPrivilege):
                reader.execute(order)


def test_the_app_makes_no_tables_but_temporary_ones(database: psycopg.Connection) -> None:
    database.execute("CREATE TEMPORARY TABLE staging (a int)")
    with pytest.raises(InsufficientPrivilege):
        database.execute("CREATE TABLE mine (a int)")
    with pytest.raises(InsufficientPrivilege):
        database.execute("DROP TABLE runtime_run")


def test_the_app_refreshes_statistics(database: psycopg.Connection) -> None:
    database.execute("INSERT INTO runtime_setting SELECT 'k' || n, 'true' FROM generate_series(1, 500) n")
    place.analyze(database, "runtime_setting", "runtime_run")
    row = database.execute("SELECT reltuples FROM pg_class WHERE relname = 'runtime_setting'").fetchone()
    assert row is not None
    assert row[0] >= 500


def test_the_trail_holds_one_row_a_batch_and_its_chain_is_whole(database: psycopg.Connection) -> None:
    first = audit.record(
        database, actor="cli", action="registry.register", scope="body TAXI", subjects=[3, 1, 2]
    )
    second = audit.record(
        database,
        actor="cli",
        action="rights.recompute",
        scope="all",
        subjects=pl.DataFrame({"id": [1]}),
        run_id=4,
    )
    assert (first, second) == (1, 2)
    rows = database.execute(
        "SELECT subject_count, run_id, subject_digest FROM access_action ORDER BY id"
    ).fetchall()
    assert [row[:2] for row in rows] == [(3, None), (1, 4)]
    assert rows[0][2] == audit.digest(pl.Series([1, 2, 3]))
    assert audit.broken(database) == []


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE access_action SET actor = 'nobody' WHERE id = 2", [2]),
        ("DELETE FROM access_action WHERE id = 2", [3]),
        ("UPDATE access_action SET at = at - interval '1 day' WHERE id = 3", [3]),
        ("UPDATE access_action SET subject_count = 0 WHERE id = 1", [1]),
    ],
)
def test_even_the_owner_cannot_change_the_trail_unseen(
    database: psycopg.Connection, harm: str, found: list[int]
) -> None:
    for number in range(4):
        audit.record(database, actor="cli", action="test", scope="all", subjects=[number])
    with pytest.raises(InsufficientPrivilege):
        database.execute(harm)
    with place.connect("owner") as owner:
        owner.execute(harm)
    assert audit.broken(database) == found


def test_an_action_undone_leaves_no_row_and_no_gap(database: psycopg.Connection) -> None:
    with database.transaction(force_rollback=True):
        audit.record(database, actor="cli", action="test", scope="all", subjects=[])
    assert audit.record(database, actor="cli", action="test", scope="all", subjects=[]) == 1


def test_a_run_that_goes_on_after_a_kill_is_one_action(database: psycopg.Connection) -> None:
    def record(run_id: int | None, subjects: list[int]) -> int:
        return audit.record(
            database, actor="cli", action="assess", scope="run", subjects=subjects, run_id=run_id
        )

    first = record(7, [1, 2])
    assert record(7, [2, 1]) == first
    assert len({first, record(7, [1, 2, 3]), record(8, [1, 2]), record(None, [1]), record(None, [1])}) == 5
    assert audit.broken(database) == []
