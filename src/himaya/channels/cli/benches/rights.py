"""The rights of 22 million people recomputed, compared with those held, and the differences applied.

One person in three is insured: half of them pay contributions (four months each, some late, some never), the
others are covered by score or by another register; the rest are spouses and children. Rights are first held
as of one day; a month later payments have come, and the measured run finds what changed. The baseline is a
plain read of the same facts.
"""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from psycopg import Connection

from himaya.fund.preparation import prepare
from himaya.fund.rights import services
from himaya.kernel.month import Month
from himaya.runtime import database, runs, scratch
from himaya.runtime.copying import copy_in, read_frames
from himaya.runtime.memory import PeakMemory

PEOPLE = 22_000_000
TARGET_SECONDS, TARGET_MIB = 300, 4096
FIRST_DAY, SECOND_DAY = date(2022, 5, 2), date(2022, 6, 2)
FIRST_DUE = Month.of(2022, 1).index
MONTHS = 4
DUE_CENTIMES = 18_018
BLOCK = 1_000_000
SCHEMES = ((1, 5, 0.5), (2, 40, 0.3), (4, 42, 0.2))
"""Scheme, category and share of the insured."""
FACTS = (
    "select id, insured_number, birth_on, died_on from registry_person",
    "select id, person_id, scheme_id, category_id, start_on, end_on, state, first_due_month from registry_membership",
    "select membership_id, month, due_centimes, paid_centimes, paid_on from contributions_due",
    "select insured_id, dependant_id, relation, start_on, end_on, proof, student_until, disabled"
    " from registry_familylink",
    "select person_id, membership_id, scheme_id, start_on, end_on, state, reason, remedy, remedy_centimes, remedy_by"
    " from rights_right where superseded_run_id is null",
)


def run(scale: float) -> dict[str, Any]:
    """People recomputed a second."""
    people = max(3_000, int(PEOPLE * scale))
    with scratch.database() as connection:
        prepare(connection)
        _fill(connection, people=people)
        services.recompute(connection, on=FIRST_DAY)
        _pay(connection)
        database.analyze(connection, "contributions_due", "rights_right")
        baseline = _read_everything(connection)
        with PeakMemory() as memory:
            start = time.perf_counter()
            done = services.recompute(connection, on=SECOND_DAY)
            seconds = time.perf_counter() - start
    return {
        "bench": "rights",
        "rate": people / seconds,
        "unit": "people/s",
        "ratio": seconds / baseline,
        "baseline": "a plain read of the same facts and rights",
        "seconds": seconds,
        "baseline_seconds": baseline,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": PEOPLE / TARGET_SECONDS,
        "target_ratio": None,
        "passed": people / seconds >= PEOPLE / TARGET_SECONDS and memory.mebibytes <= TARGET_MIB,
        "people": people,
        "rights_changed": done.new,
        "people_told": done.told,
    }


def _fill(connection: Connection, *, people: int) -> None:
    rng = np.random.default_rng(11)
    run = runs.begin(
        connection, kind="register", cause="bench", digest="bench", payload={"on": FIRST_DAY.isoformat()}
    )
    run.finish(connection)
    for first in range(0, people, BLOCK):
        with connection.transaction():
            _fill_block(
                connection, ids=np.arange(first, min(first + BLOCK, people)) + 1, rng=rng, run_id=run.id
            )
    database.analyze(connection, "registry_person", "registry_membership", "registry_familylink")


