"""The decree of October 2025 on allowances for ranks 4 to 6, back to January 2023, for a million families.

The baseline is the same differences as a Polars expression written by hand for that decree alone.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from himaya.kernel.month import Month
from himaya.legislation.law import Legislation
from himaya.runtime.memory import PeakMemory
from himaya.steering.simulation.retroactive import Question, list_differences

FAMILIES = 1_000_000
SECONDS_MAX = 60
DECREE = Question(
    variable="family_allowance_amount",
    first=Month.parse("2023-01"),
    last=Month.parse("2025-10"),
    known_before=date(2025, 10, 22),
    known_after=date(2025, 10, 23),
)
MONTHS = DECREE.last.index - DECREE.first.index + 1


def run(scale: float) -> Mapping[str, Any]:
    """Families a second: differences worked out and listed, then asked again and not listed twice."""
    law = Legislation.load("ma")
    count = max(1000, int(FAMILIES * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        children = np.random.default_rng(2026).integers(0, 9, count)
        families = pl.DataFrame({"family": np.arange(count), "eligible_children": children})
        families.write_parquet(folder / "families.parquet")
        started = time.perf_counter()
        expected = _by_hand(families)
        baseline = time.perf_counter() - started
        with PeakMemory() as memory:
            started = time.perf_counter()
            listed = list_differences(law, folder / "families.parquet", DECREE, folder=folder)
            seconds = time.perf_counter() - started
        again = list_differences(law, folder / "families.parquet", DECREE, folder=folder)
    right = (
        listed.total == expected
        and again.was_there
        and (again.lines, again.total) == (listed.lines, expected)
    )
    return {
        "bench": "retroactive",
        "rate": count / seconds,
        "unit": "families/s",
        "ratio": seconds / baseline,
        "baseline": "the same sum as a Polars expression written by hand",
        "seconds": seconds,
        "baseline_seconds": baseline,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": FAMILIES / SECONDS_MAX,
        "target_ratio": None,
        "passed": right and count / seconds >= FAMILIES / SECONDS_MAX,
    }


def _by_hand(families: pl.DataFrame) -> int:
    """64 dirhams (100 less 36) more for each child of rank 4 to 6, each month."""
    late = pl.col("eligible_children").clip(3, 6) - 3
    return int(families.select((late * 6_400 * MONTHS).sum()).item())
