"""What is owed, month by month: the law asked for a frame of memberships, its answers written by COPY."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

import polars as pl
from psycopg import Connection

from himaya.fund import law
from himaya.fund.contributions.corrections import correct_dues, differing
from himaya.fund.contributions.events import DuesChanged, DuesRecorded
from himaya.fund.contributions.laying import settle_people
from himaya.fund.contributions.months import first_day, months_owed
from himaya.fund.registry.events import MembershipsOpened
from himaya.fund.registry.membership_law import LAW_INPUTS, law_inputs
from himaya.kernel.month import Month
from himaya.legislation.law import Legislation
from himaya.runtime import events, runs
from himaya.runtime.copying import copy_in, read_frame

KIND = "assess"
PEOPLE_A_CHUNK = 500_000
KEPT = ("membership_id", "person_id", "month_index")
NO_DUES = {"membership_id": pl.Int64, "person_id": pl.Int64, "month": pl.Int16, "due_centimes": pl.Int64}

MEMBERSHIPS = """
select membership.id as membership_id, membership.person_id, category.code as category, membership.subcategory,
       membership.farm_class, membership.vehicle_owner, membership.diploma_on, membership.practice_from,
       membership.annual_net_profit_centimes, membership.annual_income_tax_centimes, membership.rsu_score,
       membership.first_due_month,
       (extract(year from ended.last_day) * 12 + extract(month from ended.last_day) - 1)::smallint as last_due_month
from registry_membership membership
join registry_category category on category.id = membership.category_id
join registry_scheme scheme on scheme.id = membership.scheme_id
join registry_person person on person.id = membership.person_id
cross join lateral (select least(membership.end_on - 1, person.died_on) as last_day) ended
where scheme.rights = 'contributions' and membership.first_due_month is not null
"""


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """What an assessment wrote: memberships looked at, months due added and their sum in centimes, months corrected."""

    run_id: int
    memberships: int
    months: int
    corrected: int
    due_centimes: int


def months_due(legislation: Legislation, memberships: pl.DataFrame, *, through: int) -> pl.DataFrame:
    """Every month owed by `memberships` up to the month index `through`.

    memberships: frame (membership_id, person_id, category, the facts of the category, first_due_month), all the
    memberships of each of its people, because one who has several activities may owe for one of them only.
    Returns (membership_id, person_id, month, due_centimes). A month for which the law gives no amount, because
    its base is not known, has no row; one that owes nothing has a row of zero.
    """
    rows = law_inputs(months_owed(memberships, through=through)).select(*KEPT, "month", *LAW_INPUTS)
    if rows.is_empty():
        return pl.DataFrame(schema=NO_DUES)
    due = legislation.evaluate(rows, ["month_due"]).filter(pl.col("month_due").is_not_null())
    return _once_a_person(legislation, due).select(
        "membership_id",
        "person_id",
        pl.col("month_index").cast(pl.Int16).alias("month"),
        pl.col("month_due").alias("due_centimes"),
    )


def _once_a_person(legislation: Legislation, due: pl.DataFrame) -> pl.DataFrame:
    """Where the law asks one contribution of a person with several activities, the others owe nothing."""
    several = pl.len().over("person_id", "month_index") > 1
    shared = due.filter(several)
    if shared.is_empty():
        return due
    # The law compares the activities of one person: a person's month is the group it compares in.
    grouped = shared.with_columns(
        pl.struct("person_id", "month_index").rank("dense").cast(pl.Int64).alias("person"),
        pl.col("membership_id").rank("dense").over("person_id").cast(pl.Int64).alias("activity_number"),
    )
    retained = legislation.evaluate(grouped, ["activity_retained"]).with_columns(
        pl.when("activity_retained").then(pl.col("month_due")).otherwise(0).alias("month_due")
    )
    return pl.concat([due.filter(~several), retained.select(due.columns)])


def record_dues(event: MembershipsOpened) -> None:
    """Write the months already owed by a batch of new memberships, and tell the packages above."""
    through = Month.containing(event.on).index
    fresh = event.memberships.filter((pl.col("rights") == "contributions") & ~pl.col("was_known"))
    recorded = months_due(law.current(), fresh, through=through)
    write_dues(event.connection, dues=recorded, run_id=event.run_id)
    known = event.memberships.filter(pl.col("was_known"))["person_id"].unique()
    if len(known):
        added = reassess_people(event.connection, people=known, through=through, run_id=event.run_id)
        recorded = pl.concat([recorded, added])
    events.publish(
        DuesRecorded(
            connection=event.connection,
            run_id=event.run_id,
            on=event.on,
            memberships=event.memberships,
            dues=recorded,
        )
    )


def reassess_people(connection: Connection, *, people: pl.Series, through: int, run_id: int) -> pl.DataFrame:
    """Work out anew what these people owe up to the month index `through`; returns the months added.

    Months that owe another amount than recorded are corrected, and the people's money is laid again.
    """
    connection.execute("create temporary table asked_members (person_id bigint primary key) on commit drop")
    copy_in(connection, table="asked_members", frame=pl.DataFrame({"person_id": people.unique()}))
    memberships, recorded = _recorded(connection, "in (select person_id from asked_members)", [])
    connection.execute("drop table asked_members")
    new, changed = differing(months_due(law.current(), memberships, through=through), recorded)
    _record(connection, new=new, changed=changed, run_id=run_id)
    return new


def _recorded(
    connection: Connection, whose: LiteralString, values: list[int]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The contributing memberships of some people, and the months recorded for them."""
    memberships = read_frame(connection, f"{MEMBERSHIPS} and membership.person_id {whose}", values)
    recorded = read_frame(
        connection,
        f"""select due.membership_id, due.month, due.due_centimes as before
            from registry_membership membership join contributions_due due on due.membership_id = membership.id
            where membership.person_id {whose}""",
        values,
    )
    return memberships, recorded


