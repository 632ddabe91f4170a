"""Names in two scripts: the forms met in Moroccan registers fall on one key, and different names do not.

`name_variants.tsv` lists spellings met for one name (Arabic forms, then Latin forms, separated by |).
"""

import csv
import doctest
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.fund.registry import names

VARIANTS = [
    (row["arabic"].split("|"), row["latin"].split("|"))
    for row in csv.DictReader(
        (Path(__file__).parent / "name_variants.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"
    )
]
# Names that a register keeps apart though some write one for the other, and two far clippings.
OTHER_KEYS = {"Fatna", "Kader", "Abdellilah", "Idriss"}


@pytest.mark.parametrize(("arabic", "latin"), VARIANTS, ids=[arabic[0] for arabic, _ in VARIANTS])
def test_the_spellings_of_one_name_share_a_key_in_both_scripts(arabic: list[str], latin: list[str]) -> None:
    keys = {names.skeleton_arabic(form) for form in arabic}
    assert len(keys) == 1
    astray = {form for form in latin if names.skeleton_latin(form) not in keys}
    assert astray <= OTHER_KEYS


def test_nearly_all_spellings_share_a_key() -> None:
    pairs = [(form, arabic[0]) for arabic, latin in VARIANTS for form in latin]
    agreed = [names.skeleton_latin(form) == names.skeleton_arabic(arabic) for form, arabic in pairs]
    assert len(agreed) > 240
    assert sum(agreed) / len(agreed) >= 0.97


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amine", "Amina"),
        ("Said", "Saida"),
        ("Hassan", "Hassna"),
        ("Karim", "Karima"),
        ("Jamal", "Jamila"),
        ("Omar", "Amara"),
        ("Bennis", "Bennani"),
        ("Naim", "Naima"),
    ],
)
def test_names_of_two_people_keep_two_keys(one: str, other: str) -> None:
    assert names.skeleton_latin(one) != names.skeleton_latin(other)


@pytest.mark.parametrize(("one", "other"), [("Saadi", "Saidi"), ("Amrani", "Imrani"), ("Mohamed", "M'hamed")])
def test_names_that_share_a_key_are_still_told_apart_by_their_form(one: str, other: str) -> None:
    assert names.latin_form(one) != names.latin_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("عبد الله", "عبدالله"),
        ("بن جلون", "بنجلون"),
        ("ابن جلون", "بنجلون"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("أيت علي", "ايت علي"),
        ("ڭلميم", "كلميم"),
        ("زكرياء", "زكريا"),
        ("القادري", "قادري"),
    ],
)
def test_arabic_spellings_that_differ_by_habit_alone_are_one_form(one: str, other: str) -> None:
    assert names.arabic_form(one) == names.arabic_form(other)


@pytest.mark.parametrize("text", [None, "", "SNP", "XXX", "  ", "12345"])
def test_a_missing_name_has_no_key(text: str | None) -> None:
    assert names.skeleton_latin(text) == ""
    assert names.skeleton_arabic(text) == ""


def test_a_frame_gets_its_keys_from_latin_and_where_it_is_missing_from_arabic() -> None:
    frame = pl.DataFrame(
        {
            "family_name_fr": ["El Kadiri", "", None],
            "given_name_fr": ["Med", None, "Fatima-Zahra"],
            "family_name_ar": ["القادري", "القادري", "بنجلون"],
            "given_name_ar": ["محمد", "محمد", None],
        }
    )
    keyed = names.name_keys(frame)
    assert keyed["family_key"].to_list() == ["KDRI", "KDRI", "BNJLN"]
    assert keyed["given_key"].to_list() == ["MMD", "MMD", "FTMZRA"]
    assert keyed.drop("family_key", "given_key").equals(frame)


@given(st.text(max_size=40))
def test_any_text_has_a_short_plain_key(text: str) -> None:
    for skeleton in (names.skeleton_latin, names.skeleton_arabic):
        key = skeleton(text)
        assert key.isascii()
        assert key == key.upper()
        assert len(key) <= 2 * len(text) + 8


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ -'éïç", max_size=30))
def test_case_accents_and_hyphens_never_change_a_key(text: str) -> None:
    assert names.skeleton_latin(text.lower()) == names.skeleton_latin(text)
    assert names.skeleton_latin(text.replace("-", " ")) == names.skeleton_latin(text)


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(names).failed == 0
