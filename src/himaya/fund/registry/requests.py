"""Registration on request: a form at a counter or on a channel of the fund is a list of one.

It passes through everything a liaison body's list does: the same checks, the same matching, the same numbers.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from psycopg import Connection

from himaya.fund.registry.registration.normalise import CANONICAL
from himaya.fund.registry.registration.run import Report, register_list
from himaya.fund.registry.states import RegistrationState as State

BODY = "counter"
RECEIVED = "received_on"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of one form.

    insured_number: of the person registered, old or new. code, column, value: why it did not enter.
    candidate_number: the insured number of whom the person may be, when a decision must be taken.
    """

    run_id: int
    line_no: int
    state: State
    insured_number: int | None
    was_known: bool
    code: str
    column: str
    value: str
    candidate_number: int | None
    repeated: bool


def register_request(connection: Connection, *, form: Mapping[str, str], on: date) -> Answer:
    """Register one person on request on the day `on`; the same form twice that day changes nothing.

    form: canonical columns as text. Raises NumbersExhausted, FileRefused.
    """
    report = register_requests(connection, forms=pl.DataFrame([dict(form)]), on=on)
    return _answer(connection, report)


def register_requests(connection: Connection, *, forms: pl.DataFrame, on: date) -> Report:
    """A batch of forms received on the day `on`: canonical columns as text, one line a person."""
    given = forms.select(
        *(
            pl.col(name).cast(pl.String) if name in forms.columns else pl.lit("").alias(name)
            for name in CANONICAL
        ),
        pl.lit(on.isoformat()).alias(RECEIVED),
    )
    with tempfile.TemporaryDirectory(prefix="himaya-request-") as folder:
        path = Path(folder) / "requests.parquet"
        given.write_parquet(path, compression="zstd")
        return register_list(connection, source=path, body=BODY, on=on)


def _answer(connection: Connection, report: Report) -> Answer:
    entered = connection.execute(
        """select membership.line_no, person.insured_number, person.run_id <> membership.run_id
           from registry_membership membership join registry_person person on person.id = membership.person_id
           where membership.run_id = %s""",
        [report.run_id],
    ).fetchone()
    if entered is not None:
        line_no, number, known = entered
        return Answer(
            run_id=report.run_id,
            line_no=line_no,
            state=State.REGISTERED,
            insured_number=number,
            was_known=known,
            code="",
            column="",
            value="",
            candidate_number=None,
            repeated=report.repeated,
        )
    row = connection.execute(
        """select line.line_no, line.state, line.code, line."column", line.value, person.insured_number
           from registry_listline line left join registry_person person on person.id = line.candidate_id
           where line.run_id = %s""",
        [report.run_id],
    ).fetchone()
    assert row is not None, "a line enters or waits"
    return Answer(
        run_id=report.run_id,
        line_no=row[0],
        state=State(row[1]),
        insured_number=None,
        was_known=False,
        code=row[2],
        column=row[3],
        value=row[4],
        candidate_number=row[5],
        repeated=report.repeated,
    )
