"""Months owed, with amounts worked by hand from the texts."""

from datetime import date
from typing import Any

from himaya.fund.contributions.assess import Assessed, assess
from himaya.kernel.month import Month
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
