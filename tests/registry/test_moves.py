"""What happens to a membership, and that months owed and rights follow in the same transaction."""

from collections.abc import Callable
from datetime import date

import polars as pl
import psycopg
import pytest
from registry_help import HASSAN, OMAR, PERSON, membership, one, person_id, rows

from himaya.fund.registry import errors, moves
from himaya.fund.registry.category_changes import next_month
from himaya.fund.registry.registration.run import Report
from himaya.fund.rights.selectors import Held, list_rights
from himaya.fund.rights.states import Reason, RightState

REGISTERED = date(2022, 4, 1)
NOW = date(2022, 9, 10)
END = date(2022, 8, 16)


@pytest.fixture
def adoul(register: psycopg.Connection, take: Callable[..., Report]) -> psycopg.Connection:
    """Amina, an adoul since before her category opened, registered on 1 April 2022."""
    take("adouls", {}, on=REGISTERED)
    return register


def ends(*memberships: int, day: date = END) -> pl.DataFrame:
    return pl.DataFrame(
        {"membership_id": memberships, "end_on": [day] * len(memberships)},
        schema={"membership_id": pl.Int64, "end_on": pl.Date},
    )


def change(number: int, category: str, day: date, **facts: object) -> pl.DataFrame:
    row = {"membership_id": number, "change_on": day, "category": category, **facts}
    return pl.DataFrame([row]).cast({"membership_id": pl.Int64})


def ended(connection: psycopg.Connection, day: date = END) -> moves.Moved:
    return moves.end_activity(connection, ends=ends(membership(connection), day=day), by="officer 7", on=NOW)


def died(connection: psycopg.Connection, person: int, day: date) -> moves.Moved:
    deaths = pl.DataFrame(
        {"person_id": [person], "died_on": [day]}, schema={"person_id": pl.Int64, "died_on": pl.Date}
    )
    return moves.declare_deaths(connection, deaths=deaths, by="officer 7", on=NOW)


def owed(connection: psycopg.Connection, number: int) -> list[str]:
    """Months still owed, as year-month."""
    found = rows(
        connection,
        """select month from contributions_due
           where membership_id = %s and cancelled_on is null order by month""",
        number,
    )
    return [f"{month // 12}-{month % 12 + 1:02}" for (month,) in found]


def on_day(connection: psycopg.Connection, person: int, day: date, **known: date) -> Held:
    (held,) = [
        one
        for one in list_rights(connection, person_id=person, on=day, known_on=known.get("known_on"))
        if one.person_id == person
    ]
    return held


def test_an_end_closes_rights_from_its_day_and_says_what_mends_it(adoul: psycopg.Connection) -> None:
    done = ended(adoul)
    assert (done.memberships, done.people) == (1, 1)
    held = on_day(adoul, person_id(adoul), END)
    assert (held.state, held.reason, held.start_on) == (RightState.CLOSED, Reason.CATEGORY_ENDED, END)
    assert on_day(adoul, person_id(adoul), date(2022, 8, 15)).reason is not Reason.CATEGORY_ENDED
    assert rows(adoul, "select state, end_on from registry_membership") == [(6, END)]


def test_what_was_believed_before_the_end_was_learnt_can_still_be_seen(adoul: psycopg.Connection) -> None:
    ended(adoul)
    before = on_day(adoul, person_id(adoul), END, known_on=date(2022, 9, 9))
    assert before.reason is not Reason.CATEGORY_ENDED


def test_months_after_the_end_are_not_owed_any_more(
    adoul: psycopg.Connection, monthly: Callable[[], None]
) -> None:
    number = membership(adoul)
    assert owed(adoul, number)[-1] == "2022-09"
    ended(adoul)
    assert owed(adoul, number)[-1] == "2022-08"


def test_an_end_on_the_first_of_a_month_owes_nothing_for_that_month(
    adoul: psycopg.Connection, monthly: Callable[[], None]
) -> None:
    number = membership(adoul)
    ended(adoul, day=date(2022, 8, 1))
    assert owed(adoul, number)[-1] == "2022-07"


def test_an_end_by_mistake_is_undone_with_its_months_and_rights(
    adoul: psycopg.Connection, monthly: Callable[[], None]
) -> None:
    number, person = membership(adoul), person_id(adoul)
    before = owed(adoul, number), list_rights(adoul, person_id=person, on=None)
    ended(adoul)
    back = pl.Series("membership_id", [number], dtype=pl.Int64)
    moves.restore(adoul, memberships=back, by="officer 8", on=NOW)
    assert (owed(adoul, number), list_rights(adoul, person_id=person, on=None)) == before
    assert rows(adoul, "select before, after from registry_membershipmove order by id") == [(5, 6), (6, 5)]


