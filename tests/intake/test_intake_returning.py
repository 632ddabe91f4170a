"""The lines to mend come back in the sender's dress, run nothing, and read again with the same layout."""

from pathlib import Path

import openpyxl
import polars as pl
import pytest
from intake_files import csv_bytes, layout_of, read, write_xlsx

from himaya.foundation.intake.findings import Finding, as_frame
from himaya.foundation.intake.layout import Layout
from himaya.foundation.intake.reading import open_file
from himaya.foundation.intake.returning import write_lines_to_mend

HEADINGS = ["CIN", "الاسم العائلي", "Téléphone", "Remarque"]
LINES = [
    ["A1", "العلوي", "+212612345678", "=HYPERLINK(1)"],
    ["A2", "الفاسي", "0612345678", "-"],
    ["12", "بناني", "@cmd", "'=1"],
]
FINDINGS = as_frame(
    [
        Finding(code="registration.cin_shape", line_no=4, column="a", value="12"),
        Finding(code="registration.phone_not_mobile", line_no=4, column="c", value="@cmd"),
        Finding(code="registration.phone_not_mobile", line_no=2, column="c", value="+212612345678"),
    ]
)
LAYOUT = layout_of(*HEADINGS)


def sent(folder: Path, family: str, **dress: str) -> Path:
    path = folder / f"sent.{family}"
    if family == "csv":
        path.write_bytes(csv_bytes([["Liste", "", "", ""], HEADINGS, *LINES][1:], **dress))
    elif family == "xlsx":
        write_xlsx(path, {"Liste": [HEADINGS, *LINES]})
    else:
        pl.DataFrame(LINES, schema=HEADINGS, orient="row").write_parquet(path)
    return path


@pytest.mark.parametrize(
    ("family", "dress"),
    [
        ("csv", {}),
        ("csv", {"encoding": "windows-1256", "delimiter": ","}),
        ("csv", {"encoding": "utf-16", "delimiter": "\t"}),
        ("xlsx", {}),
        ("parquet", {}),
    ],
)
def test_mended_lines_read_again_with_the_same_layout(
    tmp_path: Path, family: str, dress: dict[str, str]
) -> None:
    layout = layout_of(*HEADINGS, **dress)
    shift = 1 if family == "parquet" else 0
    findings = FINDINGS.with_columns(pl.col("line_no") - shift)
    opened = open_file(sent(tmp_path, family, **dress), layout=layout)
    returned = write_lines_to_mend(opened, findings=findings, target=tmp_path / "to-mend")
    assert (returned.path.name, returned.lines) == (f"to-mend.{family}", 2)
    again = open_file(returned.path, layout=layout)
    assert again.findings == ()
    frame = pl.concat(list(again.chunks()))
    first = read(opened.path, layout).filter(pl.col("line_no").is_in([2 - shift, 4 - shift]))
    assert frame.select("a", "b", "c", "d").rows() == first.select("a", "b", "c", "d").rows()
    assert frame["original_line"].to_list() == [2 - shift, 4 - shift]


def test_a_file_mended_twice_keeps_the_first_line_numbers(tmp_path: Path) -> None:
    opened = open_file(sent(tmp_path, "csv"), layout=LAYOUT)
    once = write_lines_to_mend(opened, findings=FINDINGS, target=tmp_path / "once")
    second = as_frame([Finding(code="registration.cin_shape", line_no=3, column="a", value="12")])
    twice = write_lines_to_mend(
        open_file(once.path, layout=LAYOUT), findings=second, target=tmp_path / "twice"
    )
    frame = read(twice.path, LAYOUT)
    assert frame.select("original_line", "a", "c", "d").rows() == [(4, "12", "@cmd", "=1")]


