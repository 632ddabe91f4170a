"""A chosen base, lateness, ceilings of turnover, the conditional amnesty, the State's share, grants: by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from himaya.legislation.law import Legislation


def value(law: Legislation, name: str, **facts: Any) -> Any:
    return law.calculate(facts, name).value


@pytest.mark.parametrize(
    ("chosen", "owed"),
    [
        (None, 13_514),  # 0.75 × 14.81 × 191 × 6.37 % = 135.14…
        ("2000", 13_514),  # below the flat income of 2,121.53
        ("2121.54", 13_514),  # 135.142… cut down
        ("5000", 31_850),  # 5,000 × 6.37 %
    ],
)
def test_a_chosen_base_only_raises_the_contribution(law: Legislation, chosen: str | None, owed: int) -> None:
    facts = {"category": "artisan", "month": "2022-02-01", "chosen_monthly_income": chosen}
    assert value(law, "tns_amo_on_chosen_base", **facts) == owed


def test_a_late_month_costs_one_percent_per_month_begun(law: Legislation) -> None:
    facts = {"category": "artisan", "month": "2022-02-01", "due_on": "2022-02-28"}
    # 135.14 × 1 % × 3 = 4.0542: paid on 10 May, in the third month begun
    days = ("2022-02-28", "2022-03-01", "2022-05-10")
    assert [value(law, "tns_late_surcharge", **facts, paid_on=day) for day in days] == [0, 135, 405]
    taxed = {"category": "cpu", "month": "2022-03-01", "due_on": "2022-03-31", "paid_on": "2022-06-30"}
    assert value(law, "tns_late_surcharge", **taxed) == 0


@pytest.mark.parametrize(
    ("category", "kind", "ceiling"),
    [
        ("cpu", "trade", 2_000_000),
        ("cpu", "services", 500_000),
        ("auto_entrepreneur", "trade", 500_000),
        ("auto_entrepreneur", "services", 200_000),
    ],
)
def test_a_status_has_its_ceiling_of_turnover(
    law: Legislation, category: str, kind: str, ceiling: int
) -> None:
    facts = {"category": category, "turnover_kind": kind, "day": "2024-12-31"}
    at, above = (ceiling * 100, ceiling * 100 + 1)
    assert value(law, "turnover_above_ceiling", **facts, annual_turnover=at) is False
    assert value(law, "turnover_above_ceiling", **facts, annual_turnover=above) is True
    assert [value(law, "leaves_status", **facts, years_above=years) for years in (1, 2)] == [False, True]


def test_a_client_withholds_on_what_passes_eighty_thousand(law: Legislation) -> None:
    # (100,000 − 80,000) × 30 % = 6,000
    turnovers = (7_999_999, 8_000_000, 10_000_000)
    got = [value(law, "ae_client_withholding", day="2024-01-01", client_turnover=one) for one in turnovers]
    assert got == [0, 0, 600_000]
    before = law.calculate({"day": "2022-12-31", "client_turnover": 10_000_000}, "ae_client_withholding")
    assert before.value is None


def test_the_amnesty_falls_if_the_twelve_months_are_not_paid(law: Legislation) -> None:
    facts = {"day": "2025-03-01", "unpaid_months": 3, "first_payment_month": "2024-01-01"}
    assert [value(law, "amnesty_stands", **facts, following_months_paid=paid) for paid in (11, 12)] == [
        False,
        True,
    ]
    kept = law.amended({"decisions.amnesty_failure": {"1900-01-01": "kept"}})
    assert value(kept, "amnesty_stands", **facts, following_months_paid=0) is True
    refused = {**facts, "unpaid_months": 2, "following_months_paid": 12}
    assert value(kept, "amnesty_stands", **refused) is False


def test_the_state_pays_about_what_was_published_for_december_2022(law: Legislation) -> None:
    # 3,515,000 × 15.55 × 191 × 6.37 % = 665,0… million
    got = value(law, "tadamon_state_contribution", month="2022-12-01", principals=3_515_000)
    exact = Fraction(3_515_000) * Fraction("15.55") * 191 * Fraction("0.0637") * 100
    assert got == exact
    assert 664_500_000 < got / 100 < 665_500_000


@pytest.mark.parametrize(
    ("score", "allowances", "eligible"),
    [("9.743001", False, True), ("9.7430011", False, False), ("9.0", True, False), ("9.0", None, True)],
)
def test_who_may_receive_direct_aid(
    law: Legislation, score: str, allowances: bool | None, eligible: bool
) -> None:
    facts = {"day": "2024-01-01", "rsu_score": score, "family_allowances": allowances}
    assert value(law, "asd_eligible", **facts) is eligible
    grant = law.calculate({**facts, "child_rank": 1}, "asd_birth_grant")
    assert (grant.value, grant.reason) == ((200_000, None) if eligible else (None, "NOT_ELIGIBLE"))


def test_the_grants_of_direct_aid(law: Legislation) -> None:
    facts = {"day": "2024-09-01", "rsu_score": "9.0"}
    assert value(law, "asd_birth_grant", **facts, child_rank=2) == 100_000
    assert law.calculate({**facts, "child_rank": 3}, "asd_birth_grant").reason == "RANK_NOT_COVERED"
    levels = ("primary", "lower_secondary", "upper_secondary")
    assert [value(law, "asd_school_grant", **facts, school_level=one) for one in levels] == [
        20_000,
        20_000,
        30_000,
    ]
    assert law.calculate({**facts, "school_level": "moon"}, "asd_school_grant").reason == "LEVEL_UNKNOWN"


def test_a_change_is_declared_within_thirty_days(law: Legislation) -> None:
    assert value(law, "change_declared_by", changed_on="2024-01-31") == date(2024, 3, 1)