def test_an_end_before_the_start_is_refused(adoul: psycopg.Connection) -> None:
    with pytest.raises(errors.MoveBeforeStart):
        ended(adoul, day=date(2010, 1, 1))
    assert rows(adoul, "select state, end_on from registry_membership") == [(5, None)]


def test_a_membership_ended_is_not_ended_again(adoul: psycopg.Connection) -> None:
    number = membership(adoul)
    ended(adoul)
    with pytest.raises(errors.MoveRefused) as refusal:
        moves.end_activity(adoul, ends=ends(number), by="officer 7", on=NOW)
    assert refusal.value.values == {"before": "CATEGORY_ENDED", "after": "CATEGORY_ENDED"}


def test_the_database_s_refusal_speaks_as_ours_and_undoes_the_batch(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("adouls", {}, HASSAN, on=REGISTERED)
    first, second = membership(register), membership(register, HASSAN["cin"])
    moves.end_activity(register, ends=ends(first), by="officer 7", on=NOW)
    with pytest.raises(errors.MoveRefused) as refusal:
        moves.transfer(register, ends=ends(second, first), to="AMO_SALARIES", by="officer 7", on=NOW)
    assert refusal.value.values == {"before": "CATEGORY_ENDED", "after": "TRANSFERRED"}
    assert rows(register, "select id, state from registry_membership order by id") == [
        (first, 6),
        (second, 5),
    ]
    moves.end_activity(register, ends=ends(second), by="officer 7", on=NOW)


def test_an_unknown_membership_is_refused(adoul: psycopg.Connection) -> None:
    with pytest.raises(errors.MembershipUnknown):
        moves.end_activity(adoul, ends=ends(999), by="officer 7", on=NOW)


def test_a_transfer_closes_rights_because_another_scheme_covers(adoul: psycopg.Connection) -> None:
    moves.transfer(adoul, ends=ends(membership(adoul)), to="AMO_SALARIES", by="officer 7", on=NOW)
    held = on_day(adoul, person_id(adoul), END)
    assert (held.state, held.reason) == (RightState.CLOSED, Reason.TRANSFERRED)
    assert one(adoul, "select payload ->> 'to' from runtime_run where kind = 'move'") == "AMO_SALARIES"


@pytest.mark.parametrize("scheme", ["AMO_TNS", "NOTHING"])
def test_a_transfer_to_the_same_or_to_no_scheme_is_refused(adoul: psycopg.Connection, scheme: str) -> None:
    with pytest.raises(errors.SchemeUnknown):
        moves.transfer(adoul, ends=ends(membership(adoul)), to=scheme, by="officer 7", on=NOW)


@pytest.mark.parametrize(
    ("day", "first_owed"), [(date(2022, 8, 16), "2022-09"), (date(2022, 9, 1), "2022-09")]
)
def test_a_change_of_category_owes_from_the_next_month(
    adoul: psycopg.Connection, monthly: Callable[[], None], day: date, first_owed: str
) -> None:
    old = membership(adoul)
    moves.change_category(adoul, changes=change(old, "notary", day), by="officer 7", on=NOW)
    new = membership(adoul)
    assert rows(adoul, "select state, end_on from registry_membership where id = %s", old) == [(6, day)]
    assert rows(adoul, "select state, start_on, end_on from registry_membership where id = %s", new) == [
        (5, day, None)
    ]
    assert owed(adoul, old)[-1] == "2022-08"
    assert owed(adoul, new)[0] == first_owed


def test_a_change_without_what_the_new_contribution_depends_on_changes_nothing(
    adoul: psycopg.Connection,
) -> None:
    with pytest.raises(errors.CategoryFactsMissing) as refusal:
        moves.change_category(adoul, changes=change(membership(adoul), "farmer", END), by="officer 7", on=NOW)
    assert refusal.value.values == {"category": "farmer", "facts": "farm_class"}
    assert rows(adoul, "select state from registry_membership") == [(5,)]


def test_a_change_to_no_category_or_to_one_already_held_is_refused(adoul: psycopg.Connection) -> None:
    with pytest.raises(errors.CategoryUnknown):
        moves.change_category(adoul, changes=change(membership(adoul), "pilot", END), by="officer 7", on=NOW)
    with pytest.raises(errors.MembershipAlreadyOpen):
        moves.change_category(adoul, changes=change(membership(adoul), "adoul", END), by="officer 7", on=NOW)


def test_a_change_of_category_made_twice_opens_one_membership(adoul: psycopg.Connection) -> None:
    moves.change_category(adoul, changes=change(membership(adoul), "notary", END), by="officer 7", on=NOW)
    with pytest.raises(errors.MembershipAlreadyOpen):
        moves.change_category(adoul, changes=change(membership(adoul), "notary", END), by="officer 7", on=NOW)
    assert rows(adoul, "select state, start_on < end_on from registry_membership order by id") == [
        (6, True),
        (5, None),
    ]


def test_a_death_ends_memberships_and_rights_the_day_after(adoul: psycopg.Connection) -> None:
    person = person_id(adoul)
    died(adoul, person, END)
    assert rows(adoul, "select state, end_on from registry_membership") == [(8, date(2022, 8, 17))]
    assert on_day(adoul, person, END).state is not None
    assert list_rights(adoul, person_id=person, on=date(2022, 8, 17)) == []


def test_months_after_a_death_are_not_owed(adoul: psycopg.Connection, monthly: Callable[[], None]) -> None:
    died(adoul, person_id(adoul), END)
    assert owed(adoul, membership(adoul, open_only=False))[-1] == "2022-08"


def test_a_month_paid_after_the_end_is_not_owed(
    adoul: psycopg.Connection, monthly: Callable[[], None]
) -> None:
    adoul.execute(
        """update contributions_due set paid_centimes = due_centimes, paid_on = '2022-09-02'
           where month = 2022 * 12 + 8"""
    )
    number = membership(adoul)
    ended(adoul)
    assert owed(adoul, number)[-1] == "2022-08"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 8, 31), date(2022, 9, 1)),
        (date(2022, 9, 1), date(2022, 9, 1)),
        (date(2022, 9, 2), date(2022, 10, 1)),
    ],
)
def test_the_next_month_is_this_one_on_its_first_day(day: date, expected: date) -> None:
    assert pl.select(next_month(pl.lit(day))).item() == expected


