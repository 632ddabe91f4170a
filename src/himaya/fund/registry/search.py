"""Finding a person by what is remembered: a misspelt name in either script, a number, a card, a telephone.

Names go through a lexicon of the spellings met in the register (`NameForm`: thousands of rows, a trigram
index): each typed word gives the keys it may stand for, and the keys find people by a B-tree. Both orders of
family and given name are tried, one word alone too, and a year of birth among the words narrows the answer.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

import polars as pl
from psycopg import Connection
from psycopg.rows import class_row

from himaya.fund.registry import names
from himaya.kernel import digits
from himaya.kernel.identifiers import cin, phone
from himaya.runtime.copying import copy_in

LATIN, ARABIC = "L", "A"
FAMILY, GIVEN = "F", "G"
KEYS_MAX = 6
"""Keys tried for one typed name: more finds stranger spellings and costs time."""
READ_MAX, READ_PAIR_MAX = 300, 100
"""People read before they are ranked, in all and for one pair of keys."""
CLOSE_ENOUGH = 0.6
_LETTERS = {LATIN: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ARABIC: "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"}
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A person found; likeness from 0 to 1 between the words given and the name."""

    id: int
    insured_number: int | None
    family_name_fr: str
    given_name_fr: str
    family_name_ar: str
    given_name_ar: str
    birth_on: date | None
    birth_precision: str
    sex: str
    commune_id: int | None
    cin: str | None
    phone: str | None
    died_on: date | None
    likeness: float = 1.0


_PERSON = ", ".join(f"kept.{name}" for name in Found.__dataclass_fields__ if name != "likeness")


def find_people(connection: Connection, *, text: str, limit: int = 20) -> list[Found]:
    """The people that a text may mean, the likeliest first; a merged record answers by the kept one."""
    exact = _by_identifier(connection, text)
    if exact or not re.search(r"[^\W\d]", text):
        return exact[:limit]
    return _by_name(connection, text, limit)


def remember_names(connection: Connection, *, people: pl.DataFrame) -> int:
    """Put the spellings of these new people into the lexicon, in the caller's transaction; answer how many.

    people: family_name_fr, given_name_fr, family_name_ar, given_name_ar, family_key, given_key.
    """
    forms = pl.concat(
        [
            _forms(people, part=part, column=f"{name}_name_{code}", key=f"{name}_key", script=script)
            for part, name in ((FAMILY, "family"), (GIVEN, "given"))
            for script, code in ((LATIN, "fr"), (ARABIC, "ar"))
        ]
    )
    connection.execute(
        """create temporary table met_names (form text, script text, part text, key text, people int)
           on commit drop"""
    )
    copy_in(connection, table="met_names", frame=forms)
    connection.execute(
        """insert into registry_nameform as known (form, script, part, key, people)
           select form, script, part, min(key), sum(people) from met_names group by form, script, part
           order by form, script, part
           on conflict (form, script, part) do update set people = known.people + excluded.people"""
    )
    connection.execute("drop table met_names")
    return len(forms)


def _forms(people: pl.DataFrame, *, part: str, column: str, key: str, script: str) -> pl.DataFrame:
    function, skeleton = (
        (names.latin_form, names.skeleton_latin)
        if script == LATIN
        else (names.arabic_form, names.skeleton_arabic)
    )
    met = people.group_by(column, key).agg(pl.len().cast(pl.Int32).alias("people"))
    return met.select(
        names.mapped(met[column], function).alias("form"),
        pl.lit(script).alias("script"),
        pl.lit(part).alias("part"),
        pl.when(pl.col(key) != "")
        .then(pl.col(key))
        .otherwise(names.mapped(met[column], skeleton))
        .alias("key"),
        "people",
    ).filter((pl.col("form") != "") & (pl.col("key") != ""))


def _by_identifier(connection: Connection, text: str) -> list[Found]:
    value = digits.compact(text)
    conditions: list[str] = []
    values: dict[str, int | str] = {}
    if value.isdigit() and len(value) == 9:
        conditions.append("found.insured_number = %(number)s")
        values["number"] = int(value)
    if value.isdigit() and len(value) == 10:
        conditions.append("found.idcs = %(idcs)s")
        values["idcs"] = value
    if cin.check(text):
        conditions.append("found.cin_key = %(card)s")
        values["card"] = cin.key(text)
    if phone.check(text):
        conditions.append("found.phone = %(phone)s")
        values["phone"] = phone.parse(text)
    if not conditions:
        return []
    with connection.cursor(row_factory=class_row(Found)) as cursor:
        return cursor.execute(
            f"""select distinct {_PERSON} from registry_person found
                join registry_person kept on kept.id = coalesce(found.merged_into_id, found.id)
                where {" or ".join(conditions)} order by kept.id limit 50""",
            values,
        ).fetchall()


