"""What really is behind each line: who it is about and what was done to it. Never read by the main job."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from himaya.demo import lines
from himaya.demo.population import Population


def of_file(told: pl.DataFrame, *, path: Path, first_line: int) -> pl.DataFrame:
    """The truth about one file, a row for each line: file, line (as the reader counts it), person, fate…

    first_line: the row of the first line in a sheet or text, headings included; 1 for Parquet.
    """
    rows = pl.int_range(first_line, first_line + pl.len()).alias("line")
    return told.select(pl.lit(path.name).alias("file"), rows, pl.all())


def write(population: Population, files: list[pl.DataFrame], *, folder: Path) -> None:
    """Write lines.parquet (each line of each file), relatives.parquet and people.parquet (self-employed)."""
    folder.mkdir(parents=True, exist_ok=True)
    pl.concat(files, how="diagonal").write_parquet(folder / "lines.parquet")
    population.relatives.write_parquet(folder / "relatives.parquet")
    spelled = lines.usual_spellings(population, population.self_employed)
    spelled.select(
        "person",
        pl.col("birth").cast(pl.Date).alias("birth_on"),
        "sex",
        population.census.communes["code"].gather(spelled["commune"]).alias("commune"),
        "trade",
        "wave",
    ).write_parquet(folder / "people.parquet")
