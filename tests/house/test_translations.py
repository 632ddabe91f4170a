"""Whatever the house says, it says in Arabic and in French; Tamazight waits for its reader."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
import spoken
from babel.messages.catalog import Message

LANGUAGES = ("ar", "fr")
TIFINAGH = re.compile("[\u2d30-\u2d7f]")
Key = tuple[str | None, str]


@cache
def said() -> dict[Key, str]:
    """Every message with one place that says it."""
    every = (*spoken.in_code(), *spoken.in_templates(), *spoken.in_tables())
    return {(one.context, one.text): one.place for one in every}


@cache
def written(language: str) -> dict[Key, dict[str, Message]]:
    """Every entry of a language, by the package whose catalogue has it."""
    found: dict[Key, dict[str, Message]] = defaultdict(dict)
    for package, catalogue in spoken.catalogues(language).items():
        for entry in catalogue:
            if entry.id:
                text = entry.id if isinstance(entry.id, str) else entry.id[0]
                found[entry.context, text][package] = entry
    return dict(found)


def test_the_messages_are_found() -> None:
    places = " ".join(said().values())
    for place in ("channels/cli/", "channels/web/templates/", "demo/", "registration.", "himaya demo"):
        assert place in places


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_untranslated(language: str) -> None:
    have = written(language)
    missing = [f"{place}: {key[1]}" for key, place in said().items() if key not in have]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_empty_or_guessed(language: str) -> None:
    unfinished = [
        f"{package}: {key[1]}"
        for key, entries in written(language).items()
        for package, entry in entries.items()
        if entry.fuzzy or not all(spoken.strings(entry))
    ]
    assert unfinished == []


@pytest.mark.parametrize("language", [*LANGUAGES, "zgh"])
def test_a_translation_names_the_same_values(language: str) -> None:
    wrong = [
        f"{package}: {form}"
        for key, entries in written(language).items()
        for package, entry in entries.items()
        for form in spoken.strings(entry)
        if form and spoken.placeholders(form) != spoken.placeholders(key[1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", [*LANGUAGES, "zgh"])
def test_one_sentence_has_one_translation(language: str) -> None:
    """Catalogues are merged when the program runs: two translations would fight for the place."""
    doubtful = [
        (key[1], sorted(entries))
        for key, entries in written(language).items()
        if len({spoken.strings(entry) for entry in entries.values() if entry.string}) > 1
    ]
    assert doubtful == []


@pytest.mark.parametrize("language", [*LANGUAGES, "zgh"])
def test_no_catalogue_keeps_a_sentence_that_nobody_says(language: str) -> None:
    known = said()
    assert [key[1] for key in written(language) if key not in known] == []


def test_tamazight_is_marked_until_a_speaker_has_read_it(record_property: pytest.RecordProperty) -> None:
    entries = [entry for found in written("zgh").values() for entry in found.values() if entry.string]
    unreviewed = [entry for entry in entries if any("unreviewed" in note for note in entry.user_comments)]
    record_property("zgh_unreviewed", len(unreviewed))
    assert [entry.id for entry in entries if entry not in unreviewed] == []
    assert [entry.id for entry in entries if not all(map(TIFINAGH.search, spoken.strings(entry)))] == []
