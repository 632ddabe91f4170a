"""`himaya lists`: the lists taken, and the lines that wait for a person's decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click
import polars as pl
from django.utils.translation import gettext as _

from himaya.channels.cli.days import on_option
from himaya.channels.cli.opening import actor, audited, prepared
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table
from himaya.channels.cli.register import sentence_of
from himaya.channels.cli.words import COMPARED, LINE_STATES
from himaya.foundation.access.audit import record
from himaya.fund.registry import decisions, lists
from himaya.fund.registry.registration import returning
from himaya.fund.registry.states import RegistrationState


@click.group(name="lists", invoke_without_command=True, epilog="Example: himaya lists show 12")
@json_option
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the lists taken, the newest first."""
    if ctx.invoked_subcommand is not None:
        return
    with prepared() as connection:
        taken = lists.list_lists(connection)
    emit({"lists": [asdict(one) for one in taken]}, as_json=as_json, text=_all_shown)


@command.command(epilog="Example: himaya lists show 12 --json")
@click.argument("run", type=int)
@json_option
def show(run: int, as_json: bool) -> None:
    """Show what became of a list, and where its lines stand today."""
    with prepared() as connection:
        found = lists.get_list(connection, run_id=run)
    emit(asdict(found), as_json=as_json, text=_one_shown)


@command.command(epilog="Example: himaya lists waiting --limit 20")
@click.argument("run", type=int, required=False)
@click.option(
    "--limit", type=click.IntRange(1), default=100, show_default=True, help="How many lines to show."
)
@json_option
def waiting(run: int | None, limit: int, as_json: bool) -> None:
    """Show the lines that wait for a decision, of one list or of all."""
    with prepared() as connection:
        rows = decisions.list_waiting(connection, run_id=run, limit=limit)
        record(
            connection,
            actor=actor(),
            action="lists.waiting",
            scope="line",
            subjects=rows["list_line"],
            run_id=run,
        )
    emit({"waiting": rows.to_dicts()}, as_json=as_json, text=_waiting_shown)


@command.command(epilog="Example: himaya lists compare 12 345")
@click.argument("run", type=int)
@click.argument("line", type=int)
@json_option
def compare(run: int, line: int, as_json: bool) -> None:
    """Show a waiting line beside the person it may be about."""
    with prepared() as connection:
        found = decisions.compare(connection, run_id=run, line_no=line)
        record(connection, actor=actor(), action="lists.compare", scope="line", subjects=[line], run_id=run)
    emit(asdict(found), as_json=as_json, text=_compared)


@command.command(
    epilog='Example: himaya lists decide 12 345 refuse --by "Officer 7" --reason "no identity card"'
)
@click.argument("run", type=int)
@click.argument("line", type=int)
@click.argument("verdict", type=click.Choice(["same", "new", "refuse", "take-back"]))
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", default="", help="Why the line is refused; its sender is told.")
@on_option
@json_option
@click.pass_context
def decide(
    ctx: click.Context, run: int, line: int, verdict: str, by: str, reason: str, on: date, as_json: bool
) -> None:
    """Decide a line: same (the candidate), new (somebody else), refuse, or take-back (a refusal)."""
    if verdict == "refuse" and not reason.strip():
        raise click.UsageError(_("A refusal is reasoned: give --reason."))
    lines = pl.DataFrame(
        {"list_run": [run], "list_line": [line]}, schema={"list_run": pl.Int64, "list_line": pl.Int32}
    )
    with prepared() as connection:
        if verdict == "refuse":
            decisions.refuse(connection, lines=lines, by=by, reason=reason.strip(), on=on)
            data = {"state": "rejected", "code": decisions.REFUSED_CODE}
        elif verdict == "take-back":
            decisions.take_back(connection, lines=lines, by=by, on=on)
            data = {"state": "to_decide", "code": ""}
        else:
            decided = decisions.decide_same if verdict == "same" else decisions.decide_new
            row = decided(connection, lines=lines, by=by, on=on).lines.to_dicts()[0]
            data = {
                "state": RegistrationState(row["state"]).name.lower(),
                "code": row["code"] or "",
                "insured_number": row["insured_number"],
                "membership_id": row["membership_id"],
            }
    emit({"run": run, "line": line, **data}, as_json=as_json, text=_decided)
    ctx.exit(DONE if data["state"] in ("registered", "to_decide") else WITH_REJECTS)


