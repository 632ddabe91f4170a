"""The register to be matched: as hard as announced, and honest."""

from pathlib import Path

import polars as pl
import pytest

from himaya.demo.match_truth import write_match_truth

N = 60_000


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, pl.DataFrame]:
    made = write_match_truth(N, tmp_path_factory.mktemp("match"), seed=2)
    return pl.read_parquet(made.people), pl.read_parquet(made.truth)


def both(written: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    people, truth = written
    first = people.rename({name: f"{name}_a" for name in people.columns})
    other = people.rename({name: f"{name}_b" for name in people.columns})
    return truth.join(first, left_on="a", right_on="person_id_a").join(
        other, left_on="b", right_on="person_id_b"
    )


def test_records_are_numbered_and_pairs_ordered(written):
    people, truth = written
    assert people["person_id"].to_list() == list(range(1, N + 1))
    assert (truth["a"] < truth["b"]).all()
    assert truth.select("a", "b").is_duplicated().sum() == 0


@pytest.mark.parametrize(
    ("kind", "share"),
    [
        ("spelling", 0.35),
        ("year_only|first_january", 0.20),
        ("card_missing", 0.20),
        ("card_mistyped", 0.05),
        ("phone_shared", 0.25),
        ("names_swapped", 0.05),
    ],
)
def test_true_pairs_are_as_hard_as_announced(written, kind: str, share: float):
    same = written[1].filter("same")
    assert len(same) == N // 20
    assert same["kind"].str.contains(kind).mean() == pytest.approx(share, abs=0.025)


def test_plain_pairs_agree_in_everything(written):
    plain = both(written).filter(pl.col("kind") == "plain")
    for name in ("family_name_fr", "given_name_ar", "cin", "birth_on", "commune", "phone"):
        assert (plain[f"{name}_a"] == plain[f"{name}_b"]).all(), name


def test_a_missing_card_is_missing_and_a_mistyped_one_differs_by_a_digit(written):
    pairs = both(written)
    missing = pairs.filter(pl.col("kind").str.contains("card_missing"))
    assert (missing["cin_a"].is_null() | missing["cin_b"].is_null()).all()
    wrong = pairs.filter(pl.col("kind").str.contains("card_mistyped"))
    for first, other in wrong.select("cin_a", "cin_b").iter_rows():
        assert sum(a != b for a, b in zip(first, other, strict=True)) == 1


def test_false_pairs_are_hard_and_two(written):
    pairs = both(written).filter(~pl.col("same"))
    kinds = set(pairs["kind"].unique())
    assert kinds == {"twins", "cousins", "father_and_son", "siblings_one_phone", "family_phone"}
    twins = pairs.filter(pl.col("kind") == "twins")
    assert (twins["birth_on_a"] == twins["birth_on_b"]).all()
    assert (twins["commune_a"] == twins["commune_b"]).all()
    cards = pairs.filter(pl.col("cin_a").is_not_null() & pl.col("cin_b").is_not_null())
    assert (cards["cin_a"] != cards["cin_b"]).all()
    assert 0.05 < pairs.select((pl.col("cin_a").is_null() | pl.col("cin_b").is_null()).mean()).item() < 0.25
    siblings = pairs.filter(pl.col("kind") == "siblings_one_phone")
    assert (siblings["phone_a"] == siblings["phone_b"]).mean() > 0.9


def test_the_truth_is_the_same_for_the_same_seed(tmp_path: Path):
    made = [write_match_truth(3_000, tmp_path / name, seed=9) for name in ("one", "two")]
    assert pl.read_parquet(made[0].people).equals(pl.read_parquet(made[1].people))
    assert pl.read_parquet(made[0].truth).equals(pl.read_parquet(made[1].truth))
