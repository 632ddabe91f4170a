"""Registration of a list, from the file to the register: receive, stage, decide, enter, report.

Each step is marked in the transaction that does it. A run killed anywhere continues where it stopped and ends
as if it had never been killed: what is staged depends on the file alone, ids and numbers are taken once with
the decisions, and every chunk is one transaction. One registration runs at a time; one that was interrupted
is finished before another begins, because its decisions hold for the register as it was.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
from psycopg import Connection

from himaya.foundation.intake.mapping import Layout, load_layout
from himaya.foundation.intake.reading import open_file, read_chunks
from himaya.foundation.intake.receive import Received, receive
from himaya.foundation.messaging.outbox import reserve_ids as reserve_messages
from himaya.foundation.messaging.templates import Catalogue, load_folder
from himaya.foundation.territory.selectors import commune_lookup_frame
from himaya.fund import law
from himaya.fund.registry import numbers, selectors
from himaya.fund.registry.registration import checks, identify, waiting
from himaya.fund.registry.registration.decide import REGISTERED, decide
from himaya.fund.registry.registration.enter import Batch, enter
from himaya.fund.registry.registration.house import no_family_names, no_names, rules
from himaya.fund.registry.registration.mended import close_mended
from himaya.fund.registry.registration.normalise import Reference, category_of_body
from himaya.fund.registry.registration.stage import StagedFiles, Standards, stage, write
from himaya.fund.registry.search import remember_names
from himaya.runtime import database, runs
from himaya.runtime.fund import fund_folder

KIND = "register"
LOCK = 0x524547  # "REG": one registration at a time
CHUNK = 100_000
GROWN = 0.05  # share of the register that a list must have for new statistics
WORKERS = 2
SPELT = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar", "family_key", "given_key")

Advance = Callable[[str, int, int], None]
"""Told of progress: the step's name, lines done, lines in all (0: not known)."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What became of a list. `repeated`: the same file had been taken before, nothing changed."""

    run_id: int
    body: str
    on: date
    lines: int
    registered: int
    new_people: int
    rejected: int
    to_complete: int
    to_decide: int
    repeated: bool
    by_code: dict[str, int] = field(default_factory=dict)


def register_list(
    connection: Connection, *, source: Path, body: str, on: date, advance: Advance = lambda *_: None
) -> Report:
    """Take a liaison body's list of the day `on` into the register.

    Raises BodyUnknown, FileRefused (nothing can be read), NumbersExhausted (nothing was written).
    """
    known = selectors.get_body(connection, code=body)
    layout = load_layout(body)
    received = receive(source)
    with alone(connection, but=received.digest, advance=advance):
        run = runs.begin(
            connection,
            kind=KIND,
            cause=f"register:{body}",
            digest=f"{body}:{received.digest}",
            payload={"body": body, "on": on.isoformat(), "digest": received.digest},
        )
        with run:
            repeated = run.is_finished
            if not repeated:
                _carry_out(connection, run=run, body=known, layout=layout, received=received, advance=advance)
    return report(connection, run_id=run.id, repeated=repeated)


@contextmanager
def alone(connection: Connection, *, but: str = "", advance: Advance = lambda *_: None) -> Iterator[None]:
    """Inside, nobody else registers anybody, and every list that was interrupted (all `but` one) is finished.

    Whatever opens memberships does it here: the decisions of a list hold for the register as it was.
    """
    connection.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        _finish_interrupted(connection, but=but, advance=advance)
        yield
    finally:
        if not connection.closed:
            connection.execute("select pg_advisory_unlock(%s)", [LOCK])


def _finish_interrupted(connection: Connection, *, but: str, advance: Advance) -> None:
    for run_id, body, digest in selectors.list_interrupted(connection, kind=KIND):
        if digest != but:
            with runs.resume(connection, run_id=run_id) as run:
                _carry_out(
                    connection,
                    run=run,
                    body=selectors.get_body(connection, code=body),
                    layout=load_layout(body),
                    received=Received.of_digest(digest),
                    advance=advance,
                )


def _carry_out(
    connection: Connection,
    *,
    run: runs.Run,
    body: selectors.Body,
    layout: Layout,
    received: Received,
    advance: Advance,
) -> None:
    on = date.fromisoformat(run.payload["on"])
    files = files_of(run)
    standards = standards_of(connection, body=body, on=on)
    if not run.done("staged"):
        shutil.rmtree(files.folder, ignore_errors=True)  # of a reading cut short, or of an emptied database
        chunks = _stage(received.path, layout=layout, files=files, standards=standards, advance=advance)
        with connection.transaction():
            run.mark(connection, "staged", chunks)
    if not run.done("decided"):
        advance("decide", 0, 0)
        _decide(connection, run=run, files=files)
    _enter(connection, run=run, body=body, on=on, files=files, advance=advance)
    if not run.done("names"):
        _remember_names(connection, run=run, files=files)
    if not run.done("waiting"):
        _keep_waiting(connection, run=run, received=received, layout=layout, files=files)
    if not run.done("mended"):
        with connection.transaction():
            run.mark(connection, "mended", {"lines": close_mended(connection)})
    _analyze_if_grown(connection, by=run.counts("staged")["lines"])
    run.finish(connection)


