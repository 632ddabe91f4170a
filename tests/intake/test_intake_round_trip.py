"""Any table of texts comes back from CSV, XLSX and Parquet as it went in; an empty cell comes back null."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from intake_files import Rows, csv_bytes, layout_of, read, rows_of, write_xlsx

from himaya.foundation.intake.cells import freed, guarded, is_dangerous
from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.layout import Layout
from himaya.foundation.intake.reading import text as text_reading

HEADINGS = ("CIN", "Nom", "الاسم العائلي")
LAYOUT = layout_of(*HEADINGS)
CARRIED = {  # signs that each encoding can write, beside those that CSV itself uses
    "utf-8": "aZ9 éÇ،ابتيئ٣ⵜ€😀\u200f'=+-@",
    "utf-16": "aZ9 éÇ،ابتيئ٣ⵜ€😀\u200f'=+-@",
    "windows-1256": "aZ9 éç،ابتيئلم€'=+-@",
    "windows-1252": "aZ9 éÇàôœ€'=+-@",
    "iso-8859-6": "aZ9 ،ابتيئلمـ'=+-@",
}
IN_CSV = ';,\t|"\n\r'


@contextmanager
def somewhere(name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / name


def tables(alphabet: str) -> st.SearchStrategy[list[list[str]]]:
    cell = st.text(alphabet=alphabet, max_size=8)
    return st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8)


def expected(rows: Rows) -> list[tuple[str | None, ...]]:
    kept = [tuple(cell or None for cell in row) for row in rows]
    return [row for row in kept if any(row)]


def read_unless_refused(path: Path, layout: Layout, *, empty: bool) -> list[tuple[str | None, ...]]:
    """The cells; none when a list without lines is refused as it must be."""
    try:
        return rows_of(read(path, layout), layout)
    except FileRefused as refusal:
        # Letters drawn at random may read better in another old encoding: then no reader could tell.
        assume(refusal.code != "intake.encoding_wrong")
        if not empty:
            raise
        return []


def given_back(cell: str) -> str:
    """What a reader takes from a cell: an apostrophe before a formula sign is ours and goes."""
    return freed(pl.DataFrame({"cell": [cell]}))["cell"][0]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_csv_in_every_encoding_and_delimiter(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(sorted(CARRIED)))
    delimiter = data.draw(st.sampled_from(";,\t|"))
    headings = ("CIN", "Nom", "PRENOM") if encoding == "windows-1252" else HEADINGS
    rows = data.draw(tables(CARRIED[encoding] + IN_CSV))
    # A bare return before a bare line feed would be one line end to anybody: such cells are between marks.
    end, quoting = data.draw(
        st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)])
    )
    layout = layout_of(*headings, encoding=encoding, delimiter=delimiter)
    with somewhere("list.csv") as path:
        content = csv_bytes(
            [headings, *rows], delimiter=delimiter, encoding=encoding, end=end, quoting=quoting
        )
        path.write_bytes(content)
        found = read_unless_refused(path, layout, empty=not expected(rows))
    kept = [[given_back(cell) for cell in row] for row in rows]
    assert found == expected(kept)


@settings(max_examples=60, deadline=None)
@given(tables("aé ا1" + IN_CSV), st.integers(7, 60))
def test_blocks_cut_anywhere_change_nothing(rows: list[list[str]], size: int) -> None:
    with somewhere("list.csv") as path:
        path.write_bytes(csv_bytes([HEADINGS, ["x", "y", "z"], *rows]))
        whole = read(path, LAYOUT)
        standard, text_reading.BLOCK = text_reading.BLOCK, size
        try:
            parts = read(path, LAYOUT, rows=2)
        finally:
            text_reading.BLOCK = standard
    assert parts.rows() == whole.rows()


@settings(max_examples=60, deadline=None)
@given(tables("aZ9 éÇابتي٣ⵜ😀'=+-@<>&\"\n;"))
def test_parquet(rows: list[list[str]]) -> None:
    with somewhere("list.parquet") as path:
        pl.DataFrame(rows, schema=dict.fromkeys(HEADINGS, pl.String), orient="row").write_parquet(path)
        assert rows_of(read(path, LAYOUT), LAYOUT) == expected(rows)


@settings(max_examples=12, deadline=None)
@given(tables("aZ9éÇابتي٣ⵜ😀'=+-@<>&\"\n;"))
def test_xlsx(rows: list[list[str]]) -> None:
    with somewhere("list.xlsx") as path:
        write_xlsx(path, {"Liste": [HEADINGS, ["x", "y", "z"], *rows]})
        assert rows_of(read(path, LAYOUT), LAYOUT)[1:] == expected(rows)


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="'=+-@\t\r\n ＝\u200fa1", max_size=6))
def test_a_guarded_cell_runs_nothing_and_is_given_back(cell: str) -> None:
    frame = pl.DataFrame({"cell": [cell]})
    safe = frame.select(guarded(pl.col("cell")))
    assert safe["cell"][0][:1] not in {"=", "+", "-", "@", "\t", "\r", "＝"}
    assert not safe.select(is_dangerous(pl.col("cell")))["cell"][0]
    assert freed(safe)["cell"][0] == cell
