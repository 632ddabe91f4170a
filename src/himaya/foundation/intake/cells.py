"""Cells that a spreadsheet would take for a formula: made harmless when we write, given back when we read.

A cell of a CSV that starts with = + - @ (also full-width), a tab, a return or a line feed, blanks aside,
gets an apostrophe in front, phone numbers such as +212612345678 included: a spreadsheet then keeps their +
and their digits instead of showing 2,12613E+11, and reading takes the apostrophe away again. What a cell
held is never lost: one that already starts with apostrophes and such a sign gets one more.
"""

from __future__ import annotations

import polars as pl

_STARTS = r"(?:[ \u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠]|[ ]*[\t\r\n])"
_DANGEROUS = rf"^'*{_STARTS}"


def guarded(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet runs.

    >>> pl.select(guarded(pl.Series(["=1+1", "+212612345678", "Amina", "'-x"]))).to_series().to_list()
    ["'=1+1", "'+212612345678", 'Amina', "''-x"]
    """
    return text.str.replace(f"({_DANGEROUS})", "'$1")


def unguarded(text: pl.Expr) -> pl.Expr:
    """The text as it was before `guarded`.

    >>> pl.select(unguarded(pl.Series(["'+212612345678", "'Amina", "''-x"]))).to_series().to_list()
    ['+212612345678', "'Amina", "'-x"]
    """
    return text.str.replace(f"^'('*{_STARTS})", "$1")


def is_dangerous(text: pl.Expr) -> pl.Expr:
    """Whether a spreadsheet could take the text for a formula."""
    return text.str.contains(f"^{_STARTS}")


def freed(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame read from CSV with every guarded cell given back; columns without an apostrophe cost
    nothing."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    marked = (
        frame.select(pl.col(name).str.starts_with("'").any() for name in texts).row(0) if frame.height else ()
    )
    return frame.with_columns(
        unguarded(pl.col(name)) for name, held in zip(texts, marked, strict=False) if held
    )
