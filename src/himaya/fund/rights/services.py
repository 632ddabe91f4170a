"""Rights derived, compared with what is held, and the differences applied and told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund import law
from himaya.fund.contributions.events import DuesChanged, DuesRecorded
from himaya.fund.registry.events import PeopleChanged
from himaya.fund.rights import dependants, derive, records
from himaya.fund.rights.states import Reason
from himaya.fund.rights.telling import tell_changes
from himaya.fund.rights.timeline import best
from himaya.runtime import database, runs

KIND = "rights"
PEOPLE_A_CHUNK = 250_000
WORKERS = 2  # chunks worked on at once
SCOPE_BUFFERS = "64MB"  # the people of a chunk stay in memory
ONE = ["person_id"]
BY = ["scheme_id", "membership_id"]
LEFT = [int(Reason.CATEGORY_ENDED), int(Reason.TRANSFERRED)]


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """What a recomputation did: people looked at, rights that changed, people told."""

    run_id: int
    people: int
    gone: int
    new: int
    told: int


def open_rights(event: DuesRecorded) -> None:
    """First rights of a batch of new members, in the transaction that registers them."""
    fresh = event.memberships.filter(~pl.col("was_known"))
    facts = derive.Facts(
        memberships=fresh.with_columns(
            pl.lit(None, dtype=pl.Date).alias("end_on"),
            pl.lit(None, dtype=pl.Date).alias("died_on"),
            pl.lit(0, dtype=pl.Int16).alias("state"),
        ),
        dues=event.dues.select(
            "membership_id",
            "month",
            pl.col("due_centimes").alias("owed_centimes"),
            pl.lit(None, dtype=pl.Date).alias("paid_on"),
            (pl.col("due_centimes") > 0).alias("owes"),
        ),
    )
    segments = of_people(derive.of_memberships(law.current(), facts, on=event.on))
    records.write_new(event.connection, segments=records.stored(segments), run_id=event.run_id)
    known = event.memberships.filter(pl.col("was_known"))["person_id"].unique()
    if len(known):
        recompute_people(event.connection, people=known, on=event.on, run_id=event.run_id)


def follow_payments(event: DuesChanged) -> None:
    """Rights of the people whose months were paid, in the transaction that settled them."""
    recompute_people(event.connection, people=event.people, on=event.on, run_id=event.run_id)


def follow_facts(event: PeopleChanged) -> None:
    """Rights of the people whose situation in the register changed."""
    recompute_people(event.connection, people=event.people, on=event.on, run_id=event.run_id)


def of_people(segments: pl.DataFrame) -> pl.DataFrame:
    """One timeline a person: the best of his memberships on each day, one that runs before one that ended."""
    several = segments.filter(pl.col("membership_id").n_unique().over("person_id") > 1)
    if several.is_empty():
        return segments
    alone = segments.join(several.select(ONE).unique(), on=ONE, how="anti", maintain_order="left")
    ended = several.with_columns(pl.col("reason").is_in(LEFT).alias("ended"))
    chosen = best(ended, key=ONE, by=["state", "ended", *BY]).drop("ended")
    return pl.concat([alone, chosen], how="diagonal_relaxed")


def derived(connection: Connection, *, on: date) -> pl.DataFrame:
    """Rights that follow from the facts for the scope's insured and their dependants, as stored."""
    current = law.current()
    insured = of_people(derive.of_memberships(current, records.read_facts(connection), on=on))
    links = records.read_links(connection)
    linked = dependants.of_links(current, links, insured, on=on)
    own = insured.join(records.read_own(connection), on="person_id", how="semi", maintain_order="left")
    return records.stored(one_timeline(own, linked, links=links))


