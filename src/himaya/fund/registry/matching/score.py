"""Scores of the pairs found: Splink's Fellegi-Sunter weights with the register's own frequencies of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from himaya.fund.registry.matching.blocking import load
from himaya.fund.registry.matching.model import Model

if TYPE_CHECKING:  # slow to import, and not needed where no pair is found
    from splink import Linker
    from splink.internals.splink_dataframe import SplinkDataFrame


def counted(people: pl.DataFrame, *, model: Model) -> dict[str, pl.DataFrame]:
    """How many people of a frame (as `records.keyed`) bear each value: frames (column, people) by column."""
    return {
        column: people.select(column)
        .drop_nulls()
        .group_by(column)
        .agg(pl.len().cast(pl.Int64).alias("people"))
        for column in model.frequencies
    }


def shares(counts: Sequence[dict[str, pl.DataFrame]], *, size: int, model: Model) -> dict[str, pl.DataFrame]:
    """How common each value is, by column: counted, and for a small register mostly as in the country.

    counts: of parts of the people (`counted`); size: people in all. Each answer is a frame (column,
    tf_column), as Splink takes it.
    """
    assumed = model.people_assumed
    return {
        column: pl.concat([part[column] for part in counts])
        .group_by(column)
        .agg(((pl.col("people").sum() + assumed * usual) / (size + assumed)).alias(f"tf_{column}"))
        for column, usual in model.frequencies.items()
    }


def linker(
    connection: duckdb.DuckDBPyConnection, *, model: Model, prior: float, shares: dict[str, pl.DataFrame]
) -> Linker:
    """Splink over the table `people` (`records.comparable`), with the model's settings."""
    from splink import Linker

    people = registered(connection, "people")
    splink = Linker(people, model.splink_settings(prior=prior), log_level=None, validate_settings=False)
    for column, frame in shares.items():
        load(connection, table=f"shares_of_{column}", frame=frame)
        lookup = registered(connection, f"shares_of_{column}")
        splink.table_management.register_term_frequency_lookup(lookup, column)
    return splink


def registered(connection: duckdb.DuckDBPyConnection, table: str) -> SplinkDataFrame:
    """A table of the session as Splink takes it."""
    from splink import DuckDBAPI

    return DuckDBAPI(connection).register(table)


def scored(
    connection: duckdb.DuckDBPyConnection, splink: Linker, *, model: Model, floor: float
) -> pl.DataFrame:
    """Pairs of the table `pairs` whose match weight (bits) is at least `floor`.

    Frame (unique_id_l, unique_id_r, match_weight, match_probability, rule, gamma_…): `rule` is how the
    model's hard rules limit the pair: 0 not at all, 1 never automatic, 2 refused.
    """
    splink.table_management.register_blocked_pairs_for_predict(registered(connection, "pairs"))
    predictions = splink.inference.predict(threshold_match_weight=floor, warning_mode="never")
    gammas = ", ".join(f"gamma_{name}" for name in model.comparisons)
    result: pl.DataFrame = connection.sql(
        f"""select unique_id_l, unique_id_r, match_weight, match_probability, {_rule(model)} as rule, {gammas}
            from {predictions.physical_name}"""
    ).pl()
    return result


def _rule(model: Model) -> str:
    refused = " or ".join(f"({condition})" for condition in model.rules["refused"])
    person = " or ".join(f"({condition})" for condition in model.rules["never_automatic"])
    return f"case when {refused} then 2 when {person} then 1 else 0 end::tinyint"
