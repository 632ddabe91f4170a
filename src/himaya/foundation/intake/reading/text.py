"""CSV of any encoding as text columns: blocks of bytes cut at line ends, turned to UTF-8, read by Polars.

Quotation marks decide the way. A block whose marks all stand where a cell opens or closes goes to Polars;
any other (doubled marks, stray ones, a value over several lines cut by the block) goes through Python's csv
module, slower and forgiving, so that a stray mark never swallows a line silently.
"""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import polars as pl

from himaya.foundation.intake import encodings
from himaya.foundation.intake.detect import Shape
from himaya.foundation.intake.errors import FileRefused, refused
from himaya.foundation.intake.reading.table import FAULT, FAULT_VALUE, FAULTS, HEAD_ROWS, LINE, finished

BLOCK = 16 << 20
CELL_MAX = 131_072  # signs in one cell; an unclosed quotation mark meets this limit
LINE_MAX = 64 << 20
_BATCH = 20_000
_MORE = "more"
_SENTINEL = "\x1e\x1f\x1e"
_LONE_RETURN = re.compile(r"\r(?!\n)")


class TextTable:
    """One CSV file."""

    def __init__(self, path: Path, *, shape: Shape) -> None:
        self._path = path
        self._shape = shape
        self._mac_lines = self._only_carriage_returns()

    def _only_carriage_returns(self) -> bool:
        with self._path.open("rb") as file:
            head = file.read(1 << 16)
        return b"\r" in head and b"\n" not in head

    def head(self) -> list[list[str | None]]:
        """The first rows, for finding the headings."""
        with self._path.open("rb") as file:
            file.seek(self._shape.mark)
            data = file.read(1 << 18)
        text = codecs.getincrementaldecoder(self._shape.encoding)("replace").decode(data)
        if self._mac_lines:
            text = text.replace("\r", "\n")
        lines = io.StringIO(_LONE_RETURN.sub(" ", text), newline="\n")
        rows: list[list[str | None]] = []
        try:
            for row in itertools.islice(csv.reader(lines, delimiter=self._shape.delimiter), HEAD_ROWS):
                rows.append([cell or None for cell in row])
        except csv.Error:
            pass  # a cell beyond the limit: reading will say on which line
        return rows

    def rows_about(self) -> int:
        """Line ends in the file: never fewer than its rows, but for a last line without its end."""
        sign = b"\r" if self._mac_lines else b"\n"
        with self._path.open("rb") as file:
            return sum(block.count(sign) for block in iter(lambda: file.read(BLOCK), b"")) + 1

    def chunks(self, *, rows: int, columns: Sequence[int], width: int, after: int) -> Iterator[pl.DataFrame]:
        """Frames of `rows` consecutive rows below row `after` (see `Table`).

        Raises FileRefused: intake.encoding_wrong, .encoding_unknown, .quote_unclosed.
        """
        yield from regular(
            self._frames(columns=columns, width=width), rows=rows, columns=columns, after=after
        )

    def _frames(self, *, columns: Sequence[int], width: int) -> Iterator[pl.DataFrame]:
        reader = _Blocks(columns=columns, width=width, delimiter=self._shape.delimiter, refuse=self._refusal)
        carry = b""
        for data in self._utf8():
            cut = data.rfind(b"\n") + 1
            if cut:
                block = b"".join((reader.header, carry, memoryview(data)[:cut]))
                yield from reader.read(block, last=False)
                carry = reader.unread + data[cut:]
            else:
                carry += data
            if len(carry) > LINE_MAX:
                raise refused("intake.unknown_format")
        if carry:
            yield from reader.read(reader.header + carry, last=True)

    def _utf8(self) -> Iterator[bytes]:
        decode = None
        if self._shape.encoding != "utf-8":
            decode = codecs.getincrementaldecoder(self._shape.encoding)("strict").decode
        with self._path.open("rb") as file:
            file.seek(self._shape.mark)
            while data := file.read(BLOCK):
                if decode:
                    try:
                        data = decode(data).encode("utf-8")
                    except UnicodeDecodeError as error:
                        raise self._refusal() from error
                yield data.replace(b"\r", b"\n") if self._mac_lines else data
        if decode:
            try:
                decode(b"", True)
            except UnicodeDecodeError as error:
                raise self._refusal() from error

    def _refusal(self) -> FileRefused:
        """Why the bytes cannot be read in this encoding: the line, and the encoding that fits if one does."""
        decoder = codecs.getincrementaldecoder(self._shape.encoding)("strict")
        line = 1
        with self._path.open("rb") as file:
            file.seek(self._shape.mark)
            before = b""
            while True:
                data = file.read(1 << 20)
                try:
                    decoder.decode(data, final=not data)
                except UnicodeDecodeError as error:
                    start = max(0, error.start)
                    line += data.count(b"\n", 0, start)
                    around = before[-4096:] + data[: start + 4096]
                    return self._reason(line, around)
                if not data:
                    return refused("intake.encoding_unknown", line_no=line)
                line += data.count(b"\n")
                before = data

    def _reason(self, line: int, around: bytes) -> FileRefused:
        fits = encodings.guess(around, whole=False)
        plain = encodings.sample(self._path)[: 1 << 18].isascii()
        if fits and fits != self._shape.encoding and plain:
            return refused("intake.encoding_wrong", declared=self._shape.encoding, fits=fits, line_no=line)
        return refused("intake.encoding_unknown", line_no=line)