def one_timeline(own: pl.DataFrame, linked: pl.DataFrame, *, links: pl.DataFrame) -> pl.DataFrame:
    """What each person has: by himself while a membership runs, else the best of what his family gives."""
    declared = links.group_by(pl.col("dependant_id").alias("person_id")).len()
    several = pl.concat(
        [
            declared.filter(pl.col("len") > 1).select(ONE),
            declared.select(ONE).join(own, on=ONE, how="semi"),
        ]
    ).unique()
    together = pl.concat(
        [
            own.with_columns(pl.when(pl.col("reason").is_in(LEFT)).then(2).otherwise(0).alias("source")),
            linked.with_columns(pl.lit(1).alias("source")),
        ],
        how="diagonal_relaxed",
    )
    alone = together.join(several, on=ONE, how="anti", maintain_order="left")
    chosen = together.join(several, on=ONE, how="semi", maintain_order="left")
    if chosen.height:
        chosen = best(chosen, key=ONE, by=["source", "state", *BY]).select(alone.columns)
    return pl.concat([alone, chosen]).drop("source")


def recompute(
    connection: Connection, *, on: date, advance: Callable[[int, int], None] = lambda *_: None
) -> Recomputed:
    """Derive everybody's rights as of the day `on`, apply the differences and tell the people concerned.

    People are told what changed since the last recomputation, be it that a day has come. Several chunks of
    people are worked on at once, each in one transaction. A recomputation that was interrupted is continued;
    else it is a new one.
    """
    run = _open_run(connection, on=on)
    since = _last_day(connection, before=on)
    row = connection.execute(
        "select coalesce(min(id), 0), coalesce(max(id), -1) from registry_person"
    ).fetchone()
    assert row is not None
    lowest, highest = row

    def recompute_chunk(first: int) -> int:
        last: int = min(first + PEOPLE_A_CHUNK - 1, highest)
        if not run.done(f"people:{first}"):
            with database.connect() as own:
                own.execute(f"set temp_buffers = '{SCOPE_BUFFERS}'")
                with own.transaction():
                    counts = recompute_people(
                        own, people=range(first, last + 1), on=on, run_id=run.id, since=since
                    )
                    run.mark(own, f"people:{first}", counts)
        return last

    with run:
        with ThreadPoolExecutor(max_workers=WORKERS) as workers:
            for last in workers.map(recompute_chunk, range(lowest, highest + 1, PEOPLE_A_CHUNK)):
                advance(last - lowest + 1, highest - lowest + 1)
        run.finish(connection)
    totals = run.totals()
    return Recomputed(
        run_id=run.id,
        people=totals.get("people", 0),
        gone=totals.get("gone", 0),
        new=totals.get("new", 0),
        told=totals.get("told", 0),
    )


def _open_run(connection: Connection, *, on: date) -> runs.Run:
    """The recomputation of this day that was interrupted, else a new one."""
    row = connection.execute(
        "select count(*), max(digest) filter (where state = 'open') from runtime_run"
        " where kind = %s and payload ->> 'on' = %s",
        [KIND, on.isoformat()],
    ).fetchone()
    assert row is not None
    digest = row[1] or f"{on.isoformat()}#{row[0] + 1}"
    return runs.begin(
        connection, kind=KIND, cause=f"rights:{digest}", digest=digest, payload={"on": on.isoformat()}
    )


def _last_day(connection: Connection, *, before: date) -> date | None:
    """The day of the latest recomputation before a day."""
    row = connection.execute(
        "select max((payload ->> 'on')::date) from runtime_run"
        " where kind = %s and state = 'done' and (payload ->> 'on')::date < %s",
        [KIND, before],
    ).fetchone()
    return row[0] if row else None


def recompute_people(
    connection: Connection, *, people: range | pl.Series, on: date, run_id: int, since: date | None = None
) -> dict[str, int]:
    """The same for some insured persons (ids), inside the caller's transaction; returns counts.

    since: the day from which a change of state is told; None: only what this recomputation changes.
    """
    with records.scope(connection, people=people):
        follows = derived(connection, on=on)
        held = records.read_held(connection)
    gone, new = records.differences(held, follows)
    records.supersede(connection, gone=gone, run_id=run_id)
    records.write_new(connection, segments=new, run_id=run_id)
    told = tell_changes(connection, held=held, follows=follows, on=on, run_id=run_id, since=since or on)
    return {"people": follows["person_id"].n_unique(), "gone": gone.height, "new": new.height, "told": told}
