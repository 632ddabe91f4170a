"""Lines decided to be registered enter the register: people, memberships, and the message with the number.

One call is one chunk inside the caller's transaction. Ids and numbers were taken before, so that a chunk
written again after a crash is the same chunk.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import polars as pl
from psycopg import Connection

from himaya.foundation.messaging.outbox import compose
from himaya.foundation.messaging.templates import Catalogue
from himaya.fund.registry import numbers
from himaya.fund.registry.events import MembershipsOpened
from himaya.fund.registry.registration.decide import REGISTERED
from himaya.runtime import events
from himaya.runtime.copying import copy_in

PERSON_COLUMNS = (
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "family_key",
    "given_key",
    "cin",
    "cin_key",
    "idcs",
    "residence_card",
    "birth_on",
    "birth_precision",
    "sex",
    "commune_id",
    "address",
    "phone",
    "language",
)
FACT_COLUMNS = (
    "subcategory",
    "professional_number",
    "farm_class",
    "vehicle_owner",
    "diploma_on",
    "practice_from",
    "annual_net_profit_centimes",
    "annual_income_tax_centimes",
    "rsu_score",
)


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What holds for every line of a run."""

    run_id: int
    body_id: int
    on: date
    catalogue: Catalogue | None  # None: these people are not written to (another register's insured)


def enter(
    connection: Connection, *, batch: Batch, lines: pl.DataFrame, decisions: pl.DataFrame
) -> dict[str, int]:
    """Write one chunk of lines to register; returns what was written.

    lines: normalised lines with keys, ids and first_due_month; decisions: lines of `decide` to register, with
    person_id, membership_id, and for those insured for the first time insured_number, message_id, promoted.
    """
    registered = decisions.join(
        lines.drop("person_id", strict=False), on="line_no", how="left", maintain_order="left"
    )
    numbered = registered.filter(pl.col("insured_number").is_not_null())
    new = numbered.filter(~pl.col("promoted"))
    copy_in(connection, table="registry_person", frame=_people(new, batch=batch))
    numbers.give(connection, people=numbered.filter(pl.col("promoted")))
    copy_in(connection, table="registry_membership", frame=_memberships(registered, batch=batch))
    _tell_numbers(connection, new=numbered, batch=batch)
    events.publish(
        MembershipsOpened(
            connection=connection,
            run_id=batch.run_id,
            on=batch.on,
            memberships=_opened(registered, batch=batch),
        )
    )
    return {"registered": registered.height, "new_people": new.height}


def _people(new: pl.DataFrame, *, batch: Batch) -> pl.DataFrame:
    return new.select(
        pl.col("person_id").alias("id"),
        "insured_number",
        *PERSON_COLUMNS,
        pl.lit(batch.on).alias("registered_on"),
        pl.lit(batch.run_id).alias("run_id"),
    )


def _memberships(registered: pl.DataFrame, *, batch: Batch) -> pl.DataFrame:
    return registered.select(
        pl.col("membership_id").alias("id"),
        "person_id",
        "scheme_id",
        "category_id",
        *FACT_COLUMNS,
        "start_on",
        "first_due_month",
        pl.lit(REGISTERED).alias("state"),
        pl.lit(batch.body_id).alias("body_id"),
        pl.lit(batch.run_id).alias("run_id"),
        "line_no",
    )


def _opened(registered: pl.DataFrame, *, batch: Batch) -> pl.DataFrame:
    return registered.select(
        "membership_id",
        "person_id",
        "scheme_id",
        "rights",
        "category",
        *FACT_COLUMNS,
        "start_on",
        "first_due_month",
        (pl.col("insured_number").is_null() | pl.col("promoted")).alias("was_known"),
    )


def _tell_numbers(connection: Connection, *, new: pl.DataFrame, batch: Batch) -> None:
    """Queue the SMS that gives each new insured person his number."""
    if batch.catalogue is None or new.is_empty():
        return
    told = compose(
        frame=new.select("person_id", "phone", "language", pl.col("insured_number").alias("number")),
        template="registration",
        catalogue=batch.catalogue,
        cause=f"register:{batch.run_id}",
        now=datetime.combine(batch.on, time(9), tzinfo=UTC),
        run_id=batch.run_id,
        first_id=new["message_id"][0],
    )
    copy_in(connection, table="messaging_message", frame=told.frame)
