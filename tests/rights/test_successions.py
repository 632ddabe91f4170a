"""Who changes category: the wait he keeps and the debts he brings. Days and amounts by hand."""

from datetime import date
from typing import Any

import pytest
from rights_cases import DUE, Member, mending, paid_in_time, segments, timeline, unpaid

from himaya.fund.registry.states import RegistrationState
from himaya.legislation.law import Legislation

ENDED = {"end_on": date(2022, 6, 1), "state": RegistrationState.CATEGORY_ENDED}
NOTARY = Member(category="notary", paid=paid_in_time("2022-01", "2022-05"), **ENDED)
DEBTOR = Member(
    category="notary", paid=paid_in_time("2022-01", "2022-01") | unpaid("2022-02", "2022-05"), **ENDED
)


def taxi(first_due: str, last: str, **more: Any) -> Member:
    year, month = first_due.split("-")
    more.setdefault("paid", paid_in_time(first_due, last))
    return Member(number=2, first_due=first_due, start_on=date(int(year), int(month), 1), **more)


def test_who_changes_category_without_a_gap_keeps_his_wait(law: Legislation) -> None:
    found = timeline(law, NOTARY, taxi("2022-06", "2022-09"), on=date(2022, 9, 30))
    assert found[1:] == [
        (date(2022, 2, 1), date(2022, 6, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 6, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_a_month_between_two_categories_is_a_gap(law: Legislation) -> None:
    found = timeline(law, NOTARY, taxi("2022-07", "2022-12"), on=date(2022, 12, 31))
    assert found[2:] == [
        (date(2022, 6, 1), date(2022, 7, 1), "CLOSED", "CATEGORY_ENDED"),
        (date(2022, 7, 1), date(2022, 10, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 10, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_the_other_reading_makes_him_wait_anew(law: Legislation) -> None:
    other = law.amended({"decisions.wait_after_change": {"2017-06-23": "new_wait"}})
    found = timeline(other, NOTARY, taxi("2022-06", "2022-09"), on=date(2022, 9, 30))
    assert found[2:] == [
        (date(2022, 6, 1), date(2022, 9, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 9, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_a_wait_that_is_not_over_goes_on(law: Legislation) -> None:
    """Three months from January as a taxi driver; two served, then one as an artisan."""
    first = Member(
        paid=paid_in_time("2022-01", "2022-02"),
        end_on=date(2022, 3, 1),
        state=RegistrationState.CATEGORY_ENDED,
    )
    second = taxi("2022-03", "2022-06", category="artisan")
    found = timeline(law, first, second, on=date(2022, 6, 30))
    assert [one[:3] for one in found] == [
        (date(2022, 1, 1), date(2022, 3, 1), "WAITING"),
        (date(2022, 3, 1), date(2022, 4, 1), "WAITING"),
        (date(2022, 4, 1), None, "OPEN"),
    ]


def test_the_end_of_an_activity_names_the_debt_it_leaves(law: Legislation) -> None:
    found = segments(law, DEBTOR, on=date(2022, 9, 1))
    assert mending(found, on=date(2022, 9, 1)) == ("DECLARE_ACTIVITY", 4 * DUE, None)


@pytest.mark.parametrize("paid_on", [None, date(2023, 2, 10)])
def test_an_old_debt_closes_the_rights_of_a_new_category_until_it_is_paid(
    law: Legislation, paid_on: date | None
) -> None:
    paid = paid_in_time("2022-01", "2022-01") | dict.fromkeys(unpaid("2022-02", "2022-05"), paid_on)
    first = Member(category="notary", paid=paid, **ENDED)
    found = segments(law, first, taxi("2022-10", "2023-01"), on=date(2023, 2, 15))
    closed = (date(2023, 1, 1), paid_on, "CLOSED", "CONTRIBUTIONS_UNPAID")
    after = [(paid_on, None, "OPEN", "CONTRIBUTIONS_PAID")] if paid_on else []
    assert timeline(law, first, taxi("2022-10", "2023-01"), on=date(2023, 2, 15))[5:] == [closed, *after]
    if not paid_on:
        assert mending(found, on=date(2023, 2, 15)) == ("PAY", 4 * DUE, None)


def test_the_other_reading_recovers_an_old_debt_apart(law: Legislation) -> None:
    other = law.amended({"decisions.debt_after_end": {"2017-06-23": "owed_apart"}})
    found = timeline(other, DEBTOR, taxi("2022-10", "2023-01"), on=date(2023, 2, 15))
    assert found[-1] == (date(2023, 1, 1), None, "OPEN", "CONTRIBUTIONS_PAID")


def test_unpaid_months_of_two_categories_in_a_row_are_one_row(law: Legislation) -> None:
    """Six months as a notary and six as a taxi driver, never paid: the twelfth closes on 1 March 2024."""
    first = Member(
        category="notary",
        first_due="2023-03",
        start_on=date(2023, 3, 1),
        paid=unpaid("2023-03", "2023-08"),
        end_on=date(2023, 9, 1),
        state=RegistrationState.CATEGORY_ENDED,
    )
    second = taxi("2023-09", "2024-02", paid=unpaid("2023-09", "2024-02"))
    day = date(2024, 2, 29)
    assert mending(segments(law, first, second, on=day), on=day) == ("PAY", 11 * DUE, day)
    day = date(2024, 3, 1)
    assert mending(segments(law, first, second, on=day), on=day) == ("PAY_AND_WAIT", 12 * DUE, None)


def test_a_debt_does_not_weigh_on_rights_that_no_contribution_opens(law: Legislation) -> None:
    score = Member(
        number=2, rights="score", category="tadamon", first_due=None, start_on=date(2022, 12, 1), paid={}
    )
    assert timeline(law, DEBTOR, score, on=date(2023, 2, 15))[-1] == (
        date(2022, 12, 1),
        None,
        "OPEN",
        "SCORE_ELIGIBLE",
    )
