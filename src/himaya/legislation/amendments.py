"""Amending a parameter, a scale by brackets or a table of the law: from a day on, other values hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from himaya.legislation.errors import InputInvalid, LawFileInvalid
from himaya.legislation.lists import Listed
from himaya.legislation.loader import Reader
from himaya.legislation.parameters import Brackets, Lawful, Parameter, Table
from himaya.legislation.yaml_lines import Block, LawFile, Listing, Text, as_written


def amend(found: Lawful, written: Any, *, file: LawFile, reference: str) -> Lawful:
    """The amended parameter. written: a block {day: value} or {day: {bands}}, of a table a list of rows.

    reference: the text of the values that name none.
    """
    reader = _Amender(file, written if isinstance(written, Block) else Block(), reference)
    if isinstance(found, Parameter):
        return replace(found, values=_from_then_on(found.values, reader.values(found, written)))
    if isinstance(found, Brackets):
        return replace(found, values=_from_then_on(found.values, reader.versions(found, written)))
    if isinstance(found, Table) and not isinstance(found, Listed):
        return replace(found, rows=(*reader.rows(found, written), *found.rows))
    raise reader.fail(written, f"{found.path} is a list: load another one in its place")


def amend_plainly(found: Lawful, value: Any, reference: str) -> Lawful:
    """The same, written in Python: mappings, lists, texts."""
    file = LawFile(Path("amendment"), root=Path("amendment"))
    try:
        return amend(found, as_written(value), file=file, reference=reference)
    except LawFileInvalid as error:
        raise InputInvalid(input=found.path, value=value, reason=error.values["reason"]) from error


def _from_then_on(held: tuple[Any, ...], made: list[Any]) -> tuple[Any, ...]:
    return (*(one for one in held if one.since < made[0].since), *made)


class _Amender(Reader):
    """The values of an amendment: written as in the law's own files, or shorter, `day: value`."""

    def __init__(self, file: LawFile, top: Block, reference: str) -> None:
        super().__init__(file, top)
        self.reference = reference

    def values(self, found: Parameter, written: Any) -> list[Any]:
        """Dated values."""
        return [self._dated(day, block, found.unit) for day, block in self._by_day(found, written)]

    def versions(self, found: Brackets, written: Any) -> list[Any]:
        """Dated bands."""
        return [
            self._version(day, block, found.unit, found.of) for day, block in self._by_day(found, written)
        ]

    def rows(self, found: Table, written: Any) -> list[Any]:
        """Rows of a table."""
        if not isinstance(written, Listing) or not written:
            raise self.fail(written, f"{found.path} is a table: a list of rows amends it")
        made = [self._row(self._sourced(row), found.keys, found.columns) for row in written]
        self._refuse_overlap(tuple(made))
        return made

    def _by_day(self, found: Lawful, written: Any) -> Iterator[tuple[date, Block]]:
        if not isinstance(written, Block) or not written:
            raise self.fail(written, f"{found.path} is amended from a day on: {{2027-01-01: value}}")
        last: date | None = None
        for key, value in written.items():
            block = self._sourced(value if isinstance(value, Block) else self._short(written, value))
            day = self._day(key, block)
            if last is not None and day <= last:
                raise self.fail(block, f"dates are not sorted: {key} after {last}")
            last = day
            yield day, block

    def _short(self, written: Block, value: Text | None) -> Block:
        block = Block(value=value)
        block.line = getattr(value, "line", written.line)
        return block

    def _sourced(self, block: Any) -> Any:
        if not isinstance(block, Block):
            return block
        given = Block({"reference": self.reference, "evidence": "assumed"} | block)
        given.line = block.line
        return given
