"""Rows of a table: which of them exclude each other, and the reason each kind of absence gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.loader import load_parameters
from himaya.legislation.parameters import Table

TABLE = """\
label: {fr: "Table", ar: "جدول"}
type: table
keys: {kind: code, age: years}
columns: {amount: count}
reasons: {unknown_key: A, no_row: B, null_cell: C}
rows:
"""


def loaded(folder: Path, *conditions: str) -> Table:
    rows = [
        f'  - {{when: {{{one}}}, from: 2020-01-01, amount: "{n}", reference: R}}\n'
        for n, one in enumerate(conditions, 1)
    ]
    (folder / "table.yaml").write_text(TABLE + "".join(rows), encoding="utf-8")
    made = load_parameters(folder)["table"]
    assert isinstance(made, Table)
    return made


YOUNG, OLD = 'kind: x, age: {below: "5"}', 'kind: x, age: {from: "5", up_to: "9"}'


@pytest.mark.parametrize("conditions", [(YOUNG, OLD), (OLD, YOUNG)])
def test_ranges_that_only_touch_are_apart_in_any_order(tmp_path: Path, conditions: tuple[str, str]) -> None:
    table = loaded(tmp_path, *conditions)
    wanted = {4: conditions.index(YOUNG) + 1, 5: conditions.index(OLD) + 1, 9: conditions.index(OLD) + 1}
    for age, amount in wanted.items():
        row, _ = table.find({"kind": "x", "age": age}, 20_000)
        assert row is not None
        assert row.cells["amount"] == amount


@pytest.mark.parametrize("other", ['{up_to: "5"}', '{from: "9"}', '{above: "8"}', '"7"'])
def test_ranges_that_share_an_age_are_refused_in_any_order(tmp_path: Path, other: str) -> None:
    for conditions in ((OLD, f"kind: x, age: {other}"), (f"kind: x, age: {other}", OLD)):
        with pytest.raises(LawFileInvalid, match="same keys and days") as refused:
            loaded(tmp_path, *conditions)
        assert refused.value.values["line"] == 8


@pytest.mark.parametrize(
    ("keys", "reason"),
    [({"kind": "y", "age": 4}, "A"), ({"kind": "x", "age": 10}, "B"), ({"kind": "x", "age": None}, "B")],
)
def test_an_unknown_key_and_a_missing_row_have_each_their_reason(
    tmp_path: Path, keys: dict[str, Any], reason: str
) -> None:
    table = loaded(tmp_path, YOUNG, OLD)
    assert table.find(keys, 20_000) == (None, reason)
    assert table.null_cell == "C"