@command.command(name="to-mend", epilog="Example: himaya lists to-mend 12 --to farmers.to-mend")
@click.argument("run", type=int)
@click.option(
    "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where to write."
)
@json_option
def to_mend(run: int, target: Path, as_json: bool) -> None:
    """Write again the lines of a list that its sender must mend."""
    with prepared() as connection:
        lists.get_list(connection, run_id=run)
        path = returning.write_lines_to_mend(connection, run_id=run, target=target)
        audited(connection, action="lists.to-mend", run_id=run)
    emit({"run": run, "to_mend": path}, as_json=as_json, text=_written)


def _all_shown(data: Mapping[str, Any]) -> None:
    headings = (_("List"), _("Body"), _("Day"), _("Lines received"), _("Registered"), _("Finished"))
    names = ("run_id", "body", "on", "lines", "registered", "finished")
    rows = [[one[name] for name in names] for one in data["lists"]]
    show_table(columns=headings, rows=rows, title=_("Lists taken"), numbers=(0, 3, 4))


def _one_shown(data: Mapping[str, Any]) -> None:
    taken = data["taken"]
    title = _("List {run} of {body}, {on}").format(run=taken["run_id"], body=taken["body"], on=taken["on"])
    rows = [
        (_("Lines received"), taken["lines"]),
        (_("Registered at once"), taken["registered"]),
        *((_(LINE_STATES[state]), count) for state, count in data["now"].items()),
        (_("Registered letters sent"), data["letters"]),
    ]
    show_table(columns=("", _("Lines")), rows=rows, title=title, numbers=(1,))
    if data["codes"]:
        show_table(
            columns=(_("Why lines have not entered"), _("Lines")),
            rows=[(sentence_of(code), count) for code, count in data["codes"].items()],
            numbers=(1,),
        )


def _waiting_shown(data: Mapping[str, Any]) -> None:
    rows = [
        (
            one["list_run"],
            one["list_line"],
            one["body"],
            one["name"],
            one["birth_on"],
            one["candidate_number"] and str(one["candidate_number"]),
            "" if one["probability"] is None else f"{one['probability']:.3f}",
            sentence_of(one["code"]),
        )
        for one in data["waiting"]
    ]
    headings = (
        _("List"),
        _("Line"),
        _("Body"),
        _("Name"),
        _("Birth"),
        _("May be"),
        _("Probability"),
        _("Why"),
    )
    show_table(columns=headings, rows=rows, title=_("Waiting for a decision"))


def _compared(data: Mapping[str, Any]) -> None:
    rows = [
        (_(COMPARED[name]), value, data["candidate"].get(name, ""), "✓" if _agree(data, name) else "")
        for name, value in data["line"].items()
    ]
    title = _("Line {line} of list {run}").format(line=data["line_no"], run=data["run_id"])
    known = _("Register: {number}").format(number=data["candidate_number"] or _("nobody"))
    show_table(columns=("", _("Line"), known, _("Same")), rows=rows, title=title)
    click.echo(sentence_of(data["code"]))
    if data["memberships"]:
        click.echo(_("Member in: {categories}").format(categories=", ".join(data["memberships"])))
    if data["levels"]:
        levels = ", ".join(f"{name} {level}" for name, level in data["levels"].items())
        click.echo(_("Agreement of the matcher (0: none): {levels}").format(levels=levels))


def _agree(data: Mapping[str, Any], name: str) -> bool:
    value = data["line"][name]
    return bool(value) and value.casefold() == data["candidate"].get(name, "").casefold()


def _decided(data: Mapping[str, Any]) -> None:
    click.echo(
        _("Line {line} of list {run}: {state}").format(
            line=data["line"], run=data["run"], state=_(LINE_STATES[data["state"]])
        )
    )
    if data["code"]:
        click.echo(sentence_of(data["code"]))
    if data.get("insured_number"):
        click.echo(_("New insured number: {number}").format(number=data["insured_number"]))


def _written(data: Mapping[str, Any]) -> str:
    if data["to_mend"] is None:
        return str(_("No line of this list is for its sender to mend."))
    return str(_("Lines to mend, for the sender: {path}").format(path=data["to_mend"]))