@dataclass(frozen=True)
class _Typed:
    """The words typed: their script, and the year of birth among them."""

    words: list[str]
    script: str
    year: int | None


def _typed(text: str) -> _Typed:
    plain = digits.to_ascii_digits(text)
    year = _YEAR.search(plain)
    arabic = names.arabic_words(plain)
    latin = names.latin_words(plain)
    words, script = (arabic, ARABIC) if len(arabic) >= len(latin) else (latin, LATIN)
    return _Typed(words, script, int(year[0]) if year else None)


def _by_name(connection: Connection, text: str, limit: int) -> list[Found]:
    typed = _typed(text)
    readings = list(_readings(typed.words))
    if len(typed.words) == 1:
        readings = _glued(connection, typed.words[0], script=typed.script) or readings
    keys = {
        (part, name): _keys(connection, name, part=part, script=typed.script)
        for part, name in {pair for reading in readings for pair in reading}
    }
    wanted: dict[tuple[str | None, str | None], float] = {}
    for reading in readings:
        options = [[(part, key, like) for key, like in keys[part, name]] for part, name in reading]
        for choice in itertools.product(*options):
            pair = {part: key for part, key, _ in choice}
            likeness = sum(like for _, _, like in choice) / len(choice)
            place = pair.get(FAMILY), pair.get(GIVEN)
            wanted[place] = max(likeness, wanted.get(place, 0.0))
    if len(typed.words) > 1:  # a first name of several words, of somebody without family name
        wanted.setdefault(("", _skeleton("".join(typed.words), typed.script)), 1.0)
    ordered = sorted(wanted, key=lambda pair: -wanted[pair])
    return _ranked(_with_keys(connection, ordered, year=typed.year), typed)[:limit]


def _readings(words: list[str]) -> Iterator[list[tuple[str, str]]]:
    """Ways to read the words: family then given, given then family, or one name alone."""
    if len(words) == 1:
        yield [(FAMILY, words[0])]
        yield [(GIVEN, words[0])]
    for cut in range(1, len(words)):
        head, tail = "".join(words[:cut]), "".join(words[cut:])
        yield [(FAMILY, head), (GIVEN, tail)]
        yield [(GIVEN, head), (FAMILY, tail)]


def _glued(connection: Connection, word: str, *, script: str) -> list[list[tuple[str, str]]]:
    """Readings of a word that is a family name and a first name without the space between."""
    halves = [(word[:cut], word[cut:].removeprefix("ال")) for cut in range(2, len(word) - 1)]
    known = set(
        connection.execute(
            "select part, form from registry_nameform where script = %s and form = any(%s)",
            [script, list({half for pair in halves for half in pair})],
        ).fetchall()
    )
    readings = [
        [(first, head), (second, tail)]
        for head, tail in halves
        for first, second in ((FAMILY, GIVEN), (GIVEN, FAMILY))
    ]
    return [reading for reading in readings if known.issuperset(reading)]


def _keys(connection: Connection, name: str, *, part: str, script: str) -> list[tuple[str, float]]:
    """Keys that a typed name may stand for, the likeliest first, each with its likeness."""
    own = _skeleton(name, script)
    near = connection.execute(
        """select form, key, people from registry_nameform
           where form = any(%(slips)s) and script = %(script)s and part = %(part)s
           union
           (select form, key, people from registry_nameform
            where form %% %(name)s and script = %(script)s and part = %(part)s
            order by similarity(form, %(name)s) desc, people desc limit 40)""",
        {"slips": _one_slip_away(name, script), "script": script, "part": part, "name": name},
    ).fetchall()
    likeness = {own: 1.0} if own else {}
    for form, key, _ in near:
        close = SequenceMatcher(None, name, form).ratio()
        if close >= CLOSE_ENOUGH:
            likeness[key] = max(close, likeness.get(key, 0.0))
    best = sorted(likeness.items(), key=lambda pair: -pair[1])
    return best[:KEYS_MAX]


