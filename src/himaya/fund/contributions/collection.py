"""Payments of a collector's reconciliation file, taken once each and laid over the months they settle.

Form of the file (ours, docs/howto/load-real-data.md): CSV `;`, a heading line, one line a payment, last line
`TOTAL;count;;sum`. A reference is 18 digits (kernel.identifiers.payment_reference). A line is known by
(collector, transaction): the same one sent again changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from psycopg import Connection

from himaya.foundation.intake.mapping import Layout
from himaya.foundation.intake.reading import read_chunks
from himaya.foundation.intake.receive import receive
from himaya.fund.contributions.errors import TotalsDisagree, TotalsMissing
from himaya.fund.contributions.events import DuesChanged
from himaya.fund.contributions.laying import settle_people, time_zone
from himaya.kernel import columns
from himaya.runtime import events, runs
from himaya.runtime.copying import copy_in, read_frame

KIND = "collect"
COLUMNS = (
    "collector",
    "transaction_id",
    "reference",
    "amount_centimes",
    "paid_at",
    "channel",
    "agent_id",
    "status",
)
LAYOUT = Layout(
    body="collector", format="csv", encoding="utf-8", delimiter=";", columns={c: c for c in COLUMNS}
)
SELF_EMPLOYED = 2
PAID, CANCELLED = "P", "C"
CHUNK = 200_000


@dataclass(frozen=True, kw_only=True)
class Collected:
    """What became of a reconciliation file. Amounts in centimes; `by_code` counts the lines refused."""

    run_id: int
    lines: int
    taken: int
    repeated: int
    refused: int
    amount_centimes: int
    months_settled: int
    unused_centimes: int
    by_code: dict[str, int]


def collect(
    connection: Connection, *, source: Path, on: date, advance: Callable[[int], None] = lambda _: None
) -> Collected:
    """Take the payments of a file received on the day `on`; those of a file taken before are all repeated.

    Raises FileRefused when it cannot be read, TotalsMissing when it was cut, TotalsDisagree when its last line
    contradicts the others: nothing is taken then.
    """
    received = receive(source)
    run = runs.begin(
        connection,
        kind=KIND,
        cause="collect",
        digest=received.digest,
        payload={"on": on.isoformat(), "digest": received.digest},
    )
    with run:
        repeated = run.is_finished
        if not repeated:
            chunks = list(read_chunks(received.path, LAYOUT, rows=CHUNK))
            lines = check_totals(chunks)
            for number, chunk in enumerate(lines):
                if not run.done(f"chunk:{number}"):
                    with connection.transaction():
                        run.mark(
                            connection, f"chunk:{number}", _take(connection, chunk, run_id=run.id, on=on)
                        )
                advance(chunk.height)
            run.finish(connection)
    return _told(run, repeated=repeated)


def _told(run: runs.Run, *, repeated: bool) -> Collected:
    totals = run.totals()
    codes = {name[5:]: count for name, count in totals.items() if name.startswith("code:")}
    now = {} if repeated else totals
    return Collected(
        run_id=run.id,
        lines=totals.get("lines", 0),
        taken=now.get("taken", 0),
        repeated=totals.get("repeated", 0) + (totals.get("taken", 0) if repeated else 0),
        refused=sum(codes.values()),
        amount_centimes=now.get("amount", 0),
        months_settled=now.get("settled", 0),
        unused_centimes=now.get("unused", 0),
        by_code=codes,
    )


def check_totals(chunks: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """The payment lines of a file, after its last line was found to agree with them.

    Raises TotalsMissing, TotalsDisagree.
    """
    last = chunks[-1].tail(1)
    if last["collector"][0] != "TOTAL":
        raise TotalsMissing()
    lines = [*chunks[:-1], chunks[-1].head(-1)]
    count = sum(chunk.height for chunk in lines)
    amount = sum(int(chunk["amount_centimes"].cast(pl.Int64, strict=False).sum() or 0) for chunk in lines)
    said = (last["transaction_id"][0], last["amount_centimes"][0])
    if said != (str(count), str(amount)):
        raise TotalsDisagree(
            announced_payments=said[0] or "?",
            announced_centimes=said[1] or "?",
            payments=count,
            centimes=amount,
        )
    return [chunk for chunk in lines if chunk.height]


def _take(connection: Connection, chunk: pl.DataFrame, *, run_id: int, on: date) -> dict[str, int]:
    checked = _checked(_typed(chunk), _numbers(connection))
    good = checked.filter(pl.col("code").is_null())
    fresh, late = _insert(connection, good, run_id=run_id)
    people = fresh["person_id"].unique()
    settled, unused = settle_people(connection, people=people, anew=late)
    if len(people):
        events.publish(DuesChanged(connection=connection, run_id=run_id, on=on, people=people))
    codes = dict(checked["code"].drop_nulls().value_counts().iter_rows())
    return {
        "lines": chunk.height,
        "taken": fresh.height,
        "repeated": good.height - fresh.height,
        "amount": int(fresh["amount_centimes"].sum()),
        "settled": settled,
        "unused": unused,
        **{f"code:{code}": count for code, count in codes.items()},
    }


def _typed(chunk: pl.DataFrame) -> pl.DataFrame:
    parts = columns.payment_reference_parts(pl.col("reference"))
    return chunk.with_columns(
        pl.col("amount_centimes").cast(pl.Int64, strict=False),
        pl.col("paid_at")
        .str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False)
        .dt.replace_time_zone(time_zone(), ambiguous="earliest", non_existent="null")
        .alias("paid_at"),
        parts.struct.field("kind"),
        parts.struct.field("number").alias("insured_number"),
        parts.struct.field("month").alias("month"),
    )


def _numbers(connection: Connection) -> pl.DataFrame:
    return read_frame(
        connection,
        "select insured_number, coalesce(merged_into_id, id) as person_id"
        " from registry_person where insured_number is not null",
    )


def _checked(lines: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Lines with their person and, where they cannot be taken, a code."""
    known = lines.join(numbers, on="insured_number", how="left", maintain_order="left")
    return known.with_columns(
        pl.when(pl.col("transaction_id").is_null() | pl.col("collector").is_null())
        .then(pl.lit("contributions.transaction_missing"))
        .when(pl.col("kind").is_null())
        .then(pl.lit("contributions.reference_wrong"))
        .when(pl.col("kind") != SELF_EMPLOYED)
        .then(pl.lit("contributions.reference_of_another_kind"))
        .when(pl.col("person_id").is_null())
        .then(pl.lit("contributions.number_unknown"))
        .when(pl.col("amount_centimes").is_null() | (pl.col("amount_centimes") <= 0))
        .then(pl.lit("contributions.amount_wrong"))
        .when(pl.col("paid_at").is_null())
        .then(pl.lit("contributions.instant_wrong"))
        .when(pl.col("status") == CANCELLED)
        .then(pl.lit("contributions.cancelled_by_collector"))
        .when(pl.col("status") != PAID)
        .then(pl.lit("contributions.status_unknown"))
        .alias("code")
    )


