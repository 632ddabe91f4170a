"""The command `himaya`: its list of commands, loaded one at a time, its language and its errors."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any, NamedTuple

import click

from himaya.channels.cli import failures, help, language
from himaya.channels.cli.language import say


class Entry(NamedTuple):
    """A command of the overview: its section, what it does, whether it needs the platform, and the web with it."""

    section: str
    summary: str
    needs_platform: bool = True
    serves: bool = False


SETTINGS, WEB_SETTINGS = "himaya.runtime.settings", "himaya.runtime.web_settings"
START, PEOPLE, MONEY, TOLD, LAW = (
    "Start and run",
    "People",
    "Contributions and rights",
    "Messages and figures",
    "Law and measures",
)
COMMANDS = {
    "demo": Entry(START, "Draw a region from the census, register it and show the figures.", serves=True),
    "serve": Entry(START, "Serve the web pages.", serves=True),
    "database": Entry(START, "Start, stop, check or repair the database."),
    "accounts": Entry(START, "Make accounts of the web, grant roles, lock, say whose they are."),
    "jobs": Entry(START, "Run the work that waits in the background, or show it."),
    "bodies": Entry(PEOPLE, "Show the bodies that send lists, and add one."),
    "register": Entry(PEOPLE, "Register the people of a list sent by a body."),
    "lists": Entry(PEOPLE, "Show the lists taken, and decide the lines that wait for a person."),
    "letters": Entry(
        PEOPLE, "Write to people who have not completed, and register them when the time is up."
    ),
    "families": Entry(PEOPLE, "Link spouses and children to the insured."),
    "persons": Entry(PEOPLE, "Find a person and show what is known of them."),
    "match": Entry(PEOPLE, "Find people registered twice, and settle doubtful pairs."),
    "numbers": Entry(PEOPLE, "Show the series of insured numbers and what remains of them."),
    "assess": Entry(MONEY, "Work out what is owed for a month."),
    "collect": Entry(MONEY, "Post the payments of a collector's file."),
    "rights": Entry(MONEY, "Recompute who is covered, or show one person's rights."),
    "messages": Entry(TOLD, "Show and send what people are to be told."),
    "statistics": Entry(TOLD, "Count the insured by category, region, sex and age."),
    "law": Entry(LAW, "List, show, explain and check the rules of the law.", needs_platform=False),
    "simulate": Entry(LAW, "Compare the law with a reform: totals, who gains and who loses."),
    "bench": Entry(LAW, "Measure the speed promises on this machine."),
}
EXAMPLES = (
    ("himaya demo", "a whole region, from its people to its figures"),
    ("himaya register taxis.csv --body TAXI", "the list of one body"),
    ("himaya law explain tns_amo --input category=taxi", "one rule, step by step"),
    ("himaya statistics --on 2026-06-30 --json", "figures for a program"),
)


class Overview(click.Group):
    """A group whose commands are imported only when called, so that a fault in one stops no other."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **options: Any) -> Any:
        """Run one command and leave with its exit code; failures are told in our own way."""
        arguments = list(sys.argv[1:] if args is None else args)
        options |= {"prog_name": "himaya", "standalone_mode": False}
        with language.of_one_run():
            sys.exit(self._run(arguments, options))

    def _run(self, arguments: list[str], options: dict[str, Any]) -> int:
        try:
            return _exit_code(super().main(arguments, **options))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return failures.COULD_NOT_RUN
        except Exception as error:
            return failures.tell(error, as_json="--json" in arguments)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if _exists(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS or not _exists(cmd_name):
            return None
        if COMMANDS[cmd_name].needs_platform:
            language.start_platform(WEB_SETTINGS if COMMANDS[cmd_name].serves else SETTINGS)
        return help.spoken(_load(cmd_name))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say("Himaya: the platform on which a social-security fund runs."))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.width = min(formatter.width + 20, 110)
        super().format_help(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        present = self.list_commands(ctx)
        widest = max(map(len, COMMANDS))
        for section in dict.fromkeys(COMMANDS[name].section for name in present):
            rows = [
                (name.ljust(widest), say(COMMANDS[name].summary))
                for name in present
                if COMMANDS[name].section == section
            ]
            with formatter.section(say(section)):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Examples")):
            formatter.write_dl([(command, say(meaning)) for command, meaning in EXAMPLES], col_max=52)
        formatter.write_paragraph()
        formatter.write_text(
            say(
                "`himaya COMMAND --help` tells more. Exit code: 0 done; 1 done, with rejects or"
                " failed checks; 2 could not run."
            )
        )


class SpokenOption(click.Option):
    """An option whose help is said in the language chosen by then."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0], say(record[1]))


@click.group(cls=Overview, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang",
    "--language",
    type=click.Choice(language.LANGUAGES),
    expose_value=False,
    is_eager=True,
    callback=lambda ctx, option, value: language.choose(value),
    cls=SpokenOption,
    help="Language of what is shown; otherwise HIMAYA_LANGUAGE, then LANG.",
)
@click.version_option(package_name="himaya", message="himaya %(version)s")
def main() -> None:
    """Himaya: the platform on which a social-security fund runs."""


def _exit_code(answer: Any) -> int:
    return answer if type(answer) is int else 0


def _exists(name: str) -> bool:
    return (
        importlib.util.find_spec(f"himaya.channels.cli.{name}") is not None or _from_above(name) is not None
    )


def _load(name: str) -> click.Command:
    above = _from_above(name)
    if above is not None:
        lent: click.Command = above.load()
        return lent
    module = importlib.import_module(f"himaya.channels.cli.{name}")
    named = getattr(module, name, None)
    command: click.Command = named if isinstance(named, click.Command) else module.command
    return command


def _from_above(name: str) -> EntryPoint | None:
    """A command that a package above the channels lends to this one, by an entry point."""
    return next(iter(entry_points(group="himaya.commands", name=name)), None)


if __name__ == "__main__":
    main()
