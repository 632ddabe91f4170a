"""Registered letters to people who are known but have not completed their file, and what follows them.

Law 98-15, art. 7: somebody known who has not applied gets a registered letter, and is registered ex officio
some days after it was sent, unless an application came before. How many days is asked of the law.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund import law
from himaya.fund.registry import acts, lists
from himaya.fund.registry.errors import LetterUnknown
from himaya.fund.registry.registration.entering import (
    CONTACT_CODES,
    KEY,
    Entered,
    enter_waiting,
    judged_as_a_list,
    read_waiting,
)
from himaya.fund.registry.registration.normalise import CANONICAL
from himaya.fund.registry.registration.run import alone
from himaya.fund.registry.registration.waiting import SENT
from himaya.fund.registry.states import RegistrationState as State
from himaya.kernel import columns
from himaya.runtime.copying import copy_in, read_frame

KIND, APPLICATION_KIND = "letters", "applications"
ADDRESS = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar", "address", "commune")
TO_COMPLETE = int(State.TO_COMPLETE)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Letters of a list.

    letters: frame (list_run, list_line, names, address, commune, sent_on, registered_from: the day of
    registration ex officio), those sent on the day asked for; without_address: people nobody can write to.
    """

    letters: pl.DataFrame
    sent: int
    without_address: int


@dataclass(frozen=True, kw_only=True)
class Registered:
    """Registrations ex officio of a day.

    told_by_letter: frame (insured_number, names, address) of the new insured whom no SMS can reach.
    """

    run_id: int | None
    due: int
    registered: int
    rejected: int
    waiting: int
    told_by_letter: pl.DataFrame


def send(connection: Connection, *, run_id: int, on: date) -> Sent:
    """Send a letter to everybody of a list who has not completed and can be written to. Raises ListUnknown.

    Asked again on the same day it answers the same letters; nobody gets a second one.
    """
    lists.get_list(connection, run_id=run_id)
    with connection.transaction():
        waiting = _addresses(connection, run_id=run_id)
        reachable = waiting.filter(pl.col("address") != "")
        fresh = reachable.filter(pl.col("sent_on").is_null())
        copy_in(
            connection,
            table="registry_registeredletter",
            frame=fresh.select(
                pl.col("list_run").alias("run_id"),
                pl.col("list_line").alias("line_no"),
                pl.lit(on).alias("sent_on"),
            ),
        )
    letters = reachable.with_columns(pl.col("sent_on").fill_null(on)).filter(pl.col("sent_on") == on)
    without = waiting.filter((pl.col("address") == "") & pl.col("sent_on").is_null())
    return Sent(letters=_with_day(letters), sent=fresh.height, without_address=without.height)


def _addresses(connection: Connection, *, run_id: int) -> pl.DataFrame:
    found = read_frame(
        connection,
        """select line.run_id as list_run, line.line_no as list_line, line.line::text as line, letter.sent_on
           from registry_listline line
           left join registry_registeredletter letter using (run_id, line_no)
           where line.run_id = %s and line.state = %s order by line.line_no""",
        [run_id, TO_COMPLETE],
    )
    sent = pl.col("line").str.json_decode(SENT).struct
    return found.select(
        *KEY, *(columns.clean_text(sent.field(name)).fill_null("").alias(name) for name in ADDRESS), "sent_on"
    )


def _with_day(letters: pl.DataFrame, *, applied: str | None = None) -> pl.DataFrame:
    """Letters with `registered_from`, the day of registration ex officio; null where an application came."""
    asked = letters.select(
        *KEY,
        pl.col("sent_on").alias("letter_sent_on"),
        (pl.col(applied) if applied else pl.lit(None, dtype=pl.Date)).alias("application_received_on"),
    )
    answered = law.current().evaluate(asked, ["registered_ex_officio_from"])
    return letters.join(
        answered.select(*KEY, pl.col("registered_ex_officio_from").alias("registered_from")),
        on=KEY,
        how="left",
        maintain_order="left",
    )


def receive_applications(connection: Connection, *, applications: pl.DataFrame, on: date) -> Entered:
    """Applications received on the day `on`: what they give is filled in, and the lines register as of it.

    applications: frame (list_run, list_line, and any canonical columns as text; null: nothing given).
    A line that still misses a fact keeps waiting; the letter notes the application. Raises LetterUnknown.
    """
    given = [name for name in CANONICAL if name in applications.columns]
    with (
        alone(connection),
        acts.begin(
            connection, kind=APPLICATION_KIND, cause=f"applications of {on.isoformat()}", on=on
        ) as run,
    ):
        with connection.transaction():
            _complete(connection, applications=applications, given=given)
            waiting = read_waiting(connection, asked=applications)
            _check(applications, waiting)
            _note_applications(connection, applications=applications, on=on)
            entered = enter_waiting(connection, run=run, waiting=waiting, on=on, judge=judged_as_a_list)
            run.mark(connection, "entered", _counted(entered))
        run.finish(connection)
    return entered


