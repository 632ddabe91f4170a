"""A change of category: one membership ends and another opens on the same day."""

from datetime import date
from typing import Any

import polars as pl
from psycopg import Connection

from himaya.fund import law
from himaya.fund.registry import numbers, selectors
from himaya.fund.registry.acts import Moved, act, end_memberships, told
from himaya.fund.registry.errors import (
    CategoryFactsMissing,
    CategoryNotOpen,
    CategoryUnknown,
    MembershipAlreadyOpen,
)
from himaya.fund.registry.events import MembershipsOpened
from himaya.fund.registry.registration import legal
from himaya.fund.registry.registration.enter import FACT_COLUMNS
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime import events, runs
from himaya.runtime.copying import copy_in, read_frame

FACT_TYPES: dict[str, Any] = {
    "subcategory": pl.String,
    "professional_number": pl.String,
    "farm_class": pl.Int16,
    "vehicle_owner": pl.Boolean,
    "diploma_on": pl.Date,
    "practice_from": pl.Date,
    "annual_net_profit_centimes": pl.Int64,
    "annual_income_tax_centimes": pl.Int64,
    "rsu_score": pl.Decimal(11, 7),
}


def change_category(connection: Connection, *, changes: pl.DataFrame, by: str, on: date) -> Moved:
    """End memberships and open others of a new category on the same day.

    changes: frame (membership_id, change_on, category, and the facts that it needs: FACT_TYPES). The month of
    the change is owed in the old category, the new one owes from the month that begins on or after the change.
    Raises what `end_activity` does, and CategoryUnknown, CategoryNotOpen, CategoryFactsMissing,
    MembershipAlreadyOpen.
    """
    facts = changes.with_columns(
        (pl.col(name) if name in changes.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in FACT_TYPES.items()
    )
    wanted = _of_categories(connection, facts)
    _check_changes(connection, wanted)
    ends = changes.select("membership_id", pl.col("change_on").alias("end_on"))
    with act(connection, what="change_category", by=by, on=on) as run:
        people = end_memberships(connection, run=run, ends=ends, state=State.CATEGORY_ENDED, on=on)
        _open(connection, run=run, wanted=wanted, on=on)
        return told(
            connection, run=run, people=people, memberships=ends.height, by=by, what="change_category", on=on
        )


def _of_categories(connection: Connection, changes: pl.DataFrame) -> pl.DataFrame:
    """The memberships to open: with category_id, scheme_id, rights, start_on and first_due_month."""
    categories = selectors.categories_frame(connection)
    for code in changes.join(categories, on="category", how="anti")["category"]:
        raise CategoryUnknown(category=code, known=", ".join(categories["category"]))
    known = changes.join(categories, on="category", maintain_order="left").with_columns(
        next_month(pl.col("change_on")).alias("activity_from")
    )
    for row in known.select("category", "needs", *FACT_TYPES).iter_rows(named=True):
        missing = [fact for fact in row["needs"] if row[fact] is None]
        if missing:
            raise CategoryFactsMissing(category=row["category"], facts=", ".join(missing))
    numbered = known.with_row_index("line_no", offset=1).with_columns(pl.col("line_no").cast(pl.Int32))
    days = numbered.partition_by("change_on", maintain_order=True)
    answered = pl.concat(
        [legal.with_first_due_month(rows, law=law.current(), on=rows["change_on"][0]) for rows in days]
    ).with_columns(pl.col("change_on").alias("start_on"))
    closed = answered.filter((pl.col("rights") == legal.CONTRIBUTIONS) & pl.col("first_due_month").is_null())
    for code, day in closed.select("category", "change_on").iter_rows():
        raise CategoryNotOpen(category=code, day=day)
    return answered


def next_month(day: pl.Expr) -> pl.Expr:
    """The first day of the first month that begins on a day or after it."""
    return day.dt.offset_by("-1d").dt.truncate("1mo").dt.offset_by("1mo")


def _open(connection: Connection, *, run: runs.Run, wanted: pl.DataFrame, on: date) -> None:
    first = numbers.reserve_ids(connection, name="membership", count=wanted.height)
    people = read_frame(
        connection,
        "select id as membership_id, person_id from registry_membership where id = any(%s)",
        [wanted["membership_id"].to_list()],
    )
    opened = (
        wanted.join(people, on="membership_id", maintain_order="left")
        .drop("membership_id")
        .with_columns(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("membership_id"))
    )
    _check_not_held(connection, opened)
    copy_in(
        connection,
        table="registry_membership",
        frame=opened.select(
            pl.col("membership_id").alias("id"),
            "person_id",
            "scheme_id",
            "category_id",
            *FACT_COLUMNS,
            "start_on",
            "first_due_month",
            pl.lit(int(State.REGISTERED)).alias("state"),
            pl.lit(run.id).alias("run_id"),
            "line_no",
        ),
    )
    events.publish(
        MembershipsOpened(
            connection=connection,
            run_id=run.id,
            on=on,
            memberships=opened.select(
                "membership_id",
                "person_id",
                "scheme_id",
                "rights",
                "category",
                *FACT_COLUMNS,
                "start_on",
                "first_due_month",
                pl.lit(True).alias("was_known"),
            ),
        )
    )


def _check_changes(connection: Connection, wanted: pl.DataFrame) -> None:
    """Refuse a change that changes nothing: the category held, and no fact that differs from those held."""
    held = read_frame(
        connection,
        f"select id as membership_id, category_id, {', '.join(FACT_TYPES)}"
        " from registry_membership where id = any(%s) and end_on is null",
        [wanted["membership_id"].to_list()],
    )
    both = wanted.join(held, on=["membership_id", "category_id"], suffix="_held")
    differs = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"{name}_held")) & pl.col(name).is_not_null() for name in FACT_TYPES
    )
    for category in both.filter(~differs)["category"]:
        raise MembershipAlreadyOpen(category=category)


def _check_not_held(connection: Connection, opened: pl.DataFrame) -> None:
    held = read_frame(
        connection,
        "select person_id, category_id from registry_membership where person_id = any(%s) and end_on is null",
        [opened["person_id"].to_list()],
    )
    twice = opened.filter(~pl.struct("person_id", "category_id").is_first_distinct())
    again = opened.join(held, on=["person_id", "category_id"], how="semi")
    for category in [*twice["category"], *again["category"]]:
        raise MembershipAlreadyOpen(category=category)
