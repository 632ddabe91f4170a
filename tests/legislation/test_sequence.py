"""Sequences: lines served one after the other, each seeing what those before it received."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from himaya.legislation import algebra
from himaya.legislation.algebra import (
    Amount,
    Day,
    Flag,
    at_least,
    at_most,
    first_known,
    formula,
    no_amount,
    running,
    sequence,
    where,
    words,
)
from himaya.legislation.engine.person import Missing, Person, _add_months
from himaya.legislation.errors import FormulaInvalid
from himaya.legislation.law import Legislation
from himaya.legislation.units import day_number

CEILING, MONTHS = 300_000, 24


def _formula(function: Callable[..., Any]) -> Any:
    said = " ".join(f"{{{name}}}" for name in function.__annotations__ if name not in ("return", "p"))
    text = words(ar=said, fr=said, en=said)
    return formula(unit="centimes", of="line", law="essai", label=text, says=text)(function)


def served(person: Amount, due_month: Day, recovery_fees: Amount, principal_paid_on: Day) -> Amount:
    """At most the ceiling over the window, whatever came before."""
    asked = at_most(first_known(recovery_fees, 0), 10**9)
    return sequence(
        lambda earlier: at_least(
            at_most(asked, CEILING - at_most(earlier.total(months=_months(MONTHS)), CEILING)), 0
        ),
        over=(person,),
        by=first_known(principal_paid_on, due_month),
        on=due_month,
        limit=10**9,
    )


def _months(count: int) -> Amount:
    return Amount(algebra.literal(count, "amount"))


@pytest.fixture(scope="module")
def law() -> Legislation:
    return Legislation.load("ma").amended(formulas=[_formula(served)])


def by_columns(law: Legislation, rows: list[dict[str, Any]]) -> list[Any]:
    frame = pl.DataFrame(
        {
            "person": pl.Series([row["person"] for row in rows], dtype=pl.Int64),
            "recovery_fees": pl.Series([row["recovery_fees"] for row in rows], dtype=pl.Int64),
            **{
                name: pl.Series([row[name] for row in rows], dtype=pl.Int32).cast(pl.Date)
                for name in ("due_month", "principal_paid_on")
            },
        }
    )
    done = law.evaluate(frame, ["served"], reasons=True)
    return list(zip(done["served"].to_list(), done["served_reason"].to_list(), strict=True))


def by_person(law: Legislation, rows: list[dict[str, Any]]) -> list[Any]:
    person, node = Person(rows), law.variable("served").nodes[0]
    found = [person.value(node, row) for row in range(len(rows))]
    return [(None, one.reason) if type(one) is Missing else (one, None) for one in found]


def line(person: int | None, day: int | None, asked: int | None, first: int | None = None) -> dict[str, Any]:
    return {"person": person, "due_month": day, "recovery_fees": asked, "principal_paid_on": first}


def test_lines_are_served_in_the_order_of_their_day_until_nothing_is_left(law: Legislation) -> None:
    rows = [line(1, 18_300, 200_000), line(1, 18_000, 250_000), line(2, 18_300, 90_000)]
    assert by_columns(law, rows) == [(50_000, None), (250_000, None), (90_000, None)]
    assert by_person(law, rows) == by_columns(law, rows)


def test_a_line_before_the_window_no_longer_counts(law: Legislation) -> None:
    first = day_number(date(2015, 6, 1))
    for later, left in ((date(2017, 5, 31), 0), (date(2017, 6, 1), 300_000), (date(2017, 6, 2), 300_000)):
        rows = [line(1, first, 300_000), line(1, day_number(later), 400_000)]
        assert by_columns(law, rows) == by_person(law, rows) == [(300_000, None), (left, None)], later


def test_what_was_paid_first_counts_even_if_its_day_is_later(law: Legislation) -> None:
    rows = [line(1, 18_000, 300_000), line(1, 18_100, 250_000, first=0)]
    assert by_columns(law, rows) == by_person(law, rows) == [(50_000, None), (250_000, None)]


def test_a_line_without_person_or_day_takes_no_part_and_says_why(law: Legislation) -> None:
    rows = [line(None, 18_000, 1), line(1, None, 100_000), line(1, 18_000, 250_000), line(1, 18_001, None)]
    expected = [(None, "MISSING_PERSON"), (None, "MISSING_DUE_MONTH"), (250_000, None), (0, None)]
    assert by_columns(law, rows) == by_person(law, rows) == expected


def test_no_line_at_all(law: Legislation) -> None:
    assert by_columns(law, []) == []


lines = st.builds(
    line,
    st.integers(1, 3),
    st.integers(16_000, 19_000),
    st.one_of(st.none(), st.integers(0, 400_000)),
    st.one_of(st.none(), st.integers(16_000, 19_000)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, max_size=12), st.randoms(use_true_random=False))
def test_the_carriers_agree_and_no_window_passes_the_ceiling_in_any_order(
    law: Legislation, rows: list[dict[str, Any]], chance: random.Random
) -> None:
    chance.shuffle(rows)
    got = by_columns(law, rows)
    assert got == by_person(law, rows)
    received = [(row["person"], row["due_month"], value) for row, (value, _) in zip(rows, got, strict=True)]
    for person, last, _ in received:
        within = [
            value for who, day, value in received if who == person and _two_years_before(last) < day <= last
        ]
        assert sum(within) <= CEILING


def _two_years_before(day: int) -> int:
    return _add_months(day, -MONTHS)


def test_random_lines_agree_on_both_carriers(law: Legislation) -> None:
    chance = random.Random(5)
    rows = [
        line(chance.randint(1, 4_000), chance.randint(16_000, 19_000), chance.randint(0, 200_000))
        for _ in range(20_000)
    ]
    got = by_columns(law, rows)
    people: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        people.setdefault(row["person"], []).append(place)
    for places in people.values():
        assert by_person(law, [rows[place] for place in places]) == [got[place] for place in places]


def step_unknown(person: Amount, due_month: Day, recovery_fees: Amount) -> Amount:
    """The step may be unknown."""
    return sequence(lambda earlier: recovery_fees, over=(person,), by=due_month, on=due_month, limit=10**9)


def step_unbounded(person: Amount, due_month: Day, recovery_fees: Amount) -> Amount:
    """The step may pass its limit."""
    return sequence(
        lambda earlier: earlier.total(months=_months(1)) + 1,
        over=(person,),
        by=due_month,
        on=due_month,
        limit=10**9,
    )


def step_across(person: Amount, due_month: Day, recovery_fees: Amount) -> Amount:
    """The step looks at other rows' results."""
    return sequence(
        lambda earlier: at_most(
            first_known(running(earlier.total(months=_months(1)), over=person, by=due_month), 0), 1
        ),
        over=(person,),
        by=due_month,
        on=due_month,
        limit=10,
    )


