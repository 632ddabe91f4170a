"""Hard limits on what a sender may hand in; every refusal names the limit it met."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The limits of one reception.

    bytes_max: size of the file as sent.
    expanded_max: size once decompressed (XLSX, Parquet), bytes.
    ratio_max: decompressed size over size as sent, looked at past 64 MiB decompressed.
    rows_max: lines of one file; a longer list is sent in parts.
    columns_max: columns of one table.
    memory_max: address space of the process that opens a workbook, bytes.
    seconds_max: time given to that process.
    """

    bytes_max: int = 4096 * MIB
    expanded_max: int = 8192 * MIB
    ratio_max: int = 200
    rows_max: int = 5_000_000
    columns_max: int = 256
    memory_max: int = 4096 * MIB
    seconds_max: int = 900


DEFAULT = Limits()
