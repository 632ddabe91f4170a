"""The people that `bench match` compares: as hard as announced, and judged kind by kind."""

import polars as pl
import pytest

from himaya.channels.cli.benches import match
from himaya.channels.cli.benches.people import ALIKE, people, truth

N = 60_000
SHARES = {
    "spelling": 0.35,
    "birth_imprecise": 0.20,
    "card_missing": 0.20,
    "card_mistyped": 0.05,
    "phone_shared": 0.25,
    "names_swapped": 0.05,
}


@pytest.fixture(scope="module")
def made() -> pl.DataFrame:
    return people(N)


@pytest.fixture(scope="module")
def pairs(made: pl.DataFrame) -> pl.DataFrame:
    kept = made.rename({name: f"{name}_a" for name in made.columns})
    other = made.rename({name: f"{name}_b" for name in made.columns})
    return (
        truth(made)
        .join(kept, left_on="person_id", right_on="person_id_a")
        .join(other, left_on="other_id", right_on="person_id_b")
    )


@pytest.mark.parametrize(("kind", "share"), SHARES.items())
def test_each_error_has_its_share_of_the_true_pairs(pairs: pl.DataFrame, kind: str, share: float) -> None:
    same = pairs.filter("same")
    assert same["kinds"].list.contains(kind).mean() == pytest.approx(share, abs=0.02)


def test_true_pairs_are_one_person_and_false_ones_two(pairs: pl.DataFrame) -> None:
    assert (pairs["same"] == (pairs["truth_a"] == pairs["truth_b"])).all()


def test_the_errors_are_really_in_the_records(pairs: pl.DataFrame) -> None:
    same = pairs.filter("same")

    def of(kind: str) -> pl.DataFrame:
        return same.filter(pl.col("kinds").list.contains(kind))

    assert of("card_missing")["cin_b"].is_null().all()
    mistyped = of("card_mistyped").drop_nulls(["cin_a", "cin_b"])
    assert mistyped.height
    assert (mistyped["cin_a"] != mistyped["cin_b"]).all()
    january = of("birth_imprecise")["birth_on_b"]
    assert ((january.dt.month() == 1) & (january.dt.day() == 1)).all()
    plain = of("plain").drop_nulls(["cin_a", "cin_b"])
    assert (plain["cin_a"] == plain["cin_b"]).all()


@pytest.mark.parametrize(
    ("kind", "alike"), [("twins", "birth_on"), ("father_and_son", "given_name_ar"), ("cousins", "commune_id")]
)
def test_look_alikes_of_every_kind_are_there_and_alike(pairs: pl.DataFrame, kind: str, alike: str) -> None:
    """A later look-alike may have changed one of the two again: nearly all are still alike."""
    found = pairs.filter(~pl.col("same") & pl.col("kinds").list.contains(kind))
    plain = found.filter((pl.col("birth_precision_a") == "D") & (pl.col("birth_precision_b") == "D"))
    in_both = plain.filter((pl.col("given_name_ar_a") != "") & (pl.col("given_name_ar_b") != ""))
    assert found.height > 0.003 * N
    assert (in_both[f"{alike}_a"] == in_both[f"{alike}_b"]).mean() > 0.8


def test_the_bench_tells_precision_and_recall_for_each_kind() -> None:
    measured = match.run(0.0125)
    kinds = {row["kind"]: row for row in measured["kinds"]}
    assert set(kinds) == {"all", "plain", *SHARES, *ALIKE}
    assert measured["precision"] >= match.PRECISION_MIN
    assert measured["recall_with_review"] >= match.RECALL_MIN
    for kind in SHARES:
        assert kinds[kind]["recall_with_review"] >= 0.95
    assert sum(kinds[kind]["automatic"] for kind in ALIKE) <= 0.005 * sum(kinds[k]["pairs"] for k in ALIKE)
