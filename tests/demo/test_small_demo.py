"""A demo of a thousand people still has the office's work in it: two records that only a person can decide."""

from pathlib import Path

import polars as pl
import psycopg
import pytest

from himaya.demo.files import Sent, write_files
from himaya.demo.population import generate
from himaya.fund.preparation import prepare
from himaya.fund.registry.registration.run import register_list

SECOND_LISTING = ("spelling", "year_only", "card_missing")


def written(folder: Path, *, seed: int) -> tuple[list[Sent], pl.DataFrame]:
    sent = write_files(generate("11", 1_000, seed), folder)
    return sent, pl.read_parquet(folder / "truth" / "lines.parquet")


@pytest.mark.parametrize("seed", [1, 2, 5, 11])
def test_somebody_is_entered_twice_on_a_list_under_a_mistyped_card(seed: int, tmp_path: Path) -> None:
    _, lines = written(tmp_path, seed=seed)
    twice = lines.filter(pl.col("repeated") & ~pl.col("second"))
    assert twice["blemishes"].str.contains("card_mistyped").sum() >= 2
    assert lines.filter("second")["blemishes"].str.contains_any(list(SECOND_LISTING)).any()


def test_the_farmers_list_leaves_a_pair_for_a_person_to_decide(
    database: psycopg.Connection, tmp_path: Path
) -> None:
    prepare(database)
    sent, lines = written(tmp_path, seed=1)
    farmers = next(one for one in sent if one.path.stem.endswith("agriculture"))
    report = register_list(database, source=farmers.path, body=farmers.body, on=farmers.on)
    told = lines.filter(
        (pl.col("file") == farmers.path.name) & (pl.col("expected") == "review") & ~pl.col("second")
    )
    waiting = database.execute("select line_no from registry_listline where state = 4").fetchall()
    assert report.to_decide >= 1
    assert {line for (line,) in waiting} == set(told["line"])
