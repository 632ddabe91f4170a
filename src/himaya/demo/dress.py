"""Writing one file in its sender's dress: CSV in any encoding, Parquet, a workbook with merged headings."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from himaya.demo.sheets import Sheet

SUFFIX = {"csv": "csv", "parquet": "parquet", "xlsx": "xlsx"}
LINES_AT_ONCE = 200_000


def write(words: pl.DataFrame, *, sheet: Sheet, path: Path, on: date) -> None:
    """Write canonical text columns under the sender's headings."""
    if sheet.format == "parquet":
        words.rename(sheet.columns).write_parquet(path, compression="zstd")
    elif sheet.format == "xlsx":
        _workbook(words, sheet=sheet, path=path, on=on)
    else:
        _csv(words.rename(sheet.columns), sheet=sheet, path=path)


def _csv(frame: pl.DataFrame, *, sheet: Sheet, path: Path) -> None:
    if sheet.unicode:
        frame.write_csv(path, separator=sheet.delimiter, include_bom=sheet.encoding == "utf-8-sig")
        return
    with path.open("wb") as file:
        for start in range(0, max(len(frame), 1), LINES_AT_ONCE):
            text = io.StringIO(newline="")
            part = frame.slice(start, LINES_AT_ONCE)
            text.write(
                part.write_csv(separator=sheet.delimiter, include_header=start == 0, line_terminator="\r\n")
            )
            file.write(text.getvalue().encode(sheet.encoding))


def _workbook(words: pl.DataFrame, *, sheet: Sheet, path: Path, on: date) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet(sheet.sheet)
        bold = book.add_format({"bold": True, "align": "center", "border": 1})
        if sheet.in_arabic("family_name_ar") and not sheet.has("family_name_fr"):
            page.right_to_left()
        last = len(sheet.columns) - 1
        if sheet.header_rows[0] > 1:
            page.merge_range(0, 0, 0, last, sheet.title, bold)
            page.write(1, 0, f"Arrêté au {on:%d/%m/%Y}")
        if len(sheet.header_rows) > 1:
            _groups(page, bold, sheet)
        for column, heading in enumerate(sheet.columns.values()):
            page.write(sheet.header_rows[-1] - 1, column, heading, bold)
        first = sheet.header_rows[-1]
        for row, line in enumerate(words.iter_rows(), start=first):
            for column, text in enumerate(line):
                if text is not None:
                    page.write_string(row, column, text)


def _groups(page: xlsxwriter.worksheet.Worksheet, bold: xlsxwriter.format.Format, sheet: Sheet) -> None:
    names = list(sheet.columns)
    row = sheet.header_rows[0] - 1
    for title, members in sheet.groups.items():
        left, right = names.index(members[0]), names.index(members[-1])
        if right > left:
            page.merge_range(row, left, row, right, title, bold)
        else:
            page.write(row, left, title, bold)
