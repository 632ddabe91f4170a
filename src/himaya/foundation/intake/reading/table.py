"""What every kind of file looks like once opened: a head of rows, then chunks of text columns c0, c1, …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import polars as pl

HEAD_ROWS = 60
LINE = "line_no"
FAULT = "line_fault"
FAULT_VALUE = "line_fault_value"
CELL_MAX = 4096  # bytes of UTF-8 in one cell: no value of a list is that long
FAULTS: dict[str, type[pl.DataType]] = {FAULT: pl.String, FAULT_VALUE: pl.String}


class Table(Protocol):
    """One table of a file, read as text.

    Rows are numbered from 1 as a spreadsheet shows them: every row counts, headings, titles and blank rows
    included; a value that spans two lines of the file is still one row. Blank rows are left out of the
    chunks.
    """

    def head(self) -> list[list[str | None]]:
        """The first rows, for finding the headings."""
        ...

    def rows_about(self) -> int:
        """About how many rows there are (exact for XLSX and Parquet)."""
        ...

    def chunks(self, *, rows: int, columns: Sequence[int], width: int, after: int) -> Iterator[pl.DataFrame]:
        """Frames of the given columns, each covering `rows` consecutive rows below row `after`.

        width: number of columns that have a heading. Columns: c<index> (text, empty is null), line_no
        (Int64), line_fault (code or null) and line_fault_value.
        """
        ...


def finished(frame: pl.DataFrame, *, columns: Sequence[int]) -> pl.DataFrame:
    """A chunk in its final form: agreed columns, empty cells null, blank rows left out."""
    cells = [f"c{index}" for index in columns]
    present = set(frame.columns)
    full = frame.with_columns(
        [
            pl.lit(None, dtype=pl.String).alias(name)
            for name in (*cells, FAULT, FAULT_VALUE)
            if name not in present
        ]
    ).select(LINE, FAULT, FAULT_VALUE, *cells)
    if not cells:
        return full
    full = _without_giants(full, cells)
    blank = pl.all_horizontal([pl.col(name).is_null() for name in (*cells, FAULT)])
    return full.filter(~blank)


def _without_giants(frame: pl.DataFrame, cells: Sequence[str]) -> pl.DataFrame:
    """Cells beyond CELL_MAX are emptied and their line is told: later steps must never multiply them."""
    longest = frame.select(pl.max_horizontal(pl.col(name).str.len_bytes().max() for name in cells)).item()
    if (longest or 0) <= CELL_MAX:
        return frame
    giants = [pl.when(pl.col(name).str.len_bytes() > CELL_MAX).then(pl.col(name)) for name in cells]
    giant = pl.coalesce(giants)
    return frame.with_columns(
        pl.when(giant.is_not_null())
        .then(pl.lit("intake.cell_too_long"))
        .otherwise(pl.col(FAULT))
        .alias(FAULT),
        pl.when(giant.is_not_null())
        .then(giant.str.slice(0, 40))
        .otherwise(pl.col(FAULT_VALUE))
        .alias(FAULT_VALUE),
        *(pl.when(pl.col(name).str.len_bytes() <= CELL_MAX).then(pl.col(name)).alias(name) for name in cells),
    )
