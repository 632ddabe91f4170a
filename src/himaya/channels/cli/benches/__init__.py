"""The speed promises, one module each: `run(scale)` measures one and returns its figures.

A bench works in a database of its own (`himaya.runtime.scratch`) with production settings, states its own
lower bound as the baseline, and watches the memory of all its processes (`himaya.runtime.memory`).
"""

import importlib
import pkgutil
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a bench measured. Rates are per second, ratio is seconds / baseline_seconds; None: not applicable."""

    bench: str
    rate: float
    unit: str
    ratio: float | None
    baseline: str | None
    seconds: float
    baseline_seconds: float | None
    peak_memory_mib: int
    target_rate: float | None
    target_ratio: float | None
    passed: bool

    def as_dict(self) -> dict[str, Any]:
        """As `himaya bench --json` prints it."""
        return asdict(self)


def names() -> list[str]:
    """The benches there are: the modules of this package that have a `run`; `law-load` is in `law_load`."""
    found = (module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__))
    return [name for name in found if hasattr(load(name), "run")]


def load(name: str) -> ModuleType:
    """The module of a bench."""
    return importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
