"""Laying out periods: what tiles, what is chosen, what is joined."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from rights_cases import Member, segments

from himaya.fund.rights.timeline import FAR, best, gaps, joined, merged
from himaya.legislation.law import Legislation

ORIGIN = date(2022, 1, 1)
DAYS = 40
KEY = ["who"]
Period = tuple[int, int, int, int]  # who, start, end, state

periods = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, DAYS - 1), st.integers(1, 12), st.integers(1, 3)).map(
        lambda one: (one[0], one[1], one[1] + one[2], one[3])
    ),
    min_size=1,
    max_size=12,
)


def day(number: int) -> date:
    return ORIGIN + timedelta(days=number)


def frame(rows: list[Period]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"who": who, "start_on": day(start), "end_on": day(end), "state": state}
            for who, start, end, state in rows
        ],
        schema={"who": pl.Int64, "start_on": pl.Date, "end_on": pl.Date, "state": pl.Int16},
    )


def by_day(rows: pl.DataFrame) -> dict[tuple[int, date], list[int]]:
    """The states said for each person and day, one a segment that covers it."""
    said: dict[tuple[int, date], list[int]] = {}
    for who, start, end, state in rows.select("who", "start_on", "end_on", "state").iter_rows():
        for one in range((end - start).days):
            said.setdefault((who, start + timedelta(days=one)), []).append(state)
    return said


@given(periods)
def test_the_best_of_overlapping_periods_says_one_thing_a_day_and_the_lowest_state(
    rows: list[Period],
) -> None:
    given_days = by_day(frame(rows))
    chosen = by_day(best(frame(rows), key=KEY, by=["state"]))
    assert chosen == {key: [min(states)] for key, states in given_days.items()}


@given(periods)
def test_joined_neighbours_differ(rows: list[Period]) -> None:
    found = best(frame(rows), key=KEY, by=["state"]).sort("who", "start_on").rows()
    for (who, _, end, state), (next_who, start, _, next_state) in pairwise(found):
        assert (who, end, state) != (next_who, start, next_state)


@given(periods)
def test_what_is_merged_and_the_gaps_tile_the_span(rows: list[Period]) -> None:
    islands = merged(frame(rows), key=KEY, keep=[pl.col("state").max()])
    spans = pl.DataFrame({"who": [1, 2, 3]}).with_columns(
        pl.lit(day(3)).alias("start_on"), pl.lit(day(DAYS)).alias("end_on")
    )
    between = gaps(islands.select(*KEY, "start_on", "end_on"), spans, key=KEY).with_columns(
        pl.lit(0).alias("state")
    )
    covered = by_day(islands)
    assert all(len(said) == 1 for said in covered.values())
    assert covered.keys() == by_day(frame(rows)).keys()
    span = {(who, day(number)) for who in (1, 2, 3) for number in range(3, DAYS)}
    assert by_day(between).keys() == span - covered.keys()
    assert all(len(said) == 1 for said in by_day(between).values())


def test_touching_periods_that_say_the_same_are_one() -> None:
    rows = frame([(1, 0, 3, 1), (1, 3, 7, 1), (1, 8, 9, 1), (2, 9, 11, 1)])
    assert [(one[0], one[1], one[2]) for one in joined(rows, key=KEY).rows()] == [
        (1, day(0), day(7)),
        (1, day(8), day(9)),
        (2, day(9), day(11)),
    ]


histories = st.lists(st.integers(-20, 700), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(histories=st.lists(histories, min_size=1, max_size=4), ahead=st.integers(0, 900))
def test_every_history_of_payments_gives_one_state_a_day_without_a_hole(
    law: Legislation, histories: list[list[int]], ahead: int
) -> None:
    """Each month is paid that many days after its first day (over 600: never)."""
    on = date(2022, 6, 1) + timedelta(days=ahead)
    members = [_member(number + 1, delays, on=on) for number, delays in enumerate(histories)]
    found = segments(law, *members, on=on)
    for person in range(1, len(members) + 1):
        own = found.filter(pl.col("person_id") == person).sort("start_on")
        assert own["start_on"][0] == ORIGIN
        assert own["end_on"][-1] == FAR
        assert own["end_on"].to_list()[:-1] == own["start_on"].to_list()[1:]


def _member(number: int, delays: list[int], *, on: date) -> Member:
    paid: dict[str, date | None] = {}
    for place, delay in enumerate(delays):
        month = date(2022 + place // 12, place % 12 + 1, 1)
        when = month + timedelta(days=delay)
        if month <= on:
            paid[f"{month:%Y-%m}"] = when if delay <= 600 and when <= on else None
    return Member(person=number, number=number, paid=paid)
