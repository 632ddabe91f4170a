"""A received file as frames of text columns under our names, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from himaya.foundation.intake import codes  # noqa: F401  registers the codes used here
from himaya.foundation.intake.cells import freed
from himaya.foundation.intake.detect import DELIMITERS, Shape, detect
from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.findings import Finding
from himaya.foundation.intake.headings import Header, find_header, first_header, named_columns, plain
from himaya.foundation.intake.limits import DEFAULT, Limits
from himaya.foundation.intake.mapping import Layout, Match, apply_layout, known_headings, known_to, match
from himaya.foundation.intake.reading.table import HEAD_ROWS, Table
from himaya.foundation.intake.reading.text import TextTable
from himaya.foundation.intake.reading.workbook import SheetTable, open_workbook

ROWS = 200_000


@dataclass(frozen=True, kw_only=True)
class OpenedFile:
    """A file whose shape, table and headings are known; `findings` are remarks that stop nothing."""

    path: Path
    shape: Shape
    table: Table
    header: Header
    layout: Layout
    matched: Match
    sheet: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Remarks on the file."""
        return self.matched.findings

    @property
    def lines_about(self) -> int:
        """Lines below the headings, for a progress bar: never fewer than there are."""
        return max(0, self.table.rows_about() - self.header.last_row)

    def chunks(self, *, rows: int = ROWS, after: int = 0) -> Iterator[pl.DataFrame]:
        """Frames under our names, each covering `rows` consecutive rows of the file below row `after`.

        Columns: line_no (Int64, as a spreadsheet numbers the rows of the file), line_fault (code or null),
        line_fault_value, original_line (Int64, in a file of mended lines), then the layout's columns, all
        text, empty cells null. The same file gives the same chunks.
        Raises FileRefused when a later part of the file cannot be read.
        """
        places = list(self.matched.places.values())
        if self.matched.line_place is not None:
            places.append(self.matched.line_place)
        for frame in self.raw_chunks(rows=rows, columns=sorted(set(places)), after=after):
            yield apply_layout(frame, layout=self.layout, matched=self.matched)

    def raw_chunks(self, *, rows: int = ROWS, columns: list[int], after: int = 0) -> Iterator[pl.DataFrame]:
        """The sender's own cells (c0, c1, …) of the given columns, with line_no and line_fault."""
        start = max(after, self.header.last_row)
        for frame in self.table.chunks(rows=rows, columns=columns, width=self.header.width, after=start):
            yield freed(frame) if self.shape.family == "csv" else frame


@dataclass(frozen=True)
class _Headed:
    """A table and the rows of its headings, if any was recognised."""

    shape: Shape
    table: Table
    found: Header | None

    @property
    def header(self) -> Header:
        return self.found or first_header(self.table.head()) or named_columns([])

    def agreement(self, known: frozenset[str]) -> int:
        """How many of the known headings are there; -1 when no row bears any."""
        return sum(not names.isdisjoint(known) for names in self.found.alternatives) if self.found else -1


def open_file(path: Path, *, layout: Layout, limits: Limits = DEFAULT) -> OpenedFile:
    """Open a received file with the sender's layout; nothing but its head is read yet.

    Raises FileRefused with every finding that stops it: intake.empty, .no_lines, .too_many_lines,
    .too_many_columns, .columns_missing, .heading_repeated, .sheet_missing and those of `detect`.
    """
    shape = detect(path, limits=limits, encoding=layout.encoding or None, delimiter=layout.delimiter or None)
    headed = _table(path, shape=shape, layout=layout, limits=limits)
    header = headed.header
    if header.width > limits.columns_max:
        raise refused("intake.too_many_columns", limit=limits.columns_max)
    matched = match(header, layout=layout)
    opened = OpenedFile(
        path=path,
        shape=headed.shape,
        table=headed.table,
        header=header,
        layout=layout,
        matched=matched,
        sheet=getattr(headed.table, "name", ""),
    )
    lines = opened.lines_about
    if lines > limits.rows_max + 1:
        raise refused("intake.too_many_lines", limit=limits.rows_max)
    if not lines or not _has_line(opened):
        raise refused("intake.no_lines")
    return opened


