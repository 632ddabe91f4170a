"""PostgreSQL types and Polars types."""

from dataclasses import dataclass

import polars as pl
from psycopg import Connection, errors, sql
from psycopg.pq import ExecStatus

NUMERIC, TIMESTAMP, TIMESTAMPTZ, BOOL = 1700, 1114, 1184, 16
NUMERIC_SCALE = 6  # of a numeric declared without one
TOO_FINE = rf"\.\d{{{NUMERIC_SCALE}}}\d*[1-9]|[NI]"  # or NaN, Infinity
DIRECT: dict[int, pl.DataType] = {
    21: pl.Int16(),
    23: pl.Int32(),
    20: pl.Int64(),
    26: pl.UInt32(),
    700: pl.Float32(),
    701: pl.Float64(),
    1082: pl.Date(),
    1083: pl.Time(),
}
ARRAYS: dict[int, pl.DataType] = {
    1000: pl.Boolean(),
    1005: pl.Int16(),
    1007: pl.Int32(),
    1016: pl.Int64(),
    1009: pl.String(),
    1015: pl.String(),
    1021: pl.Float32(),
    1022: pl.Float64(),
}


@dataclass(frozen=True)
class Column:
    """One column of an answer: its name, PostgreSQL type number and type modifier."""

    name: str
    oid: int
    modifier: int

    @property
    def read_as(self) -> pl.DataType:
        """The type in which the CSV reader takes it; the rest is done by `finished`."""
        if self.oid == NUMERIC and self.modifier >= 0:
            packed = self.modifier - 4
            return pl.Decimal((packed >> 16) & 0xFFFF, packed & 0x7FF)
        return DIRECT.get(self.oid, pl.String())

    def check(self, taken: pl.Series) -> None:
        """Refuse what would be rounded: decimals beyond NUMERIC_SCALE in a numeric of no declared scale."""
        if self.oid == NUMERIC and self.modifier < 0 and taken.str.contains(TOO_FINE).any():
            raise ValueError(f"{self.name}: more than {NUMERIC_SCALE} decimals; cast it in the query")

    def selection(self) -> sql.Composable:
        """How it is asked for: arrays travel as JSON, the rest as it is."""
        name = sql.Identifier(self.name)
        return sql.SQL("array_to_json({})").format(name) if self.oid in ARRAYS else name


def finished(column: Column) -> pl.Expr:
    """From what the CSV reader took to the final type."""
    taken = pl.col(column.name)
    if column.oid == BOOL:
        return taken == "t"
    if column.oid == NUMERIC and column.modifier < 0:
        return taken.str.to_decimal(scale=NUMERIC_SCALE)
    if column.oid == TIMESTAMPTZ:
        return taken.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%#z", time_unit="us", time_zone="UTC")
    if column.oid == TIMESTAMP:
        return taken.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    if column.oid in ARRAYS:
        return taken.str.json_decode(pl.List(ARRAYS[column.oid]))
    return taken


def described(connection: Connection, query: str) -> list[Column]:
    """The columns a query would answer, without running it. Raises psycopg's error if it is not valid."""
    if not connection.autocommit:
        connection.execute("SELECT")  # opens the transaction as psycopg would
    inside = connection.pgconn
    for answer in (inside.prepare(b"", query.encode()), inside.describe_prepared(b"")):
        if answer.status == ExecStatus.FATAL_ERROR:
            raise errors.error_from_result(answer, encoding="utf-8")
    columns = [
        Column((answer.fname(i) or b"").decode(), answer.ftype(i), answer.fmod(i))
        for i in range(answer.nfields)
    ]
    names = [column.name for column in columns]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"a query for a frame needs columns of different names, not {names}")
    return columns
