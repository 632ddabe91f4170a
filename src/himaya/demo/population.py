"""A made-up population: the self-employed of a territory, their families, the insured of other schemes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from himaya.demo import census as census_of
from himaya.demo import families, identity, names, others, workers
from himaya.demo.census import Census
from himaya.demo.knobs import Knobs
from himaya.demo.people import Office
from himaya.kernel.jurisdiction import folder

DEFAULT_REGION = "11"
"""Laâyoune-Sakia El Hamra."""


@dataclass(frozen=True)
class Population:
    """Frames of small numbers; `lines` turns them into the words of a list.

    self_employed: people with `trade` (place in `trades.CODES`), `wave` (0 not on a list yet, 1 on the
        first, 2 on a later one), `fate` (why the line will not register, or null), `second_trade`, and the
        trade's facts.
    dependants: spouses and children, `insured` (row of self_employed), `relation`, `declared`.
    relatives: (a, b, kind) pairs of persons who are alike and yet two: twins, cousins, father and son,
        siblings.
    """

    census: Census
    names: names.NameBook
    cards: pl.Series
    places: identity.Places
    knobs: Knobs
    seed: int
    self_employed: pl.DataFrame
    relatives: pl.DataFrame
    dependants: pl.DataFrame
    salaried: pl.DataFrame
    public: pl.DataFrame
    solidarity: pl.DataFrame
    solidarity_members: pl.DataFrame


def generate(
    region: str | None = DEFAULT_REGION,
    people: int | None = None,
    seed: int = 1,
    *,
    fund: str = "ma",
    knobs: Knobs | None = None,
) -> Population:
    """Draw a population; the same arguments give the same people.

    region: code or name of a region of the census; None for the country.
    people: self-employed people to draw, on lists or not; None for the census share of the 3.2 million.
    """
    knobs = knobs or Knobs()
    folder_of_fund = folder(fund)
    census = census_of.load(folder_of_fund)
    if region is not None:
        census = census.region(region)
    expected = float(census.self_employed.sum())
    people = round(expected) if people is None else people
    office = _office(folder_of_fund, census, seed)
    self_employed, relatives = workers.draw(office, people=people, knobs=knobs)
    share = knobs.others * people / expected
    solidarity = others.solidarity(office, self_employed, share=share, knobs=knobs)
    return Population(
        census=census,
        names=office.names,
        cards=office.registrar.prefixes,
        places=identity.places(folder_of_fund),
        knobs=knobs,
        seed=seed,
        self_employed=self_employed,
        relatives=relatives,
        dependants=families.of_workers(office, self_employed, knobs=knobs),
        salaried=others.insured(
            office, self_employed, "already_salaried", expected=census.salaried, share=share
        ),
        public=others.insured(office, self_employed, "already_public", expected=census.public, share=share),
        solidarity=solidarity,
        solidarity_members=families.of_households(office, solidarity),
    )


def _office(fund: Path, census: Census, seed: int) -> Office:
    return Office(census, names.load(fund), identity.registrar(fund, seed=seed), seed)
