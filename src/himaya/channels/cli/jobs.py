"""`himaya jobs`: background work, done, counted and put back."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from himaya.channels.cli.output import DONE, emit, json_option, show_table
from himaya.channels.cli.words import JOB_STATES
from himaya.runtime import database, tasks


@click.group(
    name="jobs", epilog="Example: himaya jobs run --until-empty", help="Do background work, or look at it."
)
def jobs() -> None:
    """The group only holds the commands below."""


@jobs.command(help="Do jobs as they come, until stopped.", epilog="Example: himaya jobs run --until-empty")
@click.option("--until-empty", is_flag=True, help="Stop when no job is left.")
@click.option("--queue", "queues", multiple=True, help="Only this queue; may be given several times.")
@json_option
def run(until_empty: bool, queues: tuple[str, ...], as_json: bool) -> int:
    """A worker of one job at a time."""
    database.ensure()
    tasks.work(wait=not until_empty, queues=list(queues) or None)
    return _shown(as_json)


@jobs.command(name="list", help="Count the jobs by state.", epilog="Example: himaya jobs list --json")
@json_option
def list_jobs(as_json: bool) -> int:
    """Counts only: what a job works on is said by its run."""
    database.ensure()
    return _shown(as_json)


@jobs.command(
    help="Put the jobs of dead workers back into the queue, and delete old finished ones.",
    epilog="Example: himaya jobs rescue",
)
@json_option
def rescue(as_json: bool) -> int:
    """Workers do both by themselves; this is for when none runs."""
    database.ensure()
    back = tasks.rescue()
    tasks.purge()
    said = ngettext("{n} job was put back.", "{n} jobs were put back.", len(back)).format(n=len(back))
    emit({"put_back": back}, as_json=as_json, text=lambda _data: said)
    return DONE


def _shown(as_json: bool) -> int:
    with database.connect("reader") as connection:
        counts = tasks.counts(connection)
    emit(
        {"jobs": counts},
        as_json=as_json,
        text=lambda _data: show_table(
            columns=[_("State"), _("Jobs")],
            rows=[(_(JOB_STATES[state]), count) for state, count in counts.items()],
            numbers=[1],
        ),
    )
    return DONE
