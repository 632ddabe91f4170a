"""Who looked at a file: written by the web and by commands, told to the person, sealed."""

from __future__ import annotations

import pytest

from conftest import enter
from himaya.foundation.access import audit, selectors
from himaya.foundation.access.roles import Role
from himaya.fund.registry.accounts import link_account
from himaya.runtime import database as place


def kept(database) -> list[tuple[int, int]]:
    return database.execute("select action_id, subject_id from access_subject order by 1, 2").fetchall()


def test_few_people_are_kept_one_by_one_and_many_as_a_set(database):
    audit.record(database, actor="cli", action="persons.find", scope="person", subjects=[7, 3, 7])
    audit.record(database, actor="cli", action="rights.recompute", scope="run", subjects=[1], run_id=4)
    audit.record(database, actor="cli", action="match.duplicates", scope="person", subjects=range(101))
    assert kept(database) == [(1, 3), (1, 7)]
    (digest,) = database.execute("select subject_digest from access_action where id = 1").fetchone()
    assert digest == audit.digest([3, 7])
    assert audit.broken(database) == []


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("delete from access_subject where subject_id = 5", [2]),
        ("delete from access_subject where action_id = 1", [1]),
        ("update access_subject set subject_id = 9 where subject_id = 6", [2]),
        ("insert into access_subject values (4, 3)", [3]),
    ],
)
def test_whoever_changes_who_was_looked_at_is_seen(database, harm, found):
    for people in ([4], [5, 6]):
        audit.record(database, actor="cli", action="persons.show", scope="person", subjects=people)
    audit.record(database, actor="cli", action="x", scope="line", subjects=[4])
    with place.connect("owner") as owner:
        owner.execute(harm)
    assert audit.broken(database) == found


def test_a_command_that_shows_a_person_can_be_found_by_the_person(database, cli, person):
    person(5, cin="AB123456")
    assert cli("rights", "show", "AB123456", "--json").exit_code == 0
    (look,) = selectors.list_looks(database, subject_id=5, leaving_out="nobody")
    assert look.action == "rights.show"


def test_the_insured_person_reads_who_looked_by_role_and_not_by_name(database, account, person, visitor):
    person(5)
    number = account("amina", Role.INSURED)
    link_account(database, account_id=number, person_id=5, by="test")
    scope = "person by counter_agent at AG-1"
    audit.record(database, actor="account 77", action="persons.show", scope=scope, subjects=[5])
    page = enter(visitor, number).get("/en/account/looks/5/").content.decode()
    assert "Counter agent" in page
    assert "File read" in page
    assert "77" not in page.partition("hm-timeline")[2]
    assert "Looks at the file read" not in visitor.get("/en/account/looks/5/").content.decode()


def test_the_auditor_searches_the_trail_and_leaves_a_line_too(database, account, person, visitor):
    number = account("a.auditor", Role.AUDITOR)
    audit.record(database, actor="root", action="persons.show", scope="person", subjects=[5])
    audit.record(database, actor="root", action="register", scope="run", subjects=[5], run_id=31)
    enter(visitor, number)
    lines = {
        query: visitor.get(f"/en/audit/?{query}").content.decode().count("<strong><bdi")
        for query in ("action=register", "run=31", "run=٣١", "subject=5", "actor=nobody", "on=2020-01-01")
    }
    assert lines == {
        "action=register": 1,
        "run=31": 1,
        "run=٣١": 1,
        "subject=5": 1,
        "actor=nobody": 0,
        "on=2020-01-01": 0,
    }
    for query in ("on=2022-02-31", "run=x", "run=99999999999999999999", "subject=-1"):
        assert "aria-invalid" in visitor.get(f"/en/audit/?{query}").content.decode()
    rows = database.execute("select count(*) from access_action where actor = %s", [f"account {number}"])
    assert rows.fetchone() == (10,)
    assert "The chain holds" in visitor.get("/en/audit/?check=1").content.decode()
    with place.connect("owner") as owner:
        owner.execute("update access_action set actor = 'x' where id = 1")
    assert "does not hold" in visitor.get("/en/audit/?check=1").content.decode()


def test_a_long_trail_is_read_page_by_page(database, account, visitor):
    number = account("a.auditor", Role.AUDITOR)
    for line in range(30):
        audit.record(database, actor="root", action="persons.show", scope="person", subjects=[line])
    enter(visitor, number)
    page = visitor.get("/en/audit/?actor=root").content.decode()
    assert page.count("<strong><bdi") == 25
    assert "before=6" in page
    assert visitor.get("/en/audit/?actor=root&before=6").content.decode().count("<strong><bdi") == 5
