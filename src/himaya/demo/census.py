"""Where the made-up people live: the communes of the 2024 census, their workers, households and languages.

Haut-Commissariat au Plan, RGPH 2024 (see the territory's own README): a commune's self-employed are its
employed people times the share of the self-employed. Four Saharan communes publish no employment: nobody is
drawn there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from himaya.demo.trades import TARGET, TRADES, targets

AMAZIGH_LANGUAGES = ("local_languages_tachelhit", "local_languages_tamazight", "local_languages_tarifit")
SALARIED_DECLARED = 3_800_000
"""Workers declared to the fund in 2022 (Aujourd'hui le Maroc)."""
PUBLIC_INSURED = 1_200_000
"""Public-sector workers insured elsewhere, order of magnitude (assumed)."""
TADAMON_PRINCIPALS = 3_500_000
"""State contribution of December 2022 divided by the contribution of one principal (inferred)."""
RURAL_POVERTY = 2.0
"""A rural household is this many times as likely to be in AMO-Tadamon (assumed)."""
FIT_ROUNDS = 60


@dataclass(frozen=True)
class Census:
    """Communes of a territory and the expected number of people of each kind in each.

    communes: code, name_fr, name_ar, province_code, urban, amazigh (share 0 to 1) and name_unique_fr/_ar.
    self_employed: expected people, communes by trades in the order of `TRADES`; the country adds to 3.2
        million.
    salaried, public, solidarity: expected insured people of the other schemes, by commune.
    """

    communes: pl.DataFrame
    self_employed: np.ndarray
    salaried: np.ndarray
    public: np.ndarray
    solidarity: np.ndarray

    def region(self, name: str) -> Census:
        """The part of one region, by its code (`11`) or its French or Arabic name; ValueError if unknown."""
        wanted = self.communes.select(
            (pl.col("region_code") == name) | (pl.col("region_fr") == name) | (pl.col("region_ar") == name)
        ).to_series()
        if not wanted.any():
            known = ", ".join(self.communes["region_fr"].unique().sort())
            raise ValueError(f"no region {name!r}; the regions are {known}")
        kept = wanted.to_numpy()
        return Census(
            self.communes.filter(wanted),
            self.self_employed[kept],
            self.salaried[kept],
            self.public[kept],
            self.solidarity[kept],
        )


def load(fund: Path) -> Census:
    """The whole country, from the territory files of a fund."""
    table = _read(fund / "territory")
    employed = table["employed"].to_numpy()
    weight = employed * table["employment_self_employed_pct"].to_numpy()
    urban = table["urban"].to_numpy()
    households = table["households_2024"].to_numpy() * np.where(urban, 1.0, RURAL_POVERTY)
    return Census(
        table.drop("employed", "households_2024"),
        _by_trade(weight, urban=urban, population=table["population_2024"].to_numpy()),
        _shared(employed * table["employment_private_pct"].to_numpy(), total=SALARIED_DECLARED),
        _shared(employed * table["employment_public_pct"].to_numpy(), total=PUBLIC_INSURED),
        _shared(households, total=TADAMON_PRINCIPALS),
    )


def _read(folder: Path) -> pl.DataFrame:
    text = {"code": pl.String, "region_code": pl.String, "province_code": pl.String}
    communes = pl.read_csv(folder / "communes.csv", schema_overrides=text, infer_schema_length=None)
    provinces = pl.read_csv(
        folder / "provinces.csv", schema_overrides={"code": pl.String}, infer_schema_length=None
    )
    share = pl.sum_horizontal(AMAZIGH_LANGUAGES).clip(0, 100) / 100
    spoken = provinces.select(pl.col("code").alias("province_code"), share.alias("amazigh"))
    columns = [
        "employed",
        "households_2024",
        *(f"employment_{x}_pct" for x in ("self_employed", "private", "public")),
    ]
    return communes.join(spoken, on="province_code", how="left", maintain_order="left").select(
        "code",
        "name_fr",
        "name_ar",
        "region_code",
        "region_fr",
        "region_ar",
        "province_code",
        "population_2024",
        (pl.col("type") == "urban").alias("urban"),
        pl.col("amazigh").fill_null(0.0),
        pl.col("name_fr").is_unique().alias("name_unique_fr"),
        pl.col("name_ar").is_unique().alias("name_unique_ar"),
        *(pl.col(name).cast(pl.Float64).fill_null(0.0) for name in columns),
    )


def _shared(weight: np.ndarray, *, total: int) -> np.ndarray:
    result: np.ndarray = weight * (total / weight.sum())
    return result


def _by_trade(weight: np.ndarray, *, urban: np.ndarray, population: np.ndarray) -> np.ndarray:
    """Fit communes by trades to the census on one side and the programme's targets on the other.

    Starting from how much each trade belongs to the countryside or the town, rows and columns are scaled in
    turn until both hold (iterative proportional fitting).
    """
    small_town = np.clip(1 - np.log10(np.maximum(population, 1) / 5_000) / 2, 0, 1)
    rural = np.where(urban, 0.6 * small_town**2 + 0.002, 1.0)
    affinity = np.stack(
        [np.where(urban, t.urban, t.rural) if t.code != "farmer" else rural for t in TRADES], axis=1
    )
    cells = weight[:, None] * affinity
    rows = _shared(weight, total=TARGET)
    columns = np.array(targets())
    for _ in range(FIT_ROUNDS):
        cells *= columns / cells.sum(axis=0)
        cells *= np.divide(rows, cells.sum(axis=1), out=np.zeros_like(rows), where=rows > 0)[:, None]
    result: np.ndarray = cells
    return result


def drawn_counts(expected: np.ndarray, *, people: int, start: float) -> np.ndarray:
    """Whole numbers with the given sum, each within one of its expected share (systematic sampling).

    start: a number in [0, 1) drawn once; the running sums are never more than one off, so that every commune
    keeps its census share however few people are drawn.
    """
    ends = np.cumsum(expected.ravel())
    if ends[-1] <= 0 or people <= 0:
        return np.zeros(expected.shape, dtype=np.int64)
    edges = np.floor(ends * (people / ends[-1]) + start).astype(np.int64)
    edges[-1] = people + int(np.floor(start))
    result: np.ndarray = np.diff(edges, prepend=int(np.floor(start))).reshape(expected.shape)
    return result
