"""Where the demo shows each command it runs: one calm line a command, and what runs now while it runs."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import click
from django.utils.translation import gettext as _
from rich.cells import cell_len
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from himaya.channels.cli.main import main
from himaya.channels.cli.output import COULD_NOT_RUN, console, isolated, shown
from himaya.demo.journal import Journal
from himaya.kernel.errors import DomainError

WIDTHS = (10, 28, 8, 9, 8, 8, 8)
LEFT = 2  # the first columns are aligned to the left


class StepFailed(DomainError):
    """A command of the demo could not run."""

    code = "demo.step_failed"
    params = ("command", "reason")
    message = "The demo stopped at: {command}. {reason}"
    remedy = "Give that command by hand to see more."


@dataclass
class Stage:
    """Runs commands as a user would type them, shows them, and keeps what they told in the journal."""

    silent: bool
    journal: Journal

    def say(self, text: str = "") -> None:
        """A line of the demo's own words (rich markup)."""
        if not self.silent:
            console().print(text)

    def head(self) -> None:
        """The headings of the lines that follow."""
        titles = (_("Day"), _("Command"), _("Read"), _("Entered"), _("Refused"), _("Waiting"), _("Time"))
        self.say(f"  [dim]{_line([isolated(title) for title in titles])}[/dim]")

    def run(self, *words: str, on: str) -> dict[str, Any]:
        """Run one command with --json and show its line; what it told. One done before is not run again."""
        name = " ".join(Path(word).name if word.startswith("/") else word for word in words)
        known = self.journal.done.get(name)
        started = perf_counter()
        if known is None:
            with self._waiting(name):
                known = told([*words, "--json"])
            self.journal.done[name] = {key: value for key, value in known.items() if key != "messages"}
            self.journal.save()
            time = f"{perf_counter() - started:.1f} s"
        else:
            time = "✓"
        self.say(f"  {_line([on, _short(words), *_counts(words[0], known), time])}")
        return known

    @contextlib.contextmanager
    def _waiting(self, name: str) -> Iterator[None]:
        """On a terminal: what runs now, and for how long."""
        if self.silent or not sys.stdout.isatty():
            yield
            return
        columns = (
            TextColumn(" "),
            SpinnerColumn(),
            TextColumn("himaya {task.description}"),
            TimeElapsedColumn(),
        )
        with Progress(
            *columns, console=console(), transient=True, redirect_stdout=False, redirect_stderr=False
        ) as now:
            now.add_task(name, total=None)
            yield


def _line(cells: list[str]) -> str:
    parts = []
    for place, (text, width) in enumerate(zip(cells, WIDTHS, strict=True)):
        blank = " " * max(0, width - cell_len(text))
        parts.append(text + blank if place < LEFT else blank + text)
    return " ".join(parts).rstrip()


def _short(words: tuple[str, ...]) -> str:
    """A command in few signs: its verb and whose file, or its month."""
    verb, *rest = words
    if "--body" in rest:
        return f"{verb} {rest[rest.index('--body') + 1]}"
    if verb == "assess":
        return f"{verb} {rest[rest.index('--month') + 1]}"
    if verb == "collect":
        return f"{verb} {Path(rest[0]).stem.partition('payments-')[2]}"
    return f"{verb} {rest[0]}"


def _counts(verb: str, data: Mapping[str, Any]) -> list[str]:
    """Read, entered, refused, waiting: what these words mean for each command."""
    entered: dict[str, tuple[str, ...]] = {
        "register": ("registered",),
        "families": ("spouses", "children"),
        "assess": ("months",),
        "collect": ("taken",),
        "rights": ("new",),
        "messages": ("handed",),
    }
    read = {"assess": "memberships", "rights": "people"}.get(verb, "lines")
    numbers = [
        data.get(read),
        sum(data.get(name, 0) for name in entered[verb]),
        data.get("rejected", data.get("refused")),
        data["to_complete"] + data["to_decide"] if verb == "register" else None,
    ]
    return [shown(number) for number in numbers]


def told(words: list[str]) -> dict[str, Any]:
    """What a command prints with --json. Raises StepFailed when it could not run, Abort when it was stopped."""
    with _captured() as output:
        try:
            main.main(words)
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
    lines = output.getvalue().strip().splitlines()
    data: dict[str, Any] = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    if code == COULD_NOT_RUN:
        error = data.get("error", {})
        if error.get("code") == "cli.stopped":
            raise click.Abort()
        raise StepFailed(command=" ".join(words), reason=error.get("sentence", ""))
    return data


@contextlib.contextmanager
def _captured() -> Iterator[io.StringIO]:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        yield output