def _record(connection: Connection, *, new: pl.DataFrame, changed: pl.DataFrame, run_id: int) -> pl.Series:
    """Write the months added and corrected, lay the money of their people over them; returns these people."""
    write_dues(connection, dues=new, run_id=run_id)
    correct_dues(connection, changed=changed, run_id=run_id)
    people = pl.concat([new["person_id"], changed["person_id"]]).unique()
    settle_people(connection, people=people, anew=changed["person_id"].unique())
    return people


def write_dues(connection: Connection, *, dues: pl.DataFrame, run_id: int) -> None:
    """Write months due, all of them new; a month that owes nothing is settled on its first day."""
    copy_in(
        connection,
        table="contributions_due",
        frame=dues.select(
            "membership_id",
            "month",
            "due_centimes",
            pl.lit(0).alias("paid_centimes"),
            pl.when(pl.col("due_centimes") == 0)
            .then(first_day(pl.col("month").cast(pl.Int32)))
            .alias("paid_on"),
            pl.lit(run_id).alias("run_id"),
        ),
    )


def assess(
    connection: Connection,
    *,
    through: Month,
    on: date,
    advance: Callable[[int, int], None] = lambda *_: None,
) -> Assessed:
    """Work out every month owed up to the month `through`, for everybody, and write what is not yet written so.

    A month whose amount was unknown is added when its base is published; one that owes another amount, because
    an activity came to be known later or the law changed, is corrected. Money paid settles what it can. One
    transaction a chunk of people; the same month again adds only what became owed since.
    """
    row = connection.execute(
        "select coalesce(min(id), 0), coalesce(max(id), -1) from registry_person"
    ).fetchone()
    count = connection.execute("select count(*) from runtime_run where kind = %s", [KIND]).fetchone()
    assert row is not None
    assert count is not None
    lowest, highest = row
    open_run = connection.execute(
        "select digest from runtime_run where kind = %s and state = 'open' and payload ->> 'through' = %s",
        [KIND, str(through)],
    ).fetchone()
    digest = open_run[0] if open_run else f"{through}#{count[0] + 1}"
    payload = {"through": str(through), "on": on.isoformat()}
    run = runs.begin(connection, kind=KIND, cause=f"assess:{digest}", digest=digest, payload=payload)
    with run:
        for first in range(lowest, highest + 1, PEOPLE_A_CHUNK):
            last = min(first + PEOPLE_A_CHUNK - 1, highest)
            if not run.done(f"people:{first}"):
                with connection.transaction():
                    counts = _assess_range(
                        connection, first=first, last=last, through=through.index, run_id=run.id, on=on
                    )
                    run.mark(connection, f"people:{first}", counts)
            advance(last - lowest + 1, highest - lowest + 1)
        run.finish(connection)
    totals = run.totals()
    return Assessed(
        run_id=run.id,
        memberships=totals.get("memberships", 0),
        months=totals.get("months", 0),
        corrected=totals.get("corrected", 0),
        due_centimes=totals.get("due", 0),
    )


def _assess_range(
    connection: Connection, *, first: int, last: int, through: int, run_id: int, on: date
) -> dict[str, int]:
    memberships, recorded = _recorded(connection, "between %s and %s", [first, last])
    new, changed = differing(months_due(law.current(), memberships, through=through), recorded)
    people = _record(connection, new=new, changed=changed, run_id=run_id)
    if len(people):
        events.publish(DuesChanged(connection=connection, run_id=run_id, on=on, people=people))
    return {
        "memberships": memberships.height,
        "months": new.height,
        "corrected": changed.height,
        "due": int(new["due_centimes"].sum()),
    }
