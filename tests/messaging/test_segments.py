"""Segment counting against the tables of 3GPP TS 23.038 and lengths worked by hand."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.foundation.messaging import segments


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "count"),
    [
        ("", "gsm7", 0, 1),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("é" * 160, "gsm7", 160, 1),
        ("ê" * 70, "ucs2", 70, 1),
        ("ê" + "a" * 70, "ucs2", 71, 2),
        ("ç" * 71, "ucs2", 71, 2),
        ("€" * 80, "gsm7", 160, 1),
        ("€" * 81, "gsm7", 162, 2),
        ("م" * 70, "ucs2", 70, 1),
        ("م" * 72, "ucs2", 72, 2),
        ("م" * 134, "ucs2", 134, 2),
        ("م" * 139, "ucs2", 139, 3),
        ("ⵜ" * 70, "ucs2", 70, 1),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 36, "ucs2", 72, 2),
        # 67 is odd: each part carries 33 pairs and leaves a unit empty, so 134 units need three parts.
        ("😀" * 67, "ucs2", 134, 3),
        # 153 is odd too: 76 euro signs a part; 306 septets of them need three parts.
        ("€" * 153, "gsm7", 306, 3),
    ],
)
def test_a_text_costs_its_units_and_segments(text, alphabet, units, count):
    found = segments.measure(text)
    assert (found.alphabet, found.units, found.segments) == (alphabet, units, count)


def test_the_alphabet_has_the_128_places_of_the_standard():
    # 128 positions less the escape (0x1B) in the basic table, ten characters in the extension.
    assert len(set(segments.GSM_BASIC)) == len(segments.GSM_BASIC) == 127
    assert len(set(segments.GSM_EXTENSION)) == len(segments.GSM_EXTENSION) == 10


def test_what_is_left_is_shown_to_the_writer():
    assert segments.measure("م" * 60).left == 10
    assert segments.measure("م" * 72).left == 67 - 5


def test_plain_french_brings_a_text_back_to_seven_bits():
    text = "Vous êtes inscrit(e) : complétez votre dossier à l’agence, c’est reçu — cœur, « île »…"
    plain = segments.plain_french(text)
    assert segments.alphabet_of(text) == "ucs2"
    assert segments.alphabet_of(plain) == "gsm7"
    assert plain.startswith("Vous etes inscrit(e) : complétez votre dossier à l'agence")
    assert plain.endswith('c\'est recu - coeur, " ile "...')


def test_plain_french_leaves_arabic_alone():
    assert segments.plain_french("رقمكم 123") == "رقمكم 123"


mixed = st.text(alphabet="aé€^ê😀م \n", max_size=400)


@given(mixed)
def test_parts_give_the_text_back_and_none_is_too_long(text):
    parts = segments.split(text)
    assert "".join(parts) == text
    alphabet = segments.alphabet_of(text)
    room = segments.SINGLE[alphabet] if len(parts) == 1 else segments.PART[alphabet]
    for part in parts:
        wide = sum((c in segments.GSM_EXTENSION) if alphabet == "gsm7" else (ord(c) > 0xFFFF) for c in part)
        assert len(part) + wide <= room


@given(st.lists(st.one_of(mixed, st.none(), st.text(max_size=200)), max_size=8))
def test_the_column_answers_as_the_single_text(texts):
    column = segments.segments_of(pl.Series("t", texts, dtype=pl.String))
    assert column.to_list() == [None if t is None else segments.measure(t).segments for t in texts]
