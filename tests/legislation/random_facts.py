"""Random facts for every input of a law: edges, unknown codes and nulls included."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from himaya.legislation.engine.nodes import walk
from himaya.legislation.inputs import Input
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Brackets, Table
from himaya.legislation.units import read_day

GROUP = 3
SHORT = 1_000  # days, months and children are drawn evenly over their range
FIRST, LAST = read_day("2016-01-01"), read_day("2028-12-31")
SMALL = {
    "activity_number": (0, 3),
    "child_rank": (1, 8),
    "months": (1, 12),
    "farm_class": (1, 9),
    "child_age": (0, 24),
    "consecutive_unpaid_months": (0, 30),
    "unpaid_months": (0, 8),
    "age_years_completed": (0, 45),
}


def rows(
    law: Legislation, *, count: int, seed: int, nulls: float = 0.1, names: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """Rows of facts as the engine counts them; GROUP rows share a person, a household, an employer."""
    asked = [law.inputs[name] for name in (law.inputs if names is None else sorted(names))]
    chance = random.Random(seed)
    codes = code_values(law)
    edges = edge_values(law)
    made = []
    for number in range(count):
        row = {fact.name: _value(fact, chance, codes, edges, nulls) for fact in asked}
        for fact in asked:
            bounds = [row[other] for other in fact.not_after if row.get(other) is not None]
            if row[fact.name] is not None and bounds:
                row[fact.name] = min(row[fact.name], *bounds)
        row["person"] = row["household"] = row["employer"] = number // GROUP
        row["claim"] = row["sheet"] = number // GROUP
        made.append(row)
    return made


def code_values(law: Legislation) -> dict[str, list[str]]:
    """Codes that tables know or formulas name for each input; for the others every scheme and relation."""
    found: dict[str, set[str]] = {}
    for table in law.parameters.values():
        if isinstance(table, Table):
            for row in table.rows:
                for key, match in row.when.items():
                    if match.code is not None:
                        found.setdefault(key, set()).add(match.code)
    for node in walk(node for variable in law.variables.values() for node in variable.nodes):
        sides = [side for arg in node.args for side in (arg, *(arg.args if arg.op == "first_known" else ()))]
        facts = [side.subject for side in sides if side.op == "input" and side.kind == "code"]
        named = {side.data for side in sides if side.op == "literal" and side.kind == "code"}
        if node.op == "equal" and facts and named:
            found.setdefault(facts[0], set()).update(named)
    plain = {"AMO_TNS", "AMO_ACHAMIL", "AMO_TADAMON", "AMO_SALARIES", "spouse", "child", "parent"}
    return {name: sorted(found.get(name, plain)) for name in law.inputs}


def edge_values(law: Legislation) -> list[int]:
    """Bounds of bands, in centimes and in ten-millionths of a score."""
    bounds = [
        band.bound
        for table in law.parameters.values()
        if isinstance(table, Brackets)
        for version in table.values
        for band in version.bands
        if band.bound
    ]
    return [number * 10**7 // denominator for number, denominator in bounds if denominator > 1] + [
        number for number, denominator in bounds if denominator == 1
    ]


def _value(
    fact: Input, chance: random.Random, codes: dict[str, list[str]], edges: list[int], nulls: float
) -> Any:
    if chance.random() < nulls:
        return None
    kind = fact.unit.kind
    if kind == "flag":
        return chance.random() < 0.5
    if kind == "code":
        return "nobody_knows" if chance.random() < 0.05 else chance.choice(codes[fact.name])
    if kind == "day":
        return chance.randint(FIRST, LAST)
    if fact.name in SMALL:
        return chance.randint(*SMALL[fact.name])
    if fact.high - fact.low <= SHORT:
        return chance.randint(fact.low, fact.high)
    edge = chance.choice(edges) + chance.randint(-1, 1)
    if chance.random() < 0.5 and fact.low <= edge <= fact.high:
        return edge
    return (
        chance.randint(fact.low, fact.high)
        if chance.random() < 0.3
        else min(fact.high, max(fact.low, chance.randint(0, 10**7)))
    )
