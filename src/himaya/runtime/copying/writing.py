"""A frame into a table."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import polars as pl
from polars import selectors as cs
from psycopg import Connection, sql

from himaya.runtime.errors import UnstorableText

CHUNK_BYTES = 8 << 20
ROWS_MIN = 1_000


def copy_in(connection: Connection, *, table: str, frame: pl.DataFrame) -> int:
    """Append a frame to a table (`table`, `schema.table`, or a temporary one) by column names. Rows written.

    Null, empty text, quotes, line breaks and backslashes arrive as they are; list columns become arrays.
    One statement: all rows or none. Raises UnstorableText for a NUL character (nothing is written), TypeError
    for a column that no PostgreSQL type can take (struct, object).
    """
    if frame.is_empty():
        return 0
    plain = frame.select(_as_text(name, kind).alias(name) for name, kind in frame.schema.items())
    order = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, plain.columns))
    )
    with connection.cursor() as cursor:
        with cursor.copy(order) as copy:
            for chunk in _chunks(plain):
                copy.write(chunk)
        return cursor.rowcount


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """The column in a form that CSV can hold."""
    column = pl.col(name)
    if isinstance(kind, (pl.List, pl.Array)):
        if kind.inner == pl.String:
            return _text_array(column)
        joined = column.cast(pl.List(pl.String)).list.eval(pl.element().fill_null("NULL")).list.join(",")
        return pl.lit("{") + joined + "}"
    if isinstance(kind, pl.Binary):
        return pl.lit("\\x") + column.bin.encode("hex")
    if isinstance(kind, (pl.Struct, pl.Object)):
        raise TypeError(f"the column {name} ({kind}) has no place in a table: write it as JSON text")
    return column


def _text_array(column: pl.Expr) -> pl.Expr:
    """A list of texts as an array literal: each quoted, quotes and backslashes escaped."""
    escaped = pl.element().str.replace_all(r'([\\"])', r"\$1")
    items = (pl.lit('"') + escaped + '"').fill_null("NULL")
    return pl.lit("{") + column.list.eval(items).list.join(",") + "}"


def _chunks(frame: pl.DataFrame) -> Iterator[bytes]:
    """The frame as CSV, some megabytes at a time; the next chunk is written while this one is sent."""
    per_row = max(1, int(frame.estimated_size() / frame.height) + 8 * frame.width)
    step = max(ROWS_MIN, CHUNK_BYTES // per_row)
    with ThreadPoolExecutor(1, thread_name_prefix="copy-in") as worker:
        pending = worker.submit(_csv, frame, 0, step)
        for start in range(0, frame.height, step):
            chunk = pending.result()
            if start + step < frame.height:
                pending = worker.submit(_csv, frame, start + step, step)
            yield chunk


def _csv(frame: pl.DataFrame, start: int, length: int) -> bytes:
    r"""Rows as CSV. A lone text column is always quoted: `\.` alone on a line would end the COPY."""
    part = frame.slice(start, length)
    buffer = BytesIO()
    part.write_csv(
        buffer, include_header=False, quote_style="necessary" if frame.width > 1 else "non_numeric"
    )
    text = buffer.getvalue()
    if b"\0" in text:
        _refuse_nul(part, start)
    return text


def _refuse_nul(part: pl.DataFrame, start: int) -> None:
    for column in part.select(cs.string(include_categorical=True)).iter_columns():
        found = column.cast(pl.String).str.contains("\0", literal=True).arg_true()
        if len(found):
            raise UnstorableText(column=column.name, row=start + found[0] + 1)
