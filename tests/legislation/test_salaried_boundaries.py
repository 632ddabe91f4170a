"""Wages and contributions on the day before, the day of and the day after each change of the law."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from himaya.legislation.errors import InputInvalid
from himaya.legislation.law import Legislation

BASE = 1_000_000  # ten thousand dirhams: a rate of one per cent is ten thousand centimes
ON = date.fromisoformat


@pytest.mark.parametrize(
    ("variable", "day", "before", "after"),
    [
        ("family_benefits_employer", "2002-04-01", 88_700, 75_000),
        ("family_benefits_employer", "2006-03-01", 75_000, 65_000),
        ("family_benefits_employer", "2008-07-01", 65_000, 64_000),
        ("job_loss_employer", "2014-12-01", 0, 3_800),
        ("job_loss_employee", "2014-12-01", 0, 1_900),
        ("long_term_employer", "2002-04-01", 60_800, 79_300),
        ("long_term_employee", "2002-04-01", 30_400, 39_600),
        ("amo_basic_employer", "2006-03-01", 0, 20_000),
        ("amo_basic_employer", "2016-01-01", 20_000, 22_600),
        ("amo_basic_employee", "2016-01-01", 20_000, 22_600),
        ("amo_solidarity_employer", "2006-03-01", 0, 15_000),
        ("amo_solidarity_employer", "2016-01-01", 15_000, 18_500),
        ("sickness_employer", "2002-04-01", None, 6_700),
        ("vocational_training_employer", "2002-04-01", None, 16_000),
    ],
)
def test_a_rate_changes_on_its_day(
    law: Legislation, variable: str, day: str, before: int | None, after: int
) -> None:
    days = [ON(day) + timedelta(step) for step in (-1, 0, 1)]
    wanted = [before, after, after]
    bases = {"declared_base_uncapped": BASE, "declared_base_capped": BASE}
    assert [law.calculate({**bases, "month": on}, variable).value for on in days] == wanted
    frame = pl.DataFrame([{**bases, "month": on} for on in days])
    assert law.evaluate(frame, [variable])[variable].to_list() == wanted


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2004-07-01", None, "1845.06"),
        ("2011-07-01", "2032.24", "2234.70"),
        ("2015-07-01", "2454.35", "2570.86"),
        ("2019-07-01", "2570.86", "2698.83"),
        ("2020-07-01", "2698.83", "2828.71"),
        ("2022-09-01", "2828.71", "2970.05"),
        ("2023-09-01", "2970.05", "3111.39"),
        ("2025-01-01", "3111.39", "3266.10"),
        ("2026-01-01", "3266.10", "3422.72"),
    ],
)
def test_the_monthly_minimum_moves_with_its_decree(
    law: Legislation, day: str, before: str | None, after: str
) -> None:
    wanted = [None if one is None else int(one.replace(".", "")) for one in (before, after, after)]
    days = [ON(day) + timedelta(step) for step in (-1, 0, 1)]
    assert [law.calculate({"month": on}, "smig_month").value for on in days] == wanted


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2015-07-01", "1730.56", "1812.98"),
        ("2020-07-01", "1903.72", "1994.20"),
        ("2022-09-01", "1994.20", "2193.62"),
        ("2023-09-01", "2193.62", "2303.08"),
        ("2025-04-01", "2303.08", "2418.00"),
        ("2026-04-01", "2418.00", "2533.44"),
    ],
)
def test_the_agricultural_minimum_moves_with_its_decree(
    law: Legislation, day: str, before: str, after: str
) -> None:
    wanted = [int(one.replace(".", "")) for one in (before, after, after)]
    days = [ON(day) + timedelta(step) for step in (-1, 0, 1)]
    assert [law.calculate({"month": on}, "smag_month").value for on in days] == wanted


@pytest.mark.parametrize(
    ("due", "paid", "months", "centimes"),
    [
        ("2025-03-31", "2025-04-01", 1, 30_000),
        ("2025-03-31", "2025-04-30", 1, 30_000),
        ("2025-03-31", "2025-05-01", 2, 40_000),  # due before the new step: 3 % + 1 %
        ("2025-04-01", "2025-05-01", 1, 30_000),
        ("2025-04-01", "2025-05-02", 2, 35_000),  # due on its first day: 3 % + 0.5 %
        ("2025-04-01", "2025-04-01", 0, 0),
        ("2025-04-01", "2025-03-01", 0, 0),
    ],
)
def test_a_surcharge_counts_every_month_begun(
    law: Legislation, due: str, paid: str, months: int, centimes: int
) -> None:
    case = {"due_on": due, "paid_on": paid, "general_principal": BASE}
    assert law.calculate(case, "months_late").value == months
    assert law.calculate(case, "surcharge_general").value == centimes


@pytest.mark.parametrize("gross", [599_999, 600_000, 600_001])
def test_the_ceiling_to_the_centime(law: Legislation, gross: int) -> None:
    assert law.calculate({"gross_wage": gross, "month": "2026-03"}, "wage_capped").value == min(
        gross, 600_000
    )


def test_domestic_workers_are_unknown_to_the_law_before_their_decree(law: Legislation) -> None:
    bases = {"declared_base_uncapped": BASE, "declared_base_capped": BASE, "regime": "domestic"}
    before, after = (
        law.calculate({**bases, "month": day}, "family_benefits_employer")
        for day in ("2019-06-02", "2019-06-03")
    )
    assert (before.value, before.reason) == (None, "NOT_IN_FORCE")
    assert after.value == 64_000


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"regime": "navy"}, "REGIME_UNKNOWN"),
        ({"amo_mode": "half"}, "AMO_MODE_UNKNOWN"),
        ({"declared_base_uncapped": None, "employer": 1}, "UNKNOWN_PART"),
    ],
)
def test_what_the_law_does_not_know_is_never_zero(
    law: Legislation, facts: dict[str, object], reason: str
) -> None:
    case = {"declared_base_uncapped": BASE, "month": "2026-03", **facts}
    found = law.calculate(case, "amo_basic_employer")
    assert (found.value, found.reason) == (None, reason)


def test_employers_of_one_frame_do_not_mix(law: Legislation) -> None:
    wages = [(1, 300_000), (2, 700_000), (1, 800_000), (2, 100_000)]
    frame = pl.DataFrame(
        [{"employer": employer, "gross_wage": wage, "month": date(2026, 3, 1)} for employer, wage in wages]
    )
    done = law.evaluate(frame, ["base_uncapped", "base_capped"])
    assert done["base_uncapped"].to_list() == [1_100_000, 800_000, 1_100_000, 800_000]
    assert done["base_capped"].to_list() == [900_000, 700_000, 900_000, 700_000]


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("gross_wage", "-0.01"),
        ("gross_wage", 4300.5),
        ("gross_wage", "4300.005"),
        ("declared_days", 27),
        ("declared_days", -1),
    ],
)
def test_a_wage_or_a_day_out_of_range_is_refused_by_name(law: Legislation, fact: str, value: object) -> None:
    with pytest.raises(InputInvalid, match=fact):
        law.calculate({"gross_wage": "4300.00", "month": "2026-03", fact: value}, "wage_capped")


def test_forty_days_in_a_column_are_refused(law: Legislation) -> None:
    frame = pl.DataFrame({"gross_wage": [1, 2], "declared_days": [26, 40], "month": [date(2026, 3, 1)] * 2})
    with pytest.raises(InputInvalid, match="declared_days = 40"):
        law.evaluate(frame, ["wage_below_minimum"])
