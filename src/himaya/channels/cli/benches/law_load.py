"""Loading the law of Morocco, and explaining one payslip once it is loaded; each as a payroll editor meets it.

Loading is measured in interpreters of its own, so that no formula file was ever run before: the library's import is
told apart from the reading of the law. The best of the rounds counts.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from himaya.legislation.law import Legislation
from himaya.runtime.memory import PeakMemory

ROUNDS = 5
LOAD_SECONDS_MAX = 0.5
EXPLAIN_SECONDS_MAX = 0.005
EXPLAINED = 100
PROGRAM = """
import time
start = time.perf_counter()
from himaya.legislation.law import Legislation
imported = time.perf_counter()
law = Legislation.load("ma")
print(imported - start, time.perf_counter() - imported)
"""
EMPLOYEE = {"gross_wage": "7250.00", "declared_days": 26, "month": "2026-03", "employer": 1}


def run(scale: float) -> Mapping[str, Any]:
    """Loads a second in a fresh interpreter, and how long an explanation takes."""
    with PeakMemory() as memory:
        rounds = [_load_once() for _ in range(max(1, round(ROUNDS * scale)))]
        slip, employer = _explained("payslip_employer_cost"), _explained("contributions_total")
    loading = min(load for _, load in rounds)
    explaining = max(slip, employer)
    return {
        "bench": "law-load",
        "rate": 1 / loading,
        "unit": "loads/s",
        "ratio": None,
        "baseline": None,
        "seconds": loading,
        "baseline_seconds": None,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": 1 / LOAD_SECONDS_MAX,
        "target_ratio": None,
        "passed": loading < LOAD_SECONDS_MAX and explaining < EXPLAIN_SECONDS_MAX,
        "load_milliseconds": loading * 1000,
        "import_milliseconds": min(first for first, _ in rounds) * 1000,
        "explain_milliseconds": explaining * 1000,
    }


def _load_once() -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    imported, loaded = done.stdout.split()
    return float(imported), float(loaded)


def _explained(name: str) -> float:
    """Seconds for one explanation of a whole payslip or assessment."""
    law = Legislation.load("ma")
    start = time.perf_counter()
    for _ in range(EXPLAINED):
        law.explain(EMPLOYEE, name, language="ar")
    return (time.perf_counter() - start) / EXPLAINED
