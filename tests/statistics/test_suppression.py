"""Small counts are hidden, and no subtraction across all tables brings one back."""

import polars as pl
import pytest
from attack import World, given_away, world

from himaya.steering.statistics.cells import counted
from himaya.steering.statistics.disclosure import Sum, pinned
from himaya.steering.statistics.figures import Cell
from himaya.steering.statistics.protection import LIMIT, protect


def published(one: World) -> tuple[dict[object, int], dict[object, Cell]]:
    counts = counted(one.people, one.families, one.schemes)
    return dict(counts.values), dict(protect(counts.values, counts.sums))


WORLDS = [
    *({"seed": seed} for seed in range(6)),
    {"seed": 6, "people": 40},
    {"seed": 7, "people": 600},
    {"seed": 8, "regions": 4, "communes": 2, "categories": 2, "people": 300},
]


@pytest.mark.parametrize("how", WORLDS, ids=str)
def test_no_subtraction_gives_a_hidden_cell_away(how: dict[str, int]) -> None:
    one = world(**how)
    values, cells = published(one)
    assert any(cell.value is None for cell in cells.values())
    assert given_away(one, cells) == set()
    assert sum(one.people["people"]) == values["registered", "*", "*", ""]


@pytest.mark.parametrize("how", WORLDS[:3], ids=str)
def test_what_is_shown_is_true_and_what_is_hidden_says_why(how: dict[str, int]) -> None:
    values, cells = published(world(**how))
    for key, value in values.items():
        cell = cells[key]
        if cell.value is None:
            assert value > 0
            assert cell.hidden == "protected" or value < LIMIT
        else:
            assert cell.value == value
            assert value == 0 or value >= LIMIT


@pytest.mark.parametrize("how", WORLDS[:3], ids=str)
def test_under_the_limit_is_said_only_where_it_gives_no_number_away(how: dict[str, int]) -> None:
    one = world(**how)
    counts = counted(one.people, one.families, one.schemes)
    cells = protect(counts.values, counts.sums)
    hidden = {key for key, cell in cells.items() if cell.value is None}
    small = {key for key in hidden if counts.values[key] < LIMIT}
    said = {key for key in hidden if cells[key].hidden == "small"}
    bounds = {"values": counts.values, "limit": LIMIT}
    assert pinned(hidden, counts.sums, said=said, **bounds) == set()
    assert said <= small


def test_the_attacker_finds_what_primary_suppression_alone_gives_away() -> None:
    one = world(0)
    values = counted(one.people, one.families, one.schemes).values
    naive = {key: Cell.small() if 0 < value < LIMIT else Cell(value) for key, value in values.items()}
    assert given_away(one, naive)


def test_one_small_part_takes_a_neighbour_with_it() -> None:
    cells = protect({"all": 40, "a": 3, "b": 7, "c": 30}, [Sum("all", ("a", "b", "c"))])
    assert cells == {"all": Cell(40), "a": Cell.small(), "b": Cell.protected(), "c": Cell(30)}


def test_with_nothing_to_hide_behind_the_total_goes_too() -> None:
    cells = protect({"all": 3, "a": 3, "b": 0}, [Sum("all", ("a", "b"))])
    assert cells == {"all": Cell.small(), "a": Cell.small(), "b": Cell(0)}


def test_an_empty_register_publishes_zeros_only() -> None:
    nobody = world(0)
    empty = counted(nobody.people.head(0), nobody.families.head(0), nobody.schemes.head(0))
    assert all(cell == Cell(0) for cell in protect(empty.values, empty.sums).values())
    assert isinstance(nobody.people, pl.DataFrame)
