"""Putting messages into the outbox, by the million or one by one.

`compose` turns people and parameters into rows of the message table and says who cannot be reached. A batch
run copies those rows straight into the table in the transaction that carries its marker; anyone else calls
`enqueue`, which changes nothing where the same cause was told before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from psycopg import Connection

from himaya.foundation.messaging.errors import ParameterRefused
from himaya.foundation.messaging.states import PRIORITY, Category
from himaya.foundation.messaging.templates import Catalogue, Parameter, Template
from himaya.runtime.copying import copy_in

TABLE = "messaging_message"
_FORM = {
    "digits": r"^[0-9]{%d}$",
    "count": r"^[0-9]{1,%d}$",
    "due": r"^[0-9]{1,%d}$",
    "date": r"^\d{4}-\d\d-\d\d$",
    "month": r"^\d{4}-\d\d$",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """Rows for the message table, and how many people have no telephone that could get one."""

    frame: pl.DataFrame
    without_mobile: int


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What became of a set of people: messages queued, told before, opted out, without a usable mobile
    number."""

    queued: int
    repeated: int
    opted_out: int
    without_mobile: int
    segments: int


def reserve_ids(connection: Connection, *, count: int) -> int:
    """The first of `count` message numbers kept for one batch run.

    Call it in the short transaction that writes the number into the run: killed and repeated, the run numbers
    its messages the same.
    """
    row = connection.execute(
        "UPDATE messaging_idblock SET next_id = next_id + %s RETURNING next_id - %s", (count, count)
    ).fetchone()
    assert row is not None
    return int(row[0])


def compose(
    *,
    frame: pl.DataFrame,
    template: str,
    catalogue: Catalogue,
    cause: str,
    now: datetime,
    run_id: int | None = None,
    first_id: int | None = None,
) -> Composed:
    """Rows for the message table: one for each person whose telephone can get an SMS.

    frame: person_id, phone (E.164 or null), language (or null), and a column for each parameter of the
    template (text; days and months as Date or ISO text; phrases by their code). Raises ParameterRefused.
    cause: what is told, with the run that found it ("register:17"); with person and template it is unique.
    now: the instant from which the messages may go.
    first_id: number of the first row's message, from `reserve_ids`; a person's number depends on the row
    alone.
    """
    wording = catalogue.template(template)
    parameters = list(wording.parameters.values())
    rows = frame.with_columns(pl.col("phone", "language").cast(pl.String))
    if first_id is not None:
        rows = rows.with_columns(id=_numbers(frame.height, first_id))
    reachable = rows.filter(pl.col("phone").str.contains(catalogue.sending.mobile).fill_null(False))
    written = reachable.with_columns(
        *(pl.col(p.name).cast(pl.String) for p in parameters),
        language=_language(wording, catalogue),
    )
    for parameter in parameters:
        _check(written, wording, parameter)
    written = written.with_columns(
        params=_json(parameters),
        segments=_segments(written, wording, parameters),
    )
    composed = written.select(
        *(["id"] if first_id is not None else []),
        pl.col("person_id").cast(pl.Int64),
        "phone",
        "language",
        pl.lit(template).alias("template"),
        pl.lit(wording.current.number, pl.Int16).alias("version"),
        "params",
        "segments",
        pl.lit(int(wording.category), pl.Int16).alias("category"),
        pl.lit(PRIORITY[wording.category], pl.Int16).alias("priority"),
        pl.lit(cause).alias("cause"),
        pl.lit(now).cast(pl.Datetime("us", "UTC")).alias("not_before"),
        pl.lit(run_id, pl.Int64).alias("run_id"),
    )
    return Composed(composed, frame.height - composed.height)


