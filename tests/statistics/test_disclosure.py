"""What a reader can work out, by hand and by trying every number that could stand in the hidden cells."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from himaya.steering.statistics.disclosure import Sum, moves, pinned, worked_out
from himaya.steering.statistics.figures import Cell
from himaya.steering.statistics.protection import LIMIT, protect

SIDE = 3


def table(seed: int) -> tuple[dict[Any, int], list[Sum]]:
    """Counts of people by two criteria, with all margins."""
    chance = random.Random(seed)
    values: dict[Any, int] = {
        (row, column): chance.choice((0, 0, 1, 2, 3, 4, 4, 6)) for row in range(2) for column in range(SIDE)
    }
    sums = []
    for row in range(2):
        sums.append(Sum((row, "*"), tuple((row, column) for column in range(SIDE))))
    for column in range(SIDE):
        sums.append(Sum(("*", column), tuple((row, column) for row in range(2))))
    sums.append(Sum(("*", "*"), tuple(("*", column) for column in range(SIDE))))
    sums.append(Sum(("*", "*"), ((0, "*"), (1, "*"))))
    for one in sums:
        values[one.total] = sum(values[part] for part in one.parts)
    return values, sums


def possible(cells: dict[Any, Cell], most: int) -> Iterator[dict[Any, int]]:
    """Every table that would be published as these cells: zeros are shown, so a hidden cell is at least 1."""
    inner = [(row, column) for row in range(2) for column in range(SIDE)]
    choices = []
    for key in inner:
        cell = cells[key]
        if cell.value is not None:
            choices.append([cell.value])
        else:
            choices.append(list(range(1, LIMIT if cell.hidden == "small" else most + 1)))
    for numbers in itertools.product(*choices):
        filled: dict[Any, int] = dict(zip(inner, numbers, strict=True))
        for row in range(2):
            filled[row, "*"] = sum(filled[row, column] for column in range(SIDE))
        for column in range(SIDE):
            filled["*", column] = filled[0, column] + filled[1, column]
        filled["*", "*"] = filled[0, "*"] + filled[1, "*"]
        if all(_agrees(cells[key], filled[key]) for key in filled):
            yield filled


def _agrees(cell: Cell, number: int) -> bool:
    if cell.value is not None:
        return cell.value == number
    return 1 <= number < LIMIT if cell.hidden == "small" else number >= 1


@pytest.mark.parametrize("seed", range(40))
def test_every_hidden_cell_could_be_another_number(seed: int) -> None:
    values, sums = table(seed)
    cells = protect(values, sums)
    met: dict[Any, set[int]] = {key: set() for key, cell in cells.items() if cell.value is None}
    for filled in possible(cells, most=max(values.values()) if max(values.values()) < 8 else 8):
        for key, numbers in met.items():
            numbers.add(filled[key])
        if all(len(numbers) > 1 for numbers in met.values()):
            break
    assert [key for key, numbers in met.items() if len(numbers) < 2] == []


def test_two_small_counts_that_make_eight_do_not_say_that_they_are_small() -> None:
    cells = protect({"all": 38, "a": 4, "b": 4, "c": 30}, [Sum("all", ("a", "b", "c"))])
    assert cells == {"all": Cell(38), "a": Cell.protected(), "b": Cell.protected(), "c": Cell(30)}


def test_five_people_one_in_each_of_five_places_take_their_total_with_them() -> None:
    places = dict.fromkeys("abcde", 1)
    cells = protect({"all": 5, **places}, [Sum("all", tuple(places))])
    assert all(cell.value is None for cell in cells.values())


def test_a_ring_of_sums_leaves_one_number_free() -> None:
    """a+b, b+c, c+d and d+a shown: one of the four may still be anything."""
    pairs = ("ab", "bc", "cd", "da")
    drawn = moves([{one: 1, other: 1} for one, other in pairs])
    assert drawn["a"] == -drawn["b"] == drawn["c"] == -drawn["d"] != 0


def test_a_ring_of_three_sums_gives_all_away() -> None:
    sums = [Sum(one + other, (one, other)) for one, other in ("ab", "bc", "ca")]
    assert worked_out({"a", "b", "c"}, sums) == {"a", "b", "c"}


def test_sums_bind_more_cells_than_any_table_holds() -> None:
    """Two thousand cells in one chain: shown sums of neighbours, and the last one alone."""
    names = list(range(2000))
    chain = [Sum(("sum", one), (one, one + 1)) for one in names[:-1]]
    assert worked_out(set(names), chain) == set()
    assert worked_out(set(names), [*chain, Sum("end", (names[-1],))]) == set(names)


def test_a_bound_is_carried_from_sum_to_sum() -> None:
    """a and b under five make 8, so both are 4; then c, with b, makes 10."""
    values = {"ab": 8, "bc": 10, "a": 4, "b": 4, "c": 6}
    sums = [Sum("ab", ("a", "b")), Sum("bc", ("b", "c"))]
    assert pinned({"a", "b", "c"}, sums, values=values, said={"a", "b"}, limit=LIMIT) == {"a", "b", "c"}
    assert pinned({"a", "b", "c"}, sums, values=values, said={"a"}, limit=LIMIT) == set()
