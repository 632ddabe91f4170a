"""A figure is a query: of a region, of a category, of a day, as known on a day; without a person it is one less."""

from datetime import date
from typing import Any

import psycopg
import pytest

from himaya.fund.preparation import prepare
from himaya.steering.statistics.errors import CategoryUnknown, RegionUnknown
from himaya.steering.statistics.figures import Cell, Figures
from himaya.steering.statistics.selectors import figures
from written_register import Register

MARCH_1, APRIL_1, MAY_2 = date(2022, 3, 1), date(2022, 4, 1), date(2022, 5, 2)


@pytest.fixture
def register(database: psycopg.Connection) -> Register:
    """On 1 March twelve notaries of two regions who paid to March, one child each declared by both of a couple."""
    prepare(database)
    register = Register(database)
    register.begin(on=MARCH_1)
    communes = dict(
        database.execute("select region_id, min(id) from territory_commune group by 1 limit 2").fetchall()
    )
    places = list(communes.values())
    for number in range(1, 13):
        register.person(number)
        register.member(number, person=number)
        for month in ("2022-01", "2022-02", "2022-03"):
            register.due(number, month, paid_on=date(2022, 1, 20))
        database.execute(
            "update registry_person set commune_id = %s where id = %s", [places[number % 2], number]
        )
    for child in range(1, 11):
        register.person(20 + child, insured=False, birth_on=date(2015, 1, 1))
        for parent in (child, child + 1):
            register.link(child * 2 + parent - child, insured=parent, dependant=20 + child)
    register.recompute(on=MARCH_1)
    return register


def counted(register: Register, **asked: Any) -> Figures:
    return figures(register.connection, **{"on": APRIL_1, **asked})


def test_without_a_person_the_figures_are_one_less(register: Register) -> None:
    before = counted(register)
    assert (before.registered, before.rights.open) == (Cell(12), Cell(12))
    for table, key in (
        ("rights_right", "person_id"),
        ("contributions_due", "membership_id"),
        ("registry_membership", "person_id"),
        ("registry_person", "id"),
    ):
        with psycopg.connect(_owner()) as owner:
            owner.execute(f"delete from {table} where {key} = 12")
    after = counted(register)
    assert (after.registered, after.rights.open) == (Cell(11), Cell(11))


def _owner() -> str:
    from himaya.runtime.addresses import address

    return address("admin").conninfo()


def test_a_child_declared_by_both_parents_counts_once(register: Register) -> None:
    told = counted(register)
    assert (told.children, told.spouses) == (Cell(10), Cell(0))
    assert sum(row.dependants.value or 0 for row in told.regional_by_scheme) == 10


def test_the_dead_and_those_who_left_are_not_counted(register: Register) -> None:
    register.connection.execute("update registry_person set died_on = '2022-03-20' where id = 1")
    register.connection.execute("update registry_membership set end_on = '2022-03-31' where id = 2")
    assert counted(register, on=date(2022, 3, 15)).registered == Cell(12)
    assert counted(register).registered == Cell(10)


def test_filters_and_what_they_refuse(register: Register) -> None:
    everywhere = counted(register)
    regions = [row.code for row in everywhere.by_region if row.registered != Cell(0)]
    assert [counted(register, region=code).registered for code in regions] == [Cell(6), Cell(6)]
    assert counted(register, category="legal").registered == Cell(12)
    assert counted(register, category="farmers").registered == Cell(0)
    with pytest.raises(RegionUnknown):
        counted(register, region="99")
    with pytest.raises(CategoryUnknown):
        counted(register, category="sorcerers")


def test_figures_as_they_were_known(register: Register) -> None:
    """Nobody paid April, and the fund only finds out in May."""
    for number in range(1, 13):
        register.due(number, "2022-04")
    register.recompute(on=MAY_2)
    assert counted(register, on=MAY_2).rights.closed == Cell(12)
    assert counted(register, on=MAY_2, known_on=APRIL_1).rights.open == Cell(12)
    assert counted(register, on=MAY_2, known_on=date(2022, 2, 28)).registered == Cell(0)


def test_a_right_closed_by_months_paid_since_has_no_act_left(register: Register) -> None:
    for number in range(1, 13):
        register.due(number, "2022-04", paid_on=date(2022, 5, 10) if number <= 6 else None)
    register.recompute(on=date(2022, 5, 20))
    told = {one.code: one.persons for one in counted(register, on=MAY_2).closed_by_remedy}
    assert told == {"paid_since": Cell(6), "pay": Cell(6)}
