"""A reform compared with the law over a population: every figure worked out by hand from the texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from himaya.legislation.errors import LawFileInvalid
from himaya.steering.simulation import figures
from himaya.steering.simulation.comparison import Comparison
from himaya.steering.simulation.errors import PopulationInvalid
from himaya.steering.simulation.population import PopulationFile
from himaya.steering.simulation.run import Simulation, simulate

JUNE = date(2026, 6, 1)
# 17.92 × 191 × 6.37 % = 218.02726 a month for k = 1; the reform asks k = 1.25 of everybody: 272.53 (cut down).
PEOPLE = (
    "artisan,,,01,F,10",  # k = 0.75: 163.52; loses 109.01
    "dentist,3,,01,M,2",  # k = 3: 654.08; gains 381.55
    "dentist,10,,04,F,1",  # k = 4: 872.10; gains 599.57
    "veterinarian,,,04,F,3",  # not published: not known
)
Compared = Callable[[str | Path], Comparison]
Write = Callable[..., Path]


def _run(compared: Comparison, path: Path) -> Simulation:
    facts = {name: compared.law.inputs[name] for name in compared.inputs}
    return simulate(compared, PopulationFile(path, facts), month=JUNE)


def test_totals_winners_and_losers_by_hand(compared: Compared, write_people: Write) -> None:
    done = _run(compared("single_tns_rate"), write_people(*PEOPLE))
    law, reform = 10 * 16_352 + 2 * 65_408 + 87_210, 13 * 27_253
    assert figures.totals(done) == [figures.Total("amo", "insured_pays", law, reform)]
    everybody = figures.everybody(done)
    assert (everybody.people, everybody.winners, everybody.losers, everybody.unknown) == (16, 3, 10, 3)
    assert everybody.unchanged == 0
    assert everybody.change == law - reform
    assert everybody.change_each == round((law - reform) / 13)


def test_groups_add_up_and_small_ones_are_put_together(compared: Compared, write_people: Write) -> None:
    done = _run(compared("single_tns_rate"), write_people(*PEOPLE))
    by_category = {one.name: one for one in figures.groups(done, "category")}
    assert list(by_category) == ["artisan", figures.OTHER]
    assert (by_category["artisan"].losers, by_category["artisan"].change) == (10, -10 * 10_901)
    assert (by_category[figures.OTHER].winners, by_category[figures.OTHER].unknown) == (3, 3)
    by_region = {one.name: one.people for one in figures.groups(done, "region")}
    assert by_region == {"01": 12, figures.OTHER: 4}
    whole = figures.everybody(done)
    for breakdown in ("category", "region", "sex", "decile"):
        found = figures.groups(done, breakdown)
        assert sum(one.people for one in found) == whole.people
        assert sum(one.change for one in found) == whole.change


def test_tenths_are_cut_by_people_not_by_lines(compared: Compared, write_people: Write) -> None:
    """Of twenty people, eighteen of k = 0.75 fill nine tenths; the two dentists are the last."""
    done = _run(compared("single_tns_rate"), write_people("artisan,,,01,F,18", "dentist,10,,01,F,2"))
    deciles = done.cube.filter(pl.col("winners") > 0)["decile"].to_list()
    assert deciles == [10]
    assert done.cube.filter(pl.col("losers") > 0)["decile"].to_list() == [1]


def test_a_parquet_file_and_a_csv_file_say_the_same(
    compared: Compared, write_people: Write, tmp_path: Path
) -> None:
    one = compared("minimum_wage")
    path = write_people(*PEOPLE)
    facts = {name: one.law.inputs[name] for name in one.inputs}
    part = next(PopulationFile(path, facts).parts(month=JUNE, whole=True))
    part.drop("month").write_parquet(tmp_path / "people.parquet")
    assert _run(one, tmp_path / "people.parquet").cube.equals(_run(one, path).cube)


def test_parts_give_the_sums_of_the_whole(
    compared: Compared, write_people: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from himaya.steering.simulation import population

    path = write_people(*PEOPLE * 5)
    whole = _run(compared("single_tns_rate"), path)
    monkeypatch.setattr(population, "ROWS_A_PART", 3)
    assert _run(compared("single_tns_rate"), path).cube.equals(whole.cube)


def test_the_ceiling_of_eight_thousand(compared: Compared, tmp_path: Path) -> None:
    """4.48 % of the wage up to the ceiling is the employee's: of 7,000, 268.80 becomes 313.60."""
    (tmp_path / "people.csv").write_text(
        "gross_wage,declared_days,regime,sex\n7000.00,26,general,F\n5000.00,26,general,M\n", encoding="utf-8"
    )
    done = _run(compared("contribution_ceiling"), tmp_path / "people.csv")
    totals = {one.side: one for one in figures.totals(done)}
    assert totals["insured_pays"].before == 26_880 + 22_400
    assert totals["insured_pays"].after == 31_360 + 22_400
    assert totals["employer_pays"].after > totals["employer_pays"].before
    everybody = figures.everybody(done)
    assert (everybody.losers, everybody.unchanged, everybody.change) == (1, 1, -4_480)