def _complete(connection: Connection, *, applications: pl.DataFrame, given: list[str]) -> None:
    """Put what the applications give into the kept lines; nothing given leaves what was there."""
    if not given:
        return
    connection.execute(
        "create temporary table filled (list_run bigint, list_line int, given jsonb) on commit drop"
    )
    copy_in(
        connection,
        table="filled",
        frame=applications.select(*KEY, pl.struct(given).struct.json_encode().alias("given")),
    )
    connection.execute(
        """update registry_listline line set line = line.line || jsonb_strip_nulls(filled.given)
           from filled where line.run_id = filled.list_run and line.line_no = filled.list_line
             and line.state = %s""",
        [TO_COMPLETE],
    )
    connection.execute("drop table filled")


def _check(asked: pl.DataFrame, waiting: pl.DataFrame) -> None:
    waits = waiting.filter(pl.col("state") == TO_COMPLETE)
    for run, line in asked.join(waits, on=KEY, how="anti").select(KEY).iter_rows():
        raise LetterUnknown(run=run, line=line)


def _note_applications(connection: Connection, *, applications: pl.DataFrame, on: date) -> None:
    connection.execute("create temporary table applied (list_run bigint, list_line int) on commit drop")
    copy_in(connection, table="applied", frame=applications.select(KEY))
    connection.execute(
        """update registry_registeredletter letter
           set application_received_on = coalesce(letter.application_received_on, %s)
           from applied where letter.run_id = applied.list_run and letter.line_no = applied.list_line""",
        [on],
    )
    connection.execute("drop table applied")


def register_due(connection: Connection, *, on: date) -> Registered:
    """Register ex officio everybody whose letter has run its days by `on`; no telephone is asked for."""
    with alone(connection):
        due = due_letters(connection, on=on)
        if due.is_empty():
            return Registered(
                run_id=None, due=0, registered=0, rejected=0, waiting=0, told_by_letter=pl.DataFrame()
            )
        with acts.begin(connection, kind=KIND, cause=f"letters of {on.isoformat()}", on=on) as run:
            with connection.transaction():
                entered = enter_waiting(
                    connection,
                    run=run,
                    waiting=read_waiting(connection, asked=due),
                    on=on,
                    judge=judged_as_a_list,
                    ignored=CONTACT_CODES,
                )
                _note_registered(connection, due=due, entered=entered)
                run.mark(connection, "entered", _counted(entered))
            run.finish(connection)
    return Registered(
        run_id=run.id,
        due=due.height,
        registered=entered.count(State.REGISTERED),
        rejected=entered.count(State.REJECTED),
        waiting=entered.count(State.TO_COMPLETE) + entered.count(State.TO_DECIDE),
        told_by_letter=_not_reached_by_sms(connection, entered=entered),
    )


def due_letters(connection: Connection, *, on: date) -> pl.DataFrame:
    """Letters whose days have run by `on` and whose line still waits, with `registered_from`."""
    pending = read_frame(
        connection,
        """select letter.run_id as list_run, letter.line_no as list_line, letter.sent_on,
                  letter.application_received_on
           from registry_registeredletter letter
           join registry_listline line using (run_id, line_no)
           where line.state = %s and letter.registered_on is null order by 1, 2""",
        [TO_COMPLETE],
    )
    if pending.is_empty():
        return pending
    return _with_day(pending, applied="application_received_on").filter(pl.col("registered_from") <= on)


def _note_registered(connection: Connection, *, due: pl.DataFrame, entered: Entered) -> None:
    registered = entered.lines.filter(pl.col("state") == int(State.REGISTERED)).select(KEY)
    connection.execute(
        "create temporary table done (list_run bigint, list_line int, registered_from date) on commit drop"
    )
    copy_in(
        connection,
        table="done",
        frame=due.join(registered, on=KEY, how="semi").select(*KEY, "registered_from"),
    )
    connection.execute(
        """update registry_registeredletter letter set registered_on = done.registered_from
           from done where letter.run_id = done.list_run and letter.line_no = done.list_line"""
    )
    connection.execute("drop table done")


def _not_reached_by_sms(connection: Connection, *, entered: Entered) -> pl.DataFrame:
    new = entered.lines.filter(pl.col("insured_number").is_not_null())
    people = read_frame(
        connection,
        f"""select person.insured_number, {", ".join(f"person.{name}" for name in ADDRESS[:-1])},
                   coalesce(commune.name_fr, '') as commune, person.phone
            from registry_person person left join territory_commune commune on commune.id = person.commune_id
            where person.id = any(%s) order by person.insured_number""",
        [new["person_id"].to_list()],
    )
    return people.filter(~columns.is_mobile(pl.col("phone")).fill_null(False)).drop("phone")


def _counted(entered: Entered) -> dict[str, int]:
    return {state.name.lower(): entered.count(state) for state in State if entered.count(state)}
