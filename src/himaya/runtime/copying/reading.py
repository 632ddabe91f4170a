"""A query's rows into frames."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import polars as pl
from psycopg import ClientCursor, Connection, Copy, errors, sql
from psycopg.pq import ExecStatus

from himaya.runtime.copying.types import Column, described, finished

Parameters = Sequence[Any] | Mapping[str, Any]
ROWS = 500_000


def read_frame(connection: Connection, query: str, parameters: Parameters = ()) -> pl.DataFrame:
    """All rows of a query, typed: integers, floats, text, bool, date, numeric as Decimal, timestamptz in UTC.

    An unconstrained numeric has six decimals and refuses more. Arrays become lists. Reads in the caller's
    transaction, so it sees what that has written.
    """
    return pl.concat(read_frames(connection, query, parameters, rows=ROWS))


def read_frames(
    connection: Connection, query: str, parameters: Parameters = (), *, rows: int = ROWS
) -> Iterator[pl.DataFrame]:
    """The same in frames of at most `rows` rows, in the query's order; at least one frame, perhaps empty.

    Nothing else can be asked of the connection until the last frame was taken.
    """
    text = ClientCursor(connection).mogrify(query, parameters or None).strip().rstrip(";")
    columns = described(connection, text)
    chosen = [column.selection() for column in columns] + [sql.SQL("0") for _ in _guard(columns)]
    order = sql.SQL("COPY (SELECT {} FROM ({}\n) AS asked) TO STDOUT (FORMAT csv)").format(
        sql.SQL(", ").join(chosen), sql.SQL(text)
    )
    empty = True
    with connection.cursor() as cursor, cursor.copy(order) as copy:
        for block in _blocks(connection, copy, rows):
            empty = False
            yield _parsed(block, columns)
    if empty:
        yield _parsed(b"", columns)


def _parsed(block: bytes | bytearray, columns: Sequence[Column]) -> pl.DataFrame:
    schema = {column.name: column.read_as for column in columns} | _guard(columns)
    raw = pl.read_csv(bytes(block), has_header=False, schema=schema) if block else pl.DataFrame(schema=schema)
    for column in columns:
        column.check(raw[column.name])
    return raw.select(finished(column) for column in columns)


def _guard(columns: Sequence[Column]) -> dict[str, pl.DataType]:
    """A second column beside a lone one: null alone would be an empty line, which the CSV reader skips."""
    return {"\0guard": pl.Int8()} if len(columns) == 1 else {}


def _blocks(connection: Connection, copy: Copy, rows: int) -> Iterator[bytearray]:
    """The answer in blocks of `rows` rows.

    libpq hands over one row a call. Rows already received are taken straight from it; psycopg's own reading,
    several times slower a row, is used only to wait for more.
    """
    take = connection.pgconn.get_copy_data
    block, held = bytearray(), 0
    while True:
        size, data = take(1)
        if size == 0:
            data = cast(memoryview, copy.read())
            size = len(data) or -2
        if size < 0:
            if size == -1:
                _end(connection)
            break
        block += data
        held += 1
        if held == rows:
            yield block
            block, held = bytearray(), 0
    if held:
        yield block


def _end(connection: Connection) -> None:
    """Take the final result of the COPY: an error that struck midway shows here."""
    error = None
    while (result := connection.pgconn.get_result()) is not None:
        if result.status != ExecStatus.COMMAND_OK:
            error = errors.error_from_result(result, encoding="utf-8")
    if error is not None:
        raise error
