"""Months owed, with amounts worked by hand from the texts."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from himaya.fund import law
from himaya.fund.contributions.assess import MEMBERSHIPS, Assessed, assess
from himaya.fund.contributions.ends import follow_ends
from himaya.fund.contributions.laying import settle_people
from himaya.fund.registry.events import MembershipsEnded, MembershipsOpened
from himaya.kernel.month import Month
from himaya.runtime import events
from himaya.runtime.copying import read_frame
from written_register import Register

NOTARY = 72_075
"""Four times the flat income of January 2022: 14.81 × 191 × 4 × 6.37 %, cut down to the centime."""
TAXI = 18_018
"""14.81 × 191 × 6.37 % = 180.188…"""


def assessed(register: Register, through: str) -> Assessed:
    month = Month.parse(through)
    return assess(register.connection, through=month, on=date(month.year, month.month, 28))


def dues(register: Register, membership: int = 1) -> dict[str, int]:
    found = register.connection.execute(
        "select month, due_centimes from contributions_due where membership_id = %s order by month",
        [membership],
    )
    return {str(Month(month)): due for month, due in found}


def member(register: Register, **facts: Any) -> None:
    if facts.setdefault("number", 1) == 1:
        register.person(1)
    register.member(facts.pop("number"), person=1, **facts)


def test_every_month_from_the_first_is_owed_once(register: Register) -> None:
    member(register, category="notary")
    first = assessed(register, "2022-03")
    assert (first.memberships, first.months, first.due_centimes) == (1, 3, 3 * NOTARY)
    assert dues(register) == {"2022-01": NOTARY, "2022-02": NOTARY, "2022-03": NOTARY}
    assert assessed(register, "2022-03").months == 0
    assert assessed(register, "2022-02").months == 0
    assert assessed(register, "2022-04").months == 1


def test_the_minimum_wage_of_the_month_counts(register: Register) -> None:
    """15.55 an hour from September 2022: 15.55 × 191 × 6.37 % = 189.19…"""
    member(register, category="taxi_driver")
    assessed(register, "2022-09")
    found = dues(register)
    assert (found["2022-08"], found["2022-09"]) == (TAXI, 18_919)


def test_payers_of_the_single_contribution_owe_in_the_last_month_of_each_quarter(register: Register) -> None:
    """A yearly tax of 800 dirhams: second band, 390 a quarter."""
    member(register, category="cpu", first_due="2021-12", annual_income_tax_centimes=80_000)
    assessed(register, "2022-06")
    assert dues(register) == {
        "2021-12": 39_000,
        "2022-01": 0,
        "2022-02": 0,
        "2022-03": 39_000,
        "2022-04": 0,
        "2022-05": 0,
        "2022-06": 39_000,
    }


def test_a_month_that_owes_nothing_is_settled_on_its_first_day(register: Register) -> None:
    member(register, category="cpu", first_due="2022-01", annual_income_tax_centimes=80_000)
    assessed(register, "2022-03")
    settled = register.connection.execute(
        "select month, paid_on from contributions_due order by month"
    ).fetchall()
    assert [day for _, day in settled] == [date(2022, 1, 1), date(2022, 2, 1), None]


def test_an_auto_entrepreneur_without_declared_tax_owes_the_first_band(register: Register) -> None:
    member(register, category="auto_entrepreneur", first_due="2022-02")
    assessed(register, "2022-03")
    assert dues(register) == {"2022-02": 0, "2022-03": 30_000}


def test_a_month_whose_base_is_not_published_is_not_owed_as_zero(register: Register) -> None:
    member(register, category="farmer", farm_class=4)
    assert assessed(register, "2022-03").months == 0
    assert dues(register) == {}


def test_two_activities_are_two_contributions_until_2023_and_one_from_2024(register: Register) -> None:
    member(register, category="notary", first_due="2023-12")
    member(register, number=2, category="taxi_driver", first_due="2023-12")
    assessed(register, "2024-01")
    notary = {str(Month.parse(month)): due for month, due in dues(register).items()}
    taxi = dues(register, membership=2)
    assert notary["2023-12"] == notary["2024-01"] == 79_278  # 16.29 × 191 × 4 × 6.37 %
    assert taxi == {"2023-12": 19_819, "2024-01": 0}


def test_nothing_is_owed_after_the_month_in_which_a_membership_ends(register: Register) -> None:
    member(register, category="notary", end_on=date(2022, 3, 10))
    assessed(register, "2022-06")
    assert list(dues(register)) == ["2022-01", "2022-02", "2022-03"]


def test_who_ends_on_the_first_of_a_month_does_not_owe_it(register: Register) -> None:
    member(register, category="notary", end_on=date(2022, 3, 1))
    assessed(register, "2022-06")
    assert list(dues(register)) == ["2022-01", "2022-02"]


def test_the_dead_owe_up_to_the_month_of_death(register: Register) -> None:
    member(register, category="notary")
    register.connection.execute("update registry_person set died_on = '2022-02-28'")
    assessed(register, "2022-06")
    assert list(dues(register)) == ["2022-01", "2022-02"]


def opened(register: Register, *, number: int, on: date) -> None:
    """Tell that a membership of person 1, who was known, was written: as registration does."""
    register.begin(on=on)
    memberships = read_frame(register.connection, f"{MEMBERSHIPS} and membership.id = %s", [number])
    known = memberships.with_columns(
        pl.lit("contributions").alias("rights"),
        pl.lit(True).alias("was_known"),
        pl.lit(1, dtype=pl.Int16).alias("scheme_id"),
        pl.lit(date(2022, 1, 1)).alias("start_on"),
    )
    with register.connection.transaction():
        events.publish(
            MembershipsOpened(
                connection=register.connection, run_id=register.run_id, on=on, memberships=known
            )
        )


def corrections(register: Register) -> list[tuple[int, str, int, int]]:
    found = register.connection.execute(
        "select membership_id, month, before_centimes, after_centimes from contributions_correction order by 1, 2"
    )
    return [(membership, str(Month(month)), before, after) for membership, month, before, after in found]


def test_an_activity_registered_later_corrects_the_months_of_the_other(register: Register) -> None:
    """From January 2024 one contribution: the notary's 792.78 replaces the 198.19 of the taxi driver."""
    member(register, category="taxi_driver", first_due="2023-12")
    assessed(register, "2024-02")
    member(register, number=2, category="notary", first_due="2023-12")
    opened(register, number=2, on=date(2024, 2, 20))
    assert dues(register) == {"2023-12": 19_819, "2024-01": 0, "2024-02": 0}
    assert dues(register, membership=2) == {"2023-12": 79_278, "2024-01": 79_278, "2024-02": 79_278}
    assert corrections(register) == [(1, "2024-01", 19_819, 0), (1, "2024-02", 19_819, 0)]
    again = assessed(register, "2024-02")
    assert (again.months, again.corrected) == (0, 0)


