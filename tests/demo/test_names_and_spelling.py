"""Names: how often each is drawn, and the spellings that registers hold of one name."""

import numpy as np
import polars as pl
import pytest

from himaya.demo import names
from himaya.kernel.jurisdiction import folder

MEN, WOMEN, FAMILIES = 160, 150, 330


@pytest.fixture(scope="module")
def book() -> names.NameBook:
    return names.load(folder("ma"))


def spellings(script: names.Script, number: int) -> list[str]:
    return [script.texts[int(script.first[number]) + place] for place in range(script.count[number])]


def number_of(latin: str, kind: str = "male") -> int:
    table = pl.read_csv(folder("ma") / "names" / "names.tsv", separator="\t").with_row_index("number")
    return int(table.filter((pl.col("latin") == latin) & (pl.col("kind") == kind))["number"][0])


def test_a_name_is_drawn_in_proportion_to_its_rank(book: names.NameBook):
    """Weight 1 / (rank + 5): the first name 1/5, the eleventh 1/15, so three times as often."""
    rng = np.random.default_rng(1)
    count = 400_000
    plain = np.zeros(count, dtype=bool)
    drawn = book.given(rng, sex=np.zeros(count, int), age=np.full(count, 35.0), amazigh=plain)
    frequency = np.bincount(drawn, minlength=MEN)
    assert frequency[0] / frequency[10] == pytest.approx(3.0, rel=0.1)
    assert drawn.max() < MEN


def test_women_bear_womens_names_and_families_family_names(book: names.NameBook):
    rng = np.random.default_rng(1)
    mixed = rng.random(5_000) < 0.5
    women = book.given(rng, sex=np.ones(5_000, int), age=np.full(5_000, 35.0), amazigh=mixed)
    assert women.min() >= MEN
    assert women.max() < MEN + WOMEN
    family = book.family(rng, amazigh=mixed)
    assert family.min() >= MEN + WOMEN


def test_the_old_and_the_young_bear_the_names_of_their_age(book: names.NameBook):
    rng = np.random.default_rng(1)
    count = 50_000
    plain = np.zeros(count, dtype=bool)
    sex = np.zeros(count, int)
    old = book.given(rng, sex=sex, age=np.full(count, 70.0), amazigh=plain)
    young = book.given(rng, sex=sex, age=np.full(count, 5.0), amazigh=plain)
    lahcen, rayan = number_of("Lahcen"), number_of("Rayan")
    assert (old == lahcen).mean() > 3 * (young == lahcen).mean()
    assert (young == rayan).mean() > 3 * (old == rayan).mean()


def test_amazigh_homes_bear_amazigh_names(book: names.NameBook):
    rng = np.random.default_rng(1)
    count = 50_000
    at_home = book.family(rng, amazigh=np.ones(count, dtype=bool))
    elsewhere = book.family(rng, amazigh=np.zeros(count, dtype=bool))
    ait = number_of("Ait Brahim", "family")
    assert (at_home == ait).mean() > 10 * (elsewhere == ait).mean()


@pytest.mark.parametrize(
    ("latin", "kind", "form"),
    [
        ("Mohamed", "male", "Mohammed"),
        ("Youssef", "male", "Yousef"),
        ("Mustapha", "male", "Mostafa"),
        ("Khadija", "female", "Kadija"),
        ("Meryem", "female", "Maryam"),
        ("Benjelloun", "family", "Ben Jelloun"),
        ("Ait Ali", "family", "Aït Ali"),
        ("Alaoui", "family", "El Alaoui"),
        ("Cherkaoui", "family", "Charkaoui"),
        ("Benomar", "family", "Ben Omar"),
    ],
)
def test_forms_met_in_registers_are_among_the_spellings(
    book: names.NameBook, latin: str, kind: str, form: str
):
    forms = spellings(book.latin, number_of(latin, kind))
    assert forms[0] == latin
    assert form in forms


@pytest.mark.parametrize(
    ("latin", "kind", "never"),
    [
        ("Amine", "male", "Amina"),
        ("Said", "male", "Saida"),
        ("Karim", "male", "Karima"),
        ("Naim", "family", "Naima"),
        ("Fatima", "female", "Fatna"),
        ("Mohamed", "male", "Mhamed"),
        ("Salah", "male", "Salah Eddine"),
    ],
)
def test_a_spelling_never_becomes_another_persons_name(
    book: names.NameBook, latin: str, kind: str, never: str
):
    assert never not in spellings(book.latin, number_of(latin, kind))


def test_arabic_spellings_vary_as_registers_do(book: names.NameBook):
    assert "احمد" in spellings(book.arabic, number_of("Ahmed"))
    assert "فاطمه" in spellings(book.arabic, number_of("Fatima", "female"))
    assert "عبدالله" in spellings(book.arabic, number_of("Abdellah"))


def test_another_spelling_is_never_the_usual_one_when_there_is_one(book: names.NameBook):
    several = np.flatnonzero(book.latin.count > 1)
    rng = np.random.default_rng(2)
    other = book.latin.other(several, rng.random(len(several)))
    assert (other != book.latin.usual(several)).all()
    assert len(several) > 500
