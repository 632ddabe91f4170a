"""Every command is either about people, and leaves a line in the trail, or about none, and says why."""

from __future__ import annotations

import inspect

import click
from test_house import commands

from himaya.channels.cli.main import main

IN_SERVICE = {
    "bodies add": "bodies.add",
    "lists decide": "decisions",
    "persons end": "_move",
    "persons transfer": "_move",
    "persons change-category": "_move",
    "persons restore": "_move",
    "persons died": "moves",
}
"""The service records them itself, in its own transaction: what of it the command calls."""
OF_NOBODY = {
    "demo": "invented people",
    "serve": "pages of figures",
    "database": "the installation",
    "jobs": "counts of background work",
    "bodies": "bodies, no person",
    "lists": "counts of lists",
    "lists show": "counts of one list",
    "numbers": "series of numbers",
    "numbers open": "a series of numbers",
    "match evaluate": "a file of invented people",
    "match train": "a file of invented people",
    "messages status": "counts",
    "messages send": "the outbox carries its own history",
    "messages pause": "a gateway",
    "messages resume": "a gateway",
    "messages gateway": "a gateway",
    "messages templates": "texts without values",
    "messages receipts": "receipts without telephones",
    "statistics": "figures with small counts withheld",
    "law": "rules",
    "bench": "invented people",
    "simulate": "totals, no person",
}


def source(words: list[str]) -> str:
    command = main.get_command(click.Context(main), words[0])
    for word in words[1:]:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None
    assert command.callback is not None
    return inspect.getsource(inspect.unwrap(command.callback))


def of_nobody(words: list[str]) -> bool:
    return " ".join(words) in OF_NOBODY or (
        words[0] in OF_NOBODY and words[0] not in {"bodies", "lists", "numbers"}
    )


def test_every_command_that_touches_people_is_audited() -> None:
    silent = []
    for words in commands():
        name = " ".join(words)
        marks = (IN_SERVICE[name],) if name in IN_SERVICE else ("record(", "audited(", "_shown(connection")
        if not of_nobody(words) and not any(mark in source(words) for mark in marks):
            silent.append(name)
    assert silent == []


def test_no_command_is_excused_that_does_not_exist() -> None:
    known = {" ".join(words) for words in commands()} | {words[0] for words in commands()}
    assert [name for name in {*IN_SERVICE, *OF_NOBODY} if name not in known] == []
