"""Files written in a given dress, and read whole."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from himaya.foundation.intake.layout import Layout
from himaya.foundation.intake.reading import read_chunks

Rows = Sequence[Sequence[str | None]]


def layout_of(*headings: str, **hints: str) -> Layout:
    """A layout whose columns a, b, c… bear these headings."""
    return Layout(body="tests", columns=dict(zip("abcdefghijkl", headings, strict=False)), **hints)


def read(path: Path, layout: Layout, **options: int) -> pl.DataFrame:
    """The whole file as one frame."""
    return pl.concat(list(read_chunks(path, layout, **options)))


def rows_of(frame: pl.DataFrame, layout: Layout) -> list[tuple[str | None, ...]]:
    """The cells under our names, in the layout's order."""
    return frame.select(list(layout.columns)).rows()


def csv_bytes(
    rows: Rows,
    *,
    delimiter: str = ";",
    encoding: str = "utf-8",
    end: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue().encode(encoding)


def write_xlsx(path: Path, sheets: dict[str, Rows]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write_string(line, place, cell)
    return path
