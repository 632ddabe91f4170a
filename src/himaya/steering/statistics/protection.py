"""Small counts are not published, nor any count from which a small one could be worked out.

Cells are bound by sums (a region's people are those of its communes, of its sexes…). A cell under the limit is
hidden; then, as long as some sum leaves one hidden cell alone, or the sums together determine one, the smallest
of its neighbours is hidden with it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from himaya.steering.statistics.figures import Cell

Key = Hashable
LIMIT = 5
COMPONENT_MAX = 400  # cells bound together beyond which only single sums are examined
CERTAIN = 1e-7


@dataclass(frozen=True)
class Sum:
    """The cell `total` counts the same people as the cells `parts` together."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


def protect(values: Mapping[Key, int], sums: Sequence[Sum]) -> dict[Key, Cell]:
    """The cells as they may be published. Every key of `sums` must have a value."""
    small = {key for key, value in values.items() if 0 < value < LIMIT}
    hidden = set(small)
    of_cell: dict[Key, list[Sum]] = defaultdict(list)
    for one in sums:
        for key in one.cells:
            of_cell[key].append(one)
    _hide_lonely(hidden, values, sums, of_cell)
    while determined := determined_cells(hidden, sums):
        before = len(hidden)
        for key in sorted(determined, key=repr):
            _hide_near(key, hidden, values, of_cell)
        _hide_lonely(hidden, values, sums, of_cell)
        if len(hidden) == before:
            break  # nobody is left to hide behind: every cell that counts anybody is hidden
    return {
        key: Cell(value) if key not in hidden else Cell.small() if key in small else Cell.protected()
        for key, value in values.items()
    }


def _hide_lonely(
    hidden: set[Key], values: Mapping[Key, int], sums: Iterable[Sum], of_cell: Mapping[Key, list[Sum]]
) -> None:
    """Give company to every hidden cell that is alone in a sum."""
    waiting = list(sums)
    while waiting:
        one = waiting.pop()
        if (
            sum(key in hidden for key in one.cells) == 1
            and (more := _smallest(one, hidden, values)) is not None
        ):
            hidden.add(more)
            waiting.extend(of_cell[more])


def _hide_near(
    key: Key, hidden: set[Key], values: Mapping[Key, int], of_cell: Mapping[Key, list[Sum]]
) -> None:
    """Hide the smallest cell that shares a sum with `key`, else with its neighbours, and so on outwards."""
    seen, reached = {key}, {key}
    while reached:
        near = [one for cell in reached for one in of_cell[cell]]
        candidates = [cell for one in near if (cell := _smallest(one, hidden, values)) is not None]
        if candidates:
            hidden.add(min(candidates, key=lambda cell: (values[cell], repr(cell))))
            return
        reached = {cell for one in near for cell in one.cells} - seen
        seen |= reached


def _smallest(one: Sum, hidden: set[Key], values: Mapping[Key, int]) -> Key | None:
    """The smallest cell of a sum still shown that counts somebody; a part before the total."""
    for group in (one.parts, (one.total,)):
        shown = [key for key in group if key not in hidden and values[key] > 0]
        if shown:
            return min(shown, key=lambda key: (values[key], repr(key)))
    return None


def determined_cells(hidden: set[Key], sums: Sequence[Sum]) -> set[Key]:
    """Hidden cells whose value follows from what is shown: those that every solution of the sums agrees on."""
    found: set[Key] = set()
    for cells, bound in _components(hidden, sums):
        if len(cells) > COMPONENT_MAX:
            continue
        place = {key: index for index, key in enumerate(cells)}
        matrix = np.zeros((len(bound), len(cells)))
        for row, one in enumerate(bound):
            for key in one.parts:
                if key in place:
                    matrix[row, place[key]] += 1
            if one.total in place:
                matrix[row, place[one.total]] -= 1
        _, sizes, right = np.linalg.svd(matrix)
        rank = int((sizes > CERTAIN).sum())
        freedom = np.abs(right[rank:]).max(axis=0) if rank < len(cells) else np.zeros(len(cells))
        found.update(key for key, free in zip(cells, freedom, strict=True) if free < CERTAIN)
    return found


def _components(hidden: set[Key], sums: Sequence[Sum]) -> Iterable[tuple[list[Key], list[Sum]]]:
    """Hidden cells that share sums, with those sums; a hidden cell in no sum is bound by nothing."""
    parent: dict[Key, Key] = {key: key for key in hidden}

    def root(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    bound = [(one, [key for key in one.cells if key in hidden]) for one in sums]
    for _one, members in bound:
        for key in members[1:]:
            parent[root(key)] = root(members[0])
    cells: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(hidden, key=repr):
        cells[root(key)].append(key)
    together: dict[Key, list[Sum]] = defaultdict(list)
    for one, members in bound:
        if members:
            together[root(members[0])].append(one)
    return [(members, together[key]) for key, members in cells.items() if together[key]]