def _skeleton(name: str, script: str) -> str:
    return names.skeleton_latin(name) if script == LATIN else names.skeleton_arabic(name)


def _one_slip_away(name: str, script: str) -> list[str]:
    """The name, and all that one letter exchanged with its neighbour, lost, added or replaced makes of it."""
    letters = _LETTERS[script]
    cuts = [(name[:place], name[place:]) for place in range(len(name) + 1)]
    near = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    near |= {head + tail[1:] for head, tail in cuts if tail}
    near |= {head + letter + tail for head, tail in cuts for letter in letters}
    near |= {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    near |= {form[2:] for form in near if form.startswith("ال") and len(form) > 4}  # a garbled article
    return sorted(near)


# People of a wanted pair of keys, of a family key alone, or of a first-name key alone: the index begins with the
# family key, so that a first name alone is looked for beside each family key of the lexicon, and beside none.
_SOURCES = {
    (
        True,
        True,
    ): "registry_person found where found.family_key = wanted.family and found.given_key = wanted.given",
    (True, False): "registry_person found where found.family_key = wanted.family",
    (False, True): """((select key from registry_nameform where part = 'F' group by key
                        order by sum(people) desc limit 3000) union all select '') every
                      join registry_person found on found.family_key = every.key
                      where found.given_key = wanted.given""",
}


def _with_keys(
    connection: Connection, pairs: Sequence[tuple[str | None, str | None]], *, year: int | None
) -> list[Found]:
    """People with any of these pairs of keys, at most `READ_MAX` of a kind, the first pairs first."""
    born = "" if year is None else "and found.birth_on between %(from)s and %(to)s"
    people: dict[int, Found] = {}
    for (by_family, by_given), source in _SOURCES.items():
        wanted = [pair for pair in pairs if tuple(key is not None for key in pair) == (by_family, by_given)]
        if not wanted:
            continue
        with connection.cursor(row_factory=class_row(Found)) as cursor:
            rows = cursor.execute(
                f"""select {_PERSON}
                    from unnest(%(family)s::text[], %(given)s::text[]) with ordinality wanted (family, given, place),
                    lateral (select found.id, found.merged_into_id from {source} {born} limit %(each)s) found
                    join registry_person kept on kept.id = coalesce(found.merged_into_id, found.id)
                    order by wanted.place limit %(limit)s""",
                {
                    "family": [family for family, _ in wanted],
                    "given": [given for _, given in wanted],
                    "from": date(year or 1, 1, 1),
                    "to": date(year or 1, 12, 31),
                    "each": READ_PAIR_MAX,
                    "limit": READ_MAX,
                },
            ).fetchall()
        people |= {row.id: row for row in rows}
    return list(people.values())


def _ranked(people: list[Found], typed: _Typed) -> list[Found]:
    """The people with the likeness of the words typed to their names, the likeliest first."""
    known: dict[tuple[str, ...], float] = {}  # namesakes are many
    for person in people:
        name = _name_of(person)
        if name not in known:
            known[name] = _likeness(name, typed)
    ranked = [replace(person, likeness=round(known[_name_of(person)], 3)) for person in people]
    return sorted(ranked, key=lambda person: (-person.likeness, person.id))


def _name_of(person: Found) -> tuple[str, str, str, str]:
    return person.family_name_fr, person.given_name_fr, person.family_name_ar, person.given_name_ar


def _likeness(name: tuple[str, ...], typed: _Typed) -> float:
    """Of the words typed to one name, in the order that suits it better."""
    family_fr, given_fr, family_ar, given_ar = name
    if typed.script == LATIN:
        family, given = names.latin_form(family_fr), names.latin_form(given_fr)
    else:
        family, given = names.arabic_form(family_ar), names.arabic_form(given_ar)
    words = typed.words
    if not family and not given:  # the record has the other script only: the keys are what can be compared
        words = [names.name_key(word, word) for word in words]
        family, given = names.name_key(family_fr, family_ar), names.name_key(given_fr, given_ar)
    written = (family, given) if len(words) == 1 else (family + given, given + family)
    return max(SequenceMatcher(None, "".join(words), form).ratio() for form in written)
