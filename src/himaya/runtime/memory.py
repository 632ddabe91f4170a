"""Peak memory of the whole work: this process, its children and the PostgreSQL server."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from himaya.runtime.addresses import is_external, server_folder
from himaya.runtime.embedded import processes
from himaya.runtime.embedded.places import Places

INTERVAL_SECONDS = 0.2
MEBIBYTE = 1 << 20


class PeakMemory:
    """Samples in a thread while the block runs; `mebibytes` is the highest sum seen.

    with PeakMemory() as memory:
        ...
    memory.mebibytes

    Shared pages count once (proportional set size, on Linux; elsewhere the resident size, which is more).
    An external database server is not seen.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="peak-memory", daemon=True)

    @property
    def mebibytes(self) -> int:
        """The peak so far, in MiB, rounded up."""
        return -(-self.peak // MEBIBYTE)

    def sample(self) -> int:
        """The sum now, in bytes; the peak is raised to it."""
        now = sum(map(used_bytes, watched()))
        self.peak = max(self.peak, now)
        return now

    def __enter__(self) -> Self:
        self.sample()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self.sample()

    def _watch(self) -> None:
        while not self._over.wait(INTERVAL_SECONDS):
            self.sample()


def watched() -> set[int]:
    """The numbers of this process, its descendants and the embedded server's processes."""
    roots = [psutil.Process()]
    server = None if is_external() else processes.running(Places(server_folder()).data)
    if server is not None:
        roots.append(psutil.Process(server.pid))
    found = set()
    for root in roots:
        try:
            found |= {root.pid, *(child.pid for child in root.children(recursive=True))}
        except psutil.NoSuchProcess:
            continue
    return found


def used_bytes(pid: int) -> int:
    """What one process uses, its share of shared pages included; 0 if it has just ended."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open() as file:
            return sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0