def window_unknown(person: Amount, due_month: Day, recovery_fees: Amount) -> Amount:
    """The months of the window may be unknown."""
    return sequence(
        lambda earlier: at_most(earlier.total(months=recovery_fees), 1),
        over=(person,),
        by=due_month,
        on=due_month,
        limit=10,
    )


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (step_unknown, "may be unknown"),
        (step_unbounded, "beyond 0 to 1000000000"),
        (step_across, "may not look across rows"),
        (window_unknown, "months of a window may be unknown"),
    ],
)
def test_a_step_that_proves_nothing_is_refused(
    law: Legislation, function: Callable[..., Any], reason: str
) -> None:
    with pytest.raises(FormulaInvalid, match=reason):
        law.amended(formulas=[_formula(function)])


def frequency(person: Amount, due_month: Day, first_period_paid: Day, institution_orphan: Flag) -> Amount:
    """Two outcomes of one rule for lines of different kinds: groups by two keys."""
    return sequence(
        lambda earlier: where(earlier.total(months=_months(12)) >= 1, 0, 1),
        over=(
            where(first_known(institution_orphan, False), person, no_amount("NO_GROUP")),
            first_period_paid,
        ),
        by=due_month,
        on=due_month,
        limit=1,
    )


def test_groups_may_have_several_keys_and_none(law: Legislation) -> None:
    other = law.amended(formulas=[_formula(frequency)])
    node = other.variable("frequency").nodes[0]
    rows = [
        {"person": 1, "due_month": 18_000 + n, "first_period_paid": day, "institution_orphan": held}
        for n, (day, held) in enumerate([(1, True), (1, True), (2, True), (1, False)])
    ]
    person = Person(rows)
    found = [person.value(node, row) for row in range(4)]
    assert found == [1, 0, 1, Missing("NO_GROUP")]
    frame = pl.DataFrame(rows).with_columns(
        pl.col("due_month", "first_period_paid").cast(pl.Int32).cast(pl.Date)
    )
    done = other.evaluate(frame, ["frequency"], reasons=True)
    assert done["frequency"].to_list() == [1, 0, 1, None]
    assert done["frequency_reason"].to_list() == [None, None, None, "NO_GROUP"]
