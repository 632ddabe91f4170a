"""What contributions tell the packages above: one event a batch, plain values only."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection


@dataclass(frozen=True, kw_only=True)
class DuesRecorded:
    """Months due of newly opened memberships were written, in the transaction still open.

    memberships: the frame of MembershipsOpened; dues: frame (membership_id, month, due_centimes).
    """

    connection: Connection
    run_id: int
    on: date
    memberships: pl.DataFrame
    dues: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class DuesChanged:
    """Months of these people became due, were paid or were cancelled; their rights must follow."""

    connection: Connection
    run_id: int
    on: date
    people: pl.Series
