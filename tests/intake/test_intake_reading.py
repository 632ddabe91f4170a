"""Every dress of one list gives the same lines, numbered as the sender sees them."""

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from intake_files import csv_bytes, layout_of, read, rows_of, write_xlsx

from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.findings import faults
from himaya.foundation.intake.layout import Layout
from himaya.foundation.intake.limits import Limits
from himaya.foundation.intake.reading import open_file, read_chunks

HEADINGS = ["CIN", "الاسم العائلي", "Adresse"]
LINES = [
    ["A123456", "الرشيدي", "12, rue Atlas; Laâyoune"],
    ["BE98765", "بنجلون", 'dite "la Source"\nétage 2'],
]
LAYOUT = layout_of(*HEADINGS)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_csv_reads_alike_in_every_dress(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes([HEADINGS, *LINES], delimiter=delimiter, encoding=encoding, end=end))
    frame = read(path, LAYOUT)
    assert rows_of(frame, LAYOUT) == [tuple(line) for line in LINES]
    assert frame["line_no"].to_list() == [2, 3]


def test_lines_keep_their_number_across_titles_blanks_and_chunks(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Liste 2022;\n\nA;B\n1;un\n\n2;deux\n;\n3;trois\n4;quatre\n", encoding="utf-8")
    layout = layout_of("A", "B")
    chunks = list(read_chunks(path, layout, rows=2))
    assert [chunk["line_no"].to_list() for chunk in chunks] == [[4], [6], [8, 9]]
    again = list(read_chunks(path, layout, rows=2, after=5))
    assert [chunk["line_no"].to_list() for chunk in again] == [[6], [8, 9]]


def test_a_line_with_too_many_cells_is_told_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A;B\n1;un\n2;rue 5; étage 2;x\n3;trois;\n", encoding="utf-8")
    frame = read(path, layout_of("A", "B"))
    assert faults(frame).rows() == [(3, "intake.line_too_long", "", " étage 2")]
    assert frame.height == 3


def test_a_last_line_without_its_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A;B;C\n1;un;x\n2;de", encoding="utf-8")
    assert faults(read(path, layout_of("A", "B", "C"))).rows() == [(3, "intake.line_cut", "", "")]


def test_a_stray_quotation_mark_swallows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('A;B\n1;hay "Salam\n2;5" de large\n3;x"y;z"w\n', encoding="utf-8")
    frame = read(path, layout_of("A", "B"))
    assert frame.select("a", "b").rows() == [("1", 'hay "Salam'), ("2", '5" de large'), ("3", 'x"y')]


def test_a_quotation_mark_never_closed_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('A;B\n1;"un\n' + "2;deux\n" * 10, encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read(path, layout_of("A", "B"))
    assert refusal.value.code == "intake.quote_unclosed"
    assert refusal.value.findings[0].line_no == 2


def test_a_foreign_byte_far_down_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    lines = b"".join(b"%d;x\n" % number for number in range(200_000))
    path.write_bytes(b"A;B\n" + lines + "1;الرشيدي محمد\n".encode("windows-1256") + lines)
    with pytest.raises(FileRefused) as refusal:
        read(path, layout_of("A", "B", encoding="utf-8"))
    assert refusal.value.code == "intake.encoding_wrong"
    assert refusal.value.values["fits"] == "windows-1256"
    assert refusal.value.findings[0].line_no == 200_002


def test_values_become_ours_and_days_become_iso(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Sexe;Né le\nذَكَر;31/05/1980\nأنثى;1979\nautre;5.6.1980\n", encoding="utf-8")
    layout = Layout(
        columns={"sex": "Sexe", "birth_on": "Né le"},
        values={"sex": {"ذكر": "M", "انثى": "F"}},
        fixed={"category": "artisan"},
        date_format="%d/%m/%Y",
    )
    assert read(path, layout).select("category", "sex", "birth_on").rows() == [
        ("artisan", "M", "1980-05-31"),
        ("artisan", "F", "1979"),
        ("artisan", "autre", "5.6.1980"),
    ]


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Artisans"
    for row in (
        ["Chambre d'artisanat", None, None, None],
        [None, None, None, None],
        ["Carte", "Identité", None, "Contact"],
        ["N° CIN", "Nom", "Né(e) le", "Téléphone"],
        ["JB12345", "ALAMI", dt.date(1980, 5, 31), 612345678],
        ["JB12346", "=B5", dt.datetime.fromisoformat("1981-01-02"), "+212612345678"],
        [None, None, None, None],
        [12345, "007", 1985, 0.5],
    ):
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    book.create_sheet("Notes").append(["rien"])
    book.save(path)
    return path


CARDS = layout_of("N° CIN", "Nom", "Né(e) le", "Téléphone")


def test_a_workbook_with_titles_groups_numbers_and_days(tmp_path: Path) -> None:
    frame = read(workbook(tmp_path / "list.xlsx"), CARDS)
    assert frame.select("line_no", "a", "b", "c", "d").rows() == [
        (5, "JB12345", "ALAMI", "1980-05-31", "612345678"),
        (6, "JB12346", None, "1981-01-02", "+212612345678"),
        (8, "12345", "007", "1985", "0.5"),
    ]


def test_a_formula_without_result_is_told_with_its_cell(tmp_path: Path) -> None:
    frame = read(workbook(tmp_path / "list.xlsx"), CARDS)
    assert faults(frame).rows() == [(6, "intake.formula_cell", "", "B6")]


def test_the_agreed_sheet_is_read_and_a_wrong_name_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx")
    assert open_file(path, layout=layout_of("N° CIN", sheet=" artisans ")).sheet == "Artisans"
    with pytest.raises(FileRefused) as refusal:
        open_file(path, layout=layout_of("N° CIN", sheet="Membres"))
    assert refusal.value.code == "intake.sheet_missing"


def test_the_sheet_that_bears_the_headings_is_found(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", {"Lisez-moi": [["Bonjour"]], "Données": [["CIN"], ["A1"]]})
    assert open_file(path, layout=layout_of("CIN")).sheet == "Données"


def test_parquet_values_read_as_a_person_would_type_them(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pl.DataFrame(
        {
            "CIN": ["A1", None],
            "Né": [dt.date(1980, 5, 31), dt.date(1979, 1, 1)],
            "Tel": [612345678, None],
            "Score": [9.5, 10.0],
            "Vu": [dt.datetime.fromisoformat("2022-04-01"), dt.datetime.fromisoformat("2022-04-01 08:30")],
            "Ville": pl.Series(["Laâyoune", "Boujdour"], dtype=pl.Categorical),
        }
    ).write_parquet(path)
    layout = layout_of("CIN", "Né", "Tel", "Score", "Vu", "Ville")
    frame = read(path, layout)
    assert rows_of(frame, layout) == [
        ("A1", "1980-05-31", "612345678", "9.5", "2022-04-01", "Laâyoune"),
        (None, "1979-01-01", None, "10", "2022-04-01 08:30:00", "Boujdour"),
    ]
    assert frame["line_no"].to_list() == [1, 2]


def test_a_nested_parquet_column_is_refused_only_if_it_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    pl.DataFrame({"CIN": ["A1"], "Tels": [["06", "07"]]}).write_parquet(path)
    assert read(path, layout_of("CIN"))["a"].to_list() == ["A1"]
    with pytest.raises(FileRefused) as refusal:
        read(path, layout_of("CIN", "Tels"))
    assert refusal.value.code == "intake.parquet_nested"


def test_a_longer_list_than_the_limit_is_refused_before_any_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("A;B\n" + "1;x\n" * 101, encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        open_file(path, layout=layout_of("A", "B"), limits=Limits(rows_max=99))
    assert refusal.value.code == "intake.too_many_lines"
    assert "99" in refusal.value.findings[0].remedy("ar")
    assert open_file(path, layout=layout_of("A", "B"), limits=Limits(rows_max=101)).lines_about >= 101
