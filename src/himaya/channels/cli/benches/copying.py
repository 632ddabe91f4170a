"""Rows in and out by COPY: `copy_in` against a raw COPY of the same bytes, already written.

The table is one of months due (bigint, month, two amounts, a day) with its primary key.
"""

from __future__ import annotations

import time

import numpy as np
import polars as pl
from psycopg import Connection

from himaya.channels.cli.benches import Figures
from himaya.runtime import database, scratch
from himaya.runtime.copying import copy_in, read_frame
from himaya.runtime.memory import PeakMemory

ROWS = 3_000_000
PIECE = 1 << 20
TARGET_RATIO = 1.3
TABLE = """CREATE TABLE bench_copy (membership_id bigint, month smallint, due_centimes bigint,
    paid_centimes bigint, paid_on date, PRIMARY KEY (membership_id, month));
    GRANT ALL ON bench_copy TO himaya_app"""


def run(scale: float) -> Figures:
    """Rows a second into an indexed table; the read back must give the same frame."""
    frame = _frame(max(1000, int(ROWS * scale)))
    with scratch.database() as connection:
        with database.connect("owner") as owner:
            owner.execute(TABLE)
        _raw(connection, frame)  # the first fill pays for the growth of the files
        connection.execute("TRUNCATE bench_copy")
        baseline = _raw(connection, frame)
        connection.execute("TRUNCATE bench_copy")
        with PeakMemory() as memory:
            start = time.perf_counter()
            copy_in(connection, table="bench_copy", frame=frame)
            seconds = time.perf_counter() - start
            same = read_frame(connection, "SELECT * FROM bench_copy ORDER BY membership_id").equals(frame)
    rate, ratio = frame.height / seconds, seconds / baseline
    return Figures(
        bench="copying",
        rate=rate,
        unit="rows/s",
        ratio=ratio,
        baseline="raw COPY of the same bytes",
        seconds=seconds,
        baseline_seconds=baseline,
        peak_memory_mib=memory.mebibytes,
        target_rate=None,
        target_ratio=TARGET_RATIO,
        passed=same and ratio <= TARGET_RATIO,
    )


def _frame(rows: int) -> pl.DataFrame:
    rng = np.random.default_rng(1)
    paid = rng.random(rows) < 0.7
    days = pl.Series(rng.integers(18_000, 20_000, rows), dtype=pl.Int32).cast(pl.Date)
    return pl.DataFrame(
        {
            "membership_id": np.arange(rows, dtype=np.int64),
            "month": np.full(rows, 2022 * 12 + 2, dtype=np.int16),
            "due_centimes": rng.integers(10_000, 120_000, rows),
            "paid_centimes": paid * 10_000,
            "paid_on": days,
        }
    ).with_columns(pl.when(pl.Series(paid)).then("paid_on").alias("paid_on"))


def _raw(connection: Connection, frame: pl.DataFrame) -> float:
    """Seconds to send the rows as one block of text written beforehand."""
    text = memoryview(frame.write_csv(include_header=False).encode())
    start = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy("COPY bench_copy FROM STDIN (FORMAT csv)") as copy:
        for place in range(0, len(text), PIECE):
            copy.write(text[place : place + PIECE])
    return time.perf_counter() - start
