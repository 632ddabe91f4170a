"""What runs on a data folder: the postmaster, and what a killed postmaster leaves behind."""

from dataclasses import dataclass
from pathlib import Path

import psutil

STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Postmaster:
    """The contents of postmaster.pid that matter to us."""

    pid: int
    ready: bool


def recorded(data: Path) -> Postmaster | None:
    """What postmaster.pid says, whether or not it is still true; None without a readable file."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(pid=int(lines[0]), ready=len(lines) > 7 and lines[7].strip() == "ready")
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running(data: Path) -> Postmaster | None:
    """The postmaster that truly runs on this folder: its number may since belong to another program."""
    found = recorded(data)
    if found is None or not _works_on(found.pid, data):
        return None
    return found


def orphans(data: Path) -> list[psutil.Process]:
    """Server processes on this folder whose postmaster is gone; they block a new start."""
    if running(data) is not None:
        return []
    everyone = (process.pid for process in psutil.process_iter())
    return [psutil.Process(pid) for pid in everyone if _works_on(pid, data)]


def end(processes: list[psutil.Process]) -> None:
    """End processes that have no postmaster any more: politely, then by force."""
    for process in processes:
        _quietly(process.terminate)
    _, alive = psutil.wait_procs(processes, timeout=STOP_SECONDS)
    for process in alive:
        _quietly(process.kill)
    psutil.wait_procs(alive, timeout=STOP_SECONDS)


def _works_on(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL one at work in this folder (its working directory)."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        return Path(process.cwd()) == data.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _quietly(action) -> None:  # type: ignore[no-untyped-def]
    try:
        action()
    except psutil.NoSuchProcess:
        return
