"""The help of every command in the language of the run: what it does, its options, and click's own words."""

from __future__ import annotations

import copy
import re

import click

from himaya.channels.cli.language import current, say_anywhere

NO_BREAK = "\u00a0"
EXAMPLE = ("Example", "Examples")
CLICK = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "Show the version and exit.",
    "required",
    "default: {default}",
    "Missing argument",
    "Missing option",
    "No such command {name!r}.",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
)
"""Sentences of click itself that ours replace; it looks them up in the catalogue beside this file."""


def spoken(command: click.Command) -> click.Command:
    """The same command, its help in the language chosen by now; the original stays as it is."""
    said = copy.copy(command)
    said.help = _translated(command.help)
    said.short_help = _translated(command.short_help)
    said.epilog = _example(command.epilog)
    said.params = [_parameter(one) for one in command.params]
    if isinstance(said, click.Group) and isinstance(command, click.Group):
        said.commands = {name: spoken(one) for name, one in command.commands.items()}
    return said


def texts(command: click.Command) -> list[str]:
    """Every sentence of the help of a command and of those below it, as the catalogues know them."""
    own = [command.help, command.short_help]
    own += [one.help for one in command.params if isinstance(one, click.Option)]
    below = list(command.commands.values()) if isinstance(command, click.Group) else []
    return [_plain(text) for text in own if text] + [text for one in below for text in texts(one)]


def _plain(text: str) -> str:
    """Paragraphs without the line breaks of the source."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def _translated(text: str | None) -> str | None:
    return _unbroken(say_anywhere(_plain(text))) if text else text


def _unbroken(text: str) -> str:
    """French parts its signs from the word by a space on which no line may break."""
    return re.sub(r" (?=[;:?!](?:\s|$))", NO_BREAK, text)


def _parameter(one: click.Parameter) -> click.Parameter:
    said = copy.copy(one)
    if isinstance(said, click.Option):
        said.help = _translated(said.help)
    return said


def _example(epilog: str | None) -> str | None:
    """`Example:` and `Examples:` in the language of the run; the command itself is no language."""
    word, sign, rest = (epilog or "").partition(":")
    space = NO_BREAK if current() == "fr" else ""
    return f"{say_anywhere(word)}{space}{sign}{rest}" if word in EXAMPLE else epilog
