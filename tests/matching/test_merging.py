"""Two records made one and parted again: nothing is lost, and what was learnt in between stays."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from himaya.fund.registry import merging
from himaya.fund.registry.errors import (
    MergedBefore,
    MergeLosesNumber,
    MergeOfOneRecord,
    MergeOfRelatives,
    MergeUnknown,
    PersonUnknown,
)
from himaya.fund.registry.lookup import find_insured
from himaya.kernel.errors import DomainError

AT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ON = date(2026, 5, 4)
TABLES = ("registry_person", "registry_membership", "registry_familylink")


@pytest.fixture
def people(database: psycopg.Connection, enter: Callable[..., None]) -> None:
    enter(
        {
            "id": 1,
            "insured_number": 123456782,
            "family_name_fr": "Alaoui",
            "given_name_fr": "Mohamed",
            "birth_precision": "Y",
            "birth_on": date(1980, 1, 1),
        },
        {
            "id": 2,
            "insured_number": 123456790,
            "family_name_fr": "El Alaoui",
            "given_name_fr": "Med",
            "family_name_ar": "العلوي",
            "given_name_ar": "محمد",
            "cin": "AB123456",
            "cin_key": "AB123456",
            "phone": "+212600000001",
            "birth_on": date(1980, 5, 17),
        },
        {"id": 3, "family_name_fr": "Alaoui", "given_name_fr": "Aya"},
        {"id": 4, "insured_number": 123456808, "family_name_fr": "Tazi", "given_name_fr": "Omar"},
    )
    database.execute(
        """insert into registry_membership
             (id, person_id, scheme_id, category_id, start_on, state, run_id, line_no)
           values (10, 1, 1, 1, '2022-03-01', 3, 1, 1), (20, 2, 1, 1, '2022-05-01', 3, 1, 2),
                  (21, 2, 1, 2, '2022-06-01', 3, 1, 3)"""
    )
    database.execute(
        """insert into registry_familylink
             (id, insured_id, dependant_id, relation, start_on, proof, disabled, run_id)
           values (30, 2, 3, 'child', '2022-05-01', '', false, 1)"""
    )


def contents(connection: psycopg.Connection) -> dict[str, list[Any]]:
    return {table: connection.execute(f"select * from {table} order by id").fetchall() for table in TABLES}


def merge(connection: psycopg.Connection, keep: int = 1, drop: int = 2) -> int:
    return merging.merge(
        connection, keep=keep, drop=drop, decided_by="officer 7", reason="same card", decided_at=AT, on=ON
    )


def unmerge(connection: psycopg.Connection, merge_id: int) -> None:
    merging.unmerge(
        connection, merge_id=merge_id, decided_by="officer 8", reason="two cousins", decided_at=AT, on=ON
    )


@pytest.mark.usefixtures("people")
def test_the_dropped_number_leads_to_the_kept_person_and_never_changes(
    database: psycopg.Connection,
) -> None:
    merge(database)
    assert find_insured(database, text="123456790").insured_number == 123456782
    numbers = database.execute("select id, insured_number from registry_person order by id").fetchall()
    assert numbers == [(1, 123456782), (2, 123456790), (3, None), (4, 123456808)]


@pytest.mark.usefixtures("people")
def test_memberships_and_family_pass_to_the_kept_person(database: psycopg.Connection) -> None:
    merge(database)
    memberships = database.execute(
        "select id, person_id, end_on from registry_membership order by id"
    ).fetchall()
    assert memberships == [(10, 1, None), (20, 1, date(2022, 5, 1)), (21, 1, None)]
    assert database.execute("select insured_id from registry_familylink").fetchall() == [(1,)]


@pytest.mark.usefixtures("people")
def test_the_kept_record_takes_only_what_it_lacked(database: psycopg.Connection) -> None:
    merge(database)
    kept = database.execute(
        "select family_name_fr, family_name_ar, cin_key, phone, birth_on, birth_precision"
        " from registry_person where id = 1"
    ).fetchone()
    assert kept == ("Alaoui", "العلوي", "AB123456", "+212600000001", date(1980, 5, 17), "D")


@pytest.mark.usefixtures("people")
def test_parting_restores_every_value(database: psycopg.Connection) -> None:
    before = contents(database)
    unmerge(database, merge(database))
    assert contents(database) == before


@pytest.mark.usefixtures("people")
def test_facts_learnt_between_merge_and_parting_stay(database: psycopg.Connection) -> None:
    number = merge(database)
    database.execute("update registry_person set phone = '+212611111111', address = 'Rue 4' where id = 1")
    database.execute(
        """insert into registry_membership
             (id, person_id, scheme_id, category_id, start_on, state, run_id, line_no)
           values (40, 1, 2, 9, '2026-06-01', 3, 2, 1)"""
    )
    database.execute("update registry_membership set end_on = '2026-07-01' where id = 21")
    unmerge(database, number)
    kept = database.execute("select phone, address, cin_key from registry_person where id = 1").fetchone()
    assert kept == ("+212611111111", "Rue 4", None)
    memberships = database.execute(
        "select id, person_id, end_on from registry_membership order by id"
    ).fetchall()
    assert memberships == [(10, 1, None), (20, 2, None), (21, 2, date(2026, 7, 1)), (40, 1, None)]


@pytest.mark.usefixtures("people")
def test_a_merge_is_undone_once_and_both_decisions_are_kept(database: psycopg.Connection) -> None:
    number = merge(database)
    unmerge(database, number)
    with pytest.raises(MergeUnknown):
        unmerge(database, number)
    (merged,) = merging.list_merges(database, person_id=2)
    assert (merged.decided_by, merged.reason) == ("officer 7", "same card")
    assert (merged.undone_by, merged.undone_reason) == ("officer 8", "two cousins")


@pytest.mark.usefixtures("people")
def test_a_record_merged_twice_over_leads_to_the_last_kept_one(database: psycopg.Connection) -> None:
    merge(database, keep=1, drop=2)
    last = merge(database, keep=4, drop=1)
    assert find_insured(database, text="123456790").insured_number == 123456808
    unmerge(database, last)
    assert find_insured(database, text="123456790").insured_number == 123456782


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("keep", "drop", "refusal"),
    [
        (1, 1, MergeOfOneRecord),
        (1, 99, PersonUnknown),
        (3, 4, MergeLosesNumber),
        (2, 3, MergeOfRelatives),
        (4, 5, MergedBefore),
    ],
)
def test_records_that_cannot_be_one_are_refused_and_nothing_changes(
    database: psycopg.Connection,
    enter: Callable[..., None],
    keep: int,
    drop: int,
    refusal: type[DomainError],
) -> None:
    enter({"id": 5, "family_name_fr": "Tazi", "given_name_fr": "Omar", "merged_into_id": 4})
    before = contents(database)
    with pytest.raises(refusal):
        merge(database, keep=keep, drop=drop)
    assert contents(database) == before
