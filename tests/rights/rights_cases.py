"""A membership in a few words, and the timeline that the law gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from himaya.fund.registry.states import RegistrationState
from himaya.fund.rights import dependants, derive, services
from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.fund.rights.timeline import FAR
from himaya.kernel.month import Month
from himaya.legislation.law import Legislation

DUE = 10_000
MEMBERSHIP = {
    "membership_id": pl.Int64,
    "person_id": pl.Int64,
    "scheme_id": pl.Int16,
    "rights": pl.String,
    "category": pl.String,
    "start_on": pl.Date,
    "end_on": pl.Date,
    "state": pl.Int16,
    "first_due_month": pl.Int32,
    "died_on": pl.Date,
}
DUES = {"membership_id": pl.Int64, "month": pl.Int16, "owed_centimes": pl.Int64, "paid_on": pl.Date}
DUES |= {"owes": pl.Boolean}
LINKS = {
    "insured_id": pl.Int64,
    "dependant_id": pl.Int64,
    "relation": pl.String,
    "start_on": pl.Date,
    "end_on": pl.Date,
    "proved": pl.Boolean,
    "student_until": pl.Date,
    "disabled": pl.Boolean,
    "birth_on": pl.Date,
    "died_on": pl.Date,
}


@dataclass(frozen=True, kw_only=True)
class Member:
    """A membership of person `person`; `paid` gives each month due and the day it was paid (None: never);
    `nothing` names those of them for which nothing was due."""

    category: str = "taxi_driver"
    first_due: str | None = "2022-01"
    paid: dict[str, date | None] = field(default_factory=dict)
    nothing: frozenset[str] = frozenset()
    person: int = 1
    number: int = 1
    rights: str = "contributions"
    start_on: date = date(2022, 1, 1)
    end_on: date | None = None
    state: RegistrationState = RegistrationState.REGISTERED
    died_on: date | None = None


def paid_in_time(first: str, last: str) -> dict[str, date | None]:
    """Each month from `first` to `last`, paid on its fifteenth."""
    months = Month.span(first=Month.parse(first), until=Month.parse(last) + 1)
    return {str(month): date(month.year, month.month, 15) for month in months}


def by_quarter(first: str, last: str, paid: dict[str, date | None]) -> dict[str, Any]:
    """Months of a member whose quarters are due in months 3, 6, 9 and 12: `paid` gives those, others owe nothing."""
    months = list(Month.span(first=Month.parse(first), until=Month.parse(last) + 1))
    none = {str(month): date(month.year, month.month, 1) for month in months if month.month % 3}
    due = {str(month): paid.get(str(month)) for month in months if month.month % 3 == 0}
    return {"first_due": first, "paid": none | due, "nothing": frozenset(none)}


def unpaid(first: str, last: str) -> dict[str, date | None]:
    """Each month from `first` to `last`, not paid."""
    return dict.fromkeys(paid_in_time(first, last))


def facts(*members: Member) -> derive.Facts:
    """The frames of these memberships."""
    rows = [
        {
            "membership_id": one.number,
            "person_id": one.person,
            "scheme_id": {"contributions": 1, "taken_over": 2, "score": 4}[one.rights],
            "rights": one.rights,
            "category": one.category,
            "start_on": one.start_on,
            "end_on": one.end_on,
            "state": int(one.state),
            "first_due_month": Month.parse(one.first_due).index if one.first_due else None,
            "died_on": one.died_on,
        }
        for one in members
    ]
    dues = [
        {
            "membership_id": one.number,
            "month": Month.parse(month).index,
            "owed_centimes": 0 if day else DUE,
            "paid_on": day,
            "owes": month not in one.nothing,
        }
        for one in members
        for month, day in one.paid.items()
    ]
    return derive.Facts(
        memberships=pl.DataFrame(rows, schema=MEMBERSHIP), dues=pl.DataFrame(dues, schema=DUES)
    )


def segments(law: Legislation, *members: Member, on: date) -> pl.DataFrame:
    """One timeline a person, sorted."""
    return services.of_people(derive.of_memberships(law, facts(*members), on=on)).sort(
        "person_id", "start_on"
    )


def timeline(law: Legislation, *members: Member, on: date) -> list[tuple[Any, ...]]:
    """(start, end, state, reason) of the one person of these memberships; a missing end is None."""
    return short(segments(law, *members, on=on))


def short(rows: pl.DataFrame) -> list[tuple[Any, ...]]:
    """(start, end, state, reason) in the order of days."""
    return [
        (start, None if end == FAR else end, RightState(state).name, Reason(reason).name)
        for start, end, state, reason in rows.sort("start_on")
        .select("start_on", "end_on", "state", "reason")
        .iter_rows()
    ]


def mending(rows: pl.DataFrame, *, on: date) -> tuple[str | None, int | None, date | None]:
    """What would mend the right of a day: act, centimes, last day."""
    row = rows.filter((pl.col("start_on") <= on) & (pl.col("end_on") > on))
    ((remedy, centimes, by),) = row.select("remedy", "remedy_centimes", "remedy_by").iter_rows()
    return Remedy(remedy).name if remedy else None, centimes, by


def of_dependant(
    law: Legislation, *members: Member, link: dict[str, Any] | list[dict[str, Any]], on: date
) -> pl.DataFrame:
    """Timeline of person 9, linked to person 1 unless the link says otherwise."""
    given = [link] if isinstance(link, dict) else link
    plain = {"insured_id": 1, "dependant_id": 9, "relation": "child", "start_on": date(2022, 1, 1)} | {
        "proved": True,
        "disabled": False,
    }
    links = pl.DataFrame([plain | one for one in given], schema=LINKS)
    insured = segments(law, *members, on=on)
    linked = dependants.of_links(law, links, insured, on=on)
    own = insured.filter(pl.col("person_id") == 9)
    return services.one_timeline(own, linked, links=links).sort("start_on")
