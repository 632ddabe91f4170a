"""Columns and Python integers give the same value and the same reason, for every variable."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from himaya.legislation.engine.answers import from_facts
from himaya.legislation.engine.person import Person
from himaya.legislation.law import Legislation, answer

from .random_facts import GROUP, rows

MAIN = ["month_due", "waiting_months", "rights_open_from", "dependant_until", "eligible_scheme"]


def disagreements(law: Legislation, facts: list[dict[str, Any]], names: list[str]) -> list[str]:
    frame = from_facts(facts, law.inputs, {fact for name in names for fact in law.needs(name)})
    done = law.evaluate(frame, names, reasons=True)
    columns = {name: done[name].to_list() for name in done.columns}
    wrong = []
    for start in range(0, len(facts), GROUP):
        group = facts[start : start + GROUP]
        person = Person(group)
        for place in range(len(group)):
            for name in names:
                expected = answer(person, law.variable(name), place)
                found = _found(law, columns, name, start + place)
                if found != (expected.value, expected.reason):
                    wrong.append(f"{name}: person {expected}, columns {found}, facts {group[place]}")
    return wrong


def _found(law: Legislation, columns: dict[str, list[Any]], name: str, row: int) -> tuple[Any, Any]:
    reason = columns[f"{name}_reason"][row]
    if len(law.variable(name).nodes) == 1:
        return columns[name][row], reason
    num, den = columns[f"{name}_numerator"][row], columns[f"{name}_denominator"][row]
    return None if num is None else Fraction(num, den), reason


@pytest.mark.parametrize("nulls", [0.0, 0.15])
def test_every_variable_agrees_on_random_rows(law: Legislation, nulls: float) -> None:
    wrong = disagreements(law, rows(law, count=3_000, seed=7, nulls=nulls), list(law.variables))
    assert not wrong, wrong[0]


def needed(law: Legislation) -> set[str]:
    return {fact for name in MAIN for fact in law.needs(name)}


def test_the_main_variables_agree_on_fifty_thousand_rows(law: Legislation) -> None:
    wrong = disagreements(law, rows(law, count=50_000, seed=11, names=needed(law)), MAIN)
    assert not wrong, wrong[0]


@pytest.mark.slow
def test_the_main_variables_agree_on_a_million_rows(law: Legislation) -> None:
    for seed in range(20):
        wrong = disagreements(law, rows(law, count=50_000, seed=100 + seed, names=needed(law)), MAIN)
        assert not wrong, wrong[0]
