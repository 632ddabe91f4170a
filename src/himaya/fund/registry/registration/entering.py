"""Lines that waited enter the register: completed by an application, after a letter, or by a decision.

They pass through the same typing, checks, judgement and writing as the lines of a list, in one transaction of
the caller's run. A line that still cannot enter keeps waiting; one that never can is rejected with its code.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund.registry import selectors
from himaya.fund.registry.registration import identify
from himaya.fund.registry.registration.decide import (
    REGISTERED,
    REJECTED,
    TO_COMPLETE,
    Judged,
    by_findings,
    by_memberships,
    complete,
    decide,
)
from himaya.fund.registry.registration.enter import Batch, enter
from himaya.fund.registry.registration.run import catalogue_for, standards_of, with_ids
from himaya.fund.registry.registration.stage import typed
from himaya.fund.registry.registration.waiting import SENT
from himaya.runtime import runs
from himaya.runtime.copying import copy_in, read_frame

Judge = Callable[[Connection, pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""(connection, typed lines with person_id, findings) -> a frame of decisions."""

KEY = ["list_run", "list_line"]
CONTACT_CODES = (
    "registration.phone_missing",
    "registration.phone_not_mobile",
    "registration.commune_unknown",
)
"""What keeps a line from telling its person by SMS, and not from registering him."""
WAITING = """
select line.run_id as list_run, line.line_no as list_line, line.state, line.candidate_id,
       line.line::text as line, run.payload ->> 'body' as body
from asked join registry_listline line on line.run_id = asked.list_run and line.line_no = asked.list_line
join runtime_run run on run.id = line.run_id
order by line.run_id, line.line_no
"""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What became of the lines: one row each (list_run, list_line, state, code, column, value, person_id,
    membership_id, insured_number: of the person if he is new)."""

    lines: pl.DataFrame

    def count(self, state: int) -> int:
        """How many lines are now in a state."""
        return self.lines.filter(pl.col("state") == state).height


def read_waiting(connection: Connection, *, asked: pl.DataFrame) -> pl.DataFrame:
    """The lines of `asked` (list_run, list_line) as kept: with state, candidate_id, line (JSON) and body."""
    connection.execute("create temporary table asked (list_run bigint, list_line int) on commit drop")
    copy_in(connection, table="asked", frame=asked.select(KEY))
    found = read_frame(connection, WAITING)
    connection.execute("drop table asked")
    return found


def enter_waiting(
    connection: Connection,
    *,
    run: runs.Run,
    waiting: pl.DataFrame,
    on: date,
    judge: Judge,
    ignored: tuple[str, ...] = (),
) -> Entered:
    """Register what can be of the lines of `waiting`, inside the caller's transaction.

    waiting: frame of `read_waiting`, with person_id where a person decided whose line it is.
    on: the day on which they enter; ignored: codes that do not hold them back.
    """
    rows = waiting.with_row_index("line_no", offset=1).with_columns(pl.col("line_no").cast(pl.Int32))
    settled = [
        _of_body(connection, run=run, body=body, rows=lines, on=on, judge=judge, ignored=ignored)
        for (body,), lines in rows.group_by("body", maintain_order=True)
    ]
    if not settled:
        return Entered(lines=pl.DataFrame(schema={"state": pl.Int8}))
    lines = pl.concat(settled)
    _write(connection, lines)
    return Entered(lines=lines)


def _of_body(
    connection: Connection,
    *,
    run: runs.Run,
    body: object,
    rows: pl.DataFrame,
    on: date,
    judge: Judge,
    ignored: tuple[str, ...],
) -> pl.DataFrame:
    sender = selectors.get_body(connection, code=str(body))
    sent = rows.select("line_no", pl.col("line").str.json_decode(SENT).struct.unnest())
    lines, findings = typed(sent, standards=standards_of(connection, body=sender, on=on))
    people = rows.select("line_no", "person_id") if "person_id" in rows.columns else None
    known = lines if people is None else lines.join(people, on="line_no", maintain_order="left")
    decisions = judge(connection, known, findings.filter(~pl.col("code").is_in(ignored)))
    decisions = with_ids(connection, decisions, run=run)
    entering = decisions.filter(pl.col("state") == REGISTERED)
    if entering.height:
        batch = Batch(run_id=run.id, body_id=sender.id, on=on, catalogue=catalogue_for(sender))
        enter(connection, batch=batch, lines=lines, decisions=entering)
    return (
        rows.select(*KEY, "line_no", pl.col("state").alias("before"))
        .join(decisions, on="line_no")
        .select(
            *KEY,
            "before",
            "state",
            "code",
            pl.col("column").fill_null(""),
            pl.col("value").fill_null(""),
            "person_id",
            "candidate_id",
            "membership_id",
            "insured_number",
        )
    )


def judged_as_a_list(connection: Connection, lines: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """The judgement of a list: by identifier, inside the batch, by likeness, by memberships."""

    def read(columns: Sequence[str], wanted: pl.Series) -> Iterator[pl.DataFrame]:
        asked = lines.select("line_no", *columns)
        yield asked.join(wanted.to_frame("line_no"), on="line_no", how="semi", maintain_order="left")

    return decide(connection, lines=lines.select(identify.JUDGED_ON), findings=findings, read=read)


def judged_by_a_person(connection: Connection, lines: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Whose line it is was decided (`person_id`, null: somebody new); only memberships can refuse it."""
    free = lines.select(*identify.JUDGED_ON, "person_id", pl.col("line_no").alias("first_line"))
    judged = by_memberships(connection, Judged(decided=[], free=free).settle(by_findings(findings)))
    registered = judged.free.select("line_no", pl.lit(REGISTERED).alias("state"), "person_id", "first_line")
    return pl.concat([*judged.decided, complete(registered)]).sort("line_no")


def _write(connection: Connection, lines: pl.DataFrame) -> None:
    """Move the lines; those that still miss a fact keep their state and say what is missing."""
    moved = lines.with_columns(
        pl.when(pl.col("state") == TO_COMPLETE).then("before").otherwise("state").alias("state")
    )
    connection.execute(
        """create temporary table settled (list_run bigint, list_line int, state smallint, code text,
           "column" text, value text, candidate_id bigint, membership_id bigint) on commit drop"""
    )
    copy_in(
        connection,
        table="settled",
        frame=moved.select(
            *KEY, "state", pl.col("code").fill_null(""), "column", "value", "candidate_id", "membership_id"
        ),
    )
    connection.execute(
        """update registry_listline line
           set state = settled.state,
               code = case when settled.code = '' then line.code else settled.code end,
               "column" = case when settled.code = '' then line."column" else settled."column" end,
               value = case when settled.code = '' then line.value else settled.value end,
               candidate_id = coalesce(settled.candidate_id, line.candidate_id),
               membership_id = settled.membership_id,
               line = case when settled.state in (%s, %s) then null else line.line end
           from settled where line.run_id = settled.list_run and line.line_no = settled.list_line""",
        [REGISTERED, REJECTED],
    )
    connection.execute("drop table settled")
