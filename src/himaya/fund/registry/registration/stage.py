"""Reading a list once: typed lines and their findings, kept as files of the run, chunk by chunk.

What is kept is a function of the list and the reference data alone; a run killed here starts reading again.
"""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from himaya.fund.registry import names
from himaya.fund.registry.registration import checks, legal
from himaya.fund.registry.registration.normalise import Reference, normalise
from himaya.legislation.law import Legislation

RAW_PREFIX = "raw_"
WORKERS = 2  # chunks worked on at once


@dataclass(frozen=True, kw_only=True)
class Standards:
    """What the lines of one list are held against, on the day of the list."""

    on: date
    reference: Reference
    categories: pl.DataFrame
    body_categories: tuple[str, ...]
    limits: checks.Limits
    law: Legislation


@dataclass(frozen=True, kw_only=True)
class StagedFiles:
    """Where a run keeps its lines, findings and decisions."""

    folder: Path

    def lines(self, chunk: int) -> Path:
        return self.folder / f"lines-{chunk:05}.parquet"

    def findings(self, chunk: int) -> Path:
        return self.folder / f"findings-{chunk:05}.parquet"

    @property
    def decisions(self) -> Path:
        return self.folder / "decisions.parquet"

    def all_findings(self) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "findings-*.parquet")


def stage(chunks: Iterator[pl.DataFrame], *, files: StagedFiles, standards: Standards) -> Iterator[int]:
    """Type, check and keep every chunk of canonical text; yields the number of lines of each."""
    files.folder.mkdir(parents=True, exist_ok=True)
    files.folder.chmod(0o700)  # lines name people

    def keep(number: int, chunk: pl.DataFrame) -> int:
        lines, findings = typed(chunk, standards=standards)
        write(lines, files.lines(number))
        write(findings, files.findings(number))
        return lines.height

    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        pending: deque[Future[int]] = deque()
        for number, chunk in enumerate(chunks):
            pending.append(workers.submit(keep, number, chunk))
            if len(pending) > WORKERS:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def typed(chunk: pl.DataFrame, *, standards: Standards) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One chunk of canonical text as typed lines with keys, ids and legal columns, and its findings."""
    lines = names.name_keys(normalise(chunk, reference=standards.reference))
    found = checks.findings_of_lines(
        lines,
        on=standards.on,
        categories=standards.categories,
        body_categories=standards.body_categories,
        limits=standards.limits,
    )
    lines = lines.drop(pl.selectors.starts_with(RAW_PREFIX)).join(
        standards.categories.select("category", "category_id", "scheme", "scheme_id", "rights"),
        on="category",
        how="left",
        maintain_order="left",
    )
    lines, out_of_bounds = legal.within_bounds(lines, law=standards.law, on=standards.on)
    lines = legal.with_first_due_month(lines, law=standards.law, on=standards.on)
    unanswered = found.filter(pl.col("code") == checks.FACTS_MISSING)  # the law cannot say when these begin
    asked = lines.join(unanswered, on="line_no", how="anti", maintain_order="left")
    by_law = legal.findings(asked, law=standards.law, on=standards.on)
    return lines, pl.concat([_faults(chunk), found, out_of_bounds, by_law])


def _faults(chunk: pl.DataFrame) -> pl.DataFrame:
    """What reading found on whole lines (cut, too long, a formula), as findings."""
    if "line_fault" not in chunk.columns:
        return pl.DataFrame(schema=checks.FINDING_SCHEMA)
    return chunk.filter(pl.col("line_fault").is_not_null()).select(
        pl.col("line_no").cast(pl.Int32),
        pl.col("line_fault").alias("code"),
        pl.lit("").alias("column"),
        pl.col("line_fault_value").fill_null("").alias("value"),
    )


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a file of the run whole or not at all."""
    part = path.with_suffix(".part")
    frame.write_parquet(part, compression="lz4")
    part.replace(path)
