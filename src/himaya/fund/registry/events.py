"""What the register tells the packages above it: one event a batch, plain values only."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection


@dataclass(frozen=True, kw_only=True)
class MembershipsOpened:
    """A batch of memberships was written, in the transaction still open.

    memberships: frame (membership_id, person_id, scheme_id, rights, category, subcategory, the facts of the
        category, start_on, first_due_month, was_known: the person was in the register before).
    """

    connection: Connection
    run_id: int
    on: date
    memberships: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class PeopleChanged:
    """Facts about these people changed (family, end, transfer, death, merge); what derives from them must follow."""

    connection: Connection
    run_id: int
    on: date
    people: pl.Series


@dataclass(frozen=True, kw_only=True)
class MembershipsEnded:
    """The ends of memberships changed; months owed after an end are owed no more, and again if it was a mistake.

    memberships: frame (membership_id, end_before, end_after: days or null, half-open).
    """

    connection: Connection
    run_id: int
    on: date
    memberships: pl.DataFrame