def test_a_death_by_mistake_is_undone(adoul: psycopg.Connection, monthly: Callable[[], None]) -> None:
    person = person_id(adoul)
    before = list_rights(adoul, person_id=person, on=None)
    died(adoul, person, END)
    back = pl.Series("person_id", [person], dtype=pl.Int64)
    moves.cancel_deaths(adoul, people=back, by="officer 8", on=NOW)
    assert list_rights(adoul, person_id=person, on=None) == before
    assert rows(adoul, "select died_on from registry_person") == [(None,)]


@pytest.mark.parametrize("day", [date(2022, 9, 11), date(1980, 1, 1)])
def test_a_death_in_the_future_or_before_the_birth_is_refused(adoul: psycopg.Connection, day: date) -> None:
    with pytest.raises(errors.DeathImpossible):
        died(adoul, person_id(adoul), day)


def test_nobody_dies_twice(adoul: psycopg.Connection) -> None:
    died(adoul, person_id(adoul), END)
    with pytest.raises(errors.MoveRefused):
        died(adoul, person_id(adoul), END)


def test_a_list_that_names_a_dead_person_is_rejected(
    adoul: psycopg.Connection, take: Callable[..., Report]
) -> None:
    died(adoul, person_id(adoul), END)
    report = take("architects", {"diploma_on": "2008-06-30"}, on=NOW)
    assert report.by_code == {"registration.died": 1}


def test_a_batch_moves_everybody_in_one_run(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("adouls", {}, HASSAN, OMAR, on=REGISTERED)
    all_of_them = [number for (number,) in rows(register, "select id from registry_membership")]
    done = moves.end_activity(register, ends=ends(*all_of_them), by="order of adouls", on=NOW)
    assert (done.memberships, done.people) == (3, 3)
    assert one(register, "select count(*) from runtime_run where kind = 'move'") == 1
    assert one(register, "select count(*) from registry_membershipmove") == 3
    assert rows(
        register, "select actor, action, subject_count from access_action where run_id = %s", done.run_id
    ) == [("order of adouls", "registry.end", 3)]


def test_two_memberships_of_one_person_cannot_both_become_the_same_category(
    adoul: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("notaries", {}, on=REGISTERED)
    both = [number for (number,) in rows(adoul, "select id from registry_membership order by id")]
    changes = pl.concat([change(number, "artisan", END) for number in both])
    with pytest.raises(errors.MembershipAlreadyOpen):
        moves.change_category(adoul, changes=changes, by="officer 7", on=NOW)
    assert rows(adoul, "select state from registry_membership order by id") == [(5,), (5,)]


def test_which_membership_is_meant_must_be_said_where_there_are_several(
    adoul: psycopg.Connection, take: Callable[..., Report]
) -> None:
    take("notaries", {}, on=REGISTERED)
    person = person_id(adoul)
    with pytest.raises(errors.MembershipUnknown) as refusal:
        moves.membership_of(adoul, person_id=person, category=None)
    assert set(refusal.value.values["known"].split(", ")) == {"adoul", "notary"}
    chosen = moves.membership_of(adoul, person_id=person, category="notary")
    assert one(adoul, "select max(id) from registry_membership") == chosen
    assert PERSON["cin"]
