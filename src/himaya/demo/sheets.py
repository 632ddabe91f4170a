"""The dress of each sender's file, read from the fund's liaison bodies: the saved mapping, used backwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from himaya.kernel import yaml_file

_ARABIC = re.compile("[\u0600-\u06ff]")
UNICODE = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class Sheet:
    """How a body writes: our column -> its heading, and our value -> its value (the first it knows)."""

    body: str
    kind: str
    format: str
    encoding: str
    delimiter: str
    sheet: str
    header_rows: tuple[int, ...]
    date_format: str
    title: str
    columns: dict[str, str]
    groups: dict[str, list[str]]
    words: dict[str, dict[str, str]]

    def has(self, column: str) -> bool:
        """Does the body send this column?"""
        return column in self.columns

    def in_arabic(self, column: str) -> bool:
        """Is the column headed, so filled, in Arabic?"""
        return bool(_ARABIC.search(self.columns.get(column, "")))

    @property
    def first_line(self) -> int:
        """The row of the first person: below the headings, or 1 where the file has no heading rows."""
        return 1 if self.format == "parquet" else self.header_rows[-1] + 1

    @property
    def unicode(self) -> bool:
        """Can the file hold any letter, or only those of a Windows code page?"""
        return self.format != "csv" or self.encoding in UNICODE


def load(fund: Path) -> dict[str, Sheet]:
    """The sheets of all bodies that send files, by the body's code (a counter announces no format)."""
    bodies = yaml_file.read(fund / "registry" / "bodies.yaml")
    return {body["code"]: _sheet(body) for body in bodies if body.get("list", {}).get("format")}


def _sheet(body: dict[str, Any]) -> Sheet:
    given = body["list"]
    backwards = {
        column: {str(ours): theirs for theirs, ours in reversed(values.items())}
        for column, values in (given.get("values") or {}).items()
    }
    return Sheet(
        body=body["code"],
        kind=given["kind"],
        format=given["format"],
        encoding=given.get("encoding", "utf-8"),
        delimiter=given.get("delimiter", ","),
        sheet=given.get("sheet", "Sheet1"),
        header_rows=tuple(given.get("header_rows", [1])),
        date_format=given["date_format"],
        title=body["name"]["fr"],
        columns=given["columns"],
        groups=given.get("groups") or {},
        words=backwards,
    )
