"""Who pays what is owed: on time, late, at first only, all at once later, or never; as collectors' files.

Drawn so that about one self-employed person in six pays, as officials said of 2022 (336,600 of more than two
million; 22 % of what was due). A person's habit follows from the insured number and the seed alone: the same
people pay whatever the order of the frame, and a later day's files hold the earlier days' payments again,
line for line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

PAYERS = {
    "farmer": 0.12,
    "auto_entrepreneur": 0.12,
    "cpu": 0.30,
    "artisan": 0.10,
    "taxi_driver": 0.15,
    "trader_with_accounts": 0.50,
    "professional_driver": 0.15,
    "fishing_boat_owner": 0.10,
    "artist": 0.25,
}
PAYERS_PROFESSIONS = 0.75
"""Doctors, notaries, architects and the other professions."""
HABITS = ("on_time", "late", "at_first_only", "all_at_once", "never")
HABITS_OF_PAYERS = (0.62, 0.16, 0.14, 0.08)
MONTHS_AT_FIRST, MONTHS_UNTIL_ALL, MONTHS_LATE_MAX = 2, 4, 3
PARTIAL, CANCELLED, MISTYPED = 0.01, 0.004, 0.001
SELF_EMPLOYED = 2
CENTURY_MONTH = 2000 * 12
COLLECTORS = {"cash_points": ("cash", 0.55), "banks": ("bank", 0.30), "online": ("card", 0.15)}
COLUMNS = (
    "collector",
    "transaction_id",
    "reference",
    "amount_centimes",
    "paid_at",
    "channel",
    "agent_id",
    "status",
)


@dataclass(frozen=True)
class Collection:
    """One collector's file: its path, payment lines, their sum in centimes, and the day it is sent."""

    collector: str
    path: Path
    lines: int
    amount_centimes: int
    on: date


