"""The files sent: each in its body's dress, read back by the real intake, with the truth kept aside."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from himaya.demo import dress, sheets
from himaya.demo.files import Sent, read_manifest, write_files
from himaya.demo.knobs import clean
from himaya.demo.population import Population, generate
from himaya.foundation.intake.mapping import load_layout
from himaya.foundation.intake.reading import read_chunks
from himaya.kernel import columns
from himaya.kernel.jurisdiction import folder


def read_back(one: Sent) -> pl.DataFrame:
    return pl.concat(read_chunks(one.path, load_layout(one.body), rows=100_000))


def truth_of(sent_folder: Path, one: Sent) -> pl.DataFrame:
    return pl.read_parquet(sent_folder / "truth" / "lines.parquet").filter(pl.col("file") == one.path.name)


def the(sent: list[Sent], name: str) -> Sent:
    return next(one for one in sent if one.path.stem.endswith(name))


def test_files_come_in_the_order_of_events(sent: list[Sent], sent_folder: Path):
    days = [one.on for one in sent]
    assert days == sorted(days)
    assert days[0] == date(2021, 11, 22)
    assert days[-1] == date(2022, 12, 2)
    assert list(read_manifest(sent_folder)) == sent


def test_the_real_intake_reads_every_line_of_every_file(sent: list[Sent], sent_folder: Path):
    for one in sent:
        lines = read_back(one)
        told = truth_of(sent_folder, one)
        assert len(lines) == one.lines == len(told), one.body
        assert lines["line_no"].to_list() == told["line"].to_list(), one.body


def test_the_tax_offices_list_is_windows_arabic(sent: list[Sent]):
    raw = the(sent, "dgi-cpu").path.read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    text = raw.decode("windows-1256")
    assert text.startswith("رقم التعريف الضريبي;")
    assert "المساهمة المهنية الموحدة" in text


def test_a_workbook_has_its_title_and_merged_headings(sent: list[Sent]):
    import openpyxl

    book = openpyxl.load_workbook(the(sent, "crafts").path)
    page = book["Artisans"]
    assert page["A1"].value.startswith("Secrétariat")
    assert "C4:H4" in {str(merged) for merged in page.merged_cells.ranges}
    assert page["C4"].value == "Identité"
    assert page["C5"].value == "Nom"


def test_lines_about_those_expected_to_register_hold_valid_values(sent: list[Sent], sent_folder: Path):
    one = the(sent, "agriculture")
    told = truth_of(sent_folder, one)
    lines = read_back(one).filter(pl.Series(told["expected"] == "registered"))
    sure = lines.filter(pl.col("cin").is_not_null())
    assert len(sure) == len(lines)
    assert sure.select(columns.is_cin(pl.col("cin")).all()).item()
    assert sure.select(columns.is_mobile(columns.phone_e164(pl.col("phone"))).all()).item()


@pytest.mark.parametrize(
    ("fate", "column", "wrong"),
    [
        ("identity_missing", "cin", pl.col("cin").is_null() & pl.col("idcs").is_null()),
        ("cin_malformed", "cin", ~columns.is_cin(pl.col("cin"))),
        ("phone_missing", "phone", pl.col("phone").is_null()),
        ("phone_fixed_line", "phone", columns.phone_e164(pl.col("phone")).str.starts_with("+2125")),
        ("fact_missing", "farm_class", pl.col("farm_class").is_null()),
    ],
)
def test_each_fate_is_in_the_line(
    sent: list[Sent], sent_folder: Path, fate: str, column: str, wrong: pl.Expr
):
    one = the(sent, "agriculture")
    lines = read_back(one).filter(pl.Series(truth_of(sent_folder, one)["fate"] == fate))
    assert len(lines) > 0
    assert lines.select(wrong.all()).item(), lines[column].head(5)


def test_the_blemishes_are_as_frequent_as_announced(sent: list[Sent], sent_folder: Path):
    told = pl.concat([truth_of(sent_folder, the(sent, name)) for name in ("rnae", "crafts", "agriculture")])
    first = told.filter(~pl.col("second"))
    spelled = first["blemishes"].str.contains(r"(^|\+)spelling").mean()
    assert spelled == pytest.approx(0.12, abs=0.015)
    again = told.filter("second")
    assert again["blemishes"].str.contains("card_missing").mean() == pytest.approx(0.20, abs=0.05)


def test_some_people_stand_on_two_lists(sent: list[Sent], sent_folder: Path):
    """Another category makes a second membership; the same category sent again is refused."""
    lines = pl.read_parquet(sent_folder / "truth" / "lines.parquet").filter(pl.col("fate") == "")
    traders = lines.filter(pl.col("file").str.contains("dgi-cpu"))
    farmers = lines.filter(pl.col("file").str.ends_with("agriculture.parquet"))
    both = traders.join(farmers, on="person")
    assert len(both) > 0
    assert both["second_right"].all()
    again = lines.filter(pl.col("file").str.contains("agriculture-2") & pl.col("repeated") & pl.col("second"))
    assert len(again.join(farmers, on="person", how="semi")) == len(again) > 0


def test_formulas_come_in_and_go_nowhere_else(sent: list[Sent], sent_folder: Path):
    told = pl.read_parquet(sent_folder / "truth" / "lines.parquet")
    assert told["blemishes"].str.contains("formula").sum() > 0


def test_the_truth_is_nowhere_but_aside(sent: list[Sent], sent_folder: Path):
    assert {path.name for path in (sent_folder / "truth").iterdir()} == {
        "lines.parquet",
        "relatives.parquet",
        "people.parquet",
    }
    parquet = pl.read_parquet(the(sent, "agriculture").path)
    assert not {"person", "fate", "expected"} & set(parquet.columns)


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path):
    """Workbooks aside: a zip holds the time at which it was made."""
    digests = []
    for name in ("one", "two"):
        write_files(generate("11", 800, seed=5), tmp_path / name)
        files = sorted(
            path for path in (tmp_path / name).rglob("*") if path.is_file() and path.suffix != ".xlsx"
        )
        digests.append([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files])
    assert digests[0] == digests[1]
    assert len(digests[0]) > 10


def test_clean_knobs_write_only_lines_that_register(tmp_path: Path):
    sent = write_files(generate("11", 2_000, knobs=clean()), tmp_path)
    lines = pl.read_parquet(tmp_path / "truth" / "lines.parquet")
    members = lines.filter(pl.col("blemishes").is_not_null())
    assert members["expected"].unique().to_list() == ["registered"]
    assert {"salaried", "tadamon"}.isdisjoint({one.body for one in sent})


def test_families_name_an_insured_person_of_the_lists(
    sent: list[Sent], region: Population, sent_folder: Path
):
    one = the(sent, "portal")
    told = truth_of(sent_folder, one)
    lines = read_back(one)
    good = lines.filter(pl.Series(told["expected"] == "registered"))
    assert set(good["relation"].unique()) == {"spouse", "child"}
    registered = region.self_employed.filter((pl.col("wave") == 1) & (pl.col("fate") < 0))
    numbers = set(registered["cin_number"].cast(pl.String))
    assert set(good["insured_cin"].str.extract(r"(\d+)$", 1)) <= numbers


def test_activities_began_before_the_list_came(sent: list[Sent]):
    for name in ("salaried", "cnops", "dgi-cpu", "agriculture"):
        one = the(sent, name)
        began = read_back(one)["activity_from"].str.to_date("%Y-%m-%d")
        assert began.max() < one.on, name


def test_traders_of_unknown_income_come_after_the_decree_of_may_2022(sent: list[Sent]):
    before, after = (read_back(the(sent, name)) for name in ("dgi-accounts", "dgi-income-unknown"))
    assert set(before["subcategory"].drop_nulls()) == {"simplified_net_result", "net_profit"}
    assert set(after["subcategory"].drop_nulls()) == {"income_unknown_first_period"}


def test_every_body_has_a_dress_that_can_be_worn():
    for sheet in sheets.load(folder("ma")).values():
        assert sheet.format in dress.SUFFIX
        assert len(set(sheet.columns.values())) == len(sheet.columns), sheet.body
        for column in sheet.words:
            assert sheet.has(column), (sheet.body, column)
