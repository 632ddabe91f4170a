"""The file of just the lines to mend, in the sender's own dress, that he can mend and send back.

His cells are read again from the file he sent, so they come back untouched, with his headings, his encoding
and his separator; four columns are added: the line in his file, the codes, and what to do in French and in
Arabic. Sent back, the file reads with the same layout: the added columns are known, and the first one says
which line it mends.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from himaya.foundation.intake.cells import guarded, is_dangerous
from himaya.foundation.intake.findings import sentences
from himaya.foundation.intake.headings import plain
from himaya.foundation.intake.mapping import (
    RETURNED_ARABIC,
    RETURNED_CODE,
    RETURNED_FRENCH,
    RETURNED_LINE,
    is_ours,
)
from himaya.foundation.intake.reading import OpenedFile

_BETWEEN = " | "
_CELL_MAX = 32_767  # signs in a cell of a workbook
_ROWS_MAX = 1_048_575  # lines of a sheet below its headings
_PLAIN = {"\u2068": "", "\u2069": "", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"'}


@dataclass(frozen=True, kw_only=True)
class Returned:
    """The file written and how many lines it holds."""

    path: Path
    lines: int


def write_lines_to_mend(opened: OpenedFile, *, findings: pl.DataFrame, target: Path) -> Returned:
    """Write the lines of a received file that have findings.

    opened: the file as received. findings: frame (line_no, code, column, value), our column names.
    target: path without suffix; the suffix is that of the file's family.
    Raises KeyError for a code nobody registered.
    """
    notes = _notes(findings, opened=opened)
    frames = _lines(opened, notes=notes)
    path = target.with_name(f"{target.name}.{opened.shape.family}")
    path.parent.mkdir(parents=True, exist_ok=True)
    write = {"csv": _write_csv, "xlsx": _write_xlsx, "parquet": _write_parquet}[opened.shape.family]
    return Returned(path=path, lines=write(path, opened, frames))


def _notes(findings: pl.DataFrame, *, opened: OpenedFile) -> pl.DataFrame:
    """One row a line: its codes and what to do, in the languages that the file can carry."""
    headings = {name: opened.header.headings[index] for name, index in opened.matched.places.items()}
    told = findings.sort("line_no", maintain_order=True)
    parts = [told.select(pl.col("line_no").cast(pl.Int64), pl.col("code").alias(RETURNED_CODE))]
    for heading, language in _languages(opened):
        both = sentences(told, language=language, headings=headings)
        parts.append(both.select(pl.concat_str("sentence", pl.lit(" "), "remedy").alias(heading)))
    together = pl.concat(parts, how="horizontal")
    texts = [pl.col(name) for name in together.columns[1:]]
    joined = [text.unique(maintain_order=True).str.join(_BETWEEN) for text in texts]
    return together.group_by("line_no", maintain_order=True).agg(joined)


def _languages(opened: OpenedFile) -> list[tuple[str, str]]:
    both = [(RETURNED_FRENCH, "fr"), (RETURNED_ARABIC, "ar")]
    return both if _carries(opened.shape.encoding or "utf-8", RETURNED_ARABIC) else both[:1]


def _carries(encoding: str, text: str) -> bool:
    try:
        _sober(text, encoding).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _sober(text: str, encoding: str) -> str:
    """Text as an old encoding can write it: of our own sentences it drops what the encoding has no sign
    for."""
    if encoding.startswith("utf"):
        return text
    return text.translate({ord(sign): _written(sign, encoding) for sign in set(text)})


def _written(sign: str, encoding: str) -> str:
    """The sign itself if the encoding has it, else its plain form."""
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        bare = "".join(one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one))
        return _PLAIN.get(sign, bare)
    return sign


def _lines(opened: OpenedFile, *, notes: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The sender's cells of the lines with notes, under his headings, then our columns."""
    places = _places(opened)
    names = {f"c{index}": _heading(opened, index) for index in places}
    added = notes.columns[1:]
    wanted = [*places, *([] if opened.matched.line_place is None else [opened.matched.line_place])]
    for chunk in opened.raw_chunks(columns=sorted(wanted)):
        kept = chunk.join(notes, on="line_no", how="inner", maintain_order="left")
        if kept.height:
            line = _line_column(opened).alias(RETURNED_LINE)
            yield kept.select(*(pl.col(cell).alias(name) for cell, name in names.items()), line, *added)


