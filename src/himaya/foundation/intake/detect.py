"""What a file is, from its first bytes and never from its name."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from himaya.foundation.intake import encodings
from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.limits import DEFAULT, MIB, Limits
from himaya.foundation.intake.zips import inspect_zip

Family = Literal["csv", "xlsx", "parquet"]
DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a file is; encoding, delimiter and mark (bytes of its byte-order mark) hold for CSV only."""

    family: Family
    encoding: str = ""
    delimiter: str = ""
    mark: int = 0


def detect(
    path: Path, *, limits: Limits = DEFAULT, encoding: str | None = None, delimiter: str | None = None
) -> Shape:
    """The shape of a file; `encoding` and `delimiter` are what the sender announced, None to find them.

    Raises FileRefused: intake.empty, .file_too_large, .old_excel, .xlsx_broken, .zip_bomb, .parquet_broken,
    .unknown_format, .encoding_wrong, .encoding_unknown.
    """
    size = path.stat().st_size
    if size == 0:
        raise refused("intake.empty")
    if size > limits.bytes_max:
        raise refused("intake.file_too_large", size=size // MIB + 1, limit=limits.bytes_max // MIB)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        return _workbook(path, limits=limits)
    if head.startswith(b"PAR1"):
        return Shape(family="parquet")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused("intake.old_excel")
    return _text(path, encoding=encoding, delimiter=delimiter)


def _workbook(path: Path, *, limits: Limits) -> Shape:
    names = {member.filename for member in inspect_zip(path, limits=limits)}
    if "xl/workbook.xml" in names:
        return Shape(family="xlsx")
    raise refused("intake.unknown_format")


def _text(path: Path, *, encoding: str | None, delimiter: str | None) -> Shape:
    data = encodings.sample(path)
    whole = len(data) >= path.stat().st_size
    marked, mark = encodings.mark(data)
    chosen = _encoding(data, announced=encoding, marked=marked, whole=whole)
    text = data[mark:].decode(chosen, errors="replace")
    if not text.strip("\ufeff \t\r\n"):
        raise refused("intake.empty")
    if _is_binary(text):
        raise refused("intake.unknown_format")
    sign = delimiter or guess_delimiter(text) or DELIMITERS[0]
    return Shape(family="csv", encoding=chosen, delimiter=sign, mark=mark)


def _encoding(data: bytes, *, announced: str | None, marked: str | None, whole: bool) -> str:
    if announced is None:
        found = encodings.guess(data, whole=whole)
        if found is None and _is_binary(data.decode("windows-1252", errors="ignore")):
            raise refused("intake.unknown_format")
        if found is None:
            raise refused("intake.encoding_unknown", line_no=_first_foreign_line(data, declared="utf-8"))
        return found
    declared = encodings.canonical(announced)
    fits = encodings.contradicts(data, declared=declared, whole=whole)
    if fits:
        line = _first_foreign_line(data, declared=declared)
        raise refused("intake.encoding_wrong", declared=announced, fits=fits, line_no=line)
    if marked:
        return marked
    if b"\x00" in data and not declared.startswith("utf-16"):
        raise refused("intake.unknown_format")
    return declared


def _first_foreign_line(data: bytes, *, declared: str) -> int:
    """The line where the announced encoding first fails: its first error, else its first letter beyond
    ASCII."""
    try:
        data.decode(declared)
        place = next((index for index, byte in enumerate(data) if byte > 127), 0)
    except UnicodeDecodeError as error:
        place = error.start
    return data.count(b"\n", 0, place) + 1


def _is_binary(text: str) -> bool:
    """More control signs than any list holds."""
    head = text[:65536]
    odd = sum(1 for sign in head if (sign < " " and sign not in "\t\r\n\f\v\x1a") or sign == "\ufffd")
    return odd > max(2, len(head) // 50)


def guess_delimiter(text: str) -> str | None:
    """The sign that cuts most lines into the same number of cells, at least two; None when none does."""
    best = max(DELIMITERS, key=lambda sign: _regularity(text, sign))
    return best if _regularity(text, best) > (0, 0) else None


def _rows(text: str, sign: str, most: int = 200) -> list[list[str]]:
    lines = io.StringIO(text[:131072], newline="")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(lines, delimiter=sign):
            rows.append(row)
            if len(rows) >= most:
                break
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 2 and len(rows) < most and len(text) > 131072 else rows


def _regularity(text: str, sign: str) -> tuple[int, int]:
    widths = Counter(len(row) for row in _rows(text, sign) if len(row) > 1)
    if not widths:
        return (0, 0)
    width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (lines, width)
