"""Nothing that anybody sends crashes the reader: it reads, or it says why not."""

import contextlib
import io
import random
import struct
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake_files import csv_bytes, layout_of, read, write_xlsx

from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.limits import MIB, Limits
from himaya.foundation.intake.reading import headings_of, open_file

LAYOUT = layout_of("CIN", "Nom")


def refusal_of(path: Path, **options: Limits) -> str:
    """The code of the refusal, or "" when the file is read to its end."""
    try:
        for _ in open_file(path, layout=LAYOUT, **options).chunks(rows=1000):
            pass
    except FileRefused as refused:
        for finding in refused.findings:
            assert finding.sentence("ar")
            assert finding.remedy("fr")
        return str(refused.code)
    return ""


@settings(max_examples=400, deadline=None)
@given(
    st.binary(max_size=400)
    | st.builds(
        lambda head, rest: head + rest,
        st.sampled_from([b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf"]),
        st.binary(max_size=200),
    )
    | st.builds(lambda rest: b"CIN;Nom\r\n" + rest, st.binary(max_size=200))
)
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        path.write_bytes(content)
        refusal_of(path)
        with contextlib.suppress(FileRefused):
            headings_of(path)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "intake.empty"),
        (b"\xef\xbb\xbf\r\n  \r\n", "intake.empty"),
        (b"CIN;Nom\r\n", "intake.no_lines"),
        (b"CIN;Nom\r\n;\r\n\r\n", "intake.no_lines"),
        (b"CIN;Prenom\r\nA1;x\r\n", "intake.columns_missing"),
        (b"CIN;Nom;nom\r\nA1;x;y\r\n", "intake.heading_repeated"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "intake.unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "intake.old_excel"),
        (b"\x1f\x8b\x08\x00" + bytes(range(256)), "intake.unknown_format"),
        (b"PK\x05\x06" + bytes(18), "intake.xlsx_broken"),
    ],
)
def test_each_bad_file_has_its_answer(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert refusal_of(path) == code


CUT_CODES = {
    f"intake.{name}"
    for name in (
        "empty",
        "no_lines",
        "columns_missing",
        "quote_unclosed",
        "encoding_unknown",
        "encoding_wrong",
    )
}


def truncations(content: bytes, *, count: int) -> list[bytes]:
    places = (
        range(1, len(content))
        if len(content) <= count
        else random.Random(7).sample(range(1, len(content)), count)
    )
    return [content[:place] for place in places]


def test_a_parquet_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    pl.DataFrame({"CIN": [f"A{n}" for n in range(500)], "Nom": ["ALAMI"] * 500}).write_parquet(whole)
    path = tmp_path / "list.parquet"
    for content in truncations(whole.getvalue(), count=400):
        path.write_bytes(content)
        assert refusal_of(path) in {
            "intake.parquet_broken",
            "intake.columns_missing",
            "intake.unknown_format",
        }


def test_a_parquet_with_a_flipped_byte_is_read_or_refused(tmp_path: Path) -> None:
    whole = io.BytesIO()
    pl.DataFrame({"CIN": [f"A{n}" for n in range(500)], "Nom": ["ALAMI"] * 500}).write_parquet(whole)
    path, chance = tmp_path / "list.parquet", random.Random(11)
    for _ in range(400):
        content = bytearray(whole.getvalue())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(content))
        refusal_of(path)


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "whole.xlsx", {"Liste": [["CIN", "Nom"], *([f"A{n}", "ALAMI"] for n in range(99))]}
    )
    whole, cut = path.read_bytes(), tmp_path / "cut.xlsx"
    for content in truncations(whole, count=300):
        cut.write_bytes(content)
        assert refusal_of(cut) in {"intake.xlsx_broken", "intake.columns_missing", "intake.unknown_format"}


def test_a_csv_cut_anywhere_loses_no_whole_line(tmp_path: Path) -> None:
    rows = [(f"A{n}", 'rue "Atlas"; nº ' + str(n)) for n in range(9)]
    whole, path = csv_bytes([["CIN", "Nom"], *rows]), tmp_path / "list.csv"
    for place in range(len(whole)):
        path.write_bytes(whole[:place])
        complete = whole[:place].count(b"\r\n") - 1
        code = refusal_of(path)
        assert code in {"", *CUT_CODES}
        if not code:
            assert read(path, LAYOUT).select("a", "b").rows()[:complete] == rows[:complete]


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "list.xlsx",
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(300 * MIB)},
    )
    assert path.stat().st_size < MIB
    assert refusal_of(path) == "intake.zip_bomb"


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "list.xlsx",
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(300 * MIB)},
    )
    content = path.read_bytes().replace(struct.pack("<L", 300 * MIB), struct.pack("<L", 1000))
    path.write_bytes(content)
    assert refusal_of(path) in {"intake.zip_bomb", "intake.xlsx_broken"}


def test_a_workbook_that_asks_for_a_giant_table_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["XFD1048576"] = "CIN", "Nom", "x"
    book.save(tmp_path / "list.xlsx")
    assert refusal_of(tmp_path / "list.xlsx") == "intake.zip_bomb"


def test_a_workbook_with_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    good = write_xlsx(tmp_path / "good.xlsx", {"Liste": [["CIN", "Nom"], ["A1", "x"]]})
    with zipfile.ZipFile(good) as file:
        members = {name: file.read(name) for name in file.namelist()}
    members["xl/worksheets/sheet1.xml"] = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + members["xl/worksheets/sheet1.xml"]
    )
    assert refusal_of(archive(tmp_path / "bad.xlsx", members)) == "intake.xlsx_broken"


def test_a_workbook_with_headings_only_has_no_lines(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Liste": [["CIN", "Nom"], ["", ""], [None, ""]]})
    assert refusal_of(path) == "intake.no_lines"


def test_another_kind_of_archive_is_no_workbook(tmp_path: Path) -> None:
    assert refusal_of(archive(tmp_path / "list.xlsx", {"notes.txt": b"x"})) == "intake.unknown_format"


def test_a_file_beyond_the_size_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"CIN;Nom\n" + b"A1;x\n" * 10_000)
    assert refusal_of(path, limits=Limits(bytes_max=10_000)) == "intake.file_too_large"


def test_memory_stays_bounded_over_a_long_csv(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    line = ("A123456;" + "ALAMI EL IDRISSI " * 5 + "\n").encode()
    with path.open("wb") as file:
        file.write(b"CIN;Nom\n")
        for _ in range(30):
            file.write(line * 100_000)
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from himaya.foundation.intake.layout import Layout\n"
        "from himaya.foundation.intake.reading import read_chunks\n"
        "layout = Layout(columns={'a': 'CIN', 'b': 'Nom'})\n"
        "print(sum(chunk.height for chunk in read_chunks(Path(sys.argv[1]), layout)))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    lines, peak = map(int, done.stdout.split())
    assert lines == 3_000_000
    assert path.stat().st_size > 250 * MIB
    assert peak < 700


def test_a_parquet_that_repeats_a_giant_text_is_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    lines = 50_000
    names = pa.DictionaryArray.from_arrays([0] * (lines - 1) + [1], ["x" * MIB, "ALAMI"])
    pq.write_table(pa.table({"CIN": ["A1"] * lines, "Nom": names}), path)
    assert path.stat().st_size < 2 * MIB
    frame = read(path, LAYOUT)
    assert frame.filter(pl.col("line_fault") == "intake.cell_too_long").height == lines - 1
    assert frame["b"].drop_nulls().to_list() == ["ALAMI"]
