from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from himaya.kernel import jurisdiction
from himaya.legislation.law import Legislation
from himaya.legislation.reforms import load_reform
from himaya.steering.simulation.comparison import Comparison, comparison

REFORMS = jurisdiction.folder("ma") / "law" / "reforms"
HEADINGS = (
    "category,practice_years,vehicle_owner,region,sex,weight,"
    "subcategory,diploma_years,farm_class,annual_net_profit,annual_income_tax,rsu_score"
)


@pytest.fixture(scope="session")
def law() -> Legislation:
    return Legislation.load("ma")


@pytest.fixture(scope="session")
def compared(law: Legislation) -> Callable[[str | Path], Comparison]:
    """A shipped reform by its name, or another by its path, as it is compared."""

    def load(reform: str | Path) -> Comparison:
        path = REFORMS / f"{reform}.yaml" if isinstance(reform, str) else reform
        return comparison(load_reform(path, law), law)

    return load


@pytest.fixture
def write_people(tmp_path: Path) -> Callable[..., Path]:
    """A population written as CSV: category, years of practice, own vehicle, region, sex, weight."""

    def write(*lines: str) -> Path:
        path = tmp_path / "people.csv"
        path.write_text("\n".join((HEADINGS, *(f"{line},,,,,," for line in lines))) + "\n", encoding="utf-8")
        return path

    return write
