"""Lists of a few hundred people each, with the faults that lists have, drawn from a seed."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from himaya.foundation.intake.layout import load_layout

GIVEN = (("Amina", "أمينة", "F"), ("Hassan", "حسن", "M"), ("Khadija", "خديجة", "F"), ("Omar", "عمر", "M"))
FAMILIES = (
    ("Alaoui", "العلوي"),
    ("Bennani", "بناني"),
    ("Tazi", "التازي"),
    ("Idrissi", "الإدريسي"),
    ("Amrani", "العمراني"),
)
COMMUNES = ("Rabat", "Assilah", "Tanger")


def people(count: int, *, seed: int) -> list[dict[str, str]]:
    """Lines in canonical words; some repeat an earlier line, miss an identifier, a telephone or a date."""
    rng = random.Random(seed)
    lines: list[dict[str, str]] = []
    for number in range(count):
        given, family = rng.choice(GIVEN), rng.choice(FAMILIES)
        born = date(1950, 1, 1) + timedelta(days=rng.randrange(18_000))
        line = {
            "cin": f"AB{seed:02}{number:04}",
            "family_name_fr": f"{family[0]} {rng.choice('ABCDEFGH')}{rng.choice('aeiou')}rou{number % 97}",
            "given_name_fr": given[0],
            "family_name_ar": family[1],
            "given_name_ar": given[1],
            "birth_on": born.isoformat(),
            "sex": given[2],
            "commune": rng.choice(COMMUNES),
            "address": f"{number} rue du Port",
            "phone": f"06{rng.randrange(10**8):08}",
            "activity_from": "2015-01-01",
        }
        lines.append(_faulty(rng, line, lines))
    return lines


def _faulty(rng: random.Random, line: dict[str, str], earlier: list[dict[str, str]]) -> dict[str, str]:
    fault = rng.randrange(40)
    if fault == 0:
        return {**line, "cin": ""}
    if fault == 1:
        return {**line, "phone": ""}
    if fault == 2:
        return {**line, "birth_on": "31/02/1980"}
    if fault == 3 and earlier:
        return dict(rng.choice(earlier))
    if fault == 4 and earlier:
        return {**rng.choice(earlier), "cin": line["cin"]}
    return line


def dependants(insured: list[dict[str, str]], *, seed: int) -> Iterator[dict[str, str]]:
    """A spouse or a child for every other insured person."""
    rng = random.Random(seed)
    for number, one in enumerate(insured[::2]):
        child = rng.random() < 0.6
        years = (2000, 2020) if child else (1960, 1990)
        yield {
            "insured_cin": one["cin"],
            "relation": "child" if child else "spouse",
            "cin": "" if child else f"XD{seed:02}{number:04}",
            "family_name_fr": one["family_name_fr"],
            "given_name_fr": rng.choice(GIVEN)[0],
            "birth_on": f"{rng.randrange(*years)}-0{rng.randrange(1, 9)}-1{rng.randrange(9)}",
            "sex": rng.choice("FM"),
            "link_from": "2010-01-01",
            "proof": rng.choice(("birth_record", "")),
            "student": rng.choice(("true", "false")),
        }


def written(path: Path, *, body: str, lines: list[dict[str, str]]) -> Path:
    """A CSV file as its body writes it."""
    layout = load_layout(body)
    theirs = {name: {ours: their for their, ours in pairs.items()} for name, pairs in layout.values.items()}
    frame = pl.DataFrame(
        {
            heading: [_cell(line.get(name, ""), name, theirs, layout.date_format) for line in lines]
            for name, heading in layout.columns.items()
        }
    )
    path.write_bytes(frame.write_csv(separator=layout.delimiter).encode(layout.encoding))
    return path


def _cell(value: str, name: str, theirs: dict[str, dict[str, str]], date_format: str) -> str:
    if name.endswith(("_on", "_from")) and len(value) == 10 and value[4] == "-":
        return date.fromisoformat(value).strftime(date_format)
    return theirs.get(name, {}).get(value, value)
