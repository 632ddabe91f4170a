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

PERSON = "person"
"""A scope that begins with this word looks at people's files: while they are few, each is kept by its number."""
KEPT_ONE_BY_ONE = 100


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

    subjects: numbers of the records touched (a frame's first column). Their count and digest are kept, and of a
    run the records themselves carry the run. Up to a hundred people are also kept one by one, so that each can
    be told who looked at the file. The chain stays locked until the transaction ends, so record last.
    """
    numbers = _numbers(subjects)
    values = [actor, action, scope, run_id]
    if scope.partition(" ")[0] == PERSON and 0 < len(numbers) <= KEPT_ONE_BY_ONE:
        query, told = "SELECT access_record_people(%s, %s, %s, %s, %s)", [numbers.tolist()]
    else:
        query, told = "SELECT access_record(%s, %s, %s, %s, %s, %s)", [len(numbers), digest(numbers)]
    row = connection.execute(query, [*values, *told]).fetchone()
    assert row is not None
    return int(row[0])


def digest(subjects: Iterable[int] | pl.Series | pl.DataFrame) -> bytes:
    """SHA-256 of a set of record numbers, whatever their order: to prove later which records were touched."""
    import numpy as np  # slow to import, and needed only by commands that write

    return hashlib.sha256(np.unique(_numbers(subjects)).astype("<i8").tobytes()).digest()


def broken(connection: Connection) -> list[int]:
    """The numbers of the rows at which the trail does not hold; none if it is whole.

    A row holds if its hash follows from itself and the row before it, and if the people kept with it, where any
    are or should be, are those of its digest.
    """
    rows = connection.execute(
        """SELECT id FROM (
               SELECT id, hash, access_hash(lag(hash) OVER trail, lag(id) OVER trail, id, at, actor,
                   action, scope, run_id, subject_count, subject_digest) AS expected
               FROM access_action WINDOW trail AS (ORDER BY id)) AS chain
           WHERE hash <> expected
           UNION
           SELECT coalesce(kept.action_id, action.id)
           FROM (SELECT id, subject_digest, run_id FROM access_action
                 WHERE split_part(scope, ' ', 1) = %(person)s AND subject_count BETWEEN 1 AND %(most)s
                   AND id >= access_people_since()) AS action
           FULL JOIN (SELECT action_id, access_people_digest(array_agg(subject_id)) AS digest
                      FROM access_subject GROUP BY action_id) AS kept ON kept.action_id = action.id
           WHERE action.subject_digest IS DISTINCT FROM kept.digest
           ORDER BY 1""",
        {"person": PERSON, "most": KEPT_ONE_BY_ONE},
    )
    return [number for (number,) in rows]


def _numbers(subjects: Iterable[int] | pl.Series | pl.DataFrame) -> np.ndarray:
    import numpy as np

    if isinstance(subjects, pl.DataFrame):
        subjects = subjects.to_series(0)
    values = subjects.to_numpy() if isinstance(subjects, pl.Series) else list(subjects)
    return np.asarray(values, dtype=np.int64)