def _fill_block(connection: Connection, *, ids: np.ndarray, rng: np.random.Generator, run_id: int) -> None:
    """Households of three: an insured person, then two dependants."""
    insured = ids % 3 == 1
    copy_in(connection, table="registry_person", frame=_people(ids, insured=insured, rng=rng, run_id=run_id))
    heads = ids[insured]
    scheme = rng.choice(len(SCHEMES), size=len(heads), p=[share for *_, share in SCHEMES])
    members = pl.DataFrame({"id": heads, "person_id": heads, "scheme": scheme}).select(
        "id",
        "person_id",
        *(
            pl.col("scheme").replace_strict({i: one[place] for i, one in enumerate(SCHEMES)}).alias(name)
            for place, name in enumerate(("scheme_id", "category_id"))
        ),
        pl.lit(date(2022, 1, 1)).alias("start_on"),
        pl.when(pl.col("scheme") == 0).then(FIRST_DUE).alias("first_due_month"),
        pl.lit(5).alias("state"),
        pl.lit(run_id).alias("run_id"),
        pl.lit(0).alias("line_no"),
    )
    copy_in(connection, table="registry_membership", frame=members)
    copy_in(
        connection,
        table="contributions_due",
        frame=_dues(members.filter(pl.col("scheme_id") == 1)["id"], rng=rng, run_id=run_id),
    )
    dependants = ids[~insured]
    copy_in(
        connection,
        table="registry_familylink",
        frame=pl.DataFrame({"id": dependants, "dependant_id": dependants}).select(
            "id",
            (pl.col("dependant_id") - (pl.col("dependant_id") - 1) % 3).alias("insured_id"),
            "dependant_id",
            pl.when(pl.col("dependant_id") % 3 == 2)
            .then(pl.lit("spouse"))
            .otherwise(pl.lit("child"))
            .alias("relation"),
            pl.lit(date(2015, 1, 1)).alias("start_on"),
            pl.lit("birth_record").alias("proof"),
            pl.lit(False).alias("disabled"),
            pl.lit(run_id).alias("run_id"),
        ),
    )


def _people(ids: np.ndarray, *, insured: np.ndarray, rng: np.random.Generator, run_id: int) -> pl.DataFrame:
    born = np.where(ids % 3 == 0, rng.integers(1995, 2022, len(ids)), rng.integers(1955, 1990, len(ids)))
    return pl.DataFrame({"id": ids, "insured": insured, "born": born}).select(
        "id",
        pl.when("insured").then(100_000_000 + pl.col("id")).alias("insured_number"),
        *(
            pl.lit(name).alias(column)
            for column, name in (
                ("family_name_fr", "Alaoui"),
                ("given_name_fr", "Nour"),
                ("family_name_ar", ""),
                ("given_name_ar", ""),
                ("family_key", "ALW"),
                ("given_key", "NR"),
            )
        ),
        pl.date("born", 6, 1).alias("birth_on"),
        pl.lit("D").alias("birth_precision"),
        pl.lit("F").alias("sex"),
        pl.lit("").alias("address"),
        pl.when("insured")
        .then(pl.format("+2126{}", pl.col("id").cast(pl.String).str.zfill(8)))
        .alias("phone"),
        pl.lit("ar").alias("language"),
        pl.lit(FIRST_DAY).alias("registered_on"),
        pl.lit(run_id).alias("run_id"),
    )


def _dues(members: pl.Series, *, rng: np.random.Generator, run_id: int) -> pl.DataFrame:
    """Half pay in time, a quarter late, a quarter never."""
    habit = rng.random(len(members))
    rows = pl.DataFrame({"membership_id": members, "habit": habit}).join(
        pl.DataFrame({"turn": list(range(MONTHS))}), how="cross"
    )
    due_day = pl.date(2022, 1 + pl.col("turn"), 15)
    paid_on = (
        pl.when(pl.col("habit") < 0.5)
        .then(due_day)
        .when((pl.col("habit") < 0.75) & (pl.col("turn") < MONTHS - 1))
        .then(due_day.dt.offset_by("1mo"))
    )
    return rows.select(
        "membership_id",
        (FIRST_DUE + pl.col("turn")).cast(pl.Int16).alias("month"),
        pl.lit(DUE_CENTIMES).alias("due_centimes"),
        pl.when(paid_on.is_not_null()).then(DUE_CENTIMES).otherwise(0).alias("paid_centimes"),
        paid_on.alias("paid_on"),
        pl.lit(run_id).alias("run_id"),
    )


def _pay(connection: Connection) -> None:
    """A month later one in ten of those who owe has paid everything."""
    connection.execute(
        "update contributions_due set paid_centimes = due_centimes, paid_on = %s"
        " where paid_on is null and membership_id %% 10 = 1",
        [date(2022, 5, 20)],
    )


def _read_everything(connection: Connection) -> float:
    """Seconds to read the facts and the rights held, table after table, without working on them."""
    start = time.perf_counter()
    for query in FACTS:
        for _ in read_frames(connection, query):
            pass
    return time.perf_counter() - start
