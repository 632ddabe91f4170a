"""Lines that wait for a person: is this somebody the register knows, somebody new, or nobody to register?

A decision names who took it and is written in the audit trail. A refusal can be taken back; a person
registered as new who was known after all is merged (`merging`), which can be undone too.
"""

from dataclasses import dataclass, field
from datetime import date

import polars as pl
from psycopg import Connection
from psycopg.rows import dict_row

from himaya.foundation.access.audit import record
from himaya.foundation.territory.selectors import commune_lookup_frame
from himaya.fund.registry import acts, names
from himaya.fund.registry.errors import DecisionNeedsCandidate, LineNotWaiting
from himaya.fund.registry.registration import identify
from himaya.fund.registry.registration.entering import (
    CONTACT_CODES,
    KEY,
    Entered,
    enter_waiting,
    judged_by_a_person,
    read_waiting,
)
from himaya.fund.registry.registration.house import no_names
from himaya.fund.registry.registration.normalise import Reference, normalise
from himaya.fund.registry.registration.run import alone
from himaya.fund.registry.registration.waiting import SENT
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime import runs
from himaya.runtime.copying import copy_in, read_frame

KIND = "decision"
SAME, NEW, REFUSE = "same", "new", "refuse"
NO_IDENTITY = "registration.identity_missing"
REFUSED_CODE = "registration.refused_by_decision"
SHOWN = (
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "birth_on",
    "sex",
    "cin",
    "idcs",
    "residence_card",
    "commune",
    "address",
    "phone",
)
TO_DECIDE = int(State.TO_DECIDE)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A line beside the person it may be about; `levels` says how far each thing compared agrees."""

    run_id: int
    line_no: int
    code: str
    probability: float | None
    line: dict[str, str]
    candidate_number: int | None
    candidate: dict[str, str]
    memberships: list[str] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)


def list_waiting(connection: Connection, *, run_id: int | None = None, limit: int = 100) -> pl.DataFrame:
    """Lines waiting for a decision, the likeliest duplicates first.

    Frame (list_run, list_line, body, code, name, birth_on, candidate_number, probability).
    """
    found = read_frame(
        connection,
        """select line.run_id as list_run, line.line_no as list_line, run.payload ->> 'body' as body,
                  line.code, line.line::text as line, person.insured_number as candidate_number, line.probability
           from registry_listline line join runtime_run run on run.id = line.run_id
           left join registry_person person on person.id = line.candidate_id
           where line.state = %(state)s and (%(run)s::bigint is null or line.run_id = %(run)s)
           order by line.probability desc nulls last, line.run_id, line.line_no limit %(limit)s""",
        {"state": TO_DECIDE, "run": run_id, "limit": limit},
    )
    sent = pl.col("line").str.json_decode(SENT).struct
    latin, arabic = (
        pl.concat_str(
            [sent.field(f"{part}_name_{script}").fill_null("") for part in ("given", "family")], separator=" "
        )
        for script in ("fr", "ar")
    )
    return found.select(
        *KEY,
        "body",
        "code",
        pl.when(latin.str.strip_chars() != "").then(latin).otherwise(arabic).str.strip_chars().alias("name"),
        sent.field("birth_on").alias("birth_on"),
        "candidate_number",
        "probability",
    )


def compare(connection: Connection, *, run_id: int, line_no: int) -> Comparison:
    """A waiting line beside its candidate. Raises LineNotWaiting."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            """select code, probability, candidate_id, line from registry_listline
               where run_id = %s and line_no = %s and state = %s""",
            [run_id, line_no, TO_DECIDE],
        ).fetchone()
        if row is None:
            raise LineNotWaiting(run=run_id, line=line_no)
        person = cursor.execute(
            """select person.*, commune.name_fr as commune
               from registry_person found join registry_person person
                 on person.id = coalesce(found.merged_into_id, found.id)
               left join territory_commune commune on commune.id = person.commune_id where found.id = %s""",
            [row["candidate_id"]],
        ).fetchone()
    line = {name: row["line"].get(name) or "" for name in SHOWN}
    return Comparison(
        run_id=run_id,
        line_no=line_no,
        code=row["code"],
        probability=row["probability"],
        line=line,
        candidate_number=person["insured_number"] if person else None,
        candidate={name: str(person[name] or "") for name in SHOWN} if person else {},
        memberships=_memberships(connection, person["id"]) if person else [],
        levels=_levels(connection, run_id=run_id, line_no=line_no, person_id=person["id"]) if person else {},
    )


def _memberships(connection: Connection, person_id: int) -> list[str]:
    rows = connection.execute(
        """select category.code from registry_membership membership
           join registry_category category on category.id = membership.category_id
           where membership.person_id = %s and membership.end_on is null order by membership.id""",
        [person_id],
    )
    return [code for (code,) in rows]


def _levels(connection: Connection, *, run_id: int, line_no: int, person_id: int) -> dict[str, int]:
    """How the matcher compares the two, level by level; empty where it finds them too far apart."""
    from himaya.fund.registry.matching import candidates, of_frame  # DuckDB and Splink: slow to import

    asked = pl.DataFrame(
        {"list_run": [run_id], "list_line": [line_no]}, schema={"list_run": pl.Int64, "list_line": pl.Int32}
    )
    with connection.transaction():
        line = _typed(connection, read_waiting(connection, asked=asked))
    known = read_frame(
        connection,
        f"select id as person_id, {', '.join(identify.PERSON)} from registry_person where id = %s",
        [person_id],
    )
    found = candidates(new=of_frame(line, number="line_no"), register=of_frame(known))
    if found.is_empty():
        return {}
    pairs = (part.split("=") for part in found["kind_explanation"][0].split())
    return {name: int(level) for name, level in pairs}


def _typed(connection: Connection, waiting: pl.DataFrame) -> pl.DataFrame:
    """The kept lines as typed columns with keys; `line_no` is their place in the frame, from 1."""
    sent = waiting.with_row_index("line_no", offset=1).select(
        pl.col("line_no").cast(pl.Int32), pl.col("line").str.json_decode(SENT).struct.unnest()
    )
    reference = Reference(
        communes=commune_lookup_frame(connection),
        category_default=None,
        language_default="",
        languages=(),
        no_names=no_names(),
    )
    return names.name_keys(normalise(sent, reference=reference))


def decide_same(connection: Connection, *, lines: pl.DataFrame, by: str, on: date) -> Entered:
    """The lines (list_run, list_line) are about their candidates: another membership, or a duplicate closed.

    Raises LineNotWaiting, DecisionNeedsCandidate.
    """
    return _decided(connection, lines=lines, by=by, on=on, verdict=SAME)


def decide_new(connection: Connection, *, lines: pl.DataFrame, by: str, on: date) -> Entered:
    """The lines are about new people. An identifier that another person holds is left out: it is not theirs.

    Raises LineNotWaiting, NumbersExhausted.
    """
    return _decided(connection, lines=lines, by=by, on=on, verdict=NEW)


def refuse(connection: Connection, *, lines: pl.DataFrame, by: str, reason: str, on: date) -> int:
    """Refuse the lines for a reason that their sender is told (law 98-15, art. 7). Raises LineNotWaiting."""
    with _run(connection, verdict=REFUSE, by=by, on=on) as run, connection.transaction():
        waiting = _waiting(connection, lines)
        _move(connection, lines=waiting, state=State.REJECTED, code=REFUSED_CODE, value=reason)
        _keep(connection, run=run, by=by, verdict=REFUSE, lines=waiting)
    return waiting.height


def take_back(connection: Connection, *, lines: pl.DataFrame, by: str, on: date) -> int:
    """A refusal was a mistake: the lines wait for a decision again. Raises LineNotWaiting."""
    with _run(connection, verdict="take_back", by=by, on=on) as run, connection.transaction():
        refused = read_waiting(connection, asked=lines)
        _all_there(
            lines, refused.filter((pl.col("state") == int(State.REJECTED)) & pl.col("line").is_not_null())
        )
        _move(
            connection, lines=refused, state=State.TO_DECIDE, code="registration.possible_duplicate", value=""
        )
        _keep(connection, run=run, by=by, verdict="take_back", lines=refused)
    return refused.height


def _decided(connection: Connection, *, lines: pl.DataFrame, by: str, on: date, verdict: str) -> Entered:
    with alone(connection), _run(connection, verdict=verdict, by=by, on=on) as run, connection.transaction():
        waiting = _waiting(connection, lines)
        ignored: tuple[str, ...] = CONTACT_CODES
        if verdict == SAME:
            waiting = _of_candidates(connection, waiting)
        else:
            waiting, ignored = _without_held_identifiers(connection, waiting), (*CONTACT_CODES, NO_IDENTITY)
        entered = enter_waiting(
            connection, run=run, waiting=waiting, on=on, judge=judged_by_a_person, ignored=ignored
        )
        _keep(connection, run=run, by=by, verdict=verdict, lines=waiting)
    return entered


def _run(connection: Connection, *, verdict: str, by: str, on: date) -> runs.Run:
    return acts.begin(connection, kind=KIND, cause=f"{verdict} by {by}", on=on, by=by, verdict=verdict)


def _keep(connection: Connection, *, run: runs.Run, by: str, verdict: str, lines: pl.DataFrame) -> None:
    run.mark(connection, "decided", {"lines": lines.select(KEY).rows()})
    run.finish(connection)
    record(
        connection,
        actor=by,
        action=f"registry.decide.{verdict}",
        scope="list_line",
        subjects=lines["list_line"],
        run_id=run.id,
    )


def _waiting(connection: Connection, lines: pl.DataFrame) -> pl.DataFrame:
    waiting = read_waiting(connection, asked=lines).filter(pl.col("state") == TO_DECIDE)
    _all_there(lines, waiting)
    return waiting


def _all_there(asked: pl.DataFrame, found: pl.DataFrame) -> None:
    for run, line in asked.join(found, on=KEY, how="anti").select(KEY).iter_rows():
        raise LineNotWaiting(run=run, line=line)


def _of_candidates(connection: Connection, waiting: pl.DataFrame) -> pl.DataFrame:
    for run, line in waiting.filter(pl.col("candidate_id").is_null()).select(KEY).iter_rows():
        raise DecisionNeedsCandidate(run=run, line=line)
    kept = read_frame(
        connection,
        """select id as candidate_id, coalesce(merged_into_id, id) as person_id from registry_person
           where id = any(%s)""",
        [waiting["candidate_id"].to_list()],
    )
    return waiting.join(kept, on="candidate_id", how="left", maintain_order="left")


def _without_held_identifiers(connection: Connection, waiting: pl.DataFrame) -> pl.DataFrame:
    """The lines as kept, less the identifiers that a person of the register or an earlier line holds."""
    typed = _typed(connection, waiting)
    drops = {name: _held(connection, typed, name) for name in identify.IDENTIFIERS}
    sent = waiting.with_row_index("line_no", offset=1).with_columns(
        pl.col("line").str.json_decode(SENT), pl.col("line_no").cast(pl.Int32)
    )
    cleared = sent.with_columns(
        pl.col("line").struct.with_fields(
            *(
                pl.when(~pl.col("line_no").is_in(drops[key])).then(pl.field(name)).alias(name)
                for key, name in zip(identify.IDENTIFIERS, ("cin", "idcs", "residence_card"), strict=True)
            )
        )
    )
    return cleared.with_columns(
        pl.col("line").struct.json_encode(), pl.lit(None, dtype=pl.Int64).alias("person_id")
    ).drop("line_no")


def _held(connection: Connection, lines: pl.DataFrame, name: str) -> list[int]:
    """Lines whose identifier is taken."""
    given = lines.filter(pl.col(name).is_not_null())
    rows = connection.execute(
        f"select {name} from registry_person where {name} = any(%s) and merged_into_id is null",
        [given[name].to_list()],
    )
    taken = [value for (value,) in rows]
    repeated = ~pl.col(name).is_first_distinct()
    return given.filter(pl.col(name).is_in(taken) | repeated)["line_no"].to_list()


def _move(connection: Connection, *, lines: pl.DataFrame, state: State, code: str, value: str) -> None:
    connection.execute("create temporary table moved (list_run bigint, list_line int) on commit drop")
    copy_in(connection, table="moved", frame=lines.select(KEY))
    connection.execute(
        """update registry_listline line set state = %s, code = %s, value = %s
           from moved where line.run_id = moved.list_run and line.line_no = moved.list_line""",
        [int(state), code, value],
    )
    connection.execute("drop table moved")
