"""The facts that formulas may ask for: each with its label, unit and range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from himaya.legislation.engine.nodes import Node
from himaya.legislation.errors import InputInvalid
from himaya.legislation.units import UNITS, Unit, day_number, day_of, read_amount, read_day, read_exact
from himaya.legislation.words import Words
from himaya.legislation.yaml_lines import Block, LawFile

_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_ENTRIES = {"label", "unit", "min", "max", "decimals", "optional", "not_after"}


@dataclass(frozen=True, slots=True)
class Input:
    """One fact. `low` and `high` are in the smallest unit; an exact fact counts `denominator`ths.

    not_after: the days that it may not lie after, where both are given: a birth and the day considered.
    """

    name: str
    label: Words
    unit: Unit
    low: int
    high: int
    optional: bool
    decimals: int
    not_after: tuple[str, ...] = ()

    @property
    def denominator(self) -> int:
        """How many of the integer kept make one."""
        return 10**self.decimals if self.unit.kind == "exact" else 1

    def node(self) -> Node:
        """The fact in the graph; always possibly unknown."""
        kind = "amount" if self.unit.kind == "exact" else self.unit.kind
        return Node("input", kind, data=self, low=self.low, high=self.high, nullable=True, subject=self.name)

    def read(self, value: Any) -> Any:
        """A fact as given (text, int, Decimal, date, bool, None) in the engine's counts; or InputInvalid."""
        if value is None:
            return None
        try:
            read = self._read(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise InputInvalid(input=self.name, value=value, reason=str(error)) from error
        if self.unit.kind in ("amount", "exact", "day") and not self.low <= read <= self.high:
            raise InputInvalid(input=self.name, value=value, reason=f"must lie between {self.span}")
        return read

    @property
    def span(self) -> str:
        """The range in words."""
        if self.unit.kind == "day":
            return f"{day_of(self.low)} and {day_of(self.high)}"
        scale = Decimal(10) ** self.decimals
        return f"{self.low / scale} and {self.high / scale}"

    def _read(self, value: Any) -> Any:
        if isinstance(value, float):
            raise ValueError(
                "a float is not exact: give text, a whole number of the smallest unit, or Decimal"
            )
        kind = self.unit.kind
        if kind == "day":
            return day_number(value) if isinstance(value, date) else read_day(str(value))
        if kind == "flag":
            return _flag(value)
        if kind == "code":
            return str(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return value * self.denominator
        if kind == "amount":
            return read_amount(str(value), decimals=self.unit.decimals)
        number, denominator = read_exact(str(value))
        if self.denominator % denominator and number * self.denominator % denominator:
            raise ValueError(f"more than {self.decimals} decimals")
        return number * self.denominator // denominator


def refuse_later(inputs: dict[str, Input], facts: dict[str, Any]) -> None:
    """Refuse a day that lies after one it may not lie after."""
    for name, value in facts.items():
        for other in inputs[name].not_after if value is not None else ():
            if facts.get(other) is not None and value > facts[other]:
                raise later_than(inputs[name], value, other)


def later_than(fact: Input, day: int, other: str) -> InputInvalid:
    """The error for a day after one it may not lie after."""
    return InputInvalid(input=fact.name, value=day_of(day), reason=f"must not lie after {other}")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "yes", "1"):
        return True
    if str(value).lower() in ("false", "no", "0"):
        return False
    raise ValueError("yes or no")


def load_inputs(path: Path) -> dict[str, Input]:
    """The inputs a fund's law declares in `inputs.yaml`."""
    file = LawFile(path, root=path.parent)
    blocks = file.read()
    found = {name: _input(name, block, file) for name, block in blocks.items()}
    for one in found.values():
        for other in one.not_after:
            if other not in found or found[other].unit.kind != "day" or one.unit.kind != "day":
                raise file.fail(blocks[one.name].line, f"{one.name}: not_after names days, not {other!r}")
    return found


def _input(name: str, block: Any, file: LawFile) -> Input:
    if not isinstance(block, Block):
        raise file.fail(1, f"{name}: expected {{label, unit, …}}")
    for key in block:
        if key not in _ENTRIES:
            raise file.fail(block.line, f"{name}: unknown entry {key!r}")
    label, unit = block.get("label") or {}, UNITS.get(str(block.get("unit")))
    if unit is None:
        raise file.fail(block.line, f"{name}: unknown unit {str(block.get('unit'))!r}")
    if not label.get("fr") or not label.get("ar"):
        raise file.fail(block.line, f"{name}: label needs fr and ar")
    said = Words(ar=str(label["ar"]), fr=str(label["fr"]), en=str(label.get("en") or ""))
    decimals = int(block.get("decimals") or unit.decimals)
    low, high = _range(name, block, unit, decimals, file)
    if low > high:
        raise file.fail(block.line, f"{name}: min is above max")
    later = tuple(str(other) for other in block.get("not_after") or ())
    return Input(name, said, unit, low, high, str(block.get("optional")) == "true", decimals, later)


def _range(name: str, block: Block, unit: Unit, decimals: int, file: LawFile) -> tuple[int, int]:
    if unit.kind in ("flag", "code"):
        return 0, 1
    if unit.kind == "day":
        return day_number(_EARLIEST), day_number(_LATEST)
    try:
        return read_amount(block["min"], decimals=decimals), read_amount(block["max"], decimals=decimals)
    except (KeyError, TypeError, ValueError) as error:
        raise file.fail(
            block.line, f"{name}: min and max must be given as quoted numbers ({error})"
        ) from error
