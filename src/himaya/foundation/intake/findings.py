"""What was found wrong with a file or a line: a stable code, an outcome, a sentence and what to do.

Codes are registered once by the room that owns them. Findings on lines are a Polars frame (line_no, code,
column, value) that other rooms build set-wise; `sentences` joins the catalogue in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

import polars as pl
from django.utils.translation import gettext, override

LINE_SCHEMA: dict[str, Any] = {
    "line_no": pl.Int64,
    "code": pl.String,
    "column": pl.String,
    "value": pl.String,
}

_PLACE = re.compile(r"\{(column|value)\}")
_ISOLATE, _POP = "\u2068", "\u2069"  # keep a Latin value in one piece inside Arabic text
_RIGHT_TO_LEFT = frozenset({"ar"})


class Outcome(StrEnum):
    """What becomes of the file or line that has the finding."""

    REFUSED = "REFUSED"  # the whole file
    REJECTED = "REJECTED"  # this line
    TO_COMPLETE = "TO_COMPLETE"
    REVIEW = "REVIEW"  # a person decides
    REMARK = "REMARK"  # nothing stops


@dataclass(frozen=True, kw_only=True)
class FindingCode:
    """One entry of the catalogue; `sentence` and `remedy` are English message ids with {placeholders}.

    Line codes may use {column} and {value} only; file codes use the names of their finding's params.
    """

    code: str
    outcome: Outcome
    sentence: str
    remedy: str
    scope: Literal["file", "line"] = "line"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One finding on a file (line_no None, or the line where reading stopped) or on a line."""

    code: str
    line_no: int | None = None
    column: str = ""
    value: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """What becomes of the file or line."""
        return catalogued(self.code).outcome

    def values(self) -> dict[str, Any]:
        """Everything the sentence may mention."""
        return {"column": self.column, "value": self.value, "line": self.line_no or "", **self.params}

    def sentence(self, language: str) -> str:
        """What was found, in `language` (ar, fr, en…)."""
        return _filled(catalogued(self.code).sentence, language, self.values())

    def remedy(self, language: str) -> str:
        """What to do, in `language`."""
        return _filled(catalogued(self.code).remedy, language, self.values())


_catalogue: dict[str, FindingCode] = {}


def register_codes(entries: Iterable[FindingCode]) -> None:
    """Add codes to the catalogue. Raises ValueError when a code is already there with another meaning."""
    for entry in entries:
        known = _catalogue.setdefault(entry.code, entry)
        if known != entry:
            raise ValueError(f"the code {entry.code} is already registered with another meaning")


def catalogued(code: str) -> FindingCode:
    """The entry of a code. Raises KeyError for a code nobody registered."""
    return _catalogue[code]


def all_codes() -> tuple[FindingCode, ...]:
    """Every registered code, sorted."""
    return tuple(_catalogue[code] for code in sorted(_catalogue))


def as_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Line findings as a frame (line_no, code, column, value)."""
    rows = [(one.line_no, one.code, one.column, one.value) for one in findings]
    return pl.DataFrame(rows, schema=LINE_SCHEMA, orient="row")


def faults(chunk: pl.DataFrame) -> pl.DataFrame:
    """The findings that reading itself left on a chunk (line_fault, line_fault_value)."""
    return chunk.filter(pl.col("line_fault").is_not_null()).select(
        pl.col("line_no").cast(pl.Int64),
        pl.col("line_fault").alias("code"),
        pl.lit("").alias("column"),
        pl.col("line_fault_value").fill_null("").alias("value"),
    )


def outcomes(frame: pl.DataFrame) -> pl.DataFrame:
    """One row a line (line_no, outcome): the gravest of its findings (REJECTED, REVIEW, TO_COMPLETE,
    REMARK)."""
    if frame.is_empty():
        return pl.DataFrame(schema={"line_no": frame.schema["line_no"], "outcome": pl.String})
    gravity = [Outcome.REJECTED, Outcome.REVIEW, Outcome.TO_COMPLETE, Outcome.REMARK]
    ranks = {code: gravity.index(catalogued(code).outcome) for code in frame["code"].unique()}
    return (
        frame.group_by("line_no", maintain_order=True)
        .agg(pl.col("code").replace_strict(ranks, return_dtype=pl.Int8).min().alias("rank"))
        .select(
            "line_no",
            pl.col("rank").replace_strict(dict(enumerate(gravity)), return_dtype=pl.String).alias("outcome"),
        )
    )


def sentences(
    frame: pl.DataFrame, *, language: str, headings: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """The frame with two more columns, `sentence` and `remedy`, in `language`; rows keep their order.

    headings: our column name -> the sender's own heading, so that he recognises his column.
    Raises KeyError for a code nobody registered.
    """
    shown = pl.col("column").fill_null("").replace(dict(headings or {}))
    parts = [
        group.with_columns(
            _text(catalogued(code).sentence, language, shown).alias("sentence"),
            _text(catalogued(code).remedy, language, shown).alias("remedy"),
        )
        for (code,), group in frame.with_row_index("row_").partition_by("code", as_dict=True).items()
    ]
    if not parts:
        return frame.with_columns(pl.lit("").alias("sentence"), pl.lit("").alias("remedy"))
    return pl.concat(parts).sort("row_").drop("row_")


def _translated(message: str, language: str) -> str:
    with override(language):
        return gettext(message) if message else ""


def _filled(message: str, language: str, values: Mapping[str, Any]) -> str:
    wrapped = {name: _isolated(str(value), language) for name, value in values.items()}
    return _translated(message, language).format(**wrapped)


def _isolated(value: str, language: str) -> str:
    return f"{_ISOLATE}{value}{_POP}" if language in _RIGHT_TO_LEFT and value else value


def _text(message: str, language: str, shown: pl.Expr) -> pl.Expr:
    """A message with {column} and {value} filled in from each row."""
    columns = {"column": shown, "value": pl.col("value").fill_null("")}
    opening, closing = (_ISOLATE, _POP) if language in _RIGHT_TO_LEFT else ("", "")
    pieces: list[pl.Expr] = []
    for index, piece in enumerate(_PLACE.split(_translated(message, language))):
        if index % 2:
            pieces.append(pl.concat_str(pl.lit(opening), columns[piece], pl.lit(closing)))
        else:
            pieces.append(pl.lit(piece))
    return pl.concat_str(pieces)