def test_what_to_do_stands_beside_each_line_in_both_languages(tmp_path: Path) -> None:
    opened = open_file(sent(tmp_path, "csv"), layout=LAYOUT)
    returned = write_lines_to_mend(opened, findings=FINDINGS, target=tmp_path / "to-mend")
    frame = pl.read_csv(returned.path, separator=";", infer_schema=False)
    assert frame.columns == [
        *HEADINGS,
        "Himaya : ligne",
        "Himaya : code",
        "Himaya : à faire",
        "Himaya : ما يجب فعله",
    ]
    assert frame["Himaya : code"].to_list() == [
        "registration.phone_not_mobile",
        "registration.cin_shape | registration.phone_not_mobile",
    ]
    assert "n'est pas un numéro de portable" in frame["Himaya : à faire"][0]
    assert "ليس رقم هاتف محمول" in frame["Himaya : ما يجب فعله"][0]


def test_no_cell_of_a_returned_csv_is_a_formula(tmp_path: Path) -> None:
    opened = open_file(sent(tmp_path, "csv"), layout=LAYOUT)
    returned = write_lines_to_mend(opened, findings=FINDINGS, target=tmp_path / "to-mend")
    for row in pl.read_csv(returned.path, separator=";", infer_schema=False).iter_rows():
        assert not any((cell or "").lstrip().startswith(("=", "+", "-", "@")) for cell in row)


def test_no_cell_of_a_returned_workbook_is_a_formula_or_a_number(tmp_path: Path) -> None:
    opened = open_file(sent(tmp_path, "xlsx"), layout=LAYOUT)
    returned = write_lines_to_mend(opened, findings=FINDINGS, target=tmp_path / "to-mend")
    sheet = openpyxl.load_workbook(returned.path).active
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {cell.data_type for cell in cells.values()} == {"s"}
    assert cells["+212612345678"].style is not None
    assert cells["=HYPERLINK(1)"].quotePrefix
    assert sheet.title == "Liste"


def test_a_mostly_arabic_workbook_reads_from_the_right(tmp_path: Path) -> None:
    headings = ["رقم البطاقة", "الاسم العائلي", "Téléphone"]
    path = write_xlsx(tmp_path / "sent.xlsx", {"السائقون": [headings, ["12", "بناني", "06"]]})
    opened = open_file(path, layout=layout_of(*headings))
    finding = as_frame([Finding(code="registration.cin_shape", line_no=2, column="a", value="12")])
    returned = write_lines_to_mend(opened, findings=finding, target=tmp_path / "to-mend")
    sheet = openpyxl.load_workbook(returned.path).active
    assert sheet.sheet_view.rightToLeft
    assert sheet.title == "السائقون"


@pytest.mark.parametrize("encoding", ["windows-1252", "iso-8859-6"])
def test_an_encoding_that_cannot_write_a_language_leaves_it_out_or_its_accents(
    tmp_path: Path, encoding: str
) -> None:
    headings = ["CIN", "Nom"] if encoding == "windows-1252" else ["CIN", "الاسم"]
    layout = layout_of(*headings, encoding=encoding)
    path = tmp_path / "sent.csv"
    path.write_bytes(csv_bytes([headings, ["12", "x"]], encoding=encoding))
    finding = as_frame([Finding(code="registration.cin_shape", line_no=2, column="a", value="12")])
    returned = write_lines_to_mend(
        open_file(path, layout=layout), findings=finding, target=tmp_path / "to-mend"
    )
    text = returned.path.read_bytes().decode(encoding)
    assert "?" not in text
    assert ("ما يجب فعله" in text) == (encoding == "iso-8859-6")
    assert read(returned.path, layout)["original_line"].to_list() == [2]


def test_merged_headings_come_back_in_one_row_that_is_found_again(tmp_path: Path) -> None:
    rows = [
        ["Chambre", None, None, None],
        ["CIN", "Nom", None, "Tél"],
        [None, "Français", "Arabe", None],
        ["12", "ALAMI", "علمي", "06"],
    ]
    layout = Layout(columns={"a": "CIN", "b": "Nom Français", "c": "Nom (Arabe)", "d": "Tél"})
    opened = open_file(write_xlsx(tmp_path / "sent.xlsx", {"L": rows}), layout=layout)
    finding = as_frame([Finding(code="registration.cin_shape", line_no=4, column="a", value="12")])
    returned = write_lines_to_mend(opened, findings=finding, target=tmp_path / "to-mend")
    assert read(returned.path, layout).select("a", "b", "c", "d").rows() == [("12", "ALAMI", "علمي", "06")]