def _line_column(opened: OpenedFile) -> pl.Expr:
    """The line's number in the first file sent, kept through any number of returns."""
    own = pl.col("line_no").cast(pl.String)
    place = opened.matched.line_place
    return own if place is None else pl.coalesce(pl.col(f"c{place}"), own)


def _places(opened: OpenedFile) -> list[int]:
    """Columns that have a heading and are not ours (a file mended twice carries ours already)."""
    is_plain = getattr(opened.table, "plain", None)
    return [
        index
        for index, heading in enumerate(opened.header.headings)
        if heading and not is_ours(heading) and (is_plain is None or is_plain(index))
    ]


def _heading(opened: OpenedFile, index: int) -> str:
    """His own heading; the layout's where his stands over several columns or spans several rows."""
    heading = opened.header.headings[index]
    ours = next((name for name, place in opened.matched.places.items() if place == index), None)
    if ours and plain(heading) != plain(opened.layout.columns[ours]):
        return opened.layout.columns[ours]
    return heading if opened.header.headings.count(heading) == 1 else f"{heading} ({index + 1})"


def _titles(opened: OpenedFile) -> list[str]:
    own = [_heading(opened, index) for index in _places(opened)]
    return [*own, RETURNED_LINE, RETURNED_CODE, *(heading for heading, _ in _languages(opened))]


def _write_csv(path: Path, opened: OpenedFile, frames: Iterator[pl.DataFrame]) -> int:
    encoding, lines = opened.shape.encoding, 0
    with path.open("wb") as file:
        if encoding.startswith("utf-16"):
            file.write(codecs.BOM_UTF16_LE if encoding.endswith("le") else codecs.BOM_UTF16_BE)
        elif encoding == "utf-8":
            file.write(codecs.BOM_UTF8)
        titles = pl.DataFrame([_titles(opened)], orient="row")
        for frame in itertools.chain([titles], frames):
            file.write(_csv_bytes(frame, delimiter=opened.shape.delimiter, encoding=encoding))
            lines += frame.height
    return lines - 1


def _csv_bytes(frame: pl.DataFrame, *, delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows(frame.select(guarded(pl.all())).iter_rows())
    return _sober(text.getvalue(), encoding).encode(encoding, errors="replace")


def _write_xlsx(path: Path, opened: OpenedFile, frames: Iterator[pl.DataFrame]) -> int:
    import xlsxwriter  # slow to import, and seldom needed

    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    lines = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_sheet_name(opened.sheet))
        quoted = book.add_format({"quote_prefix": True, "num_format": "@"})
        bold = book.add_format({"bold": True})
        titles = _titles(opened)
        if _reads_from_right(titles):
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        for frame in frames:
            for row, odd in zip(
                frame.iter_rows(), frame.select(is_dangerous(pl.all())).iter_rows(), strict=True
            ):
                lines += 1
                if lines > _ROWS_MAX:
                    return lines - 1
                _write_row(sheet, lines, row, odd, quoted)
    return lines


def _write_row(sheet: Any, line: int, row: Sequence[Any], odd: Sequence[bool | None], quoted: Any) -> None:
    for place, (cell, dangerous) in enumerate(zip(row, odd, strict=True)):
        if cell is not None:
            sheet.write_string(line, place, cell[:_CELL_MAX], quoted if dangerous else None)


def _sheet_name(name: str) -> str | None:
    return name if 0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") else None


def _reads_from_right(titles: Sequence[str]) -> bool:
    arabic = sum(any("\u0600" <= sign <= "\u06ff" for sign in title) for title in titles[:-4])
    return arabic * 2 > len(titles) - 4


def _write_parquet(path: Path, opened: OpenedFile, frames: Iterator[pl.DataFrame]) -> int:
    import pyarrow.parquet as pq

    lines = 0
    empty = pl.DataFrame(schema=dict.fromkeys(_titles(opened), pl.String)).to_arrow()
    with pq.ParquetWriter(path, empty.schema, compression="zstd") as writer:
        for frame in frames:
            writer.write_table(frame.to_arrow().cast(empty.schema))
            lines += frame.height
    return lines