def _analyze_if_grown(connection: Connection, *, by: int) -> None:
    """The planner's statistics anew, unless a small list changed a large register by next to nothing."""
    row = connection.execute(
        "select reltuples from pg_class where oid = 'registry_person'::regclass"
    ).fetchone()
    assert row is not None
    if by >= row[0] * GROWN:
        database.analyze(connection, "registry_person", "registry_membership")


def files_of(run: runs.Run) -> StagedFiles:
    """Where a run keeps its files."""
    return StagedFiles(folder=runs.folder(run.id))


def standards_of(connection: Connection, *, body: selectors.Body, on: date) -> Standards:
    """What the lines of this body are held against on a day."""
    house = rules()
    current = law.current()
    return Standards(
        on=on,
        reference=Reference(
            communes=commune_lookup_frame(connection),
            category_default=category_of_body(body.categories),
            language_default=house["language_default"],
            languages=tuple(house["languages"]),
            no_names=no_names(),
            no_family_names=no_family_names(),
        ),
        categories=selectors.categories_frame(connection),
        body_categories=tuple(body.categories),
        limits=checks.Limits(age_min=house["age_min"], age_max=house["age_max"], year_min=house["year_min"]),
        law=current,
    )


def _stage(
    path: Path, *, layout: Layout, files: StagedFiles, standards: Standards, advance: Advance
) -> dict[str, int]:
    chunks = lines = 0
    opened = open_file(path, layout=layout)
    advance("read", 0, opened.lines_about)
    for height in stage(opened.chunks(rows=CHUNK), files=files, standards=standards):
        chunks, lines = chunks + 1, lines + height
        advance("read", lines, opened.lines_about)
    advance("read", lines, lines)
    return {"chunks": chunks, "lines": lines}


def _decide(connection: Connection, *, run: runs.Run, files: StagedFiles) -> None:
    """Judge every line and take ids and numbers for what will enter; all of it in one transaction."""
    staged = pl.scan_parquet(files.folder / "lines-*.parquet")
    lines = staged.select(identify.JUDGED_ON).collect()

    def read(columns: Sequence[str], wanted: pl.Series) -> Iterator[pl.DataFrame]:
        asked = wanted.to_frame("line_no")
        for chunk in range(run.counts("staged")["chunks"]):
            part = pl.read_parquet(files.lines(chunk), columns=["line_no", *columns])
            yield part.join(asked, on="line_no", how="semi")

    with connection.transaction():
        decisions = decide(connection, lines=lines, findings=files.all_findings(), read=read)
        decisions = with_ids(connection, decisions, run=run)
        write(decisions, files.decisions)
        by_code = decisions.filter(pl.col("code").is_not_null())["code"].value_counts()
        run.mark(
            connection,
            "decided",
            {"states": _counted(decisions["state"]), "codes": dict(by_code.iter_rows())},
        )


def with_ids(connection: Connection, decisions: pl.DataFrame, *, run: runs.Run) -> pl.DataFrame:
    """Decisions with what enters is given: person_id, membership_id, insured_number, message_id, promoted.

    Whoever is insured for the first time gets a number: somebody new, or a dependant known before (`promoted`).
    """
    enters = pl.col("state") == REGISTERED
    is_new = enters & pl.col("person_id").is_null() & (pl.col("first_line") == pl.col("line_no"))
    new = decisions.filter(is_new).select("line_no")
    entering = decisions.filter(enters).select("line_no")
    people = numbers.reserve_ids(connection, name="person", count=new.height)
    memberships = numbers.reserve_ids(connection, name="membership", count=entering.height)
    promoted = numbers.without_number(connection, people=decisions.filter(enters & ~is_new))
    counted = pl.concat(
        [
            new.with_columns(
                pl.int_range(people, people + new.height, dtype=pl.Int64).alias("new_id"),
                pl.lit(False).alias("promoted"),
            ),
            promoted.with_columns(
                pl.lit(None, dtype=pl.Int64).alias("new_id"), pl.lit(True).alias("promoted")
            ),
        ]
    ).sort("line_no")
    messages = reserve_messages(connection, count=counted.height)
    given = counted.with_columns(
        pl.int_range(messages, messages + counted.height, dtype=pl.Int64).alias("message_id"),
        numbers.allocate(connection, count=counted.height, run_id=run.id, at=run.started_at),
    )
    joined = entering.with_columns(
        pl.int_range(memberships, memberships + entering.height, dtype=pl.Int64).alias("membership_id")
    )
    numbered = (
        decisions.join(given, on="line_no", how="left", maintain_order="left")
        .join(joined, on="line_no", how="left", maintain_order="left")
        .join(
            given.select(pl.col("line_no").alias("first_line"), pl.col("new_id").alias("first_id")),
            on="first_line",
            how="left",
            maintain_order="left",
        )
        .join(
            given.select(pl.col("line_no").alias("candidate_line"), pl.col("new_id").alias("line_id")),
            on="candidate_line",
            how="left",
            maintain_order="left",
        )
    )
    return numbered.with_columns(
        pl.coalesce("person_id", "new_id", "first_id").alias("person_id"),
        pl.coalesce("candidate_id", "line_id").alias("candidate_id"),
    ).drop("new_id", "first_id", "line_id")


