"""1.6 million people against themselves: name keys, blocking, scoring and clustering, judged by the truth.

The baseline is one plain read of the same people from a Parquet file with their keys worked out; the bench
passes when the time, the memory, the precision of automatic decisions and the recall with review all do.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl

from himaya.channels.cli.benches import Figures
from himaya.channels.cli.benches.people import people, truth
from himaya.fund.registry import names
from himaya.fund.registry.matching import evaluation, within
from himaya.runtime.memory import PeakMemory

PEOPLE = 1_600_000
TARGET_SECONDS, TARGET_MIB = 120, 4096
PRECISION_MIN, RECALL_MIN = 0.99, 0.97


def run(scale: float) -> dict[str, Any]:
    """People compared a second, from the file to the groups; precision and recall for each kind of pair."""
    count = max(1000, int(PEOPLE * scale))
    with tempfile.TemporaryDirectory(prefix="himaya-bench-") as folder:
        file, answers = Path(folder) / "people.parquet", Path(folder) / "truth.parquet"
        _write(count, file=file, answers=answers)
        start = time.perf_counter()
        names.name_keys(pl.read_parquet(file))
        baseline = time.perf_counter() - start
        with PeakMemory() as memory:
            start = time.perf_counter()
            pairs, _groups = within(pl.read_parquet(file))
            seconds = time.perf_counter() - start
        kinds = evaluation.evaluated(pairs, pl.read_parquet(answers)).to_dicts()
    judged = kinds[0]
    rate = count / seconds
    figures = Figures(
        bench="match",
        rate=rate,
        unit="people/s",
        ratio=seconds / baseline,
        baseline="a read of the same file with its name keys",
        seconds=seconds,
        baseline_seconds=baseline,
        peak_memory_mib=memory.mebibytes,
        target_rate=PEOPLE / TARGET_SECONDS,
        target_ratio=None,
        passed=rate >= PEOPLE / TARGET_SECONDS
        and memory.mebibytes <= TARGET_MIB
        and judged["precision"] >= PRECISION_MIN
        and judged["recall_with_review"] >= RECALL_MIN,
    )
    wanted = ("precision", "recall", "recall_with_review")
    return figures.as_dict() | {name: judged[name] for name in wanted} | {"kinds": kinds}


def _write(count: int, *, file: Path, answers: Path) -> None:
    """The people without what would betray them, and the truth apart."""
    made = people(count)
    truth(made).write_parquet(answers)
    made.drop("truth", "errors", "alike", "model").write_parquet(file)