def _insert(connection: Connection, good: pl.DataFrame, *, run_id: int) -> tuple[pl.DataFrame, pl.Series]:
    """Add the payments not known yet; returns them (person_id, amount_centimes) and who has later money laid."""
    connection.execute("create temporary table incoming (like contributions_payment) on commit drop")
    connection.execute("alter table incoming add person_id bigint")
    copy_in(
        connection,
        table="incoming",
        frame=good.unique(subset=["collector", "transaction_id"], keep="first", maintain_order=True).select(
            "collector",
            "transaction_id",
            "reference",
            "insured_number",
            "month",
            "amount_centimes",
            pl.lit(0).alias("used_centimes"),
            "paid_at",
            pl.col("channel").fill_null(""),
            pl.col("agent_id").fill_null(""),
            pl.lit(run_id).alias("run_id"),
            "person_id",
        ),
    )
    late = read_frame(
        connection,
        """select distinct incoming.person_id
           from incoming join registry_person person
             on person.id = incoming.person_id or person.merged_into_id = incoming.person_id
           join contributions_payment payment on payment.insured_number = person.insured_number
           where payment.used_centimes > 0 and payment.paid_at > incoming.paid_at""",
    )["person_id"]
    stored = (
        "collector, transaction_id, reference, insured_number, month, amount_centimes, used_centimes, paid_at,"
        " channel, agent_id, run_id"
    )
    taken = connection.execute(
        f"""with taken as (
                insert into contributions_payment ({stored}) select {stored} from incoming on conflict do nothing
                returning collector, transaction_id)
            select incoming.person_id, incoming.amount_centimes
            from incoming join taken using (collector, transaction_id)"""
    ).fetchall()
    connection.execute("drop table incoming")
    schema = {"person_id": pl.Int64, "amount_centimes": pl.Int64}
    return pl.DataFrame(taken, schema=schema, orient="row"), late
