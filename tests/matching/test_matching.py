"""Matching: who is one person and who is not, on hard cases made by hand and on a generated truth."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from himaya.demo.match_truth import write_match_truth
from himaya.fund.registry.matching import candidates, evaluation, model, of_frame, training, within
from himaya.fund.registry.matching.clusters import clusters
from himaya.fund.registry.matching.explain import explain_pair

SCHEMA = {
    "family_name_fr": pl.String,
    "given_name_fr": pl.String,
    "family_name_ar": pl.String,
    "given_name_ar": pl.String,
    "cin": pl.String,
    "birth_on": pl.Date,
    "birth_precision": pl.String,
    "sex": pl.String,
    "commune_id": pl.Int32,
    "phone": pl.String,
}
MAN = {
    "family_name_fr": "El Kadiri",
    "given_name_fr": "Rachid",
    "family_name_ar": "القادري",
    "given_name_ar": "رشيد",
    "cin": "BE123456",
    "birth_on": date(1971, 4, 23),
    "birth_precision": "D",
    "sex": "M",
    "commune_id": 44,
    "phone": "+212612345678",
}
NO_CARD = {"cin": None}
YEAR = {"birth_on": date(1971, 1, 1), "birth_precision": "Y"}
TWIN = {"given_name_fr": "Hassan", "given_name_ar": "حسن"}


def frame(*people: Mapping[str, Any], first: int = 0, name: str = "person_id") -> pl.DataFrame:
    rows = [{name: first + number, **person} for number, person in enumerate(people)]
    return pl.DataFrame(rows, schema={name: pl.Int64, **SCHEMA})


def found_in(register: pl.DataFrame, *, new: pl.DataFrame) -> pl.DataFrame:
    return candidates(new=of_frame(new, number="new_row"), register=of_frame(register))


def decision(known: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """What becomes of one line when one person is registered."""
    found = found_in(frame(known, first=100), new=frame(new, name="new_row"))
    return found["decision"].item() if found.height else None


@pytest.mark.parametrize(
    "change",
    [
        {"cin": "BE123465"},
        {"cin": "BE12345"},
        NO_CARD,
        {**NO_CARD, "family_name_fr": "Qadiri", "given_name_fr": "Rashid", "family_name_ar": ""},
        {**NO_CARD, "family_name_fr": "", "given_name_fr": ""},
        {
            **NO_CARD,
            "family_name_fr": "Rachid",
            "given_name_fr": "El Kadiri",
            "family_name_ar": "رشيد",
            "given_name_ar": "القادري",
        },
        {**NO_CARD, "phone": "+212698765432"},
        {**NO_CARD, **YEAR},
        {**NO_CARD, "birth_on": date(1971, 1, 1)},
    ],
    ids=[
        "mistyped",
        "digit lost",
        "no card",
        "other spelling",
        "Arabic only",
        "swapped",
        "other phone",
        "year only",
        "1 January",
    ],
)
def test_the_same_person_written_otherwise_is_known_again(change: dict[str, Any]) -> None:
    assert decision(MAN, {**MAN, **change}) == "automatic"


@pytest.mark.parametrize(
    "change",
    [
        {**NO_CARD, **YEAR, "phone": "+212698765432"},
        {**NO_CARD, "family_name_fr": "Tazi", "family_name_ar": "التازي"},
        {"sex": "F"},
        {"family_name_fr": "Tazi", "family_name_ar": "التازي", **TWIN},
    ],
    ids=[
        "year only and other phone",
        "another family name",
        "other sex, same card",
        "other names, same card",
    ],
)
def test_what_may_be_the_same_person_waits_for_a_person(change: dict[str, Any]) -> None:
    assert decision(MAN, {**MAN, **change}) == "review"


@pytest.mark.parametrize(
    "change",
    [NO_CARD, {**NO_CARD, **YEAR}, {"cin": "BE123465"}],
    ids=["no card", "year only", "mistyped"],
)
def test_two_without_family_name_are_never_joined_without_a_person(change: dict[str, Any]) -> None:
    alone = {**MAN, "family_name_fr": "", "family_name_ar": ""}
    assert decision(alone, {**alone, **change}) == "review"


@pytest.mark.parametrize(
    "change",
    [
        {"cin": "BE999999", "birth_on": date(1975, 9, 2)},
        {"cin": "BE999999", **YEAR},
        {**NO_CARD, "birth_on": date(1998, 4, 23)},
        {**NO_CARD, "given_name_fr": "Rachida", "given_name_ar": "رشيدة", "sex": "F"},
        {**NO_CARD, "birth_on": date(1971, 9, 2), "phone": None},
    ],
    ids=["cousin", "cousin with a year only", "son", "sister", "namesake born another day"],
)
def test_a_relative_or_namesake_is_never_taken_for_the_person(change: dict[str, Any]) -> None:
    assert decision(MAN, {**MAN, **change}) is None


@pytest.mark.parametrize("cards", [{}, NO_CARD, {"cin": "BE123457"}], ids=["card", "no card", "next card"])
def test_a_twin_is_never_joined_without_a_person(cards: dict[str, Any]) -> None:
    assert decision(MAN, {**MAN, **TWIN, **cards}) != "automatic"


def test_a_line_that_fits_two_people_waits() -> None:
    register = frame(MAN, {**MAN, "cin": "JB000111", "phone": "+212611111111"}, first=100)
    found = found_in(register, new=frame({**MAN, **NO_CARD, "phone": None}, name="new_row"))
    assert found["person_id"].to_list() == [100, 101]
    assert found["decision"].to_list() == ["review", "review"]


def test_an_empty_list_or_register_has_no_candidates() -> None:
    assert found_in(frame(MAN), new=frame(name="new_row")).is_empty()
    assert found_in(frame(), new=frame(MAN, name="new_row")).is_empty()


def test_where_no_pair_is_found_nothing_is_scored() -> None:
    """A short list starts at once: Splink is not even loaded."""
    program = """