def test_who_gains_a_right_gains_all_of_it(compared: Compared, tmp_path: Path) -> None:
    """70 % of 3,500 is 2,450; 600 days open a right at 540, 300 never; without a reason it is not known."""
    lines = (
        "3500.00,800,300,involuntary",
        "3500.00,600,200,involuntary",
        "3500.00,300,100,involuntary",
        "3500.00,800,300,",
    )
    (tmp_path / "people.csv").write_text(
        "average_wage_36_months,days_in_36_months,days_in_12_months,loss_reason,job_lost_on,claimed_in_time,sector\n"
        + "".join(f"{line},2026-03-01,yes,non_agricultural\n" for line in lines),
        encoding="utf-8",
    )
    done = _run(compared("job_loss_days"), tmp_path / "people.csv")
    assert figures.totals(done) == [figures.Total("job_loss", "insured_receives", 245_000, 490_000)]
    everybody = figures.everybody(done)
    assert (everybody.winners, everybody.unchanged, everybody.unknown) == (1, 2, 1)


def test_the_csv_holds_every_figure(compared: Compared, write_people: Write) -> None:
    done = _run(compared("single_tns_rate"), write_people(*PEOPLE))
    file = io.StringIO()
    figures.write_csv(done, file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue())))
    assert rows[0]["group"] == "amo/insured_pays"
    assert (rows[0]["before"], rows[0]["after"]) == ("3815.46", "3542.89")
    assert (rows[1]["breakdown"], rows[1]["people"], rows[1]["change"]) == ("all", "16", "272.57")
    assert {row["breakdown"] for row in rows} == {"total", "all", "decile", "category", "region", "sex"}


@pytest.mark.parametrize(
    ("line", "number", "reason"),
    [
        ("dentist,-3,,01,M,2", 3, "practice_years = -3: must lie between 0 and"),
        ("dentist,three,,01,M,2", 3, "practice_years = 'three' is not a whole number"),
        ("dentist,3,maybe,01,M,2", 3, "vehicle_owner = 'maybe' is not yes or no"),
        ("dentist,3,,01,M,few", 3, "weight = 'few' is not a whole number"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(
    compared: Compared, write_people: Write, line: str, number: int, reason: str
) -> None:
    with pytest.raises(PopulationInvalid, match=reason) as refused:
        _run(compared("single_tns_rate"), write_people(PEOPLE[0], line))
    assert (refused.value.values["file"], refused.value.values["line"]) == ("people.csv", number)


def test_a_file_that_is_not_there_or_not_readable(compared: Compared, tmp_path: Path) -> None:
    (tmp_path / "people.parquet").write_text("no", encoding="utf-8")
    for name in ("people.parquet", "absent.csv"):
        with pytest.raises(PopulationInvalid, match="cannot be read"):
            _run(compared("single_tns_rate"), tmp_path / name)


@pytest.mark.parametrize(
    ("measures", "line", "reason"),
    [
        ("compare: {}\n", 5, "compare needs measures"),
        ("compare:\n  measures:\n    - {variable: moon, branch: amo, side: insured_pays}\n", 7, "no 'moon'"),
        (
            "compare:\n  measures:\n    - {variable: tns_basis, branch: amo, side: insured_pays}\n",
            7,
            "not an amount",
        ),
        (
            "compare:\n  measures:\n    - {variable: tns_amo, branch: moon, side: insured_pays}\n",
            7,
            "unknown branch",
        ),
        ("compare:\n  measures:\n    - {variable: tns_amo}\n", 7, "a measure is"),
        (
            "compare:\n  ranked_by: moon\n  measures: [{variable: tns_amo, branch: amo, side: insured_pays}]\n",
            6,
            "no 'moon'",
        ),
    ],
)
def test_a_wrong_comparison_is_refused_by_its_line(
    compared: Compared, tmp_path: Path, measures: str, line: int, reason: str
) -> None:
    path = tmp_path / "reform.yaml"
    head = 'label: {fr: "R", ar: "إ"}\nreference: "P"\namends:\n  tns.amo_rate: {2026-01-01: "0.07"}\n'
    path.write_text(head + measures, encoding="utf-8")
    with pytest.raises(LawFileInvalid, match=reason) as refused:
        compared(path)
    assert refused.value.values["line"] == line
