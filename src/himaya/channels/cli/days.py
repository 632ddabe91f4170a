"""The day at the fund: an option of every command that depends on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click
from django.utils import timezone

DAY = click.DateTime(["%Y-%m-%d"])


def on_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--on`, given to the command as the day `on`."""
    option = click.option(
        "--on",
        type=DAY,
        callback=lambda ctx, param, value: day(value),
        help="The day it is (default: today).",
    )
    return option(command)


def day(value: datetime | None) -> date:
    """The day given, else the day it is at the fund (setting TIME_ZONE)."""
    return value.date() if value else timezone.localdate()