import sys
import polars as pl
from himaya.fund.registry.matching import candidates, of_frame
from himaya.fund.registry.matching.records import FOUND_BY, NAMES
words = {name: None for name in FOUND_BY} | {name: "Tazi" for name in NAMES}
schema = dict.fromkeys([*NAMES, *FOUND_BY], pl.String) | {"birth_on": pl.Date, "commune_id": pl.Int32}
people = pl.DataFrame([words], schema=schema).with_row_index("person_id")
assert candidates(new=of_frame(people), register=of_frame(people)).is_empty()
assert "splink" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_people_read_in_parts_are_matched_as_if_read_at_once() -> None:
    register = frame(
        *({**MAN, "cin": f"BE12345{digit}", "phone": f"+21261234567{digit}"} for digit in range(8)), first=100
    )
    new = frame({**MAN, "cin": "BE123465"}, {**MAN, **NO_CARD, **TWIN}, name="new_row")
    whole = of_frame(register)

    def in_parts(columns: Sequence[str], wanted: pl.Series | None) -> Iterator[pl.DataFrame]:
        for part in whole(columns, wanted):
            yield from part.iter_slices(3)

    lines = of_frame(new, number="new_row")
    expected = candidates(new=lines, register=whole)
    assert expected.height >= 8
    assert candidates(new=lines, register=in_parts).equals(expected)


def test_groups_never_hold_two_identities() -> None:
    people = pl.DataFrame(
        {
            "unique_id": [1, 2, 3],
            "cin": ["AB111111", None, "AB999999"],
            "birth_digits": ["19710423"] * 3,
            "birth_exact": [True] * 3,
        }
    )
    pairs = pl.DataFrame({"unique_id_l": [1, 2], "unique_id_r": [2, 3], "match_weight": [20.0, 12.0]})
    assert clusters(pairs, people).rows() == [(1, 1), (2, 1)]


def test_groups_join_what_is_joined_through_others() -> None:
    people = pl.DataFrame(
        {
            "unique_id": [1, 2, 3, 4],
            "cin": ["AB111111", None, "AB111112", None],
            "birth_digits": ["19710423", "19710101", "19710423", "19800101"],
            "birth_exact": [True, False, True, False],
        }
    )
    pairs = pl.DataFrame({"unique_id_l": [1, 2], "unique_id_r": [2, 3], "match_weight": [20.0, 12.0]})
    assert clusters(pairs, people).rows() == [(1, 1), (2, 1), (3, 1)]


