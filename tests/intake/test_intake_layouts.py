"""A layout is data: shipped with the fund's files, or saved in the data folder, which goes first."""

from pathlib import Path

import pytest
import yaml

from himaya.foundation.intake.errors import LayoutInvalid, LayoutUnknown
from himaya.foundation.intake.layout import Layout, layout_path, load_layout, save_layout
from himaya.foundation.intake.mapping import propose_mapping
from himaya.kernel.jurisdiction import folder

BODIES = [
    entry
    for entry in yaml.safe_load((folder("ma") / "registry" / "bodies.yaml").read_text(encoding="utf-8"))
    if entry.get("list")
]


@pytest.mark.parametrize("entry", BODIES, ids=lambda entry: entry["code"])
def test_every_shipped_body_has_a_layout_that_loads(data: Path, entry: dict) -> None:
    layout = load_layout(entry["code"])
    assert dict(layout.columns) == entry["list"]["columns"]
    assert layout.fixed == (entry["list"].get("fixed") or {})


@pytest.mark.parametrize("entry", BODIES, ids=lambda entry: entry["code"])
def test_most_headings_of_the_shipped_bodies_would_be_guessed(entry: dict) -> None:
    columns = entry["list"]["columns"]
    proposal = propose_mapping(list(columns.values()))
    wrong = {name for name, heading in proposal.columns.items() if columns.get(name) != heading}
    right = len(proposal.columns) - len(wrong)
    assert right >= 0.7 * len(columns), {name: proposal.columns.get(name) for name in columns}


def test_a_saved_layout_goes_before_the_shipped_one(data: Path) -> None:
    own = Layout(
        body="notaries",
        columns={"cin": "N° carte", "birth_on": "Né le"},
        values={"sex": {"H": "M"}},
        fixed={"category": "notary"},
        optional=frozenset({"birth_on"}),
        encoding="windows-1252",
        delimiter="\t",
        date_format="%d/%m/%Y",
    )
    assert save_layout(own) == layout_path("notaries") == data / "layouts" / "notaries.yaml"
    assert load_layout("notaries") == own


def test_another_fund_ships_its_own_layouts(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund = tmp_path / "fund"
    (fund / "registry").mkdir(parents=True)
    (fund / "fund.yaml").write_text("name: {en: Other}", encoding="utf-8")
    entry = {"code": "guild", "list": {"columns": {"cin": "Card"}}}
    (fund / "registry" / "bodies.yaml").write_text(yaml.safe_dump([entry]), encoding="utf-8")
    monkeypatch.setenv("HIMAYA_FUND", str(fund))
    assert load_layout("guild").columns == {"cin": "Card"}
    with pytest.raises(LayoutUnknown):
        load_layout("notaries")


@pytest.mark.parametrize("body", ["nobody", "../layouts/x", "", "A B", "x" * 80])
def test_an_unknown_body_has_no_layout(data: Path, body: str) -> None:
    with pytest.raises(LayoutUnknown):
        load_layout(body)


@pytest.mark.parametrize(
    "text",
    [
        "columns: {}",
        "format: csv",
        "columns: [cin]",
        "columns: {cin: CIN}\nencoding: klingon",
        "columns: {cin: CIN}\ndelimiter: '#'",
        "columns: {cin: CIN}\nformat: pdf",
        "columns: {cin: CIN}\nvalues: {sex: M}",
        "- 1",
        "a: [",
    ],
)
def test_a_layout_that_cannot_be_understood_says_so(data: Path, text: str) -> None:
    path = layout_path("notaries")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutInvalid):
        load_layout("notaries")
