"""The process that opens a workbook: python workbook_child.py WORKBOOK FOLDER MEMORY ROWS (see `workbook`).

Writes each visible sheet that holds something as FOLDER/<index>.arrow, text columns c0, c1, …, and prints
[[index, name], …] as JSON. Ends with a code other than 0 when the workbook cannot be read.
"""

import json
import os
import resource
import sys
from pathlib import Path

os.environ.setdefault("POLARS_MAX_THREADS", "2")

import fastexcel
import polars as pl

# A day typed as a day arrives with its midnight; a time alone with the day that spreadsheets count from.
_MIDNIGHT = " 00:00:00"
_FIRST_DAYS = ["1899-12-30 ", "1899-12-31 "]
_MOMENT = 19  # signs in 2022-04-01 00:00:00


def main(workbook: str, folder: str, memory: str, rows: str) -> None:
    """Turn the workbook's sheets into Arrow files, within `memory` bytes of address space."""
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reader = fastexcel.read_excel(Path(workbook))
    written = []
    for index, name in enumerate(reader.sheet_names):
        sheet = reader.load_sheet(
            index, header_row=None, skip_rows=0, dtypes="string", n_rows=int(rows) + 100
        )
        if sheet.visible != "visible" or not sheet.height or not sheet.width:
            continue
        frame = as_seen(sheet.to_polars())
        frame.write_ipc(Path(folder) / f"{index}.arrow", compression="uncompressed")
        written.append([index, name])
    json.dump(written, sys.stdout)


def as_seen(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns named by place; days and times as a person sees them."""
    named = frame.rename({name: f"c{index}" for index, name in enumerate(frame.columns)})
    text = pl.all().cast(pl.String)
    moment = text.str.len_bytes() == _MOMENT
    return named.with_columns(
        pl.when(moment & text.str.ends_with(_MIDNIGHT))
        .then(text.str.slice(0, 10))
        .when(moment & text.str.slice(0, 11).is_in(_FIRST_DAYS))
        .then(text.str.slice(11))
        .otherwise(text)
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
