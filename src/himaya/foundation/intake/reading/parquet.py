"""Parquet as text columns, batch by batch. There is no heading row: line 1 is the first record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.limits import Limits
from himaya.foundation.intake.reading.table import LINE
from himaya.foundation.intake.reading.text import regular
from himaya.foundation.intake.zips import check_expansion

_BATCH = 50_000
_BROKEN = (
    pa.ArrowException,
    OSError,
    ValueError,
    KeyError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
)


class ParquetTable:
    """One Parquet file whose columns are plain values.

    Raises FileRefused: intake.parquet_broken, .zip_bomb, .too_many_columns.
    """

    def __init__(self, path: Path, *, limits: Limits) -> None:
        self._path = path
        try:
            with pq.ParquetFile(path) as file:
                meta = file.metadata
                self._height = meta.num_rows
                expanded = sum(meta.row_group(index).total_byte_size for index in range(meta.num_row_groups))
                self._schema = file.schema_arrow
                self._repeating = _dictionaries(meta)
        except _BROKEN as error:
            raise refused("intake.parquet_broken") from error
        if self._height < 0 or expanded < 0:
            raise refused("intake.parquet_broken")
        check_expansion(expanded, path=path, limits=limits)
        if len(self._schema) > limits.columns_max:
            raise refused("intake.too_many_columns", limit=limits.columns_max)

    def head(self) -> list[list[str | None]]:
        """The names of the columns."""
        return [list(self._schema.names)]

    def rows_about(self) -> int:
        """Records in the file."""
        return int(self._height)

    def plain(self, index: int) -> bool:
        """Whether a column holds plain values."""
        return not pa.types.is_nested(self._schema.field(index).type)

    def chunks(self, *, rows: int, columns: Sequence[int], width: int, after: int) -> Iterator[pl.DataFrame]:
        """Frames of `rows` consecutive records (see `Table`).

        Raises FileRefused: intake.parquet_nested, .parquet_broken.
        """
        for index in columns:
            if not self.plain(index):
                raise refused("intake.parquet_nested", column=self._schema.names[index])
        yield from regular(self._frames(columns), rows=rows, columns=columns, after=after)

    def _frames(self, columns: Sequence[int]) -> Iterator[pl.DataFrame]:
        done = 0
        names = self._schema.names
        try:
            with pq.ParquetFile(self._path, read_dictionary=self._repeating) as file:
                for batch in file.iter_batches(
                    batch_size=_BATCH, columns=[names[index] for index in columns]
                ):
                    cells = {f"c{index}": _as_text(batch.column(names[index])) for index in columns}
                    numbers = pl.int_range(done + 1, done + batch.num_rows + 1, dtype=pl.Int64, eager=True)
                    yield pl.DataFrame({LINE: numbers, **cells})
                    done += batch.num_rows
        except _BROKEN as error:
            raise refused("intake.parquet_broken") from error
        if done != self._height:
            raise refused("intake.parquet_broken")


def _dictionaries(meta: pq.FileMetaData) -> list[str]:
    """Columns of texts kept as a dictionary and places in it: read so, a text that repeats is held once.

    Otherwise a small file could ask for one long text in every line.
    """
    if not meta.num_row_groups:
        return []
    group = meta.row_group(0)
    columns = (group.column(index) for index in range(group.num_columns))
    return [
        column.path_in_schema
        for column in columns
        if column.physical_type == "BYTE_ARRAY" and any("DICTIONARY" in name for name in column.encodings)
    ]


def _as_text(values: pa.Array) -> pl.Series:
    """Values as a person would type them: whole numbers without a point, days as 2022-04-01; empty is
    null."""
    if pa.types.is_dictionary(values.type):
        return _as_text(values.dictionary).gather(pl.Series(pl.from_arrow(values.indices)))
    series = pl.Series(pl.from_arrow(values))
    kind = series.dtype
    if kind.is_float():
        text = series.cast(pl.String).str.replace(r"\.0$", "")
    elif isinstance(kind, pl.Datetime):
        text = series.dt.to_string("%Y-%m-%d %H:%M:%S").str.replace(" 00:00:00", "", literal=True)
    else:
        text = series.cast(pl.String)
    return text.set(text == "", None)