def write_payments(due: pl.DataFrame, folder: Path, *, until: date, seed: int = 1) -> list[Collection]:
    """Write one reconciliation file a collector, with every payment made up to the day `until`.

    due: insured_number, membership_id, category (its code), month (year * 12 + month - 1), due_centimes, a
    row for each month owed; months at zero or unknown are left out. Returns the files written, none for
    nobody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paid = payments(due, until=until, seed=seed)
    sent = []
    for number, (collector, (channel, _)) in enumerate(COLLECTORS.items()):
        lines = _lines(paid.filter(pl.col("collector") == number), collector=collector, channel=channel)
        if lines.is_empty():
            continue
        path = folder / f"{until:%Y-%m-%d}-payments-{collector}.csv"
        amount = int(lines["amount_centimes"].sum())
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(lines.write_csv(separator=";"))
            file.write(f"TOTAL;{len(lines)};;{amount};;;;\n")
        sent.append(Collection(collector, path, len(lines), amount, until))
    return sent


def payments(due: pl.DataFrame, *, until: date, seed: int = 1) -> pl.DataFrame:
    """The payments made up to a day: the rows of `due` that are paid, with habit, instant and amount."""
    owed = (
        due.with_columns(pl.col("due_centimes").cast(pl.Int64))
        .filter(pl.col("due_centimes") > 0)
        .sort("insured_number", "membership_id", "month")
    )
    owed = owed.with_columns(
        pl.col("month").rank("dense").over("membership_id").cast(pl.Int32).alias("turn") - 1,
        (pl.col("membership_id").rank("dense").over("insured_number") - 1).cast(pl.Int64).alias("sequence"),
        pl.col("month").min().over("membership_id").cast(pl.Int32).alias("first_month"),
    )
    number = owed["insured_number"].to_numpy().astype(np.uint64)
    habit = _habits(owed["category"], chance(number, seed, 1), chance(number, seed, 2))
    delay = _delay(habit, owed, number=number, seed=seed)
    slip = chance(number * np.uint64(1_000) + owed["turn"].to_numpy().astype(np.uint64), seed, 4)
    part = slip < PARTIAL
    seconds = (chance(number, seed, 5) * 28 * 86_400).astype(np.int64)
    paid = owed.with_columns(
        pl.Series("habit", habit.astype(np.int8)),
        pl.Series("delay", delay.astype(np.int32)),
        pl.Series("slip", slip),
        pl.Series("collector", _collectors(chance(number, seed, 6))),
        pl.Series(
            "amount_centimes",
            np.where(part, owed["due_centimes"].to_numpy() // 2, owed["due_centimes"].to_numpy()),
        ),
        pl.Series("seconds", seconds),
    )
    paid = paid.filter((pl.col("delay") >= 0) & (pl.col("amount_centimes") > 0))
    month = pl.col("month") + pl.col("delay")
    first = pl.datetime(month // 12, month % 12 + 1, 1)
    return paid.with_columns((first + pl.duration(seconds=pl.col("seconds"))).alias("paid_at")).filter(
        pl.col("paid_at").dt.date() <= until
    )


def chance(number: np.ndarray, seed: int, stage: int) -> np.ndarray:
    """A number in [0, 1) that depends on nothing but its arguments (SplitMix64)."""
    with np.errstate(over="ignore"):
        value = number.astype(np.uint64) + np.uint64(seed * 1_000 + stage) * np.uint64(0x9E3779B97F4A7C15)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((value ^ (value >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _habits(categories: pl.Series, pays: np.ndarray, how: np.ndarray) -> np.ndarray:
    share = categories.cast(pl.String).replace_strict(
        PAYERS, default=PAYERS_PROFESSIONS, return_dtype=pl.Float64
    )
    habit = np.searchsorted(np.cumsum(HABITS_OF_PAYERS), how).clip(0, len(HABITS_OF_PAYERS) - 1)
    return np.where(pays < share.to_numpy(), habit, HABITS.index("never"))


def _delay(habit: np.ndarray, owed: pl.DataFrame, *, number: np.ndarray, seed: int) -> np.ndarray:
    """Months between the month owed and its payment; -1 for never."""
    turn = owed["turn"].to_numpy()
    late = 1 + (chance(number, seed, 3) * MONTHS_LATE_MAX).astype(np.int64)
    month = owed["month"].to_numpy().astype(np.int64)
    to_the_day = np.maximum(owed["first_month"].to_numpy() + MONTHS_UNTIL_ALL - month, 0)
    return np.select(
        [habit == 0, habit == 1, (habit == 2) & (turn < MONTHS_AT_FIRST), habit == 3],
        [np.zeros(len(habit), np.int64), late, np.zeros(len(habit), np.int64), to_the_day],
        default=-1,
    )


def _collectors(draw: np.ndarray) -> np.ndarray:
    shares = [share for _, share in COLLECTORS.values()]
    return np.searchsorted(np.cumsum(shares), draw).clip(0, len(shares) - 1).astype(np.int8)


def references(paid: pl.DataFrame) -> pl.Series:
    """Payment references: 2, insured number, year and month owed, sequence (place of the membership), key."""
    month = pl.col("month").cast(pl.Int64) - CENTURY_MONTH
    body = ((SELF_EMPLOYED * 10**9 + pl.col("insured_number").cast(pl.Int64)) * 100 + month // 12) * 100
    body = (body + month % 12 + 1) * 100 + pl.col("sequence")
    key = 98 - (body * 100) % 97
    return paid.select((body * 100 + key).cast(pl.String).alias("reference")).to_series()


def _lines(paid: pl.DataFrame, *, collector: str, channel: str) -> pl.DataFrame:
    """The collector's lines by instant: payments, some cancelled at once and paid again, a few mistyped."""
    paid = paid.with_columns(references(paid)).sort("paid_at", "reference")
    spoilt = pl.col("reference").str.slice(0, 16) + "00"
    again = pl.col("slip").is_between(PARTIAL, PARTIAL + CANCELLED, closed="left")
    wrong = pl.col("slip").is_between(PARTIAL + CANCELLED, PARTIAL + CANCELLED + MISTYPED, closed="left")
    lines = paid.with_columns(
        pl.when(wrong).then(spoilt).otherwise("reference").alias("reference"),
        pl.lit("P").alias("status"),
        pl.lit(collector).alias("collector"),
        pl.lit(channel).alias("channel"),
        ("A" + (pl.col("insured_number") // 10 % 8_000).cast(pl.String).str.zfill(4)).alias("agent_id"),
        (collector[0].upper() + pl.col("reference")).alias("transaction_id"),
    )
    cancelled = lines.filter(again).with_columns(
        pl.lit("C").alias("status"),
        (pl.col("transaction_id") + "-1").alias("transaction_id"),
        (pl.col("paid_at") - pl.duration(minutes=2)).alias("paid_at"),
    )
    return (
        pl.concat([lines, cancelled])
        .sort("paid_at", "transaction_id")
        .with_columns(pl.col("paid_at").dt.strftime("%Y-%m-%dT%H:%M:%S"))
        .select(COLUMNS)
    )
