"""What a command shows: sentences and tables for people, one JSON object for programs."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from himaya.kernel.money import GROUP, Money
from himaya.kernel.month import Month
from himaya.kernel.period import Period

if TYPE_CHECKING:
    from rich.console import Console

DONE, WITH_REJECTS, COULD_NOT_RUN = 0, 1, 2
# An isolate keeps a piece of text from turning round the words and numbers beside it.
ISOLATE, END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--json`, given to the command as `as_json`."""
    option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
    return option(command)


def emit(data: Mapping[str, Any], *, as_json: bool, text: Callable[[Mapping[str, Any]], str | None]) -> None:
    """Show a result once: as one JSON object, or as `text(data)` shows it (prints it, or returns it)."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, default=plain))
        return
    shown = text(data)
    if shown:
        click.echo(shown)


def plain(value: Any) -> Any:
    """A value of ours as JSON knows it: money in centimes; days, months, periods and ratios as text."""
    if isinstance(value, Money):
        return value.centimes
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Month | Period | Decimal | Fraction | Path):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, set | frozenset | tuple):
        return sorted(value) if isinstance(value, set | frozenset) else list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def console() -> Console:
    """The terminal; plain text, full width and no colour when the output goes to a file or a program."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(file=sys.stdout, width=None if terminal else 160, highlight=False, soft_wrap=not terminal)


def show_table(
    *, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str = "", numbers: Sequence[int] = ()
) -> None:
    """A table on the terminal; the columns whose places are in `numbers` are aligned to the right.

    Text in Arabic is isolated, so that it never reorders its neighbours.
    """
    from rich import box
    from rich.table import Table

    from himaya.channels.cli.language import say

    if not rows:
        console().print(*filter(None, (title, say("Nothing to show."))), sep="\n")
        return
    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(columns):
        table.add_column(
            isolated(heading), justify="right" if place in numbers else "left", no_wrap=place in numbers
        )
    for row in rows:
        table.add_row(*(isolated(shown(value)) for value in row))
    console().print(table)


def shown(value: Any) -> str:
    """A cell as people read it: whole numbers grouped, money in dirhams, nothing for None.

    >>> [shown(value).replace("\u202f", "~") for value in (1234567, Money(1050), None, "Rabat")]
    ['1~234~567', '10,50', '', 'Rabat']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, int):
        return f"{value:,}".replace(",", GROUP)
    if isinstance(value, Money):
        return value.format(unit="")
    return str(value)


def isolated(text: str) -> str:
    """Right-to-left text wrapped in a directional isolate; other text as it stands.

    >>> isolated("طنجة") == "\u2068طنجة\u2069", isolated("Tanger")
    (True, 'Tanger')
    """
    return f"{ISOLATE}{text}{END_ISOLATE}" if _RIGHT_TO_LEFT.search(text) else text