def _has_line(opened: OpenedFile) -> bool:
    """Whether a cell is filled below the headings, as far as the head of the file tells."""
    if opened.shape.family == "parquet" or opened.lines_about > HEAD_ROWS:
        return True
    return any(any(row) for row in opened.table.head()[opened.header.last_row :])


def read_chunks(
    path: Path, layout: Layout, *, rows: int = ROWS, limits: Limits = DEFAULT, after: int = 0
) -> Iterator[pl.DataFrame]:
    """The lines of a file under our names, chunk by chunk (see `OpenedFile.chunks`).

    after: row of the file below which to start, to go on after a stop.
    """
    yield from open_file(path, layout=layout, limits=limits).chunks(rows=rows, after=after)


def headings_of(path: Path, *, limits: Limits = DEFAULT) -> tuple[Shape, tuple[str, ...]]:
    """The shape and headings of a file whose sender is unknown, to propose a mapping from. Raises
    FileRefused."""
    shape = detect(path, limits=limits)
    known = frozenset(plain(one) for names in known_headings().values() for one in names)
    headers = [
        _best_header(table, shape, known) or first_header(table.head())
        for table in _tables(path, shape=shape, limits=limits)
    ]
    found = [header for header in headers if header]
    if not found:
        raise refused("intake.no_lines")
    best = max(found, key=lambda header: sum(not names.isdisjoint(known) for names in header.alternatives))
    return shape, tuple(heading for heading in best.headings if heading)


def _tables(path: Path, *, shape: Shape, limits: Limits) -> list[Table]:
    if shape.family == "csv":
        return [TextTable(path, shape=shape)]
    if shape.family == "parquet":
        from himaya.foundation.intake.reading.parquet import ParquetTable  # pyarrow: slow to import

        return [ParquetTable(path, limits=limits)]
    sheets = open_workbook(path, limits=limits)
    if not sheets:
        raise refused("intake.empty")
    return list(sheets)


def _table(path: Path, *, shape: Shape, layout: Layout, limits: Limits) -> _Headed:
    """The table that the layout means, with its headings."""
    known = known_to(layout)
    tables = _tables(path, shape=shape, limits=limits)
    if shape.family == "csv":
        return _separated(path, shape=shape, layout=layout, known=known)
    named = _named(tables, sheet=layout.sheet)
    headed = [_Headed(shape, table, _best_header(table, shape, known)) for table in named]
    return max(headed, key=lambda one: one.agreement(known))


def _separated(path: Path, *, shape: Shape, layout: Layout, known: frozenset[str]) -> _Headed:
    """A CSV cut by the separator under which most headings agree, the announced or likeliest one first.

    Raises FileRefused (intake.delimiter_wrong) when another separator than the announced one is right.
    """
    first = _headed_csv(path, shape, known)
    if first.agreement(known) == len(known):
        return first
    others = [replace(shape, delimiter=sign) for sign in DELIMITERS if sign != shape.delimiter]
    best = max(
        [first, *(_headed_csv(path, one, known) for one in others)], key=lambda one: one.agreement(known)
    )
    if layout.delimiter and best is not first:
        declared, fits = (sign.replace("\t", "TAB") for sign in (layout.delimiter, best.shape.delimiter))
        raise refused("intake.delimiter_wrong", declared=declared, fits=fits)
    return best


def _headed_csv(path: Path, shape: Shape, known: frozenset[str]) -> _Headed:
    table = TextTable(path, shape=shape)
    return _Headed(shape, table, _best_header(table, shape, known))


def _named(tables: list[Table], *, sheet: str) -> list[Table]:
    """The sheet agreed with the sender, or all of them when none was; a single sheet may bear any name."""
    names = [getattr(table, "name", "") for table in tables]
    if not sheet or len(tables) == 1:
        return tables
    chosen = [table for table, name in zip(tables, names, strict=True) if plain(name) == plain(sheet)]
    if not chosen:
        raise refused("intake.sheet_missing", sheet=sheet, found=", ".join(names))
    return chosen


def _best_header(table: Table, shape: Shape, known: frozenset[str]) -> Header | None:
    if shape.family == "parquet":
        return named_columns(table.head()[0])
    return find_header(table.head(), known=known)


__all__ = ["ROWS", "OpenedFile", "SheetTable", "headings_of", "open_file", "read_chunks"]
