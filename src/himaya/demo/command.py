"""`himaya demo`: a region drawn from the census, its files, the real commands on them, and the figures."""

from __future__ import annotations

import contextlib
import shutil
from datetime import date
from time import perf_counter

import click
from django.utils.translation import gettext as _
from psycopg import Connection

from himaya.channels.cli.main import main
from himaya.channels.cli.opening import prepared
from himaya.channels.cli.output import emit, json_option, shown
from himaya.demo import census, journal
from himaya.demo.files import Sent, read_manifest, write_files
from himaya.demo.journal import Journal
from himaya.demo.payments import write_payments
from himaya.demo.population import DEFAULT_REGION, generate
from himaya.demo.stage import Stage, told
from himaya.kernel.errors import DomainError
from himaya.runtime import facts
from himaya.runtime.copying import read_frame
from himaya.runtime.fund import fund_folder
from himaya.runtime.paths import data_folder

ALL = "all"
NOTICE_DAY = date(2022, 4, 1)
"""The day of the notice whose table the demo shows; what comes later is played after it."""
CLOSINGS = (date(2022, 3, 31), date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31))
"""Days on which months are assessed, payments collected and rights recomputed."""
TOTALS = ("lines", "registered", "new_people", "rejected", "to_complete", "to_decide")
OWED = """
select person.insured_number, due.membership_id, category.code as category, due.month, due.due_centimes
from contributions_due due
join registry_membership membership on membership.id = due.membership_id
join registry_category category on category.id = membership.category_id
join registry_person person on person.id = membership.person_id
where person.insured_number is not null
order by person.insured_number, due.membership_id, due.month
"""
CLOSED = """
select person.insured_number from rights_right held join registry_person person on person.id = held.person_id
where held.remedy_centimes > 0 and held.superseded_run_id is null and person.insured_number is not null
order by person.insured_number limit 1
"""


class RegisterInUse(DomainError):
    """The database holds people who are no demo's; a demo needs an empty one."""

    code = "demo.register_in_use"
    params = ()
    message = "This database already holds people; the demo draws its own."
    remedy = "Give the demo a folder of its own: HIMAYA_DATA=/some/where himaya demo"


class OtherDemo(DomainError):
    """Another demo lives in this database."""

    code = "demo.other_demo"
    params = ()
    message = "This database holds another demo: another region, number of people or seed."
    remedy = (
        "Empty it and draw the new one with: himaya demo --again;"
        " or give the new one a folder of its own: HIMAYA_DATA=/some/where himaya demo"
    )


class RegionUnknown(DomainError):
    """No region has this code or name."""

    code = "demo.region_unknown"
    params = ("region", "known")
    message = "There is no region {region}."
    remedy = "Choose one of these, or `all`: {known}."