def enqueue(
    connection: Connection,
    *,
    frame: pl.DataFrame,
    template: str,
    catalogue: Catalogue,
    cause: str,
    now: datetime,
    run_id: int | None = None,
    first_id: int | None = None,
) -> Enqueued:
    """Queue a message for each person of the frame (columns as for `compose`), once for this cause.

    Runs inside the caller's transaction if there is one. People who opted out get no campaign. Called again
    with the same cause and people it changes nothing.
    """
    composed = compose(
        frame=frame,
        template=template,
        catalogue=catalogue,
        cause=cause,
        now=now,
        run_id=run_id,
        first_id=first_id,
    )
    with connection.transaction():
        wanted = composed.frame
        if catalogue.template(template).category is Category.CAMPAIGN:
            wanted = wanted.join(opted_out(connection), on="phone", how="anti", maintain_order="left")
        queued, segments = _insert(connection, wanted) if wanted.height else (0, 0)
    return Enqueued(
        queued=queued,
        repeated=wanted.height - queued,
        opted_out=composed.frame.height - wanted.height,
        without_mobile=composed.without_mobile,
        segments=segments,
    )


def opted_out(connection: Connection) -> pl.DataFrame:
    """The telephones (column phone) that want no campaign."""
    found = connection.execute(
        "SELECT phone FROM messaging_optout WHERE ended_at IS NULL AND category = %s",
        (int(Category.CAMPAIGN),),
    ).fetchall()
    return pl.DataFrame({"phone": [row[0] for row in found]}, schema={"phone": pl.String})


def _insert(connection: Connection, rows: pl.DataFrame) -> tuple[int, int]:
    columns = ", ".join(rows.columns)
    connection.execute("DROP TABLE IF EXISTS pg_temp.messaging_incoming")
    connection.execute(
        f"CREATE TEMP TABLE messaging_incoming ON COMMIT DROP AS SELECT {columns} FROM {TABLE} WITH NO DATA"
    )
    copy_in(connection, table="messaging_incoming", frame=rows)
    counted = connection.execute(
        f"""WITH fresh AS (
                INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM messaging_incoming
                ON CONFLICT (person_id, cause, template) DO NOTHING RETURNING segments)
            SELECT count(*), coalesce(sum(segments), 0) FROM fresh"""
    ).fetchone()
    assert counted is not None
    return int(counted[0]), int(counted[1])


def _numbers(height: int, first_id: int) -> pl.Series:
    return pl.int_range(first_id, first_id + height, dtype=pl.Int64, eager=True)


def _language(template: Template, catalogue: Catalogue) -> pl.Expr:
    known = pl.col("language").is_in(template.languages()).fill_null(False)
    return pl.when(known).then(pl.col("language")).otherwise(pl.lit(catalogue.sending.default_language))


def _check(rows: pl.DataFrame, template: Template, parameter: Parameter) -> None:
    """Every value is of its kind: what enters a text is proven harmless before it is stored."""
    value = pl.col(parameter.name)
    if parameter.kind == "choice":
        sound = value.is_in(list(parameter.choices or {}))
    else:
        form = _FORM[parameter.kind]
        sound = value.str.contains(form % parameter.digits if "%" in form else form)
    if not rows.select(sound.fill_null(False).all()).item():
        raise ParameterRefused(template=template.code, parameter=parameter.name)


def _json(parameters: list[Parameter]) -> pl.Expr:
    """The parameters as JSON text; `_check` leaves nothing in them that would need an escape."""
    if not parameters:
        return pl.lit("{}")
    pairs = ", ".join(f'"{p.name}": "{{}}"' for p in parameters)
    opening, closing = pl.lit("{"), pl.lit("}")
    return pl.concat_str(opening, pl.format(pairs, *(pl.col(p.name) for p in parameters)), closing)


def _segments(rows: pl.DataFrame, template: Template, parameters: list[Parameter]) -> pl.Series:
    """Segments of each text, measured once for each shape: language, phrases chosen, digits of a count."""
    shape = rows.select(
        "language",
        *(
            pl.col(p.name) if p.kind == "choice" else pl.col(p.name).str.len_chars().alias(p.name)
            for p in parameters
        ),
    )
    keys = shape.columns
    samples = rows.select("language", *(p.name for p in parameters)).rename(lambda name: f"sample {name}")
    distinct = pl.concat([shape, samples], how="horizontal").unique(subset=keys, keep="any")
    costs = [
        template.measure(
            language=row["language"], params={p.name: row[f"sample {p.name}"] for p in parameters}
        ).segments
        for row in distinct.iter_rows(named=True)
    ]
    priced = distinct.select(keys).with_columns(pl.Series("segments", costs, dtype=pl.Int16))
    return shape.join(priced, on=keys, how="left", maintain_order="left").get_column("segments")