def test_money_of_a_corrected_month_goes_to_what_is_owed(register: Register) -> None:
    """198.19 paid for January 2024 as a taxi driver pays a part of December, the oldest month owed."""
    member(register, category="taxi_driver", first_due="2024-01")
    assessed(register, "2024-01")
    register.connection.execute(
        """insert into contributions_payment (collector, transaction_id, reference, insured_number, month,
               amount_centimes, used_centimes, paid_at, channel, agent_id, run_id)
           values ('bank', 'T1', '', 100000001, %s, 19819, 0, '2024-01-15T10:00+01', '', '', %s)""",
        [Month.parse("2024-01").index, register.run_id],
    )
    with register.connection.transaction():
        settle_people(register.connection, people=pl.Series([1]))
    member(register, number=2, category="notary", first_due="2024-01")
    opened(register, number=2, on=date(2024, 1, 20))
    found = register.connection.execute(
        "select membership_id, due_centimes, paid_centimes, paid_on from contributions_due order by 1"
    ).fetchall()
    assert found == [(1, 0, 0, date(2024, 1, 1)), (2, 79_278, 19_819, None)]


def test_a_base_that_comes_to_be_known_fills_the_months_that_were_unknown(register: Register) -> None:
    """Class 4 has no coefficient; class 1 has 0.65: 0.65 × 14.81 × 191 × 6.37 % = 117.12…"""
    member(register, category="farmer", farm_class=4)
    assert assessed(register, "2022-03").months == 0
    register.connection.execute("update registry_membership set farm_class = 1")
    assert assessed(register, "2022-03").months == 3
    assert dues(register) == {"2022-01": 11_712, "2022-02": 11_712, "2022-03": 11_712}
    assert corrections(register) == []


def test_an_amount_of_the_law_that_changes_back_in_time_corrects_recorded_months(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minimum wage of 15 an hour from February 2022: 15 × 191 × 6.37 % = 182.50…"""
    member(register, category="taxi_driver")
    assessed(register, "2022-03")
    changed = law.current().amended({"wages.smig_hour": {"2022-02-01": "15"}})
    monkeypatch.setattr(law, "current", lambda: changed)
    done = assessed(register, "2022-03")
    assert (done.months, done.corrected) == (0, 2)
    assert dues(register) == {"2022-01": TAXI, "2022-02": 18_250, "2022-03": 18_250}
    assert corrections(register) == [(1, "2022-02", TAXI, 18_250), (1, "2022-03", TAXI, 18_250)]


def test_months_after_an_end_are_waived_and_their_money_pays_what_is_owed(register: Register) -> None:
    """Ended on 1 March; April was paid, half of March too: both pay January, and what is left waits."""
    member(register, category="notary")
    assessed(register, "2022-04")
    for number, (month, amount) in enumerate([("2022-04", NOTARY), ("2022-03", NOTARY // 2)]):
        register.connection.execute(
            """insert into contributions_payment (collector, transaction_id, reference, insured_number, month,
                   amount_centimes, used_centimes, paid_at, channel, agent_id, run_id)
               values ('bank', %s, '', 100000001, %s, %s, 0, '2022-02-15T10:00+01', '', '', %s)""",
            [f"T{number}", Month.parse(month).index, amount, register.run_id],
        )
    with register.connection.transaction():
        settle_people(register.connection, people=pl.Series([1]))
        register.connection.execute("update registry_membership set end_on = '2022-03-01'")
        ends = pl.DataFrame(
            {"membership_id": [1], "end_before": [None], "end_after": [date(2022, 3, 1)]},
            schema_overrides={"end_before": pl.Date},
        )
        follow_ends(
            MembershipsEnded(
                connection=register.connection, run_id=register.run_id, on=date(2022, 3, 5), memberships=ends
            )
        )
    found = register.connection.execute(
        "select paid_centimes, cancelled_on from contributions_due order by month"
    ).fetchall()
    day = date(2022, 3, 5)
    assert found == [(NOTARY, None), (NOTARY // 2, None), (0, day), (0, day)]