def test_a_pair_is_explained_part_by_part() -> None:
    answer = explain_pair(MAN, {**MAN, **NO_CARD, "family_name_fr": "Qadiri"}, register_size=1_000_000)
    levels = {part.comparison: part.level for part in answer.parts}
    assert levels == {
        "family": "same in Arabic",
        "given": "same spelling",
        "birth": "same day",
        "card": "missing",
        "commune": "same",
        "phone": "same",
        "sex": "same",
    }
    assert "The family names are the same in Arabic." in [part.words for part in answer.parts]
    assert answer.probability > 0.99
    assert answer.weight == pytest.approx(answer.prior_weight + sum(p.weight for p in answer.parts))


def test_a_rare_name_says_more_than_a_frequent_one() -> None:
    rare, frequent = (
        explain_pair(MAN, MAN, register_size=1_000_000, shares={"family_key": share}).weight
        for share in (0.00001, 0.01)
    )
    assert rare - frequent == pytest.approx(9.97, abs=0.02)  # log2(1000)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of 30,000 with its truth."""
    folder = tmp_path_factory.mktemp("matching")
    write_match_truth(30_000, folder, seed=5)
    return folder


def test_precision_and_recall_hold_with_the_truth_out_of_reach(generated: Path, tmp_path: Path) -> None:
    copy = (generated / "truth.parquet").rename(tmp_path / "kept-aside.parquet")
    assert [file.name for file in generated.iterdir()] == ["people.parquet"]
    pairs, _ = within(evaluation.read_people(generated / "people.parquet"))
    copy.rename(generated / "truth.parquet")
    kinds = evaluation.evaluated(pairs, evaluation.read_truth(generated / "truth.parquet"))
    everything = kinds.row(0, named=True)
    assert everything["kind"] == "all"
    assert everything["pairs"] == 1500
    assert everything["precision"] >= 0.99
    assert everything["recall_with_review"] >= 0.97
    assert kinds.filter("same")["recall_with_review"].min() >= 0.95  # type: ignore[operator]
    look_alikes = kinds.filter(~pl.col("same"))
    assert set(look_alikes["kind"]) == {
        "twins",
        "cousins",
        "father_and_son",
        "siblings_one_phone",
        "family_phone",
    }
    assert look_alikes["automatic"].sum() <= 0.005 * look_alikes["pairs"].sum()


def test_training_gives_a_model_that_works_alike(generated: Path, tmp_path: Path) -> None:
    people = evaluation.read_people(generated / "people.parquet")
    truth = evaluation.read_truth(generated / "truth.parquet")
    learnt = training.trained(
        model.load(), people=people, truth=truth.filter("same"), on="a test", random_pairs=300_000
    )
    assert learnt.content["version"] == model.load().content["version"] + 1
    assert learnt.content["trained"]["pairs"] == 1500
    model.save(learnt, file=tmp_path / "matching.json")
    pairs, _ = within(people, model=model.load(tmp_path / "matching.json"))
    everything = evaluation.evaluated(pairs, truth).row(0, named=True)
    assert everything["precision"] >= 0.99
    assert everything["recall_with_review"] >= 0.97


def test_evaluation_counts_what_was_found_missed_and_wrongly_joined() -> None:
    truth = pl.DataFrame(
        {
            "person_id": [1, 3, 5, 7],
            "other_id": [2, 4, 6, 8],
            "same": [True, True, True, False],
            "kinds": [["spelling"], ["spelling"], ["year"], ["twins"]],
        }
    )
    pairs = pl.DataFrame(
        {"person_id": [2, 3, 7], "other_id": [1, 4, 8], "decision": ["automatic", "review", "automatic"]}
    )
    rows = {(row["kind"], row["same"]): row for row in evaluation.evaluated(pairs, truth).to_dicts()}
    assert rows["all", True] | {"kind": "", "same": True} == {
        "kind": "",
        "same": True,
        "pairs": 3,
        "automatic": 1,
        "review": 1,
        "recall": 1 / 3,
        "recall_with_review": 2 / 3,
        "precision": 0.5,
    }
    assert rows["spelling", True]["recall_with_review"] == 1.0
    assert rows["year", True]["recall_with_review"] == 0.0
    assert (rows["twins", False]["automatic"], rows["twins", False]["precision"]) == (1, 0.0)
