"""A reform compared with the law over 22 million people-months in a Parquet file, streamed.

The population is drawn before the clock starts. The baseline is a plain read of the same columns of the same file,
part by part, twice, as the simulation reads them.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from himaya.channels.cli.benches.law import MONTH, people
from himaya.kernel import jurisdiction
from himaya.legislation.law import Legislation
from himaya.legislation.reforms import load_reform
from himaya.runtime.memory import PeakMemory
from himaya.steering.simulation.comparison import comparison
from himaya.steering.simulation.figures import everybody
from himaya.steering.simulation.population import PopulationFile
from himaya.steering.simulation.run import simulate

PEOPLE = 22_000_000
DRAWN_AT_ONCE = 1_000_000
SECONDS_MAX = 30
MEMORY_MAX_MIB = 4096
MONTH_COMPARED = MONTH.replace(year=2026)


def run(scale: float) -> Mapping[str, Any]:
    """People-months a second for the example of one rate for all the self-employed."""
    law = Legislation.load("ma")
    reforms = jurisdiction.folder("ma") / "law" / "reforms"
    compared = comparison(load_reform(reforms / "single_tns_rate.yaml", law), law)
    count = max(1000, int(PEOPLE * scale))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        _draw(path, count)
        population = PopulationFile(path, {name: law.inputs[name] for name in compared.inputs})
        started = time.perf_counter()
        for _ in range(2):
            for _part in population.parts(month=MONTH_COMPARED, whole=False):
                pass
        baseline = time.perf_counter() - started
        with PeakMemory() as memory:
            started = time.perf_counter()
            done = simulate(compared, population, month=MONTH_COMPARED)
            seconds = time.perf_counter() - started
    counted = everybody(done).people == count
    return {
        "bench": "simulate",
        "rate": count / seconds,
        "unit": "people-months/s",
        "ratio": seconds / baseline,
        "baseline": "reading the same columns of the same file twice",
        "seconds": seconds,
        "baseline_seconds": baseline,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": PEOPLE / SECONDS_MAX,
        "target_ratio": None,
        "passed": counted and count / seconds >= PEOPLE / SECONDS_MAX and memory.mebibytes < MEMORY_MAX_MIB,
    }


def _draw(path: Path, count: int) -> None:
    """People by parts, so that drawing them takes no more memory than comparing them."""
    chance = np.random.default_rng(2026)
    parts = path.with_suffix(".parts")
    parts.mkdir()
    for number, drawn in enumerate(range(0, count, DRAWN_AT_ONCE)):
        size = min(DRAWN_AT_ONCE, count - drawn)
        regions = [f"{code:02}" for code in range(1, 13)]
        people(size).with_columns(
            pl.Series("region", chance.choice(regions, size)),
            pl.Series("sex", chance.choice(["F", "M"], size)),
        ).drop("month").write_parquet(parts / f"{number:03}.parquet")
    pl.scan_parquet(parts / "*.parquet").sink_parquet(path)
