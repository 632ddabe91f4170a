"""What the demo writes in each body's dress reads with that body's shipped layout, in our own values."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from himaya.demo import dress, sheets
from himaya.foundation.intake.layout import load_layout
from himaya.foundation.intake.reading import open_file
from himaya.kernel.jurisdiction import folder

SHEETS = sheets.load(folder("ma"))
ON = date(2022, 2, 15)
WORDS = {
    "family_name_ar": "العلوي",
    "given_name_ar": "فاطمة الزهراء",
    "address": "حي السلام",
    "commune": "العيون",
}


def theirs(name: str, layout_values: dict[str, dict[str, str]], date_format: str) -> str:
    if name in layout_values:
        return next(iter(layout_values[name]))
    if name.endswith(("_on", "_from")):
        return date(1980, 5, 31).strftime(date_format)
    return WORDS.get(name, f"{name} 1").replace("_", " ")


def ours(name: str, layout_values: dict[str, dict[str, str]]) -> str:
    if name in layout_values:
        return next(iter(layout_values[name].values()))
    if name.endswith(("_on", "_from")):
        return "1980-05-31"
    return WORDS.get(name, f"{name} 1").replace("_", " ")


@pytest.mark.parametrize("body", sorted(SHEETS))
def test_a_shipped_dress_reads_with_its_layout(data: Path, tmp_path: Path, body: str) -> None:
    sheet, layout = SHEETS[body], load_layout(body)
    values = {name: dict(pairs) for name, pairs in layout.values.items()}
    latin = sheet.encoding == "windows-1252"
    row = {name: theirs(name, values, layout.date_format) for name in sheet.columns}
    if latin:
        row |= {name: "Laâyoune" for name in ("address", "commune") if name in row}
    path = tmp_path / "list"
    dress.write(pl.DataFrame([row, row]), sheet=sheet, path=path, on=ON)
    opened = open_file(path, layout=layout)
    assert opened.findings == ()
    frame = pl.concat(list(opened.chunks()))
    expected = {name: ours(name, values) for name in layout.columns}
    if latin:
        expected |= {name: "Laâyoune" for name in ("address", "commune") if name in expected}
    assert frame.select(list(expected)).to_dicts() == [expected, expected]
    assert frame["line_fault"].null_count() == 2
    assert all(frame[name].to_list() == [value] * 2 for name, value in layout.fixed.items())
