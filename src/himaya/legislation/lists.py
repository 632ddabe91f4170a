"""Lists of the law: keyed, dated rows that an administrator loads; the file is read when first asked.

A list is a table with one key and many rows (medicines, acts, conditions). Its file of parameters says the key,
the columns with their units and bounds; the rows are in a CSV file of the fund's `reference` folder, or in a
frame given to `Legislation.with_tables`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, overload

from himaya.legislation.errors import LawFileInvalid
from himaya.legislation.parameters import Match, Row, Source, Stored, Table
from himaya.legislation.units import Unit, read_amount, read_exact
from himaya.legislation.yaml_lines import Block, Text

OWN = ("from", "until", "reference")  # columns every list may have beside its own
DECLARED = {"unit", "min", "max", "decimals"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column of a list may hold; `low` and `high` in the smallest unit."""

    unit: Unit
    low: int = 0
    high: int = 0
    decimals: int = 0

    @property
    def denominator(self) -> int:
        """How many of the integer kept make one."""
        return 10**self.decimals if self.unit.kind == "exact" else 1

    def read(self, value: Any) -> Stored:
        """A cell as kept; ValueError says what is wrong. Whole numbers are the smallest unit already."""
        if value is None or value == "":
            return None
        kind = self.unit.kind
        if kind == "code":
            return str(value)
        if kind == "flag":
            return _flag(value)
        if isinstance(value, int):
            number = value * self.denominator
        elif kind == "exact":
            numerator, denominator = read_exact(str(value))
            number, rest = divmod(numerator * self.denominator, denominator)
            if rest:
                raise ValueError(f"more than {self.decimals} decimals: {value}")
        else:
            number = read_amount(str(value), decimals=self.unit.decimals)
        if not self.low <= number <= self.high:
            raise ValueError(f"{value} is outside its bounds")
        return (number, self.denominator) if kind == "exact" else number

    @property
    def bounds(self) -> list[Stored]:
        """The least and the largest it may hold, as kept."""
        if self.unit.kind == "exact":
            return [(self.low, self.denominator), (self.high, self.denominator)]
        return [self.low, self.high] if self.unit.kind == "amount" else []


class ListRows(Sequence[Row]):
    """The rows of a list, read once, when first asked."""

    def __init__(self, read: Callable[[], list[Row]], key: str) -> None:
        self._read, self._key = read, key

    @cached_property
    def listed(self) -> list[Row]:
        """The rows, by key and first day."""
        return self._read()

    @cached_property
    def places(self) -> dict[Any, list[int]]:
        """Where the rows of each key stand."""
        found: dict[Any, list[int]] = {}
        for place, row in enumerate(self.listed):
            found.setdefault(_key_of(row, self._key), []).append(place)
        return found

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        return self.listed[place]

    def __len__(self) -> int:
        return len(self.listed)


@dataclass(frozen=True, slots=True, eq=False)
class Listed(Table):
    """A list. `source` is that of rows without a reference of their own."""

    cells: dict[str, Cell] = field(default_factory=dict)
    since: date = date.min
    source: Source = field(default_factory=lambda: Source(""))

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", {})

    @property
    def key(self) -> str:
        """The name of its key."""
        return next(iter(self.keys))

    @property
    def places(self) -> dict[Any, list[int]]:
        """Where the rows of each key stand."""
        rows: Any = self.rows
        found: dict[Any, list[int]] = rows.places
        return found

    def find(self, keys: dict[str, Any], day: int) -> tuple[Row | None, str]:
        """The row for the key on a day number, or None with the reason why."""
        places = self.places.get(keys[self.key], [])
        for place in places:
            if self.rows[place].in_force(day):
                return self.rows[place], ""
        return None, self.no_row if places else self.unknown_key

    def stored(self, column: str) -> list[Stored]:
        """The least and the largest a column may hold."""
        return self.cells[column].bounds

    def known_on(self, day: date) -> Listed:
        """Itself: a list is replaced as a whole, its rows are known when it is loaded."""
        return self

    def with_rows(self, given: Iterable[Mapping[str, Any]], *, name: str) -> Listed:
        """The same list with other rows; LawFileInvalid names the line that breaks it."""
        rows = read_rows(self, given, file=name)
        return replace(self, rows=ListRows(lambda: rows, self.key), file=name)  # type: ignore[arg-type]


def from_file(made: Listed, path: Path) -> Listed:
    """The list with the rows of a CSV file, read when first asked."""

    def read() -> list[Row]:
        with path.open(encoding="utf-8", newline="") as file:
            return read_rows(made, csv.DictReader(file), file=path.name)

    return replace(made, rows=ListRows(read, made.key), file=path.name)  # type: ignore[arg-type]


def reference_folder(path: Path) -> Path:
    """Where the lists of the fund stand, from one of its files of parameters."""
    parameters = next(above for above in path.parents if above.name == "parameters")
    return parameters.parent.parent / "reference"


def read_rows(made: Listed, given: Iterable[Mapping[str, Any]], *, file: str) -> list[Row]:
    """Rows as kept, by key and first day; refused when a cell does not fit or two rows hold on one day."""
    rows: list[Row] = []
    for number, one in enumerate(given):
        try:
            rows.append(_row(made, one, number + 2))
        except (ValueError, KeyError, TypeError) as error:
            raise LawFileInvalid(file=file, line=number + 2, reason=str(error)) from error
    rows.sort(key=lambda row: (_key_of(row, made.key), row.since))
    for row, other in pairwise(rows):
        same = row.when == other.when
        if same and (row.until is None or row.until > other.since):
            raise LawFileInvalid(
                file=file, line=other.line, reason=f"{made.key} is listed twice (line {row.line})"
            )
    return rows


def _row(made: Listed, one: Mapping[str, Any], line: int) -> Row:
    key = Cell(made.keys[made.key], high=2**62).read(one[made.key])
    if key is None:
        raise ValueError(f"{made.key} is empty")
    match = Match(code=key) if isinstance(key, str) else Match(low=_whole(key), high=_whole(key))
    cells = {name: cell.read(one.get(name)) for name, cell in made.cells.items()}
    source = replace(made.source, reference=one["reference"]) if one.get("reference") else made.source
    return Row(
        _day(one.get("from")) or made.since,
        _day(one.get("until")),
        {made.key: match},
        cells,
        {name: str(one.get(name) or "") for name in made.cells},
        source,
        line,
    )


def _whole(key: Stored) -> int:
    if not isinstance(key, int):
        raise ValueError(f"a key is a whole number or a code, not {key!r}")
    return key


def _key_of(row: Row, key: str) -> Any:
    match = row.when[key]
    return match.low if match.code is None else match.code


def _day(value: Any) -> date | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError(f"a flag is true or false, not {value!r}")


def declared(block: Block, unit: Unit) -> Cell:
    """A column as the file of parameters declares it; ValueError says what is wrong."""
    if unit.kind in ("code", "flag"):
        return Cell(unit)
    decimals = int(block.get("decimals") or unit.decimals)
    try:
        low, high = (read_amount(_quoted(block[end]), decimals=decimals) for end in ("min", "max"))
    except KeyError as error:
        raise ValueError(f"{error.args[0]} is missing: a list declares the bounds of its numbers") from error
    return Cell(unit, low, high, decimals)


def _quoted(value: Any) -> str:
    if not isinstance(value, Text) or not value.quoted:
        raise ValueError(f"numbers are quoted, so that YAML makes no float of them: {value}")
    return value
