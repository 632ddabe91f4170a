"""The assessment of every employer for one month: all branches and both shares, by the law and by hand.

Five million declared wages, a quarter of a million employers. Wages are capped one by one, added by employer, and
each branch and share is rounded once on the sums. The baseline does the same sums in Polars, written by hand for
March 2026 alone: it knows neither dates nor regimes, checks nothing and explains nothing. Both must agree on every
employer. The payslips of the same wages, row by row, are compared too. Rounds alternate and the best of each counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from himaya.channels.cli.benches.timing import best
from himaya.legislation.law import Legislation
from himaya.runtime.memory import PeakMemory

LINES = 5_000_000
EMPLOYEES_EACH = 20
MONTH = date(2026, 3, 1)
ROUNDS = 7
TARGET_RATIO = 1.5
CEILING = 600_000
UNCAPPED = {
    "family_benefits_employer": 640,
    "amo_basic_employer": 226,
    "amo_solidarity_employer": 185,
    "vocational_training_employer": 160,
    "amo_basic_employee": 226,
}
CAPPED = {
    "sickness_employer": 67,
    "job_loss_employer": 38,
    "long_term_employer": 793,
    "sickness_employee": 33,
    "job_loss_employee": 19,
    "long_term_employee": 396,
}
SUMS = {
    "short_term_employer": ("sickness_employer", "job_loss_employer"),
    "short_term_employee": ("sickness_employee", "job_loss_employee"),
    "capped_employer_total": ("short_term_employer", "long_term_employer"),
    "amo_employer_total": ("amo_basic_employer", "amo_solidarity_employer"),
    "employer_contributions_total": (
        "family_benefits_employer",
        "capped_employer_total",
        "amo_employer_total",
        "vocational_training_employer",
    ),
    "employee_contributions_total": ("short_term_employee", "long_term_employee", "amo_basic_employee"),
    "contributions_total": ("employer_contributions_total", "employee_contributions_total"),
}
ASSESSED = [*UNCAPPED, *CAPPED, *SUMS]
SLIP = {
    "payslip_cnss": ("capped", 448),
    "payslip_amo": ("gross_wage", 226),
    "payslip_family_benefits": ("gross_wage", 640),
    "payslip_employer_capped": ("capped", 898),
    "payslip_employer_amo": ("gross_wage", 411),
    "payslip_vocational_training": ("gross_wage", 160),
}
BASES = {"base_uncapped": "gross_wage", "base_capped": "wage_capped"}


def run(scale: float) -> Mapping[str, Any]:
    """Declared lines a second, the ratio to the baseline, and that of payslips."""
    law = Legislation.load("ma")
    frame = declared(max(10_000, int(LINES * scale)))
    with PeakMemory() as memory:
        same = slips(law, frame).equals(slips_by_hand(frame))
        by_hand, by_law, agree = compared(law, frame)
        slips_hand, slips_law = best(lambda: slips_by_hand(frame), lambda: slips(law, frame), rounds=ROUNDS)
    ratios = by_law / by_hand, slips_law / slips_hand
    return {
        "bench": "law-salaried",
        "rate": frame.height / by_law,
        "unit": "wages/s",
        "ratio": ratios[0],
        "baseline": "the same sums and shares in Polars, written by hand for one month",
        "seconds": by_law,
        "baseline_seconds": by_hand,
        "peak_memory_mib": memory.mebibytes,
        "target_rate": None,
        "target_ratio": TARGET_RATIO,
        "passed": same and agree and max(ratios) <= TARGET_RATIO,
        "payslip_ratio": ratios[1],
        "payslip_seconds": slips_law,
    }


def compared(law: Legislation, frame: pl.DataFrame) -> tuple[float, float, bool]:
    """Seconds of the assessment by hand and by the law, and whether they agree on every employer."""
    agree = assessed(law, frame).sort("employer").equals(assessed_by_hand(frame).sort("employer"))
    by_hand, by_law = best(lambda: assessed_by_hand(frame), lambda: assessed(law, frame), rounds=ROUNDS)
    return by_hand, by_law, agree


def declared(count: int) -> pl.DataFrame:
    """One month of declared wages: two thirds above the ceiling, employers of about twenty."""
    chance = pl.int_range(count, dtype=pl.UInt64, eager=True).hash(seed=11)
    employers = max(1, count // EMPLOYEES_EACH)
    wage = 150_000 + chance % 997 * (chance // 997 % 997) * 4
    return pl.DataFrame(
        {
            "employer": (chance // 1_000 % employers).cast(pl.Int64),
            "gross_wage": wage.cast(pl.Int64),
            "month": pl.Series([MONTH]).new_from_index(0, count),
        }
    )


def assessed(law: Legislation, frame: pl.DataFrame) -> pl.DataFrame:
    """What every employer owes, by the law."""
    wages = law.evaluate(frame.lazy(), ["wage_capped"])
    sums = {f"declared_{base}": pl.col(wage).sum() for base, wage in BASES.items()}
    employers = wages.group_by("employer").agg(**sums).with_columns(month=pl.lit(MONTH)).collect()
    return law.evaluate(employers, ASSESSED).select("employer", *ASSESSED)


def assessed_by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """What every employer owes, by expressions that know March 2026 and nothing else."""
    employers = frame.lazy().with_columns(capped=_capped()).group_by("employer")
    done = employers.agg(whole=pl.col("gross_wage").sum(), capped=pl.col("capped").sum()).with_columns(
        **{name: _share("whole", rate) for name, rate in UNCAPPED.items()},
        **{name: _share("capped", rate) for name, rate in CAPPED.items()},
    )
    for name, parts in SUMS.items():
        done = done.with_columns(**{name: pl.sum_horizontal(*parts)})
    return done.select("employer", *ASSESSED).collect()


def slips(law: Legislation, frame: pl.DataFrame) -> pl.DataFrame:
    """The lines of every payslip, by the law."""
    return law.evaluate(frame, list(SLIP)).select(*SLIP)


def slips_by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """The lines of every payslip, by expressions that know March 2026 and nothing else."""
    capped = frame.lazy().with_columns(capped=_capped())
    lines = {name: _share(wage, rate) for name, (wage, rate) in SLIP.items()}
    return capped.with_columns(**lines).select(*SLIP).collect()


def _capped() -> pl.Expr:
    ceiling = pl.lit(CEILING, dtype=pl.Int64)
    return pl.when(pl.col("gross_wage") > ceiling).then(ceiling).otherwise(pl.col("gross_wage"))


def _share(base: str, rate: int) -> pl.Expr:
    return (pl.col(base) * rate + 5_000) // 10_000
