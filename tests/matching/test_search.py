"""Finding people: misspelt, in either script, in either order, or by what identifies them."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import psycopg
import pytest

from himaya.fund.registry import merging, search

NAMES = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar", "family_key", "given_key")


@pytest.fixture
def people(database: psycopg.Connection, enter: Callable[..., None]) -> psycopg.Connection:
    enter(
        {
            "id": 1,
            "insured_number": 123456782,
            "family_name_fr": "Benjelloun",
            "given_name_fr": "Mohamed",
            "family_name_ar": "بنجلون",
            "given_name_ar": "محمد",
            "cin": "AB012345",
            "cin_key": "AB12345",
            "phone": "+212612345678",
            "birth_on": date(1975, 3, 2),
        },
        {
            "id": 2,
            "insured_number": 123456790,
            "family_name_fr": "Bennani",
            "given_name_fr": "Mohamed",
            "phone": "+212612345678",
            "birth_on": date(1990, 7, 9),
        },
        {
            "id": 3,
            "insured_number": 123456808,
            "family_name_ar": "القادري",
            "given_name_ar": "فاطمة الزهراء",
            "sex": "F",
            "idcs": "1234567894",
        },
        {
            "id": 4,
            "insured_number": 123456816,
            "family_name_fr": "El Alaoui",
            "given_name_fr": "Khadija",
            "sex": "F",
            "birth_on": date(1990, 1, 1),
        },
        {
            "id": 5,
            "family_name_fr": "Alaoui",
            "given_name_fr": "Khadija",
            "sex": "F",
            "birth_on": date(1966, 1, 1),
        },
    )
    with database.transaction():
        rows = database.execute(f"select {', '.join(NAMES)} from registry_person").fetchall()
        search.remember_names(database, people=pl.DataFrame(rows, schema=list(NAMES), orient="row"))
    return database


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mohamed Benjelloun", [1]),
        ("Ben Jelloun Med", [1]),
        ("Mohmaed Benjeloun", [1]),
        ("Muhammad Benjellon", [1]),
        ("Benjelloun", [1]),
        ("MohamedBenjelloun", [1]),
        ("Omar Benjelloun", []),
        ("محمد بن جلون", [1]),
        ("بنجلن محمد", [1]),
        ("فاطمة القادري", [3]),
        ("فاطمه الزهراء قادري", [3]),
        ("القادري", [3]),
        ("Fatima Zahra El Kadiri", [3]),
        ("khadija alaoui", [4, 5]),
        ("Khadidja Alaoui 1966", [5]),
        ("Alaoui Khadija ١٩٩٠", [4]),
        ("Zniber", []),
    ],
)
def test_a_name_is_found_however_it_is_typed(
    people: psycopg.Connection, text: str, expected: list[int]
) -> None:
    found = search.find_people(people, text=text)
    likely = [person.id for person in found if person.likeness >= 0.7]
    assert sorted(likely) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("123456782", [1]),
        ("ab 12345", [1]),
        ("AB012345", [1]),
        ("1234567894", [3]),
        ("06 12 34 56 78", [1, 2]),
        ("٠٦١٢٣٤٥٦٧٨", [1, 2]),
        ("", []),
        ("?!", []),
        ("AB99999", []),
    ],
)
def test_an_identifier_finds_whom_it_names(
    people: psycopg.Connection, text: str, expected: list[int]
) -> None:
    assert [person.id for person in search.find_people(people, text=text)] == expected


def test_the_likeliest_comes_first_and_no_more_than_asked(people: psycopg.Connection) -> None:
    found = search.find_people(people, text="Mohamed Bennani", limit=1)
    assert [person.id for person in found] == [2]


def test_a_merged_record_answers_by_the_kept_one(people: psycopg.Connection) -> None:
    merging.merge(
        people,
        keep=4,
        drop=5,
        decided_by="officer",
        reason="one woman",
        decided_at=datetime(2026, 5, 4, tzinfo=UTC),
        on=date(2026, 5, 4),
    )
    assert [person.id for person in search.find_people(people, text="Khadija Alaoui")] == [4]


def test_the_lexicon_counts_each_spelling(people: psycopg.Connection) -> None:
    rows = people.execute(
        "select form, people from registry_nameform where script = 'L' and part = 'F' order by form"
    ).fetchall()
    assert rows == [("ALAOUI", 2), ("BENJELLOUN", 1), ("BENNANI", 1)]
