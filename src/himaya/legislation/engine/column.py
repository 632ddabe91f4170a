"""A compiled node: an expression over the frame, or a constant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import narwhals as nw

UNSET: Any = object()
_TYPES: dict[str, Any] = {"amount": nw.Int64, "day": nw.Int64, "flag": nw.Boolean, "code": nw.Int32}


@dataclass(frozen=True, slots=True)
class Base:
    """A column of the frame holding small whole numbers, without nulls: 0 up to, not including, `size`."""

    name: str
    ready: int
    size: int


@dataclass(slots=True)
class Column:
    """A compiled node: an expression ready at a pass, a constant (None: unknown for every row), or cells.

    Cells: one value per number of a base column. What depends on that column alone is computed on the cells,
    of which there are few, and looked up row by row only where it meets something else.
    """

    expr: Any
    ready: int = 0
    nullable: bool = False
    constant: Any = UNSET
    name: str = ""
    base: Base | None = None
    cells: tuple[Any, ...] = ()
    kind: str = ""

    @property
    def known(self) -> bool:
        """Whether it is the same for every row."""
        return self.constant is not UNSET


@dataclass(frozen=True, slots=True)
class Fact:
    """What the frame shows of one input: its encoded column, whether it has nulls, its span.

    A code's column holds places in `cells`, which give the code's number (None for a null).
    """

    column: str
    nullable: bool
    low: Any
    high: Any
    cells: tuple[int | None, ...] = ()


def ready_at(columns: list[Column]) -> int:
    """The pass in which all of them are there."""
    return max((one.ready for one in columns if not one.known), default=0)


def literal(value: Any, kind: str) -> Any:
    """A typed literal."""
    if value is None:
        return nw.lit(None, dtype=_TYPES[kind])
    return nw.lit(bool(value) if kind == "flag" else value, dtype=_TYPES[kind])


def unknown() -> Column:
    """Unknown for every row."""
    return Column(None, constant=None, nullable=True)


def tabulated(base: Base, cells: list[Any], kind: str) -> Column:
    """A column given by cells; a constant where they are all the same."""
    if all(cell == cells[0] for cell in cells):
        return Column(None, constant=cells[0], nullable=cells[0] is None)
    return Column(None, base.ready, None in cells, base=base, cells=tuple(cells), kind=kind)


def by_cells(operation: Callable[..., Any], args: list[Column], kind: str) -> Column | None:
    """The operation on cells, if all that varies among the arguments is cells of one base."""
    bases = {arg.base for arg in args if arg.base is not None}
    if len(bases) != 1 or any(not arg.known and arg.base is None for arg in args):
        return None
    base = bases.pop()
    listed = [[arg.constant] * base.size if arg.known else arg.cells for arg in args]
    return tabulated(base, [operation(*values) for values in zip(*listed, strict=True)], kind)


def strict(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation on values of which one may be unknown: then so is the result."""
    return lambda *values: None if None in values else operation(*values)


class Side:
    """One side of a comparison, constant or expression."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def compare(self, other: Side, *, inclusive: bool) -> Any:
        """self < other, or self <= other."""
        left, right = (
            literal(one, "amount") if isinstance(one, int) else one for one in (self.value, other.value)
        )
        return left <= right if inclusive else left < right
