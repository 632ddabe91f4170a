"""Telling insured persons that their right is no longer in the state it was: what, since when, which act."""

from datetime import UTC, date, datetime, time

import polars as pl
from psycopg import Connection

from himaya.foundation.messaging.outbox import enqueue
from himaya.foundation.messaging.templates import load_folder
from himaya.fund.rights.states import Remedy, RightState
from himaya.runtime.copying import copy_in, read_frame
from himaya.runtime.fund import fund_folder

OPEN, CLOSED = int(RightState.OPEN), int(RightState.CLOSED)
ACTS = {
    int(remedy): remedy.name.lower()
    for remedy in (
        Remedy.SEND_LINK_PROOF,
        Remedy.SEND_SCHOOL_CERTIFICATE,
        Remedy.DECLARE_ACTIVITY,
    )
}
"""The remedies that a message names, as the template's choices call them; all others: ask the fund."""
ASK = Remedy.ASK_FUND.name.lower()
AFTER = {int(Remedy.PAY): "payment", int(Remedy.PAY_AND_WAIT): "wait"}
"""The remedies that are payments, and when cover opens after it, as the template's choices call it."""
TEMPLATES = (
    "rights_opened",
    "rights_restored",
    "rights_closed",
    "rights_closed_pay",
    "rights_closed_pay_by",
)


def on_day(segments: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """The segment in which a day falls, one a person at most."""
    return segments.filter(
        (pl.col("start_on") <= on) & (pl.col("end_on").is_null() | (pl.col("end_on") > on))
    )


def tell_changes(
    connection: Connection, *, held: pl.DataFrame, follows: pl.DataFrame, on: date, run_id: int, since: date
) -> int:
    """Queue a message for each insured person whose state is not what it was; returns how many.

    held: what was believed before, read on the day `since`; follows: what is believed now, read on `on`.
    The same change from the same day is told once, whatever found it.
    """
    before = on_day(held, on=since).select("person_id", pl.col("state").alias("before"))
    changed = on_day(follows, on=on).join(before, on="person_id").filter(pl.col("before") != pl.col("state"))
    told = changed.with_columns(_template()).drop_nulls("template")
    if told.is_empty():
        return 0
    return _queued(connection, _with_addresses(connection, told), on=on, run_id=run_id)


def _template() -> pl.Expr:
    """What a person is told of his new state; null for a wait, which follows an act of his own."""
    now_open = pl.col("state") == OPEN
    to_pay = pl.col("remedy").is_in(list(AFTER)) & pl.col("remedy_centimes").is_not_null()
    return (
        pl.when(now_open & (pl.col("before") == CLOSED))
        .then(pl.lit("rights_restored"))
        .when(now_open)
        .then(pl.lit("rights_opened"))
        .when(pl.col("state") != CLOSED)
        .then(None)
        .when(to_pay & pl.col("remedy_by").is_not_null())
        .then(pl.lit("rights_closed_pay_by"))
        .when(to_pay)
        .then(pl.lit("rights_closed_pay"))
        .otherwise(pl.lit("rights_closed"))
        .alias("template")
    )


def _with_addresses(connection: Connection, told: pl.DataFrame) -> pl.DataFrame:
    connection.execute("create temporary table told_people (person_id bigint) on commit drop")
    copy_in(connection, table="told_people", frame=told.select("person_id"))
    known = read_frame(
        connection,
        "select person.id as person_id, person.insured_number::text as number, person.phone, person.language"
        " from told_people join registry_person person on person.id = told_people.person_id"
        " where person.insured_number is not null",
    )
    connection.execute("drop table told_people")
    return told.join(known, on="person_id")


def _queued(connection: Connection, told: pl.DataFrame, *, on: date, run_id: int) -> int:
    catalogue = load_folder(fund_folder())
    remedy = pl.col("remedy")
    said = told.with_columns(
        pl.col("start_on").alias("since_on"),
        pl.col("start_on").alias("from_on"),
        pl.col("remedy_centimes").alias("owed"),
        pl.col("remedy_by").alias("by_on"),
        remedy.replace_strict(ACTS, default=ASK, return_dtype=pl.String).alias("act"),
        remedy.replace_strict(AFTER, default=None, return_dtype=pl.String).alias("after"),
    )
    queued = 0
    for template in TEMPLATES:
        people = said.filter(pl.col("template") == template)
        for (start_on,), same_day in people.group_by("start_on", maintain_order=True):
            queued += enqueue(
                connection,
                frame=same_day,
                template=template,
                catalogue=catalogue,
                cause=f"rights:{start_on}",
                now=datetime.combine(on, time(9), tzinfo=UTC),
                run_id=run_id,
            ).queued
    return queued
