"""Parameters in OpenFisca's layout: the whole law there and back, and a folder that others wrote."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from himaya.channels.cli.main import main
from himaya.kernel import jurisdiction
from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.lists import ListRows
from himaya.legislation.loader import load_parameters
from himaya.legislation.openfisca import export_parameters, import_parameters
from himaya.legislation.parameters import Brackets, Parameter
from himaya.legislation.yaml_lines import LawFile

OURS = jurisdiction.folder("ma") / "law" / "parameters"
LINES = {"line", "index"}  # where a value stands in its file; what is worked out from the rest


def bare(value: Any) -> Any:
    """A parameter as plain values, its place in a file aside."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [one.name for one in fields(value) if one.name not in LINES]
        return (type(value).__name__, *((name, bare(getattr(value, name))) for name in kept))
    if isinstance(value, ListRows | list | tuple):
        return [bare(one) for one in value]
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items()}
    return value


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The law of Morocco in OpenFisca's layout."""
    folder = tmp_path_factory.mktemp("openfisca") / "parameters"
    export_parameters(OURS, folder)
    return folder


def write(folder: Path, name: str, content: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_the_whole_law_comes_back_as_it_went(exported: Path, tmp_path: Path) -> None:
    imported = import_parameters(exported, tmp_path / "fund")
    before, after = load_parameters(OURS), load_parameters(tmp_path / "fund/law/parameters")
    assert before.keys() == after.keys() == imported.parameters.keys()
    for path, one in before.items():
        assert bare(after[path]) == bare(one), path
    assert (imported.untranslated, imported.without_text) == ((), ())


def test_every_file_says_again_what_it_said(exported: Path, tmp_path: Path) -> None:
    import_parameters(exported, tmp_path / "fund")
    for path in OURS.rglob("*.yaml"):
        again = tmp_path / "fund/law/parameters" / path.relative_to(OURS)
        assert LawFile(again, root=tmp_path).read() == LawFile(path, root=OURS).read(), path


def test_a_value_is_written_as_openfisca_reads_it(exported: Path) -> None:
    rate = LawFile(exported / "sickness/rate.yaml", root=exported).read()
    assert rate["metadata"]["unit"] == "/1"
    value = rate["values"]["1972-08-23"]
    assert (value["value"], value["value"].quoted) == ("0.66666666666666667", False)
    allowance = LawFile(exported / "family_allowances/rank_4_6.yaml", root=exported).read()
    metadata = allowance["values"]["2023-01-01"]["metadata"]
    assert metadata["known_on"] == "2025-10-23"
    assert metadata["reference"].startswith("Décret 2.23.715")
    assert (exported / "family_allowances/index.yaml").is_file()


def test_a_scale_is_thresholds_and_amounts(exported: Path) -> None:
    top = LawFile(exported / "achamil/contribution.yaml", root=exported).read()
    assert top["metadata"]["type"] == "single_amount"
    pairs = [
        (one["threshold"]["2024-01-01"]["value"], one["amount"]["2024-01-01"]["value"])
        for one in top["brackets"]
    ]
    assert (pairs[0], pairs[1], len(pairs)) == (("0", "144"), ("9.5124369", "176"), 8)


def test_a_change_made_in_openfiscas_folder_is_taken(exported: Path, tmp_path: Path) -> None:
    """The fraction kept beside a value gives way once the value itself says something else."""
    content = (exported / "sickness/rate.yaml").read_text(encoding="utf-8")
    write(tmp_path / "in", "rate.yaml", content.replace("0.66666666666666667", "0.7"))
    read = import_parameters(tmp_path / "in").parameters["rate"]
    assert isinstance(read, Parameter)
    assert read.values[0].value == (7, 10)


def test_several_values_of_one_day_come_back(tmp_path: Path) -> None:
    content = """label: {fr: "Taux", ar: "نسبة", en: "Rate"}
unit: ratio
values:
  2020-01-01:
    - {value: "0.10", reference: "Loi 1"}
    - {value: "0.12", reference: "Loi 2", known_on: 2021-03-01, evidence: inferred}
  2022-01-01: {value: null, reference: "Loi 3"}
"""
    write(tmp_path / "parameters", "rate.yaml", content)
    export_parameters(tmp_path / "parameters", tmp_path / "out")
    shown = LawFile(tmp_path / "out/rate.yaml", root=tmp_path).read()["values"]
    assert (shown["2020-01-01"]["value"], shown["2022-01-01"]["value"]) == ("0.12", None)
    back = import_parameters(tmp_path / "out").parameters["rate"]
    assert bare(back) == bare(load_parameters(tmp_path / "parameters")["rate"])


# -- a folder as country packages write it -----------------------------------------------------------------


def test_a_country_package_is_read(tmp_path: Path) -> None:
    """Values by day, written short and in full, newest first; a repealed one; a text for each day."""
    write(tmp_path, "index.yaml", "description: Parameters\n")
    write(
        tmp_path,
        "benefits/basic_income.yaml",
        """description: Amount of the basic income
metadata:
  unit: currency-EUR
  period: month
values:
  2020-01-01: {value: null}
  2016-12-01:
    value: 600.0
    metadata: {reference: "https://law.gov.example/2016"}
  2015-12-01: 550
""",
    )
    write(
        tmp_path,
        "taxes.yml",
        """housing:
  rate:
    description: Housing tax rate
    unit: /1
    reference: Tax code, art. 7
    values: {2010-01-01: {value: 1.5e-1}, 2030-01-01: expected}
  minimal_age: {2012-01-01: 1_8}
  active: {values: {2012-01-01: {value: true}}}
""",
    )
    read = import_parameters(tmp_path, tmp_path / "fund")
    income, rate = read.parameters["benefits.basic_income"], read.parameters["taxes.housing.rate"]
    assert isinstance(income, Parameter)
    assert isinstance(rate, Parameter)
    assert [(one.since, one.value) for one in income.values] == [
        (date(2015, 12, 1), 55_000),
        (date(2016, 12, 1), 60_000),
        (date(2020, 1, 1), None),
    ]
    assert income.unit.name == "money_per_month"
    assert [one.source.evidence for one in income.values] == ["assumed", "sourced", "assumed"]
    assert [(one.value, one.source.reference) for one in rate.values] == [((15, 100), "Tax code, art. 7")]
    age, active = read.parameters["taxes.housing.minimal_age"], read.parameters["taxes.housing.active"]
    assert isinstance(age, Parameter)
    assert isinstance(active, Parameter)
    assert (age.unit.name, age.values[0].value) == ("count", 18)
    assert (active.unit.name, active.values[0].value) == ("flag", True)
    assert set(load_parameters(tmp_path / "fund/law/parameters")) == set(read.parameters)
    assert "benefits.basic_income" in read.untranslated
    assert set(read.without_text) == {
        "benefits.basic_income",
        "taxes.housing.minimal_age",
        "taxes.housing.active",
    }


def test_a_scale_whose_parts_change_on_their_own_days_is_read(tmp_path: Path) -> None:
    """From 2015 nothing up to 10 000, 10 % above; from 2017 the limit is 12 000 and 20 % is due from 30 000."""
    write(
        tmp_path,
        "income_tax.yaml",
        """description: Income tax
metadata: {type: marginal_rate, threshold_unit: currency, rate_unit: /1, reference: Code art. 1}
brackets:
- rate: {2015-01-01: {value: 0.1}}
  threshold: {2015-01-01: {value: 10000}, 2017-01-01: {value: 12000}}
- rate: {2017-01-01: {value: 0.2}}
  threshold: {2017-01-01: {value: 30000}}
""",
    )
    tax = import_parameters(tmp_path).parameters["income_tax"]
    assert isinstance(tax, Brackets)
    assert (tax.of.name, tax.unit.name, tax.note) == ("money", "ratio", "OpenFisca scale: marginal_rate")
    read = {
        version.since: [(band.bound, band.inclusive, band.value) for band in version.bands]
        for version in tax.values
    }
    assert read == {
        date(2015, 1, 1): [((1_000_000, 1), False, (0, 1)), (None, False, (1, 10))],
        date(2017, 1, 1): [
            ((1_200_000, 1), False, (0, 1)),
            ((3_000_000, 1), False, (1, 10)),
            (None, False, (2, 10)),
        ],
    }


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("description: x\nvalues:\n  2015: {value: 1}\n", 3, "not a day"),
        ("description: x\nvalues:\n  2015-01-01: {amount: 1}\n", 3, "value is missing"),
        ("description: x\nvalues:\n  2015-01-01:\n    value: [1, 2]\n", 4, "one value"),
        ("brackets:\n- threshold: {2015-01-01: 1}\n", 2, "a bracket has"),
        ("a: {b: 1}\n", 1, "expected a parameter or a node"),
        ("../up:\n  values: {2015-01-01: 1}\n", 2, "no name"),
        ("values: {2015-01-01: 1\n", 2, "not readable as YAML"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    tmp_path: Path, content: str, line: int, reason: str
) -> None:
    write(tmp_path / "in", "wrong.yaml", content)
    with pytest.raises(LawFileInvalid) as refused:
        import_parameters(tmp_path / "in", tmp_path / "fund")
    assert (refused.value.values["file"], refused.value.values["line"]) == ("in/wrong.yaml", line)
    assert reason in refused.value.values["reason"]
    assert not (tmp_path / "fund").exists()


# -- the commands ------------------------------------------------------------------------------------------


def test_the_commands_write_and_read_and_never_overwrite(tmp_path: Path) -> None:
    runner = CliRunner()
    out, fund = str(tmp_path / "out"), str(tmp_path / "fund")
    wrote = runner.invoke(main, ["law", "export", "--openfisca", out, "--json"])
    assert (wrote.exit_code, json.loads(wrote.output)["written"]) == (0, len(load_parameters(OURS)))
    read = runner.invoke(main, ["law", "import", "--openfisca", out, "--into", fund, "--json"])
    assert read.exit_code == 0
    assert set(json.loads(read.output)["parameters"]) == set(load_parameters(OURS))
    for again in (["export", "--openfisca", out], ["import", "--openfisca", out, "--into", fund]):
        assert runner.invoke(main, ["law", *again]).exit_code == 2
