"""From a sender's columns to ours: which heading is which column, which value is which of ours.

`match` applies a saved layout to the headings of a file; `propose_mapping` guesses one for an unknown sender.
"""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import polars as pl

from himaya.foundation.intake import codes  # noqa: F401  registers the codes used here
from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.findings import Finding
from himaya.foundation.intake.headings import Header, plain
from himaya.foundation.intake.layout import Layout, layout_path, load_layout, save_layout
from himaya.kernel import yaml_file

# Headings that we add to a file of lines to mend (`returning`).
RETURNED_LINE = "Himaya : ligne"
RETURNED_CODE = "Himaya : code"
RETURNED_FRENCH = "Himaya : à faire"
RETURNED_ARABIC = "Himaya : ما يجب فعله"
ORIGINAL_LINE = "original_line"
_OURS = frozenset(plain(name) for name in (RETURNED_LINE, RETURNED_CODE, RETURNED_FRENCH, RETURNED_ARABIC))

__all__ = [
    "Layout",
    "Match",
    "Proposal",
    "apply_layout",
    "known_headings",
    "layout_path",
    "load_layout",
    "match",
    "propose_mapping",
    "save_layout",
]


@dataclass(frozen=True, kw_only=True)
class Match:
    """Where each of our columns stands in a file.

    places: our column -> index in the file. extra: headings left aside. line_place: index of the column that
    names the original line in a file of mended lines, or None. findings: remarks on the file.
    """

    places: Mapping[str, int]
    extra: tuple[str, ...]
    line_place: int | None
    findings: tuple[Finding, ...]


def match(header: Header, *, layout: Layout) -> Match:
    """Find the layout's columns among the headings.

    Raises FileRefused with one finding for every column missing together (intake.columns_missing) and one
    for each heading that stands twice (intake.heading_repeated).
    """
    found = {name: _columns_called(header, heading) for name, heading in layout.columns.items()}
    missing = [layout.columns[name] for name, at in found.items() if not at and name not in layout.optional]
    problems = []
    if missing:
        seen = ", ".join(heading for heading in header.headings if heading)
        problems.append(
            Finding(code="intake.columns_missing", params={"columns": ", ".join(missing), "found": seen})
        )
    for name, at in found.items():
        if len(at) > 1:
            problems.append(Finding(code="intake.heading_repeated", column=layout.columns[name]))
    if problems:
        raise FileRefused(problems)
    places = {name: at[0] for name, at in found.items() if at}
    line = _columns_called(header, RETURNED_LINE)
    extra = _extra(header, taken=set(places.values()))
    remarks = [Finding(code="intake.columns_unknown", params={"columns": ", ".join(extra)})] if extra else []
    return Match(
        places=places, extra=tuple(extra), line_place=line[0] if line else None, findings=tuple(remarks)
    )


def _columns_called(header: Header, heading: str) -> list[int]:
    wanted = plain(heading)
    return [index for index, names in enumerate(header.alternatives) if wanted in names]


def _extra(header: Header, *, taken: set[int]) -> list[str]:
    return [
        heading
        for index, heading in enumerate(header.headings)
        if heading and index not in taken and header.alternatives[index].isdisjoint(_OURS)
    ]


def is_ours(heading: str) -> bool:
    """Whether a heading is one that we add to a file of lines to mend."""
    return plain(heading) in _OURS


def known_to(layout: Layout) -> frozenset[str]:
    """The layout's headings, plain."""
    return frozenset(plain(heading) for heading in layout.columns.values())


def apply_layout(frame: pl.DataFrame, *, layout: Layout, matched: Match) -> pl.DataFrame:
    """A chunk (c0, c1, …) under our names: his values turned into ours, his days into ISO, fixed values
    added."""
    line = pl.lit(None, dtype=pl.Int64)
    if matched.line_place is not None:
        line = pl.col(f"c{matched.line_place}").cast(pl.Int64, strict=False)
    ours = [pl.col(f"c{index}").alias(name) for name, index in matched.places.items()]
    faults = [name for name in ("line_no", "line_fault", "line_fault_value") if name in frame.columns]
    named = frame.select(*faults, line.alias(ORIGINAL_LINE), *ours)
    changed = [
        *(_translated(named[name], pairs) for name, pairs in layout.values.items() if name in matched.places),
        *(_day(name, layout.date_format) for name in matched.places if _is_day(name) and layout.date_format),
        *(pl.lit(value).alias(name) for name, value in layout.fixed.items() if name not in matched.places),
    ]
    return named.with_columns(changed)


def _translated(column: pl.Series, pairs: Mapping[str, str]) -> pl.Series:
    ours = {plain(theirs): value for theirs, value in pairs.items()}
    found = column.unique().drop_nulls()
    changes = {text: ours[plain(text)] for text in found if plain(text) in ours}
    return column.replace(changes) if changes else column


def _is_day(name: str) -> bool:
    return name.endswith(("_on", "_from"))


def _day(name: str, date_format: str) -> pl.Expr:
    if date_format == "%Y-%m-%d":
        return pl.col(name)
    day = pl.col(name).str.strip_chars().str.to_date(date_format, strict=False)
    return pl.coalesce(day.dt.to_string("%Y-%m-%d"), pl.col(name)).alias(name)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A guess at what each heading is.

    columns: our column -> heading. confidence: our column -> 0 to 1 (1: a heading known word for word).
    unknown: headings nobody could place.
    """

    columns: Mapping[str, str]
    confidence: Mapping[str, float]
    unknown: tuple[str, ...]


@functools.cache
def known_headings() -> Mapping[str, tuple[str, ...]]:
    """Our column -> headings met in Arabic, French and English."""
    text = (
        importlib.resources.files("himaya.foundation.intake")
        .joinpath("known_headings.yaml")
        .read_text("utf-8")
    )
    return {name: tuple(str(one) for one in headings) for name, headings in yaml_file.parse(text).items()}


def propose_mapping(
    headings: Sequence[str], *, known: Mapping[str, Iterable[str]] | None = None, least: float = 0.8
) -> Proposal:
    """Guess which of our columns each heading is; each heading and each column is used once, surest first.

    known: our column -> headings it is known by; by default the platform's own table. least: confidence from
    which a guess is kept.
    """
    table = known if known is not None else known_headings()
    scores = [
        (_likeness(plain(heading), [plain(one) for one in names]), -place, name)
        for place, heading in enumerate(headings)
        for name, names in table.items()
        if heading.strip()
    ]
    columns: dict[str, str] = {}
    confidence: dict[str, float] = {}
    used: set[int] = set()
    for score, place, name in sorted(scores, reverse=True):
        if score >= least and name not in columns and -place not in used:
            columns[name], confidence[name] = headings[-place], round(score, 2)
            used.add(-place)
    unknown = tuple(one for place, one in enumerate(headings) if one.strip() and place not in used)
    return Proposal(columns=columns, confidence=confidence, unknown=unknown)


def _likeness(heading: str, names: Sequence[str]) -> float:
    if heading in names:
        return 1.0
    words = frozenset(heading.split())
    if any(words == frozenset(name.split()) for name in names):
        return 0.95
    return max((0.95 * SequenceMatcher(None, heading, name).ratio() for name in names), default=0.0)
