"""Who is one person, when A is B and B is C: groups of records that never contradict themselves."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl


@dataclass
class _Group:
    members: list[int]
    cards: set[str] = field(default_factory=set)
    births: set[int] = field(default_factory=set)


def clusters(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Groups of two records or more: frame (unique_id, cluster_id), cluster_id being the smallest member.

    pairs: automatic pairs (unique_id_l, unique_id_r, match_weight). people: unique_id, cin, birth_digits,
    birth_exact. The surest pairs are joined first; a pair is left out when joining would put two cards that
    are not one slip apart, or two exact births, into one group.
    """
    ordered = pairs.sort("match_weight", "unique_id_l", "unique_id_r", descending=[True, False, False])
    groups = _alone(ordered, people)
    for left, right in ordered.select("unique_id_l", "unique_id_r").iter_rows():
        one, other = groups[left], groups[right]
        if one is not other and _compatible(one, other):
            _join(groups, one, other)
    found = {id(group): group for group in groups.values() if len(group.members) > 1}
    rows = [(member, min(group.members)) for group in found.values() for member in group.members]
    return pl.DataFrame(rows, schema={"unique_id": pl.Int64, "cluster_id": pl.Int64}, orient="row").sort(
        "cluster_id", "unique_id"
    )


def _alone(pairs: pl.DataFrame, people: pl.DataFrame) -> dict[int, _Group]:
    named = pl.concat([pairs["unique_id_l"], pairs["unique_id_r"]]).unique().rename("unique_id")
    known = people.join(named.to_frame(), on="unique_id", how="semi").select(
        "unique_id", "cin", pl.when("birth_exact").then(pl.col("birth_digits").cast(pl.Int32))
    )
    return {
        person: _Group([person], {card} if card else set(), {born} if born else set())
        for person, card, born in known.iter_rows()
    }


def _compatible(one: _Group, other: _Group) -> bool:
    cards = all(_one_slip(a, b) for a in one.cards for b in other.cards)
    births = not one.births or not other.births or bool(one.births & other.births)
    same_card = bool(one.cards & other.cards)
    return cards and (births or same_card)


def _one_slip(a: str, b: str) -> bool:
    """Equal, or apart by one character replaced, added, lost, or exchanged with its neighbour."""
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    head = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[head:], b[head:]
    exchanged = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return exchanged or rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _join(groups: dict[int, _Group], one: _Group, other: _Group) -> None:
    kept, gone = (one, other) if len(one.members) >= len(other.members) else (other, one)
    kept.members += gone.members
    kept.cards |= gone.cards
    kept.births |= gone.births
    for member in gone.members:
        groups[member] = kept
