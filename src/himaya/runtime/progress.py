"""A bar for long work, with the rate and the time left."""

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

GROUP = "\u202f"
SOON = 0.2  # seconds after which a pace says something


def _pace(task: Task) -> float:
    """How many a second since the step began; 0 while that says nothing."""
    if task.finished:
        return task.completed / task.finished_time if task.finished_time else 0
    elapsed = task.elapsed or 0
    return task.completed / elapsed if elapsed > SOON else 0


class Count(ProgressColumn):
    """How many are done, and of how many where that is known."""

    def render(self, task: Task) -> Text:
        """Nothing for a step that does not count."""
        done = f"{task.completed:,.0f}".replace(",", GROUP)
        if task.total:
            return Text(f"{done}/{task.total:,.0f}".replace(",", GROUP), style="progress.download")
        return Text(done if task.completed else "", style="progress.download")


class Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        """The pace of the step since it began."""
        pace = _pace(task)
        return Text(f"{pace:,.0f}/s".replace(",", GROUP) if pace else "", style="progress.data.speed")


class Clock(ProgressColumn):
    """The time left where it can be told, with a minus; else the time spent."""

    def render(self, task: Task) -> Text:
        """Hours, minutes and seconds."""
        pace, left = _pace(task), task.remaining
        known = left is not None and pace > 0 and not task.finished
        seconds = round(left / pace if left is not None and known else task.elapsed or 0)
        hours, minutes = divmod(seconds // 60, 60)
        spent = f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
        return Text(f"-{spent}" if known else spent, style="progress.remaining")


class Progress:
    """Shown on a terminal only (its error stream, so that the output stays clean); silent everywhere else.

    with Progress(total=1_641_557, label="Registering", silent=as_json) as progress:
        progress.advance(50_000)

    total: None when it is not known. The work done is in `count` in any case.
    """

    def __init__(self, total: int | None, label: str, *, silent: bool = False) -> None:
        self.count = 0
        self._label = label
        self._bars: Bars | None = None
        if not silent and sys.stderr.isatty():
            self._bars = Bars(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}"),
                BarColumn(),
                Count(),
                Rate(),
                Clock(),
                console=Console(stderr=True),
            )
            self._task = self._bars.add_task(label, total=total)

    def advance(self, n: int = 1) -> None:
        """So many more are done."""
        self.count += n
        if self._bars is not None:
            self._bars.advance(self._task, n)

    def show(self, *, label: str, done: int, total: int | None = None) -> None:
        """Show the state of another step of the same work: its name and how far it is."""
        self.count = done
        if self._bars is None:
            return
        if label != self._label:
            self._label = label
            self._bars.reset(self._task, description=label)
            self._bars.tasks[0].total = total  # an unknown total too, which neither reset nor update sets
        self._bars.update(self._task, completed=done, total=total)

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
