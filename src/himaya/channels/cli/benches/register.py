"""A national list from the file to people registered, numbered, owing, with rights and an SMS in the queue.

Two lists of the size of April 2022 (1,641,557 lines), as the tax office writes them (windows-1256, semicolons):
the first into an empty register, the second into the register that holds the first, of which one line in ten
is somebody already known under another spelling. The baseline is a plain COPY, by one connection, of the very
rows that the first list left, into empty tables with the same indexes.
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from psycopg import Connection

from himaya.channels.cli.benches.lists import write_lists
from himaya.fund.preparation import prepare
from himaya.fund.registry.registration.run import Report, register_list
from himaya.runtime import database, scratch
from himaya.runtime.copying import copy_in, read_frames
from himaya.runtime.memory import PeakMemory

LINES = 1_641_557
ON = date(2021, 12, 31)
BODY = "dgi"
TARGET_RATE, TARGET_RATE_MATCHED, TARGET_RATIO, TARGET_MIB = 25_000, 15_000, 4.0, 3072
TABLES = (
    "registry_person",
    "registry_membership",
    "contributions_due",
    "rights_right",
    "messaging_message",
    "registry_listline",
)


def run(scale: float) -> dict[str, Any]:
    """Lines a second, into an empty register and into one that is full."""
    lines = max(1000, int(LINES * scale))
    with tempfile.TemporaryDirectory(prefix="himaya-bench-") as folder, scratch.database() as connection:
        prepare(connection)
        first, second = _drawn(connection, folder=Path(folder), lines=lines)
        with PeakMemory() as memory:
            seconds, report = _timed(connection, first)
        with database.connect("owner") as owner:
            baseline = _raw_copy(owner)
        with PeakMemory() as memory_matched:
            seconds_matched, matched = _timed(connection, second)
    rate, rate_matched = lines / seconds, lines / seconds_matched
    ratio, peak = seconds / baseline, max(memory.mebibytes, memory_matched.mebibytes)
    return {
        "bench": "register",
        "rate": rate,
        "unit": "lines/s",
        "ratio": ratio,
        "baseline": "COPY of the same rows into the same indexed tables",
        "seconds": seconds,
        "baseline_seconds": baseline,
        "peak_memory_mib": peak,
        "target_rate": TARGET_RATE,
        "target_ratio": TARGET_RATIO,
        "passed": rate >= TARGET_RATE
        and rate_matched >= TARGET_RATE_MATCHED
        and ratio <= TARGET_RATIO
        and peak <= TARGET_MIB,
        "registered": report.registered,
        "rate_matched": rate_matched,
        "seconds_matched": seconds_matched,
        "target_rate_matched": TARGET_RATE_MATCHED,
        "registered_matched": matched.registered,
        "to_decide_matched": matched.to_decide,
    }


def _timed(connection: Connection, file: Path) -> tuple[float, Report]:
    start = time.perf_counter()
    report = register_list(connection, source=file, body=BODY, on=ON)
    return time.perf_counter() - start, report


def _drawn(connection: Connection, *, folder: Path, lines: int) -> tuple[Path, Path]:
    """The two lists, written by a process of its own: what drawing them takes is no part of the measure."""
    codes = [row[0] for row in connection.execute("select code from territory_commune order by code")]
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as apart:
        return apart.submit(write_lists, codes, folder=folder, lines=lines).result()


def _raw_copy(connection: Connection) -> float:
    """Seconds to COPY the rows of the register's tables into empty copies of them, indexes included."""
    seconds = 0.0
    for table in TABLES:
        connection.execute(f"create table raw_{table} (like {table} including all)")
        for frame in list(read_frames(connection, f"select * from {table}")):
            start = time.perf_counter()
            copy_in(connection, table=f"raw_{table}", frame=frame)
            seconds += time.perf_counter() - start
        connection.execute(f"drop table raw_{table}")
    return seconds
