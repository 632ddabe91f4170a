"""What each role may do, and the audit trail that only the database writes."""

from dataclasses import replace

import polars as pl
import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from himaya.foundation.access import audit
from himaya.runtime import database as place
from himaya.runtime import roles, runs, schema

SHUT = {"append_only": ("UPDATE",), "sealed": ("INSERT", "UPDATE"), "changeable": ("UPDATE",)}
DISPOSABLE = {"rights_right", "access_session", "access_attempt", "mfa_authenticator", *roles.QUEUE}


def may(connection: psycopg.Connection, right: str, table: str) -> bool:
    row = connection.execute("SELECT has_table_privilege('himaya_app', %s, %s)", [table, right]).fetchone()
    assert row is not None
    return bool(row[0])


def tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [name for (name,) in rows]


def test_every_table_declared_closed_exists_and_is(database: psycopg.Connection) -> None:
    declared = schema.declared()
    assert "access_action" in declared.sealed
    for kind, shut in SHUT.items():
        for table in getattr(declared, kind):
            assert not [right for right in shut if may(database, right, table)], table


def test_nothing_is_deleted_but_jobs_and_what_is_declared_disposable(database: psycopg.Connection) -> None:
    assert {"registry_person", "contributions_payment", "runtime_run"} <= set(tables(database))
    assert {table for table in tables(database) if may(database, "DELETE", table)} == DISPOSABLE
    assert [table for table in tables(database) if may(database, "TRUNCATE", table)] == []


@pytest.mark.parametrize(
    ("table", "kept", "changes"),
    [
        ("contributions_payment", "amount_centimes", "used_centimes"),
        ("contributions_due", "month", "due_centimes"),  # what it was stays in contributions_correction
        ("rights_right", "state", "superseded_run_id"),
        ("registry_numberseries", "leading_digit", "next_rank"),
    ],
)
def test_a_fact_stays_as_it_was_told(
    database: psycopg.Connection, table: str, kept: str, changes: str
) -> None:
    database.execute(f"UPDATE {table} SET {changes} = {changes}")
    with pytest.raises(InsufficientPrivilege):
        database.execute(f"UPDATE {table} SET {kept} = {kept}")


def test_only_a_run_that_goes_on_takes_back_what_it_believed(database: psycopg.Connection) -> None:
    open_run, done_run = (
        runs.begin(database, kind="rights", cause="test", digest=digest) for digest in ("1", "2")
    )
    done_run.finish(database)
    database.execute(
        "INSERT INTO rights_right (person_id, start_on, state, reason, scheme_id, membership_id, known_run_id)"
        " SELECT run, '2022-01-01', 1, 1, 1, 1, run FROM unnest(%s::bigint[]) AS run",
        [[open_run.id, done_run.id]],
    )
    assert database.execute("DELETE FROM rights_right WHERE known_run_id = %s", [open_run.id]).rowcount == 1
    with pytest.raises(InsufficientPrivilege):
        database.execute("DELETE FROM rights_right WHERE known_run_id = %s", [done_run.id])


def test_a_closed_table_has_closed_partitions(database: psycopg.Connection) -> None:
    with place.connect("owner") as owner:
        owner.execute("CREATE TABLE posting (month int, amount int) PARTITION BY RANGE (month)")
        owner.execute("CREATE TABLE posting_1 PARTITION OF posting FOR VALUES FROM (1) TO (2)")
        roles.grant_tables(owner, replace(schema.declared(), append_only=["posting"]))
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
