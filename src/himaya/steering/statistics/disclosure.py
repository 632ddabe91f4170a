"""Which hidden cells a reader can work out: from the sums alone, or because a bound leaves one number.

Both are decided for parts of any size. *The sums*: numbers z that every sum sends to zero are sought; adding
them to the hidden cells changes nothing that is published, so a cell whose z is not 0 cannot be worked out by
adding and subtracting. One z is drawn at random among all, in exact ratios, and whoever it leaves at 0 counts
as given away. A cell that the sums determine is 0 in every z; any other is 0 in the drawn one with a chance
of one in a milliard, and is then protected without need. *The bounds*: a hidden cell counts somebody, and may
say that it is under the limit; what that leaves possible is carried from sum to sum until nothing changes.
"""

from __future__ import annotations

import heapq
import math
import random
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Key = Hashable
Row = dict[Key, int]
DRAWN_TO = 10**9
CARRIED_MAX = 200  # times that one sum is looked at again; stopping early only finds fewer bounds


@dataclass(frozen=True)
class Sum:
    """The cell `total` counts the same people as the cells `parts` together."""

    total: Key
    parts: tuple[Key, ...]

    @property
    def cells(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


def worked_out(hidden: set[Key], sums: Sequence[Sum]) -> set[Key]:
    """Hidden cells that the sums determine, whatever the numbers."""
    rows = [row for one in sums if (row := _hidden_part(one, hidden))]
    return {key for key, move in moves(rows).items() if not move}


def pinned(
    hidden: set[Key], sums: Sequence[Sum], *, values: Mapping[Key, int], said: set[Key], limit: int
) -> set[Key]:
    """Hidden cells for which the bounds leave one number. said: those that say they are under the limit."""
    rows, known = [], []
    for one in sums:
        if row := _hidden_part(one, hidden):
            rows.append(row)
            known.append(-_shown_part(one, values, hidden))
    low: dict[Key, float] = {key: 1 for row in rows for key in row}
    high: dict[Key, float] = {key: limit - 1 if key in said else math.inf for key in low}
    _carry(rows, known, low, high)
    return {key for key in low if low[key] == high[key]}


def _hidden_part(one: Sum, hidden: set[Key]) -> Row:
    """The hidden cells of a sum: each part once for every time it stands there, the total against them."""
    row: Row = defaultdict(int)
    for key in one.parts:
        if key in hidden:
            row[key] += 1
    if one.total in hidden:
        row[one.total] -= 1
    return {key: times for key, times in row.items() if times}


def _shown_part(one: Sum, values: Mapping[Key, int], hidden: set[Key]) -> int:
    shown = sum(values[key] for key in one.parts if key not in hidden)
    return shown - (0 if one.total in hidden else values[one.total])


def moves(rows: Iterable[Row]) -> dict[Key, Fraction]:
    """Numbers drawn at random among all that every row (times by cell) sends to zero.

    A cell that the rows determine gets 0. Sparse elimination, the cell in fewest rows first.
    """
    left = {number: dict(row) for number, row in enumerate(rows)}
    of_cell: dict[Key, set[int]] = defaultdict(set)
    for number, row in left.items():
        for key in row:
            of_cell[key].add(number)
    order = {key: place for place, key in enumerate(of_cell)}
    solved: list[tuple[Key, Row]] = []
    waiting = [(len(numbers), order[key], key) for key, numbers in of_cell.items()]
    heapq.heapify(waiting)
    while waiting:
        count, place, key = heapq.heappop(waiting)
        numbers = of_cell[key]
        if len(numbers) != count:
            if numbers:
                heapq.heappush(waiting, (len(numbers), place, key))
            continue
        pivot = min(numbers, key=lambda number: (abs(left[number][key]), len(left[number]), number))
        row = left.pop(pivot)
        for other in row:
            of_cell[other].discard(pivot)
        for number in sorted(numbers):
            _eliminate(left, number, row, key, of_cell)
        solved.append((key, row))
    return _drawn(solved, of_cell)


def _eliminate(
    left: dict[int, Row], number: int, row: Row, key: Key, of_cell: Mapping[Key, set[int]]
) -> None:
    """Take `key` out of a row by adding a multiple of `row` to it; whole numbers as small as they can be."""
    changed = left[number]
    ours, theirs = row[key], changed[key]
    common = math.gcd(ours, theirs)
    ours, theirs = ours // common, theirs // common
    result: Row = {cell: times * ours for cell, times in changed.items()}
    for cell, times in row.items():
        result[cell] = result.get(cell, 0) - times * theirs
    shared = math.gcd(*result.values()) or 1
    left[number] = {cell: times // shared for cell, times in result.items() if times}
    for cell in changed.keys() | row.keys():
        (of_cell[cell].add if cell in left[number] else of_cell[cell].discard)(number)


def _drawn(solved: list[tuple[Key, Row]], cells: Iterable[Key]) -> dict[Key, Fraction]:
    """Free cells drawn, the solved ones worked out from them, the last solved first."""
    chance = random.Random(5)  # no secret: the draw only has to miss coincidences
    pivots = {key for key, _ in solved}
    drawn = {key: Fraction(chance.randint(1, DRAWN_TO)) for key in cells if key not in pivots}
    for key, row in reversed(solved):
        others = sum(times * drawn[cell] for cell, times in row.items() if cell != key)
        drawn[key] = Fraction(-others) / row[key]
    return drawn


def _carry(rows: Sequence[Row], known: Sequence[int], low: dict[Key, float], high: dict[Key, float]) -> None:
    """Narrow the bounds by every row until nothing changes. known: what the cells of each row add up to."""
    of_cell: dict[Key, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for key in row:
            of_cell[key].append(number)
    visits = [0] * len(rows)
    waiting, queued = deque(range(len(rows))), set(range(len(rows)))
    while waiting:
        number = waiting.popleft()
        queued.discard(number)
        visits[number] += 1
        for key, least, most in list(_narrowed(rows[number], known[number], low, high)):
            low[key], high[key] = least, most
            again = [one for one in of_cell[key] if one not in queued and visits[one] < CARRIED_MAX]
            waiting.extend(again)
            queued.update(again)


def _narrowed(
    row: Row, known: int, low: Mapping[Key, float], high: Mapping[Key, float]
) -> Iterator[tuple[Key, float, float]]:
    """The cells of a row whose bounds the others' bounds narrow."""
    ends = {key: sorted((times * low[key], times * high[key])) for key, times in row.items()}
    open_below = sum(math.isinf(least) for least, _ in ends.values())
    open_above = sum(math.isinf(most) for _, most in ends.values())
    below = sum(least for least, _ in ends.values() if not math.isinf(least))
    above = sum(most for _, most in ends.values() if not math.isinf(most))
    for key, times in row.items():
        least, most = ends[key]
        unbounded_above = open_above - math.isinf(most)
        unbounded_below = open_below - math.isinf(least)
        mine = (
            -math.inf if unbounded_above else known - above + (0 if math.isinf(most) else most),
            math.inf if unbounded_below else known - below + (0 if math.isinf(least) else least),
        )
        one, other = sorted(end / times for end in mine)
        smallest = max(low[key], one if math.isinf(one) else math.ceil(one))
        largest = min(high[key], other if math.isinf(other) else math.floor(other))
        if smallest > low[key] or largest < high[key]:
            yield key, smallest, largest
