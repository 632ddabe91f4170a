"""Payments: references, habits, and files a collector could send."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from himaya.demo.payments import COLUMNS, HABITS, payments, references, write_payments
from himaya.kernel.identifiers import payment_reference
from himaya.kernel.month import Month

FIRST = Month.parse("2021-12").index
COUNT = 20_000


def owed(category: str = "cpu", months: int = 11) -> pl.DataFrame:
    people = pl.int_range(1, COUNT + 1, eager=True)
    number = people.cast(pl.Int64) * 10 + 100_000_000
    frame = pl.DataFrame({"insured_number": number, "membership_id": people, "category": category})
    return frame.join(
        pl.DataFrame({"month": [FIRST + turn for turn in range(months)]}), how="cross"
    ).with_columns(due_centimes=pl.lit(18_018))


def test_a_reference_has_the_published_form():
    """Worked example: insured 190000010, January 2026, sequence 0."""
    frame = pl.DataFrame({"insured_number": [190_000_010], "month": [2026 * 12], "sequence": [0]})
    assert references(frame).to_list() == ["219000001026010071"]


def test_references_agree_with_the_kernel():
    paid = payments(owed(months=3), until=date(2022, 12, 31)).with_columns(reference=pl.lit(""))
    made = references(paid)
    for row, reference in list(zip(paid.iter_rows(named=True), made, strict=True))[::501]:
        read = payment_reference.read(reference)
        assert (read.number, read.month.index, read.sequence) == (row["insured_number"], row["month"], 0)


def test_about_one_in_six_pays_as_officials_said_of_october_2022():
    """CNSS, 13 October 2022: fewer than 336,600 paying of more than two million; 22 % of the sums due."""
    mix = {
        "farmer": 766_440,
        "auto_entrepreneur": 300_066,
        "cpu": 213_012,
        "artisan": 192_558,
        "taxi_driver": 96_223,
        "trader_with_accounts": 28_282,
        "doctor": 25_551,
        "notary": 11_169,
    }
    payers = {}
    for category in mix:
        paid = payments(owed(category, months=9), until=date(2022, 10, 13))
        payers[category] = paid["membership_id"].n_unique() / COUNT
    share = sum(payers[category] * people for category, people in mix.items()) / sum(mix.values())
    assert share == pytest.approx(0.16, abs=0.02)


def test_every_habit_is_seen_and_means_what_it_says():
    due = owed(months=11)
    paid = payments(due, until=date(2023, 12, 31))
    late = (
        pl.col("paid_at").dt.year().cast(pl.Int32) * 12 + pl.col("paid_at").dt.month() - 1 - pl.col("month")
    )
    seen = paid.with_columns(late.alias("late"))
    on_time = seen.filter(pl.col("habit") == HABITS.index("on_time"))
    assert (on_time["late"] == 0).all()
    assert on_time.group_by("membership_id").len()["len"].unique().to_list() == [11]
    assert seen.filter(pl.col("habit") == HABITS.index("late"))["late"].min() == 1
    at_first = seen.filter(pl.col("habit") == HABITS.index("at_first_only"))
    assert at_first["month"].max() == FIRST + 1
    assert HABITS.index("never") not in paid["habit"].unique()


def test_a_later_day_repeats_the_earlier_payments(tmp_path: Path):
    due = owed(months=6)
    for month in (4, 6):
        write_payments(due, tmp_path / str(month), until=date(2022, month, 1))
    earlier = (
        (tmp_path / "4" / "2022-04-01-payments-banks.csv").read_text(encoding="utf-8").splitlines()[1:-1]
    )
    later = (tmp_path / "6" / "2022-06-01-payments-banks.csv").read_text(encoding="utf-8").splitlines()[1:-1]
    assert set(earlier) < set(later)


def test_the_same_people_pay_whatever_the_order_of_the_frame():
    due = owed(months=3)
    straight = payments(due, until=date(2022, 6, 1))
    shuffled = payments(due.sample(fraction=1, shuffle=True, seed=4), until=date(2022, 6, 1))
    assert straight.equals(shuffled)


def test_a_collectors_file_ends_with_its_totals(tmp_path: Path):
    sent = write_payments(owed(months=3), tmp_path, until=date(2022, 4, 1))
    assert len(sent) == 3
    for one in sent:
        rows = one.path.read_text(encoding="utf-8").splitlines()
        assert rows[0] == ";".join(COLUMNS)
        lines = pl.read_csv(one.path, separator=";", n_rows=one.lines)
        assert lines["transaction_id"].is_duplicated().sum() == 0
        total = rows[-1].split(";")
        assert total[:4] == ["TOTAL", str(one.lines), "", str(lines["amount_centimes"].sum())]
        assert set(lines["status"].unique()) == {"P", "C"}
        assert lines["paid_at"].max() < "2022-04-02"


def test_two_memberships_of_one_person_have_two_references():
    due = owed(months=1).head(50)
    twice = pl.concat([due, due.with_columns(pl.col("membership_id") + COUNT)])
    paid = payments(twice, until=date(2022, 6, 1))
    assert references(paid).is_duplicated().sum() == 0
    assert set(paid["sequence"].unique()) == {0, 1}


def test_nobody_owes_nobody_pays(tmp_path: Path):
    assert write_payments(owed().with_columns(due_centimes=pl.lit(0)), tmp_path, until=date(2022, 4, 1)) == []