@click.command(
    name="demo",
    epilog="Examples: himaya demo ; himaya demo --region 09 --people 100000 --no-serve ; himaya demo --again",
)
@click.option(
    "--region", default=DEFAULT_REGION, show_default=True, help="Code or name of a region, or `all`."
)
@click.option(
    "--people",
    type=click.IntRange(min=100),
    help="Self-employed people to draw (default: as many as live there).",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed draws other people.")
@click.option("--again", is_flag=True, help="Empty an earlier demo first.")
@click.option("--no-serve", is_flag=True, help="End after the figures, without the web pages.")
@json_option
def command(region: str, people: int | None, seed: int, again: bool, no_serve: bool, as_json: bool) -> None:
    """Draw a region from the census, write the files that bodies send, run the real commands on them.

    It ends with the figures of 1 April 2022 on screen and the address of the web pages. Stopped by Ctrl-C, it
    goes on where it was when the command is given again; finished, it shows its figures again.
    """
    started = perf_counter()
    asked = Journal(region=_region(region), people=people, seed=seed)
    kept = _opened(asked, again=again)
    stage = Stage(silent=as_json, journal=kept)
    if not kept.finished:
        _played(stage, _drawn(stage))
    figures = told([*_figures_command(), "--json"])
    seconds = round(perf_counter() - started, 1)
    answer = {"people": _totals(kept), "seconds": seconds, "files": str(journal.folder()), "figures": figures}
    emit(answer, as_json=as_json, text=lambda _data: _ended(stage, seconds, serving=not no_serve))
    if not no_serve and not as_json:
        main.main(["serve"])


def _region(asked: str) -> str:
    """The region's code or name as the census knows it. Raises RegionUnknown."""
    if asked == ALL:
        return ALL
    communes = census.load(fund_folder()).communes
    known = communes.select("region_code", "region_fr", "region_ar").unique().sort("region_code")
    for code, *names in known.iter_rows():
        if asked.strip().casefold() in (code, *(name.casefold() for name in names)):
            return str(code)
    raise RegionUnknown(
        region=asked, known=", ".join(f"{code} {name}" for code, name, _ar in known.iter_rows())
    )


def _opened(asked: Journal, *, again: bool) -> Journal:
    """The journal to go on with: a new one in an empty register, or that of the same demo begun before."""
    with prepared() as connection:
        occupied = _holds_people(connection)
        if occupied and not facts.is_demo(connection):
            raise RegisterInUse()
    before = journal.last()
    if occupied and not again:
        if before is None or not before.same_as(asked):
            raise OtherDemo()
        return before
    if occupied:
        told(["database", "reset", "--yes", "--json"])
    for name in ("demo", "runs", "received"):
        shutil.rmtree(data_folder() / name, ignore_errors=True)
    with prepared() as connection:
        facts.mark_demo(connection)
    return asked


def _holds_people(connection: Connection) -> bool:
    row = connection.execute("select exists (select from registry_person)").fetchone()
    return bool(row and row[0])


def _drawn(stage: Stage) -> list[Sent]:
    """The files of the bodies: those drawn before, or new ones."""
    kept, folder = stage.journal, journal.folder()
    stage.say()
    if kept.done:
        stage.say(_("An earlier demo was stopped here; it goes on. (To start anew: himaya demo --again)"))
        stage.say()
    stage.say(f"[bold]{_('1. A population, drawn from the census of 2024')}[/bold]")
    if not kept.drawn:
        population = generate(None if kept.region == ALL else kept.region, kept.people, kept.seed)
        kept.drawn = {
            "workers": population.self_employed.height,
            "dependants": population.dependants.height,
        }
        write_files(population, folder)
        kept.save()
    sent = list(read_manifest(folder))
    people = _("{workers} self-employed people and {dependants} spouses and children, none of them real.")
    stage.say("   " + people.format(**{name: shown(count) for name, count in kept.drawn.items()}))
    stage.say()
    stage.say(f"[bold]{_('2. The files that ministries, chambers and the tax office send')}[/bold]")
    files = _("{files} files, {lines} lines, in {folder}")
    lines = shown(sum(one.lines for one in sent))
    stage.say("   " + files.format(files=len(sent), lines=lines, folder=folder))
    return sent


def _played(stage: Stage, sent: list[Sent]) -> None:
    """Run the commands of the year in the order of days."""
    stage.say()
    stage.say(f"[bold]{_('3. The real commands, day by day')}[/bold]")
    first = next(one for one in sent if one.kind != "families")
    example = f"himaya register {first.path.name} --body {first.body} --on {first.on}"
    stage.say("   [dim]" + _("The first in full: {command}").format(command=example) + "[/dim]")
    stage.say()
    stage.head()
    previous = date.min
    for closing in CLOSINGS:
        for one in (one for one in sent if previous < one.on <= closing):
            verb = "families" if one.kind == "families" else "register"
            day = one.on.isoformat()
            stage.run(verb, str(one.path), "--body", one.body, "--on", day, on=day)
        _closed(stage, on=closing)
        if closing < NOTICE_DAY:
            day = NOTICE_DAY.isoformat()
            stage.run("rights", "recompute", "--on", day, on=day)
        previous = closing
    stage.run("messages", "send", "--gateway", "file", "--until-empty", on=CLOSINGS[-1].isoformat())
    stage.journal.finished = True
    stage.journal.save()


def _closed(stage: Stage, *, on: date) -> None:
    """The end of a quarter: what is owed, what is paid, who is covered."""
    day, folder = on.isoformat(), journal.folder() / "payments"
    stage.run("assess", "--month", f"{on:%Y-%m}", "--on", day, on=day)
    with prepared() as connection:
        owed = read_frame(connection, OWED)
    for collection in write_payments(owed, folder, until=on, seed=stage.journal.seed):
        stage.run("collect", str(collection.path), "--on", day, on=day)
    stage.run("rights", "recompute", "--on", day, on=day)


def _totals(kept: Journal) -> dict[str, int]:
    lists = [data for name, data in kept.done.items() if name.startswith("register ")]
    return {name: sum(data[name] for data in lists) for name in TOTALS}


def _figures_command() -> list[str]:
    """The notice's table, as it was known on its day: the demo goes on to the end of the year."""
    day = NOTICE_DAY.isoformat()
    return ["statistics", "--on", day, "--known-on", day]


def _ended(stage: Stage, seconds: float, *, serving: bool) -> None:
    stage.say()
    stage.say(f"[bold]{_('4. The figures')}[/bold]   [dim]himaya {' '.join(_figures_command())}[/dim]")
    stage.say()
    with contextlib.suppress(SystemExit):
        main.main(_figures_command())
    stage.say(_("Done in {seconds} seconds.").format(seconds=round(seconds)))
    stage.say()
    stage.say(_("Try next, in another terminal:"))
    with prepared() as connection:
        row = connection.execute(CLOSED).fetchone()
    rights = [f"himaya rights show {row[0]}"] if row else []
    pages = [] if serving else ["himaya serve"]
    for line in (
        *rights,
        "himaya lists",
        "himaya law explain tns_amo --input category=taxi_driver --input month=2022-03-01",
        *pages,
    ):
        stage.say(f"   [bold]{line}[/bold]")
    stage.say()
