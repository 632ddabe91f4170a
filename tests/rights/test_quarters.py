"""Members who owe by the quarter: when their rights close, and when a long gap costs a new wait. Days by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rights_cases import DUE, Member, by_quarter, mending, segments, timeline

from himaya.kernel.month import Month
from himaya.legislation.law import Legislation

IN_TIME = {f"{year}-{month:02}": date(year, month, 15) for year in (2022, 2023) for month in (3, 6, 9, 12)}
PAID_ONE_QUARTER = {"2022-03": date(2022, 3, 15)}
LAW = Legislation.load("ma")


@pytest.mark.parametrize(
    ("category", "paid_on", "closed"),
    [
        ("cpu", date(2022, 7, 1), None),  # the quarter ends on 30 June and rights would close on 1 July
        ("cpu", date(2022, 7, 2), (date(2022, 7, 1), date(2022, 7, 2))),
        ("auto_entrepreneur", date(2022, 7, 31), None),  # payable to the end of July
        ("auto_entrepreneur", date(2022, 8, 1), None),
        ("auto_entrepreneur", date(2022, 8, 2), (date(2022, 8, 1), date(2022, 8, 2))),
    ],
)
def test_a_quarter_is_payable_to_the_last_day_of_its_category(
    law: Legislation, category: str, paid_on: date, closed: tuple[date, date] | None
) -> None:
    paid = PAID_ONE_QUARTER | {"2022-06": paid_on}
    found = timeline(law, Member(category=category, **by_quarter("2022-02", "2022-08", paid)), on=paid_on)
    assert [(start, end) for start, end, state, _ in found if state == "CLOSED"] == (
        [closed] if closed else []
    )


def test_the_january_of_an_auto_entrepreneur_is_the_last_month_to_pay_the_old_year(law: Legislation) -> None:
    """October, January, April and July: the ends of the four times to pay."""
    months = by_quarter("2022-01", "2022-12", {})
    for quarter, closes in [
        ("2022-03", date(2022, 5, 1)),
        ("2022-06", date(2022, 8, 1)),
        ("2022-09", date(2022, 11, 1)),
        ("2022-12", date(2023, 2, 1)),
    ]:
        case = {"category": "auto_entrepreneur", "due_month": f"{quarter}-01"}
        assert law.calculate(case, "arrears_closes_on").value == closes
        assert quarter in months["paid"]


FOUR_QUARTERS = ("2023-06", "2023-09", "2023-12", "2024-03")


@pytest.mark.parametrize(
    ("category", "paid_on", "closed_from", "open_from"),
    [
        # April 2023 to March 2024 unpaid: closed from 1 July 2023, settled in April, wait of May to July
        ("cpu", date(2024, 4, 5), date(2023, 7, 1), date(2024, 8, 1)),
        # the fourth quarter closes on 1 May: settled in May, wait of June to August
        ("auto_entrepreneur", date(2024, 5, 6), date(2023, 8, 1), date(2024, 9, 1)),
    ],
)
def test_four_unpaid_quarters_are_twelve_unpaid_months(
    law: Legislation, category: str, paid_on: date, closed_from: date, open_from: date
) -> None:
    paid = IN_TIME | dict.fromkeys(FOUR_QUARTERS, paid_on) | {"2024-06": date(2024, 6, 15)}
    member = Member(category=category, **by_quarter("2022-01", "2024-08", paid))
    assert timeline(law, member, on=date(2024, 8, 31))[-3:] == [
        (closed_from, paid_on, "CLOSED", "CONTRIBUTIONS_UNPAID"),
        (paid_on, open_from, "WAITING", "WAITING_AFTER_ARREARS"),
        (open_from, None, "OPEN", "CONTRIBUTIONS_PAID"),
    ]


@pytest.mark.parametrize(
    ("category", "last_day"), [("cpu", date(2024, 3, 31)), ("auto_entrepreneur", date(2024, 4, 30))]
)
def test_the_fourth_unpaid_quarter_changes_the_remedy_on_its_day(
    law: Legislation, category: str, last_day: date
) -> None:
    paid: dict[str, date | None] = {**IN_TIME, **dict.fromkeys(FOUR_QUARTERS)}
    member = Member(category=category, **by_quarter("2022-01", "2024-04", paid))
    before = segments(law, member, on=last_day)
    assert mending(before, on=last_day) == ("PAY", 3 * DUE, last_day)
    after = date.fromordinal(last_day.toordinal() + 1)
    assert mending(segments(law, member, on=after), on=after) == ("PAY_AND_WAIT", 4 * DUE, None)


def test_the_first_quarter_counts_from_the_first_month_owed(law: Legislation) -> None:
    """Owed from December 2023: one month, then three quarters, are ten; the twelfth falls in the fourth."""
    member = Member(category="cpu", **by_quarter("2023-12", "2025-01", {}))
    ten = segments(law, member, on=date(2024, 10, 1))
    assert mending(ten, on=date(2024, 10, 1)) == ("PAY", 4 * DUE, date(2024, 12, 31))
    thirteen = segments(law, member, on=date(2025, 1, 1))
    assert mending(thirteen, on=date(2025, 1, 1)) == ("PAY_AND_WAIT", 5 * DUE, None)


def test_a_quarter_paid_in_time_breaks_the_row_of_unpaid_months(law: Legislation) -> None:
    """June and December 2023 and March 2024 unpaid, September paid in time: six months in a row, not nine."""
    paid: dict[str, date | None] = {**IN_TIME, "2023-06": None, "2023-12": None}
    member = Member(category="cpu", **by_quarter("2022-01", "2024-09", paid))
    found = segments(law, member, on=date(2024, 7, 1))
    assert mending(found, on=date(2024, 7, 1))[:2] == ("PAY", 4 * DUE)  # December, March, June: nine months
    found = segments(law, member, on=date(2024, 10, 1))
    assert mending(found, on=date(2024, 10, 1))[:2] == ("PAY_AND_WAIT", 5 * DUE)


def test_months_that_another_activity_pays_do_not_break_a_row(law: Legislation) -> None:
    """Eleven months unpaid of which the third owes nothing: the twelfth that is owed comes a month later."""
    months = [str(month) for month in Month.span(first=Month.parse("2023-03"), until=Month.parse("2024-04"))]
    paid: dict[str, date | None] = {**dict.fromkeys(months), "2023-05": date(2023, 5, 1)}
    member = Member(first_due="2023-03", paid=paid, nothing=frozenset({"2023-05"}))
    eleven = segments(law, member, on=date(2024, 3, 1))
    assert mending(eleven, on=date(2024, 3, 1))[:2] == ("PAY", 11 * DUE)
    twelve = segments(law, member, on=date(2024, 4, 1))
    assert mending(twelve, on=date(2024, 4, 1))[:2] == ("PAY_AND_WAIT", 12 * DUE)


@given(
    category=st.sampled_from(["taxi_driver", "cpu", "auto_entrepreneur"]),
    quarter=st.integers(0, 11),
    days=st.integers(-40, 40),
)
def test_a_due_paid_by_its_last_day_closes_nothing_and_later_closes_to_the_day_of_payment(
    category: str, quarter: int, days: int
) -> None:
    """The due day of a taxi driver and of the CPU is the end of the month, of an auto-entrepreneur a month later."""
    due = Month.of(2022, 6) + 3 * quarter
    last = (due + (2 if category == "auto_entrepreneur" else 1)).first_day.toordinal() - 1
    paid_on = date.fromordinal(last + days)
    months = Month.span(first=Month.of(2022, 1), until=due + 1)
    paid: dict[str, date | None] = {
        str(one): date(one.year, one.month, 1) if one.month % 3 else date(one.year, one.month, 15)
        for one in months
    }
    nothing = frozenset(one for one in paid if category != "taxi_driver" and int(one[-2:]) % 3)
    member = Member(category=category, paid=paid | {str(due): paid_on}, nothing=nothing)
    found = timeline(LAW, member, on=date.fromordinal(last + 45))
    closes = date.fromordinal(last + 1)
    expected = [(closes, paid_on)] if paid_on > closes else []
    assert [(start, end) for start, end, state, _ in found if state == "CLOSED"] == expected


@given(first=st.dates(date(2018, 1, 1), date(2024, 12, 1)))
def test_the_first_wait_is_six_months_before_july_2021_and_three_from_then_on(first: date) -> None:
    """Law 98-15 then law 30-21; a taxi driver is in no calendar. Hand reckoning by months since year 0."""
    first = first.replace(day=1)
    months = 6 if first < date(2021, 7, 1) else 3
    index = first.year * 12 + first.month - 1 + months
    opens = LAW.calculate({"category": "taxi_driver", "first_due_month": str(first)}, "rights_open_from")
    assert opens.value == date(index // 12, index % 12 + 1, 1)
