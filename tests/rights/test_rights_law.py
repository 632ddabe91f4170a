"""Rights on exact days, worked by hand from the texts (waiting months, closure, restoration, ends)."""

from datetime import date, timedelta

import pytest
from rights_cases import DUE, Member, mending, paid_in_time, segments, short, timeline, unpaid

from himaya.fund.registry.states import RegistrationState
from himaya.legislation.law import Legislation

YEAR_END = date(2022, 12, 31)


@pytest.mark.parametrize(
    ("category", "first_due", "opens_on"),
    [
        ("taxi_driver", "2022-01", date(2022, 4, 1)),  # not in the calendar: three months
        ("notary", "2022-01", date(2022, 2, 1)),  # calendar of 2021-2022: one month
        ("notary", "2022-03", date(2022, 4, 1)),  # last month of the calendar
        ("notary", "2022-04", date(2022, 7, 1)),  # after it: three months
        ("auto_entrepreneur", "2022-02", date(2022, 3, 1)),  # notice of February 2022
        ("adoul", "2021-06", date(2021, 12, 1)),  # before law 30-21: six months
        ("adoul", "2021-07", date(2021, 10, 1)),
    ],
)
def test_a_right_waits_the_months_of_the_law_then_opens(
    law: Legislation, category: str, first_due: str, opens_on: date
) -> None:
    member = Member(category=category, first_due=first_due, paid=paid_in_time(first_due, "2022-12"))
    first = date.fromisoformat(f"{first_due}-01")
    assert timeline(law, member, on=YEAR_END) == [
        (first, opens_on, "WAITING", "WAITING_PERIOD"),
        (opens_on, None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_nothing_is_closed_while_the_month_runs_and_everything_is_on_the_first_of_the_next(
    law: Legislation,
) -> None:
    member = Member(category="notary", paid=paid_in_time("2022-01", "2022-01") | unpaid("2022-02", "2022-02"))
    last = timeline(law, member, on=date(2022, 2, 28))[-1]
    assert last == (date(2022, 2, 1), None, "OPEN", "CONTRIBUTIONS_PAID")
    assert timeline(law, member, on=date(2022, 3, 1))[1:] == [
        (date(2022, 2, 1), date(2022, 3, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 3, 1), None, "CLOSED", "CONTRIBUTIONS_UNPAID"),
    ]


@pytest.mark.parametrize(
    ("paid_on", "closed"), [(date(2022, 2, 28), False), (date(2022, 3, 1), False), (date(2022, 3, 2), True)]
)
def test_a_late_payment_reopens_on_its_own_day(law: Legislation, paid_on: date, closed: bool) -> None:
    member = Member(category="notary", paid=paid_in_time("2022-01", "2022-01") | {"2022-02": paid_on})
    found = timeline(law, member, on=date(2022, 3, 15))[1:]
    open_from = date(2022, 2, 1)
    if not closed:
        assert found == [(open_from, None, "OPEN", "CONTRIBUTIONS_PAID")]
    else:
        assert found == [
            (open_from, date(2022, 3, 1), "OPEN", "CONTRIBUTIONS_PAID"),
            (date(2022, 3, 1), paid_on, "CLOSED", "CONTRIBUTIONS_UNPAID"),
            (paid_on, None, "OPEN", "CONTRIBUTIONS_PAID"),
        ]


def test_rights_return_only_when_every_late_month_is_paid(law: Legislation) -> None:
    paid = paid_in_time("2022-01", "2022-01") | {"2022-02": date(2022, 4, 10), "2022-03": date(2022, 5, 6)}
    assert timeline(law, Member(category="notary", paid=paid), on=YEAR_END)[2:] == [
        (date(2022, 3, 1), date(2022, 5, 6), "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (date(2022, 5, 6), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_who_never_paid_is_closed_when_the_wait_ends(law: Legislation) -> None:
    found = segments(law, Member(paid=unpaid("2022-01", "2022-05")), on=date(2022, 6, 1))
    assert short(found) == [
        (date(2022, 1, 1), date(2022, 4, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 4, 1), None, "CLOSED", "CONTRIBUTIONS_UNPAID"),
    ]
    assert mending(found, on=date(2022, 6, 1)) == ("PAY", 5 * DUE, None)


def test_during_the_wait_what_is_owed_must_be_paid_before_it_ends(law: Legislation) -> None:
    found = segments(law, Member(paid=unpaid("2022-01", "2022-02")), on=date(2022, 2, 10))
    assert mending(found, on=date(2022, 2, 10)) == ("PAY_AND_WAIT", DUE, date(2022, 3, 31))
    paid = segments(law, Member(paid=paid_in_time("2022-01", "2022-02")), on=date(2022, 2, 16))
    assert mending(paid, on=date(2022, 2, 16)) == ("WAIT", None, date(2022, 4, 1))


def test_a_debt_of_today_is_not_the_remedy_of_a_wait_that_is_over(law: Legislation) -> None:
    paid = paid_in_time("2022-01", "2022-04") | unpaid("2022-05", "2022-05")
    found = segments(law, Member(paid=paid), on=date(2022, 6, 1))
    assert mending(found, on=date(2022, 2, 1)) == ("WAIT", None, date(2022, 4, 1))
    assert mending(found, on=date(2022, 6, 1)) == ("PAY", DUE, None)


def test_twelve_unpaid_months_ask_for_a_new_wait_after_2024(law: Legislation) -> None:
    """March 2023 to February 2024 paid on 5 March 2024: three months of wait from April, open on 1 July."""
    day = date(2024, 3, 5)
    paid = paid_in_time("2022-01", "2023-02") | dict.fromkeys(unpaid("2023-03", "2024-02"), day)
    paid |= paid_in_time("2024-03", "2024-09")
    assert timeline(law, Member(paid=paid), on=date(2024, 9, 30))[2:] == [
        (date(2023, 4, 1), day, "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (day, date(2024, 7, 1), "WAITING", "WAITING_AFTER_ARREARS"),
        (date(2024, 7, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


@pytest.mark.parametrize(
    ("last", "day"),
    [
        ("2024-01", date(2024, 3, 5)),  # eleven months only
        ("2024-02", date(2024, 2, 29)),  # the twelfth paid before it closes
        ("2022-12", date(2023, 12, 31)),  # before the rule was in force
    ],
)
def test_eleven_months_or_an_earlier_regularisation_ask_for_none(
    law: Legislation, last: str, day: date
) -> None:
    first = "2021-10" if last == "2022-12" else "2023-03"
    paid = paid_in_time("2021-01", "2021-09" if last == "2022-12" else "2023-02")
    paid |= dict.fromkeys(unpaid(first, last), day)
    found = timeline(law, Member(first_due="2021-01", paid=paid), on=date(2024, 3, 31))
    assert found[-1] == (day, None, "OPEN", "CONTRIBUTIONS_PAID")
    assert "WAITING_AFTER_ARREARS" not in {reason for *_, reason in found}


def test_the_twelfth_unpaid_month_changes_the_remedy(law: Legislation) -> None:
    paid = paid_in_time("2022-01", "2023-02") | unpaid("2023-03", "2024-02")
    eleven = segments(law, Member(paid=paid), on=date(2024, 2, 29))
    assert mending(eleven, on=date(2024, 2, 29)) == ("PAY", 11 * DUE, date(2024, 2, 29))
    twelve = segments(law, Member(paid=paid), on=date(2024, 3, 1))
    assert mending(twelve, on=date(2024, 3, 1)) == ("PAY_AND_WAIT", 12 * DUE, None)


def test_a_month_left_unpaid_in_a_new_wait_does_not_shorten_it(law: Legislation) -> None:
    day = date(2024, 3, 5)
    paid = paid_in_time("2022-01", "2023-02") | dict.fromkeys(unpaid("2023-03", "2024-02"), day)
    paid |= {"2024-03": date(2024, 4, 20)} | paid_in_time("2024-04", "2024-09")
    assert timeline(law, Member(paid=paid), on=date(2024, 9, 30))[3:] == [
        (day, date(2024, 4, 1), "WAITING", "WAITING_AFTER_ARREARS"),
        (date(2024, 4, 1), date(2024, 4, 20), "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (date(2024, 4, 20), date(2024, 7, 1), "WAITING", "WAITING_AFTER_ARREARS"),
        (date(2024, 7, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_a_month_never_paid_in_a_new_wait_closes_for_good(law: Legislation) -> None:
    day = date(2024, 3, 5)
    paid = paid_in_time("2022-01", "2023-02") | dict.fromkeys(unpaid("2023-03", "2024-02"), day)
    paid |= unpaid("2024-03", "2024-08")
    assert timeline(law, Member(paid=paid), on=date(2024, 9, 30))[3:] == [
        (day, date(2024, 4, 1), "WAITING", "WAITING_AFTER_ARREARS"),
        (date(2024, 4, 1), None, "CLOSED", "CONTRIBUTIONS_UNPAID"),
    ]


def test_months_paid_out_of_order_are_not_counted_as_unpaid_together(law: Legislation) -> None:
    """March 2023 to January 2024 are owed; all but March are paid in January and February, so no twelve."""
    paid = paid_in_time("2022-01", "2023-02") | {"2023-03": date(2024, 6, 3)}
    paid |= dict.fromkeys(unpaid("2023-04", "2024-01"), date(2024, 2, 5))
    paid |= {"2024-02": date(2024, 6, 3), "2024-03": date(2024, 6, 3)} | paid_in_time("2024-04", "2024-06")
    found = timeline(law, Member(paid=paid), on=date(2024, 6, 30))
    assert found[-2:] == [
        (date(2023, 4, 1), date(2024, 6, 3), "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (date(2024, 6, 3), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


def test_without_a_known_base_nothing_opens_and_the_fund_is_to_be_asked(law: Legislation) -> None:
    found = segments(law, Member(category="artisan", paid={}), on=YEAR_END)
    assert short(found) == [(date(2022, 1, 1), None, "WAITING", "BASE_UNKNOWN")]
    assert mending(found, on=YEAR_END) == ("ASK_FUND", None, None)


def test_the_end_of_an_activity_closes_and_another_activity_would_reopen(law: Legislation) -> None:
    member = Member(
        category="notary",
        paid=paid_in_time("2022-01", "2022-05"),
        end_on=date(2022, 6, 1),
        state=RegistrationState.CATEGORY_ENDED,
    )
    found = segments(law, member, on=YEAR_END)
    assert short(found)[1:] == [
        (date(2022, 2, 1), date(2022, 6, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 6, 1), None, "CLOSED", "CATEGORY_ENDED"),
    ]
    assert mending(found, on=YEAR_END) == ("DECLARE_ACTIVITY", None, None)


def test_a_transfer_closes_here_without_a_remedy(law: Legislation) -> None:
    member = Member(
        category="notary",
        paid=paid_in_time("2022-01", "2022-05"),
        end_on=date(2022, 6, 1),
        state=RegistrationState.TRANSFERRED,
    )
    found = segments(law, member, on=YEAR_END)
    assert short(found)[-1] == (date(2022, 6, 1), None, "CLOSED", "TRANSFERRED")
    assert mending(found, on=YEAR_END) == (None, None, None)


def test_the_last_membership_that_ended_says_why_the_right_is_closed(law: Legislation) -> None:
    artisan = Member(category="artisan", end_on=date(2022, 6, 1), state=RegistrationState.CATEGORY_ENDED)
    notary = Member(
        number=2,
        category="notary",
        first_due="2022-08",
        start_on=date(2022, 8, 1),
        end_on=date(2022, 9, 1),
        state=RegistrationState.TRANSFERRED,
    )
    ended = [one for one in timeline(law, artisan, notary, on=YEAR_END) if one[2] == "CLOSED"]
    assert ended == [
        (date(2022, 6, 1), date(2022, 8, 1), "CLOSED", "CATEGORY_ENDED"),
        (date(2022, 9, 1), None, "CLOSED", "TRANSFERRED"),
    ]


def test_nothing_follows_the_day_of_death(law: Legislation) -> None:
    died = date(2022, 6, 10)
    member = Member(category="notary", paid=paid_in_time("2022-01", "2022-06"), died_on=died)
    assert timeline(law, member, on=YEAR_END)[-1] == (
        date(2022, 2, 1),
        died + timedelta(days=1),
        "OPEN",
        "CONTRIBUTIONS_PAID",
    )


def test_a_score_opens_from_the_day_of_the_list_and_another_register_is_believed(law: Legislation) -> None:
    given = {"first_due": None, "start_on": date(2022, 12, 1)}
    assert timeline(law, Member(rights="score", category="tadamon", **given), on=YEAR_END) == [
        (date(2022, 12, 1), None, "OPEN", "SCORE_ELIGIBLE")
    ]
    assert timeline(law, Member(rights="taken_over", category="salaried", **given), on=YEAR_END) == [
        (date(2022, 12, 1), None, "OPEN", "TAKEN_OVER")
    ]


def test_of_two_activities_the_better_right_holds_on_each_day(law: Legislation) -> None:
    paying = Member(category="notary", paid=paid_in_time("2022-01", "2022-02") | unpaid("2022-03", "2022-12"))
    second = Member(number=2, first_due="2022-03", paid=paid_in_time("2022-03", "2022-12"))
    assert timeline(law, paying, second, on=YEAR_END) == [
        (date(2022, 1, 1), date(2022, 2, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 2, 1), date(2022, 4, 1), "OPEN", "CONTRIBUTIONS_PAID"),
        (date(2022, 4, 1), date(2022, 6, 1), "WAITING", "WAITING_PERIOD"),
        (date(2022, 6, 1), None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]
