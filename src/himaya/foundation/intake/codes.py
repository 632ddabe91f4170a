"""The findings that any file can have, whoever sends it and whatever it lists."""

from __future__ import annotations

from himaya.foundation.intake.findings import FindingCode, Outcome, register_codes


def _file(code: str, sentence: str, remedy: str, outcome: Outcome = Outcome.REFUSED) -> FindingCode:
    return FindingCode(code=f"intake.{code}", outcome=outcome, sentence=sentence, remedy=remedy, scope="file")


def _line(code: str, sentence: str, remedy: str, outcome: Outcome = Outcome.REJECTED) -> FindingCode:
    return FindingCode(code=f"intake.{code}", outcome=outcome, sentence=sentence, remedy=remedy)


FILE_CODES = (
    _file("empty", "The file is empty.", "Check the file on your side, then send it again."),
    _file(
        "no_lines",
        "The file has headings but no line under them.",
        "Send a list with at least one line.",
    ),
    _file(
        "file_too_large",
        "The file is {size} MiB; the limit is {limit} MiB.",
        "Split the list into several files and send them one after the other.",
    ),
    _file(
        "too_many_lines",
        "The file has more than {limit} lines.",
        "Split the list into files of at most {limit} lines and send them one after the other.",
    ),
    _file(
        "too_many_columns",
        "The table has more than {limit} columns.",
        "Keep only the agreed columns and send the file again.",
    ),
    _file(
        "zip_bomb",
        "Once decompressed the file would take {size} MiB, far more than its size; it was not opened.",
        "Save the list again in a new, empty workbook, or send it as CSV.",
    ),
    _file(
        "unknown_format",
        "The file is neither CSV, nor XLSX, nor Parquet.",
        "Save the list as CSV (UTF-8) or as an Excel workbook (.xlsx), then send it again.",
    ),
    _file(
        "old_excel",
        "The file is an old Excel workbook (.xls) or is protected by a password.",
        "Remove the password, save the list as an Excel workbook (.xlsx), then send it again.",
    ),
    _file(
        "xlsx_broken",
        "The Excel workbook is damaged or incomplete.",
        "Open it, save it again as .xlsx, check that it was sent whole, then send it again.",
    ),
    _file(
        "parquet_broken",
        "The Parquet file is damaged or incomplete.",
        "Write it again, check that it was sent whole, then send it again.",
    ),
    _file(
        "parquet_nested",
        "The column {column} of the Parquet file holds lists or groups, not plain values.",
        "Give each value its own column, then send the file again.",
    ),
    _file(
        "encoding_wrong",
        "The file is announced as {declared}, but line {line} cannot be read that way; {fits} fits.",
        "Save the file as {declared} and send it again, or have the announced encoding changed to {fits}.",
    ),
    _file(
        "encoding_unknown",
        "Line {line} cannot be read: no known encoding fits the file.",
        "Save the list as CSV (UTF-8), then send it again.",
    ),
    _file(
        "delimiter_wrong",
        "The columns are announced as separated by {declared}, but the file separates them by {fits}.",
        "Save the file with {declared} between columns, or have the announced separator changed to {fits}.",
    ),
    _file(
        "quote_unclosed",
        "A quotation mark opened on line {line} is never closed; the file may have been cut.",
        "Check line {line}, check that the file was sent whole, then send it again.",
    ),
    _file(
        "columns_missing",
        "These columns are missing: {columns}. The headings found are: {found}.",
        "Add the missing columns under these very headings, then send the file again.",
    ),
    _file(
        "heading_repeated",
        "The heading {column} stands over several columns.",
        "Keep one column under each heading, then send the file again.",
    ),
    _file(
        "sheet_missing",
        "The workbook has no sheet named {sheet}. Its sheets are: {found}.",
        "Name the sheet {sheet}, or have the announced sheet changed, then send the file again.",
    ),
    _file(
        "columns_unknown",
        "These columns are not in the agreement and were left aside: {columns}.",
        "Nothing to do, unless they hold something the agreement should have.",
        Outcome.REMARK,
    ),
)

LINE_CODES = (
    _line(
        "value_missing",
        "The column {column} is empty.",
        "Fill in the column {column}.",
        Outcome.TO_COMPLETE,
    ),
    _line(
        "line_too_long",
        "The line has more cells than there are headings, from “{value}” on.",
        "Look for a separator inside a value: put that value between quotation marks.",
    ),
    _line(
        "line_cut",
        "The line stops before its last column: the file may have been cut.",
        "Send the whole line again.",
    ),
    _line(
        "cell_too_long",
        "A cell of the line is far too long to be a value (“{value}…”).",
        "Check the line: a quotation mark or a separator may be missing.",
    ),
    _line(
        "formula_cell",
        "A cell of the line holds a formula without its result ({value}).",
        "Replace the formula by its value.",
    ),
)

register_codes((*FILE_CODES, *LINE_CODES))
