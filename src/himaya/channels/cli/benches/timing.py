"""Two ways of doing one thing, timed side by side."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def best(first: Callable[[], Any], second: Callable[[], Any], *, rounds: int) -> tuple[float, float]:
    """The best time of each, in seconds, over rounds that alternate, so that a busy machine does not decide."""
    found = [float("inf"), float("inf")]
    for _ in range(rounds):
        for place, work in enumerate((first, second)):
            start = time.perf_counter()
            work()
            found[place] = min(found[place], time.perf_counter() - start)
    return found[0], found[1]
