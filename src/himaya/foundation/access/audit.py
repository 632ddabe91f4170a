"""Writing and checking the audit trail, one row a batch.

The database itself stamps, numbers and chains the rows (function access_record): the app role can neither
write the table directly nor change it, and a row altered or removed by anybody breaks the chain there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl
from psycopg import Connection

if TYPE_CHECKING:
    import numpy as np


def record(
    connection: Connection,
    *,
    actor: str,
    action: str,
    scope: str,
    subjects: Iterable[int] | pl.Series | pl.DataFrame,
    run_id: int | None = None,
) -> int:
    """Write one action into the trail, in the caller's transaction; its number.

    A run that was killed and goes on is one action: the same action of one run on the same records is kept once.

    subjects: numbers of the records touched (a frame's first column). Only their count and digest are kept:
    the records themselves carry the run. The chain stays locked until the transaction ends, so record last.
    """
    numbers = _numbers(subjects)
    row = connection.execute(
        "SELECT access_record(%s, %s, %s, %s, %s, %s)",
        [actor, action, scope, run_id, len(numbers), digest(numbers)],
    ).fetchone()
    assert row is not None
    return int(row[0])


def digest(subjects: Iterable[int] | pl.Series | pl.DataFrame) -> bytes:
    """SHA-256 of a set of record numbers, whatever their order: to prove later which records were touched."""
    import numpy as np  # slow to import, and needed only by commands that write

    return hashlib.sha256(np.unique(_numbers(subjects)).astype("<i8").tobytes()).digest()


def broken(connection: Connection) -> list[int]:
    """The numbers of the rows at which the chain does not hold; none if the trail is whole."""
    rows = connection.execute(
        """SELECT id FROM (
               SELECT id, hash, access_hash(lag(hash) OVER trail, lag(id) OVER trail, id, at, actor,
                   action, scope, run_id, subject_count, subject_digest) AS expected
               FROM access_action WINDOW trail AS (ORDER BY id)) AS chain
           WHERE hash <> expected ORDER BY id"""
    )
    return [number for (number,) in rows]


def _numbers(subjects: Iterable[int] | pl.Series | pl.DataFrame) -> np.ndarray:
    import numpy as np

    if isinstance(subjects, pl.DataFrame):
        subjects = subjects.to_series(0)
    values = subjects.to_numpy() if isinstance(subjects, pl.Series) else list(subjects)
    return np.asarray(values, dtype=np.int64)
