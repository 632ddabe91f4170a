"""The file that goes back to the sender: only the lines he must mend, each with all that is wrong with it."""

from pathlib import Path

import polars as pl
from psycopg import Connection

from himaya.foundation.intake import returning
from himaya.foundation.intake.layout import load_layout
from himaya.foundation.intake.reading import open_file
from himaya.foundation.intake.receive import Received
from himaya.fund.registry.registration.decide import REJECTED, TO_COMPLETE
from himaya.fund.registry.registration.run import files_of
from himaya.runtime import runs


def write_lines_to_mend(connection: Connection, *, run_id: int, target: Path) -> Path | None:
    """Write the lines to mend of a finished list beside `target` (a path without suffix); None if there are none.

    Lines that wait for the fund's own decision are not the sender's to mend.
    """
    run = runs.get(connection, run_id=run_id)
    findings = findings_to_mend(run)
    if findings.is_empty():
        return None
    received = Received.of_digest(run.payload["digest"])
    opened = open_file(received.path, layout=load_layout(run.payload["body"]))
    return returning.write_lines_to_mend(opened, findings=findings, target=target).path


def findings_to_mend(run: runs.Run) -> pl.DataFrame:
    """Every finding of the lines that go back: frame (line_no, code, column, value)."""
    files = files_of(run)
    own = ["line_no", "code", "column", "value"]
    back = pl.read_parquet(files.decisions).filter(pl.col("state").is_in([REJECTED, TO_COMPLETE]))
    by_line = files.all_findings().join(back.select("line_no"), on="line_no", how="semi")
    judged = back.select(own).join(by_line, on=["line_no", "code"], how="anti")
    return pl.concat([by_line, judged.with_columns(pl.col("value").fill_null(""))]).sort(
        "line_no", maintain_order=True
    )
