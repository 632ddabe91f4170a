"""XLSX as text columns. The workbook is opened by another process with limited memory, never by this one.

A few bytes of XLSX can ask for a table of 17 thousand million cells, and the library that reads it then
takes the whole process down. So the archive is looked at first (`zips`), and a child process turns each
sheet into an Arrow file that this one maps. Numbers and days become the text a person sees; a formula counts
by its stored result.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat
from zipfile import ZipInfo

import polars as pl

from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.limits import MIB, Limits
from himaya.foundation.intake.reading.table import FAULT, FAULT_VALUE, HEAD_ROWS, LINE
from himaya.foundation.intake.reading.text import regular
from himaya.foundation.intake.zips import content, each, inflate, inspect_zip

if TYPE_CHECKING:
    import pyarrow as pa

_CHILD = Path(__file__).with_name("workbook_child.py")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULAS = (b"<f", b":f")  # any tag that begins so: a false alarm only costs a second look
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_FORMULAS_MAX = 10_000


class SheetTable:
    """One sheet of a workbook, already turned into an Arrow file."""

    def __init__(self, *, name: str, cells: pa.Table, unresolved: dict[int, str]) -> None:
        self.name = name
        self._cells = cells
        self._unresolved = unresolved

    def _part(self, start: int, rows: int) -> pl.DataFrame:
        return pl.DataFrame(pl.from_arrow(self._cells.slice(start, rows)))

    def head(self) -> list[list[str | None]]:
        """The first rows, for finding the headings."""
        return [list(row) for row in self._part(0, HEAD_ROWS).iter_rows()]

    def rows_about(self) -> int:
        """Rows of the sheet."""
        return int(self._cells.num_rows)

    def chunks(self, *, rows: int, columns: Sequence[int], width: int, after: int) -> Iterator[pl.DataFrame]:
        """Frames of `rows` consecutive rows below row `after` (see `Table`)."""
        yield from regular(self._frames(rows, columns, width), rows=rows, columns=columns, after=after)

    def _frames(self, rows: int, columns: Sequence[int], width: int) -> Iterator[pl.DataFrame]:
        wanted = [f"c{index}" for index in columns if index < self._cells.num_columns]
        beyond = [pl.col(name) for name in self._cells.column_names[width:]]
        more = pl.coalesce(beyond) if beyond else pl.lit(None, dtype=pl.String)
        formulas = pl.col(LINE).replace_strict(self._unresolved, default=None, return_dtype=pl.String)
        for start in range(0, self._cells.num_rows, rows):
            part = self._part(start, rows).with_columns(
                (pl.int_range(pl.len(), dtype=pl.Int64) + start + 1).alias(LINE), more.alias(FAULT_VALUE)
            )
            part = part.with_columns(formulas.alias("formula"))
            yield part.select(
                LINE,
                pl.when(pl.col("formula").is_not_null())
                .then(pl.lit("intake.formula_cell"))
                .when(pl.col(FAULT_VALUE).is_not_null())
                .then(pl.lit("intake.line_too_long"))
                .alias(FAULT),
                pl.coalesce("formula", FAULT_VALUE).alias(FAULT_VALUE),
                *(_empty_is_null(name) for name in wanted),
            )


def _empty_is_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


def open_workbook(path: Path, *, limits: Limits) -> list[SheetTable]:
    """Every visible sheet that holds something.

    Raises FileRefused: intake.xlsx_broken, .zip_bomb.
    """
    members = inspect_zip(path, limits=limits)
    formulas = [member for member in members if _SHEET.fullmatch(member.filename) and _look(path, member)]
    with tempfile.TemporaryDirectory(prefix="himaya-workbook-") as folder:
        names = _convert(path, Path(folder), limits=limits)
        unresolved = _unresolved(path, members, formulas) if formulas else {}
        return [
            SheetTable(
                name=name,
                cells=_mapped(Path(folder) / f"{index}.arrow"),
                unresolved=unresolved.get(name, {}),
            )
            for index, name in names
        ]


def _mapped(path: Path) -> pa.Table:
    """An Arrow file mapped, not read; the mapping outlives the file's name."""
    import pyarrow as pa  # slow to import, and needed for workbooks only

    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _look(path: Path, member: ZipInfo) -> bool:
    """Read a sheet's text once for what must not be there; whether it holds formulas."""
    found, first = False, True

    def look(window: bytes) -> None:
        nonlocal found, first
        if first and _DOCTYPE.search(window):
            raise refused("intake.xlsx_broken")
        first = False
        found = found or any(sign in window for sign in _FORMULAS)

    each(path, member, look)
    return found


def _convert(path: Path, folder: Path, *, limits: Limits) -> list[tuple[int, str]]:
    """Have a child process write each sheet as <index>.arrow; returns (index, sheet's name)."""
    command = [
        sys.executable,
        "-P",
        str(_CHILD),
        str(path),
        str(folder),
        str(limits.memory_max),
        str(limits.rows_max),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.seconds_max, check=False)
    except subprocess.TimeoutExpired as error:
        raise refused("intake.zip_bomb", size=limits.memory_max // MIB) from error
    if b"memory allocation" in done.stderr or b"MemoryError" in done.stderr or done.returncode == -9:
        raise refused("intake.zip_bomb", size=limits.memory_max // MIB)
    if done.returncode:
        raise refused("intake.xlsx_broken")
    return [(index, name) for index, name in json.loads(done.stdout)]


def _unresolved(path: Path, members: list[ZipInfo], sheets: list[ZipInfo]) -> dict[str, dict[int, str]]:
    """Per sheet name, the rows with a formula that has no stored result, and those cells."""
    names = _sheet_names(path, {member.filename: member for member in members})
    return {
        names[member.filename]: _formulas_without_result(path, member)
        for member in sheets
        if member.filename in names
    }


def _sheet_names(path: Path, members: dict[str, ZipInfo]) -> dict[str, str]:
    """Member of the archive -> name of the sheet."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            names[targets.get(given.get("r:id", ""), "")] = given.get("name", "")

    _parse(content(path, members["xl/_rels/workbook.xml.rels"]), relation)
    _parse(content(path, members["xl/workbook.xml"]), sheet)
    return names


def _parse(data: bytes, start) -> None:  # type: ignore[no-untyped-def]
    if _DOCTYPE.search(data):
        raise refused("intake.xlsx_broken")
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refused("intake.xlsx_broken") from error


def _formulas_without_result(path: Path, member: ZipInfo) -> dict[int, str]:
    cell, formula, value, inside = "", False, False, False
    found: dict[int, str] = {}

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal cell, formula, value, inside
        kind = tag.rpartition(":")[2]
        if kind == "c":
            cell, formula, value = given.get("r", ""), False, False
        elif kind == "f":
            formula = True
        inside = kind in {"v", "t"}

    def text(signs: str) -> None:
        nonlocal value
        value = value or inside

    def end(tag: str) -> None:
        nonlocal inside
        inside = False
        if tag.rpartition(":")[2] == "c" and formula and not value and len(found) < _FORMULAS_MAX:
            row = int(re.sub(r"\D", "", cell) or 0)
            found[row] = f"{found[row]}, {cell}" if row in found else cell

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.EndElementHandler = end
    try:
        for piece in inflate(path, member):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise refused("intake.xlsx_broken") from error
    return found