def _enter(
    connection: Connection,
    *,
    run: runs.Run,
    body: selectors.Body,
    on: date,
    files: StagedFiles,
    advance: Advance,
) -> None:
    """Enter the chunks not entered yet, several at a time, each in its own transaction."""
    count, total = run.counts("staged")["chunks"], run.counts("staged")["lines"]
    left = [number for number in range(count) if not run.done(f"enter:{number}")]
    if not left:
        return
    decisions = pl.read_parquet(files.decisions).filter(pl.col("state") == REGISTERED)
    batch = Batch(run_id=run.id, body_id=body.id, on=on, catalogue=catalogue_for(body))

    def enter_chunk(number: int) -> int:
        lines = pl.read_parquet(files.lines(number))
        first, last = lines["line_no"].min(), lines["line_no"].max()
        mine = decisions.filter(pl.col("line_no").is_between(first, last))
        with database.connect() as own, own.transaction():
            run.mark(own, f"enter:{number}", enter(own, batch=batch, lines=lines, decisions=mine))
        return lines.height

    done = 0
    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        for height in workers.map(enter_chunk, left):
            done += height
            advance("enter", done, total)


def _remember_names(connection: Connection, *, run: runs.Run, files: StagedFiles) -> None:
    """The spellings of the people who entered, for those who will look for them."""
    entered = pl.col("insured_number").is_not_null() & ~pl.col("promoted")
    new = pl.scan_parquet(files.decisions).filter(entered).select("line_no")
    spelt = pl.scan_parquet(files.folder / "lines-*.parquet").join(new, on="line_no", how="semi")
    with connection.transaction():
        forms = remember_names(connection, people=spelt.select(SPELT).collect())
        run.mark(connection, "names", {"forms": forms})


def _keep_waiting(
    connection: Connection, *, run: runs.Run, received: Received, layout: Layout, files: StagedFiles
) -> None:
    """One more reading of the file, for the lines that did not enter."""
    stay = pl.read_parquet(files.decisions).filter(pl.col("state") != REGISTERED)
    kept: dict[str, int] = {}
    with connection.transaction():
        for chunk in _chunks_with(received.path, layout=layout, lines=stay) if stay.height else ():
            first, last = chunk["line_no"].min(), chunk["line_no"].max()
            mine = stay.filter(pl.col("line_no").is_between(first, last))
            for state, count in waiting.keep(connection, run_id=run.id, sent=chunk, decisions=mine).items():
                kept[state] = kept.get(state, 0) + count
        run.mark(connection, "waiting", kept)


def _chunks_with(path: Path, *, layout: Layout, lines: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for chunk in read_chunks(path, layout, rows=CHUNK):
        yield chunk.with_columns(pl.col("line_no").cast(pl.Int32)).join(
            lines.select("line_no"), on="line_no", how="semi"
        )


def catalogue_for(body: selectors.Body) -> Catalogue | None:
    """The messages' catalogue; None for a list of people whom another register has already told."""
    return load_folder(fund_folder()) if body.tells else None


def _counted(states: pl.Series) -> dict[str, int]:
    return {str(state): count for state, count in states.value_counts().iter_rows()}


def report(connection: Connection, *, run_id: int, repeated: bool = False) -> Report:
    """What became of the list of a run."""
    run = runs.get(connection, run_id=run_id)
    states = run.counts("decided")["states"]
    entered = [counts for step, counts in run.markers.items() if step.startswith("enter:")]
    return Report(
        run_id=run.id,
        body=run.payload["body"],
        on=date.fromisoformat(run.payload["on"]),
        lines=run.counts("staged")["lines"],
        registered=sum(counts["registered"] for counts in entered),
        new_people=sum(counts["new_people"] for counts in entered),
        rejected=states.get("2", 0),
        to_complete=states.get("3", 0),
        to_decide=states.get("4", 0),
        repeated=repeated,
        by_code=run.counts("decided")["codes"],
    )