class _Blocks:
    """Blocks of UTF-8 CSV to frames; numbers the rows and keeps what a block leaves open."""

    def __init__(
        self, *, columns: Sequence[int], width: int, delimiter: str, refuse: Callable[[], FileRefused]
    ) -> None:
        self._wanted = [f"c{index}" for index in columns]
        self._columns = list(columns)
        self._width = width
        self._delimiter = delimiter
        self._separator = delimiter.encode()
        self._refuse = refuse
        names = [*(f"c{index}" for index in range(width)), _MORE]
        self.header = self._separator.join(name.encode() for name in names) + b"\n"
        self._done = 0
        self._previous = b""
        self.unread = b""

    def read(self, block: bytes, *, last: bool) -> Iterator[pl.DataFrame]:
        """Frames of a block that starts with `header`; what it leaves open is in `unread`."""
        self.unread = b""
        quotes = block.count(b'"')
        frame = self._by_polars(block, marked=bool(quotes)) if self._is_plain(block, quotes) else None
        if frame is not None:
            yield self._numbered(self._cut_last(frame, block[len(self.header) :]) if last else frame)
            self._previous = block[block.rfind(b"\n", 0, len(block) - 1) + 1 :]
            return
        for part in self._by_csv(block[len(self.header) :], last=last):
            yield self._numbered(part)

    def _is_plain(self, block: bytes, quotes: int) -> bool:
        if not quotes:
            return True
        sign = self._separator
        opening = block.count(sign + b'"') + block.count(b'\n"')
        closing = (
            block.count(b'"' + sign) + block.count(b'"\n') + block.count(b'"\r\n') + block.endswith(b'"')
        )
        return opening == closing and opening + closing == quotes

    def _by_polars(self, block: bytes, *, marked: bool) -> pl.DataFrame | None:
        """The block as a frame; None when Polars cannot read it."""
        try:
            frame = pl.read_csv(
                block,
                separator=self._delimiter,
                quote_char='"' if marked else None,
                infer_schema=False,
                columns=[*self._wanted, _MORE],
                extra_columns="ignore",
                missing_columns="insert",
                raise_if_empty=False,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
            return None
        if marked and b'""' in block:  # an empty cell between marks is an empty cell
            frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
        more = pl.col(_MORE)
        if frame[_MORE].null_count() == frame.height:
            return frame.drop(_MORE)
        return frame.with_columns(
            pl.when(more.is_not_null()).then(pl.lit("intake.line_too_long")).alias(FAULT),
            more.alias(FAULT_VALUE),
        ).drop(_MORE)

    def _cut_last(self, frame: pl.DataFrame, line: bytes) -> pl.DataFrame:
        """Mark a last line that has no end and fewer cells than the line before it."""
        sign = self._separator
        whole = min(self._previous.count(sign), self._width - 1)
        if b"\n" in line or b'"' in line or line.count(sign) >= whole:
            return frame
        full = frame if FAULT in frame.columns else frame.with_columns(_no_fault())
        return full.with_columns(pl.lit("intake.line_cut").alias(FAULT))

    def _numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        start = self._done + 1
        self._done += frame.height
        return frame.with_columns(pl.int_range(start, self._done + 1, dtype=pl.Int64).alias(LINE))

    def _by_csv(self, block: bytes, *, last: bool) -> Iterator[pl.DataFrame]:
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._refuse() from error
        lines = text.split("\n") if text[-1:] != "\n" else text[:-1].split("\n")
        rows: list[list[str]] = []
        reader = csv.reader(_calm(lines), delimiter=self._delimiter)
        opened = 0
        try:
            for row in reader:
                if row == [_SENTINEL]:
                    break
                if reader.line_num > len(lines):  # the sentinel was swallowed: a mark is still open
                    if last:
                        raise refused("intake.quote_unclosed", line_no=self._done + len(rows) + 1)
                    self.unread = "\n".join((*lines[opened:], "")).encode()
                    break
                opened = reader.line_num
                rows.append(row)
                if len(rows) == _BATCH:
                    yield self._of_rows(rows)
                    rows = []
        except csv.Error as error:
            raise refused("intake.quote_unclosed", line_no=self._done + len(rows) + 1) from error
        if rows:
            yield self._of_rows(rows)

    def _of_rows(self, rows: list[list[str]]) -> pl.DataFrame:
        cells = {
            f"c{index}": pl.Series(
                [row[index] or None if index < len(row) else None for row in rows], dtype=pl.String
            )
            for index in self._columns
        }
        more = [next(filter(None, row[self._width :]), None) for row in rows]
        fault = ["intake.line_too_long" if value else None for value in more]
        faults = {FAULT: pl.Series(fault, dtype=pl.String), FAULT_VALUE: pl.Series(more, dtype=pl.String)}
        return pl.DataFrame({**cells, **faults})


def _calm(lines: list[str]) -> Iterator[str]:
    """Lines for the csv module: it refuses a return inside a bare cell, where people mean a space."""
    between_marks = False
    for line in lines:
        marks = line.count('"')
        if "\r" in line[:-1] and not marks and not between_marks:
            line = _LONE_RETURN.sub(" ", line[:-1]) + line[-1]
        between_marks ^= marks % 2 == 1
        yield line + "\n"
    yield _SENTINEL


def _no_fault() -> list[pl.Expr]:
    return [pl.lit(None, dtype=kind).alias(name) for name, kind in FAULTS.items()]


def regular(
    frames: Iterator[pl.DataFrame], *, rows: int, columns: Sequence[int], after: int
) -> Iterator[pl.DataFrame]:
    """Frames of any height cut again so that chunk k covers rows after + k·rows + 1 … after + (k+1)·rows."""
    held: list[pl.DataFrame] = []
    height = 0
    for frame in frames:
        first = frame[LINE][0] if frame.height else 0
        if first <= after:
            frame = frame.slice(after - first + 1)
        full = frame if FAULT in frame.columns else frame.with_columns(_no_fault())
        while height + full.height >= rows:
            take = rows - height
            yield finished(pl.concat([*held, full.slice(0, take)], how="diagonal"), columns=columns)
            full = full.slice(take)
            held, height = [], 0
        if full.height:
            held.append(full)
            height += full.height
    if height:
        yield finished(pl.concat(held, how="diagonal"), columns=columns)
