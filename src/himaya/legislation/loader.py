"""Reading the parameter files of a fund and refusing, with file, line and reason, what breaks the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from himaya.legislation.lists import DECLARED, Cell, Listed, declared, from_file, reference_folder
from himaya.legislation.parameters import (
    EVIDENCE,
    Alternative,
    Band,
    Brackets,
    Dated,
    Lawful,
    Match,
    Parameter,
    Row,
    Source,
    Stored,
    Table,
    Version,
)
from himaya.legislation.units import UNITS, Unit, read_amount, read_day, read_exact
from himaya.legislation.words import Words
from himaya.legislation.yaml_lines import Block, LawFile, Listing, Text

_TOP = {"label", "unit", "values", "note", "alternatives", "type", "of", "keys", "columns", "rows", "reasons"}
_LIST = {"file", "from", "reference", "evidence"}
_SOURCE = {"reference", "evidence", "known_on", "note"}
_RANGE = {"from", "up_to", "below", "above"}


def load_parameters(folder: Path) -> dict[str, Lawful]:
    """Every parameter under a folder, by its path: `tns/amo_rate.yaml` is `tns.amo_rate`."""
    found: dict[str, Lawful] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        file = LawFile(path, root=folder)
        found[name] = Reader(file, file.read()).parameter(name)
    return found


class Reader:
    """One file on its way to a parameter."""

    def __init__(self, file: LawFile, top: Block) -> None:
        self.file, self.top = file, top

    def parameter(self, name: str) -> Lawful:
        """The file's content, checked."""
        for key, value in self.top.items():
            if key not in _TOP | (_LIST if self.top.get("type") == "list" else set()):
                raise self.fail(value, f"unknown entry {key!r}")
        reader: dict[str, Callable[[str], Lawful]] = {
            "table": self._table,
            "brackets": self._brackets,
            "list": self._list,
            "value": self._scalar,
        }
        kind = str(self.top.get("type", "value"))
        if kind not in reader:
            raise self.fail(self.top["type"], f"unknown type {kind!r}: value, brackets, table or list")
        made = reader[kind](name)
        if name.startswith("decisions.") and not made.alternatives:
            raise self.fail(self.top, "a decision must list its alternatives")
        return made

    def fail(self, where: Any, reason: str) -> Exception:
        """The error, at the line of a value read."""
        return self.file.fail(getattr(where, "line", getattr(self.top, "line", 1)), reason)

    def _scalar(self, name: str) -> Parameter:
        unit = self._unit(self.top, "unit")
        values = tuple(self._dated(key, block, unit) for key, block in self._dates("values"))
        return Parameter(
            name,
            self._label(self.top),
            unit,
            values,
            self.file.name,
            self._alternatives(unit),
            str(self.top.get("note") or ""),
        )

    def _brackets(self, name: str) -> Brackets:
        unit, of = self._unit(self.top, "unit"), self._unit(self.top, "of")
        values = tuple(self._version(key, block, unit, of) for key, block in self._dates("values"))
        return Brackets(
            name,
            self._label(self.top),
            unit,
            of,
            values,
            self.file.name,
            str(self.top.get("note") or ""),
            self._alternatives(),
        )

    def _table(self, name: str) -> Table:
        keys = self._unit_map("keys")
        columns = self._unit_map("columns")
        rows = self.top.get("rows")
        if not isinstance(rows, Listing) or not rows:
            raise self.fail(self.top, "a table needs rows")
        made = tuple(self._row(row, keys, columns) for row in rows)
        self._refuse_overlap(made)
        made = tuple(sorted(made, key=lambda row: row.source.known_on or date.min, reverse=True))
        told = self._told()
        return Table(
            name,
            self._label(self.top),
            keys,
            columns,
            made,
            self.file.name,
            unknown_key=told[0],
            no_row=told[1],
            null_cell=told[2],
            note=str(self.top.get("note") or ""),
            alternatives=self._alternatives(),
        )

    def _told(self) -> list[str]:
        reasons = self._block(self.top, "reasons")
        told = [str(reasons.get(key) or "") for key in ("unknown_key", "no_row", "null_cell")]
        if not all(told):
            raise self.fail(reasons, "reasons must give unknown_key, no_row and null_cell")
        return told

    def _list(self, name: str) -> Listed:
        keys, columns = self._unit_map("keys"), self._block(self.top, "columns")
        if len(keys) != 1:
            raise self.fail(self.top, "a list has one key")
        cells = {column: self._cell(self._block(columns, column)) for column in columns}
        units = {column: cell.unit for column, cell in cells.items()}
        path = reference_folder(self.file.path) / str(self.top.get("file"))
        if not path.is_file():
            raise self.fail(self.top.get("file"), f"there is no file {path.name} in the reference folder")
        if self.top.get("from") is None:
            raise self.fail(self.top, "a list needs the day it is in force from")
        told = self._told()
        made = Listed(
            name,
            self._label(self.top),
            keys,
            units,
            (),
            path.name,
            unknown_key=told[0],
            no_row=told[1],
            null_cell=told[2],
            note=str(self.top.get("note") or ""),
            alternatives=self._alternatives(),
            cells=cells,
            since=self._day(self.top["from"], self.top),
            source=self._source(self.top),
        )
        return from_file(made, path)

    def _cell(self, block: Block) -> Cell:
        self._only(block, DECLARED)
        try:
            return declared(block, self._unit(block, "unit"))
        except ValueError as error:
            raise self.fail(block, str(error)) from error

    def _dates(self, entry: str) -> list[tuple[date, Block]]:
        block = self._block(self.top, entry)
        if not block:
            raise self.fail(block, f"{entry} is empty")
        found: list[tuple[date, Block]] = []
        for key, value in block.items():
            for one in self._of_a_day(block, key, value):
                day = self._day(key, one)
                if found and day < found[-1][0]:
                    raise self.fail(one, f"dates are not sorted: {key} after {found[-1][0]}")
                found.append((day, one))
        return found

    def _of_a_day(self, block: Block, key: str, value: Any) -> list[Block]:
        """One value; or several for the same day, in the order in which they became known."""
        listed = list(value) if isinstance(value, Listing) else [value]
        if not listed or not all(isinstance(one, Block) for one in listed):
            raise self.fail(block, f"{key}: expected {{value, reference, …}}")
        known = [str(one.get("known_on") or key) for one in listed]
        for earlier, later, one in zip(known, known[1:], listed[1:], strict=False):
            if earlier >= later:
                raise self.fail(one, f"{key}: several values are sorted by known_on: {later} after {earlier}")
        return listed

    def _dated(self, since: date, block: Block, unit: Unit) -> Dated:
        self._only(block, _SOURCE | {"value"})
        if "value" not in block:
            raise self.fail(block, "value is missing")
        written = block["value"]
        return Dated(since, self._stored(written, unit, block), str(written), self._source(block), block.line)

    def _version(self, since: date, block: Block, unit: Unit, of: Unit) -> Version:
        self._only(block, _SOURCE | {"bands"})
        bands = block.get("bands")
        if not isinstance(bands, Listing) or not bands:
            raise self.fail(block, "bands are missing")
        made = tuple(self._band(band, unit, of) for band in bands)
        bounds = [band.bound for band in made]
        if bounds[-1] is not None or None in bounds[:-1]:
            raise self.fail(block, "the last band, and only it, has no bound")
        known = [(Fraction(*b), band.inclusive) for b, band in zip(bounds[:-1], made, strict=False) if b]
        if any(low >= high for low, high in pairwise(known)):
            raise self.fail(block, "bands are not sorted")
        return Version(since, made, self._source(block), block.line)

    def _band(self, band: Any, unit: Unit, of: Unit) -> Band:
        if not isinstance(band, Block):
            raise self.fail(band, "a band is a mapping: {up_to or below, value}")
        self._only(band, {"up_to", "below", "value"})
        written = band.get("up_to", band.get("below"))
        bound = None
        if written is not None:
            number = self._stored(written, of, band)
            bound = number if isinstance(number, tuple) else (int(number or 0), 1)
        value = self._stored(band.get("value"), unit, band)
        return Band(bound, "up_to" in band, value, str(band.get("value")), str(written or ""))

    def _row(self, row: Any, keys: dict[str, Unit], columns: dict[str, Unit]) -> Row:
        if not isinstance(row, Block):
            raise self.fail(row, "a row is a mapping")
        self._only(row, _SOURCE | {"when", "from", "until"} | set(columns))
        when_block = row.get("when") or Block()
        self._only(when_block, set(keys))
        when = {key: self._match(value, keys[key], row) for key, value in when_block.items()}
        if row.get("from") is None:
            raise self.fail(row, "a row needs the day it is in force from")
        until = self._day(row["until"], row) if row.get("until") else None
        cells = {name: self._stored(row.get(name), unit, row) for name, unit in columns.items()}
        written = {name: str(row.get(name)) for name in columns}
        return Row(self._day(row["from"], row), until, when, cells, written, self._source(row), row.line)

    def _match(self, value: Any, unit: Unit, row: Block) -> Match:
        if isinstance(value, Block):
            self._only(value, _RANGE)
            return self._range(value, unit)
        stored = self._stored(value, unit, row)
        if isinstance(stored, str):
            return Match(code=stored)
        number = int(stored) if isinstance(stored, int) else None
        if number is None:
            raise self.fail(row, f"a condition cannot be {value!r}")
        return Match(low=number, high=number)

    def _range(self, block: Block, unit: Unit) -> Match:
        low = high = None
        for key, value in block.items():
            number = self._stored(value, unit, block)
            if not isinstance(number, int):
                raise self.fail(block, f"a range needs whole numbers of its unit, not {value!r}")
            low = number if key == "from" else number + 1 if key == "above" else low
            high = number if key == "up_to" else number - 1 if key == "below" else high
        return Match(low=low, high=high)

    def _refuse_overlap(self, rows: tuple[Row, ...]) -> None:
        for index, row in enumerate(rows):
            for other in rows[:index]:
                if _overlap(row, other) and row.source.known_on == other.source.known_on:
                    raise self.file.fail(
                        row.line, f"this row and line {other.line} hold for the same keys and days"
                    )

    def _stored(self, value: Any, unit: Unit, where: Block) -> Stored:
        if value is None:
            return None
        if not isinstance(value, Text):
            raise self.fail(where, "expected a single value")
        try:
            return _read(value, unit)
        except ValueError as error:
            raise self.fail(value, f"{error} (unit {unit.name})") from error

    def _source(self, block: Block) -> Source:
        reference = block.get("reference")
        if not reference:
            raise self.fail(block, "reference is missing: every value names the text that set it")
        evidence = str(block.get("evidence") or "sourced")
        if evidence not in EVIDENCE:
            raise self.fail(block["evidence"], f"unknown evidence {evidence!r}: {', '.join(EVIDENCE)}")
        known = block.get("known_on")
        return Source(
            str(reference), evidence, self._day(known, block) if known else None, str(block.get("note") or "")
        )

    def _day(self, text: str, where: Block) -> date:
        try:
            return date.fromisoformat(text)
        except (TypeError, ValueError) as error:
            raise self.fail(where, f"not a date: {text!r}") from error

    def _label(self, block: Block) -> Words:
        label = self._block(block, "label")
        if not label.get("fr") or not label.get("ar"):
            raise self.fail(label, "label needs fr and ar")
        return Words(ar=str(label["ar"]), fr=str(label["fr"]), en=str(label.get("en") or ""))

    def _alternatives(self, unit: Unit | None = None) -> tuple[Alternative, ...]:
        listed = self.top.get("alternatives") or []
        for one in listed:
            if unit is not None:
                self._stored(one.get("value"), unit, one)
        return tuple(Alternative(str(one.get("value")), self._label(one)) for one in listed)

    def _unit(self, block: Block, entry: str) -> Unit:
        name = block.get(entry)
        if name not in UNITS:
            raise self.fail(name or block, f"unknown unit {str(name)!r}")
        return UNITS[str(name)]

    def _unit_map(self, entry: str) -> dict[str, Unit]:
        block = self._block(self.top, entry)
        return {key: self._unit(block, key) for key in block}

    def _block(self, block: Block, entry: str) -> Block:
        value = block.get(entry)
        if not isinstance(value, Block):
            raise self.fail(block, f"{entry} is missing")
        return value

    def _only(self, block: Block, allowed: set[str]) -> None:
        for key in block:
            if key not in allowed:
                raise self.fail(block, f"unknown entry {key!r}")


def _read(value: Text, unit: Unit) -> Stored:
    if unit.kind == "flag":
        if str(value) not in ("true", "false"):
            raise ValueError("a flag is true or false")
        return str(value) == "true"
    if unit.kind == "code":
        return str(value)
    if not value.quoted:
        raise ValueError(f"numbers and dates are quoted, so that YAML makes no float of them: {value}")
    if unit.kind == "day":
        return read_day(value)
    return read_exact(value) if unit.kind == "exact" else read_amount(value, decimals=unit.decimals)


def _overlap(a: Row, b: Row) -> bool:
    if (a.until and a.until <= b.since) or (b.until and b.until <= a.since):
        return False
    return all(_meets(a.when[key], b.when[key]) for key in a.when.keys() & b.when.keys())


def _meets(a: Match, b: Match) -> bool:
    if a.code is not None or b.code is not None:
        return a.code == b.code
    above = a.low is not None and b.high is not None and a.low > b.high
    below = a.high is not None and b.low is not None and a.high < b.low
    return not above and not below
