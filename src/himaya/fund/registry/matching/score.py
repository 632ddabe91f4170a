"""Scores of the pairs found: Splink's Fellegi-Sunter weights with the register's own frequencies of names."""

from __future__ import annotations

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from himaya.fund.registry.matching.blocking import load
from himaya.fund.registry.matching.model import Model


def shares(people: list[pl.DataFrame], *, model: Model) -> dict[str, pl.DataFrame]:
    """How common each value is, by column: counted, and for a small register mostly as in the country.

    people: frames as `records.keyed`. Each answer is a frame (column, tf_column), as Splink takes it.
    """
    size, assumed = sum(map(len, people)), model.people_assumed
    return {
        column: pl.concat([frame.select(column) for frame in people])
        .drop_nulls()
        .group_by(column)
        .agg(((pl.len() + assumed * usual) / (size + assumed)).alias(f"tf_{column}"))
        for column, usual in model.frequencies.items()
    }


def linker(
    connection: duckdb.DuckDBPyConnection, *, model: Model, prior: float, shares: dict[str, pl.DataFrame]
) -> Linker:
    """Splink over the table `people` (`records.comparable`), with the model's settings."""
    people = registered(connection, "people")
    splink = Linker(people, model.splink_settings(prior=prior), log_level=None, validate_settings=False)
    for column, frame in shares.items():
        load(connection, table=f"shares_of_{column}", frame=frame)
        lookup = registered(connection, f"shares_of_{column}")
        splink.table_management.register_term_frequency_lookup(lookup, column)
    return splink


def registered(connection: duckdb.DuckDBPyConnection, table: str) -> SplinkDataFrame:
    """A table of the session as Splink takes it."""
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
