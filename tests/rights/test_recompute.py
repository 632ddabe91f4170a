"""Rights recomputed: what changes and what does not, what was believed, who is told and how often."""

from datetime import date

import psycopg
import pytest

from himaya.fund.preparation import prepare
from written_register import DUE, Register

MARCH_1, MARCH_31, APRIL_1, APRIL_20 = (
    date(2022, 3, 1),
    date(2022, 3, 31),
    date(2022, 4, 1),
    date(2022, 4, 20),
)


@pytest.fixture
def register(database: psycopg.Connection) -> Register:
    """An empty register of the shipped fund on 1 March 2022."""
    prepare(database)
    register = Register(database)
    register.begin(on=MARCH_1)
    return register


def family(register: Register) -> None:
    """A notary who paid to February, and his child."""
    register.person(1)
    register.member(1, person=1)
    for month in ("2022-01", "2022-02"):
        register.due(1, month, paid_on=date(2022, 2, 15))
    register.due(1, "2022-03")
    register.person(5, insured=False, birth_on=date(2012, 1, 1))
    register.link(1, insured=1, dependant=5)


def test_what_was_believed_stays_readable_and_a_change_is_told_once(register: Register) -> None:
    family(register)
    assert register.recompute(on=MARCH_31).new == 6  # each: wait, closed to 15 February, open
    assert register.states(1, on=APRIL_1) == {1: "OPEN", 5: "OPEN"}

    closed = register.recompute(on=APRIL_1)
    assert (closed.gone, closed.told) == (2, 1)
    assert register.states(1, on=APRIL_1) == {1: "CLOSED", 5: "CLOSED"}
    assert register.states(1, on=APRIL_1, known_on=MARCH_31) == {1: "OPEN", 5: "OPEN"}
    assert register.states(1, on=APRIL_1, known_on=date(2022, 3, 30)) == {}

    again = register.recompute(on=APRIL_1)
    assert (again.gone, again.new, again.told) == (0, 0, 0)

    register.pay(1, "2022-03", on=APRIL_20)
    back = register.recompute(on=date(2022, 4, 21))
    assert back.told == 1
    assert register.states(1, on=date(2022, 4, 19)) == {1: "CLOSED", 5: "CLOSED"}
    assert register.states(1, on=APRIL_20) == {1: "OPEN", 5: "OPEN"}
    assert register.states(1, on=APRIL_20, known_on=APRIL_20) == {1: "CLOSED", 5: "CLOSED"}
    assert [(person, template) for person, template, _ in register.messages()] == [
        (1, "rights_closed_pay"),
        (1, "rights_restored"),
    ]
    assert register.messages()[0][2] == {"number": "100000001", "owed": str(DUE), "after": "payment"}
    assert register.overlaps() == []


def test_a_right_that_opens_because_its_day_came_is_told_once(register: Register) -> None:
    register.person(1)
    register.member(1, person=1, category="taxi_driver")
    for month in ("2022-01", "2022-02", "2022-03"):
        register.due(1, month, paid_on=date(2022, 3, 10))
    register.recompute(on=MARCH_31)
    assert register.messages() == []
    opened = register.recompute(on=APRIL_1)
    assert (opened.gone, opened.new, opened.told) == (0, 0, 1)
    assert register.recompute(on=APRIL_1).told == 0
    assert register.recompute(on=date(2022, 4, 2)).told == 0
    ((person, template, params),) = register.messages()
    assert (person, template, params["from_on"]) == (1, "rights_opened", "2022-04-01")


def test_a_member_declared_by_a_spouse_has_one_timeline_however_it_is_recomputed(register: Register) -> None:
    family(register)
    register.person(2)
    register.member(2, person=2, end_on=date(2022, 3, 10), first_due="2022-02")
    register.due(2, "2022-02", paid_on=date(2022, 2, 20))
    register.due(2, "2022-03", paid_on=date(2022, 3, 5))
    register.link(2, insured=1, dependant=2, relation="spouse")
    register.recompute(on=MARCH_31)
    everybody = register.rights()
    assert register.overlaps() == []
    assert register.states(2, on=date(2022, 3, 9)) == {2: "OPEN"}
    assert register.states(2, on=MARCH_31) == {2: "OPEN"}  # again through the notary
    for person in (1, 2):
        counts = register.recompute_some(person, on=MARCH_31)
        assert (counts["gone"], counts["new"]) == (0, 0)
    assert register.rights() == everybody


def test_a_child_born_after_the_day_asked_has_rights_from_birth(register: Register) -> None:
    family(register)
    born = date(2022, 6, 3)
    register.person(7, insured=False, birth_on=born)
    register.link(9, insured=1, dependant=7, start_on=born)
    register.recompute(on=MARCH_31)
    assert set(register.states(1, on=date(2022, 6, 2))) == {1, 5}
    assert set(register.states(1, on=born)) == {1, 5, 7}
    assert register.overlaps() == []


def test_half_brothers_keep_what_the_other_parent_gives(register: Register) -> None:
    """Child 5 of 1 and 2, child 6 of 2 and 3: asking for 1 must not forget what 3 gives to 6."""
    family(register)
    register.person(6, insured=False, birth_on=date(2014, 1, 1))
    for person in (2, 3):
        register.person(person)
        register.member(person, person=person, category="notary")
    register.due(2, "2022-01")
    register.due(3, "2022-01", paid_on=date(2022, 1, 20))
    register.link(2, insured=2, dependant=5)
    register.link(3, insured=2, dependant=6)
    register.link(4, insured=3, dependant=6)
    register.recompute(on=MARCH_31)
    everybody = register.rights()
    assert register.states(3, on=MARCH_31)[6] == "OPEN"
    for person in (1, 2, 3):
        counts = register.recompute_some(person, on=MARCH_31)
        assert (counts["gone"], counts["new"]) == (0, 0)
    assert register.rights() == everybody


def test_a_closed_right_names_the_act_its_cost_and_its_text(register: Register) -> None:
    family(register)
    register.recompute(on=date(2022, 5, 2))
    from himaya.fund.rights import selectors

    mine, childs = selectors.list_rights(register.connection, person_id=1, on=date(2022, 5, 2))
    assert (mine.relation, childs.relation) == ("self", "child")
    assert mine.remedy is not None
    assert (mine.remedy.name, mine.remedy_centimes, mine.remedy_by) == ("PAY", DUE, None)
    assert "98-15" in mine.reference


def test_one_run_may_change_its_mind_about_a_person(register: Register) -> None:
    """Two payments of one person in two chunks of one file: both recompute him in the same run."""
    family(register)
    register.due(1, "2022-04")
    register.recompute(on=date(2022, 5, 2))
    register.begin(on=date(2022, 5, 3))
    for month, day in (("2022-03", date(2022, 4, 5)), ("2022-04", date(2022, 5, 3))):
        register.pay(1, month, on=day)
        assert register.recompute_some(1, on=date(2022, 5, 3))["new"] > 0
    assert register.states(1, on=date(2022, 5, 3)) == {1: "OPEN", 5: "OPEN"}
    assert register.states(1, on=date(2022, 5, 3), known_on=date(2022, 5, 2)) == {1: "CLOSED", 5: "CLOSED"}
    assert register.overlaps() == []
