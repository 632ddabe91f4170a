"""Small counts are not published, nor any count from which a small one could be worked out.

Cells are bound by sums (a region's people are those of its communes, of its sexes…). A cell under the limit is
hidden; then, as long as some sum leaves one hidden cell alone, or the sums together determine one, the smallest
of its neighbours is hidden with it. Last, where "under the limit" is itself what gives a number away (two such
cells that make eight are four each), it is not said.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from himaya.steering.statistics.disclosure import Key, Sum, pinned, worked_out
from himaya.steering.statistics.figures import Cell

LIMIT = 5


def protect(values: Mapping[Key, int], sums: Sequence[Sum]) -> dict[Key, Cell]:
    """The cells as they may be published. Every key of `sums` must have a value."""
    small = {key for key, value in values.items() if 0 < value < LIMIT}
    hidden = set(small)
    of_cell: dict[Key, list[Sum]] = defaultdict(list)
    for one in sums:
        for key in one.cells:
            of_cell[key].append(one)
    said = set(small)
    _hide_lonely(hidden, values, sums, of_cell)
    while True:
        before = (len(hidden), len(said))
        if given_away := worked_out(hidden, sums):
            neither = given_away
        else:
            given_away = pinned(hidden, sums, values=values, said=said, limit=LIMIT)
            neither = _unsaid(given_away, said, of_cell)
        for key in sorted(neither, key=repr):
            _hide_near(key, hidden, values, of_cell)
        _hide_lonely(hidden, values, sums, of_cell)
        if not given_away or before == (len(hidden), len(said)):
            break  # nothing is given away, or every cell that counts anybody is hidden
    return {
        key: Cell(value) if key not in hidden else Cell.small() if key in said else Cell.protected()
        for key, value in values.items()
    }


def _unsaid(given_away: set[Key], said: set[Key], of_cell: Mapping[Key, list[Sum]]) -> set[Key]:
    """Leave unsaid, around the cells given away, that one is small; returns those where nobody says it."""
    around = {key: {cell for one in of_cell[key] for cell in one.cells} & said for key in given_away}
    said.difference_update(*around.values())
    return {key for key, cells in around.items() if not cells}


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
