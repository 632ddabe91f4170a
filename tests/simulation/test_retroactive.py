"""The decree of October 2025 on allowances for ranks 4 to 6, back to January 2023: differences, listed once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from himaya.channels.cli.benches import retroactive as bench
from himaya.legislation.law import Legislation
from himaya.steering.simulation.retroactive import LISTED, list_differences


@pytest.fixture
def families(tmp_path: Path) -> Path:
    """Families of 3, 4, 6 and 8 children."""
    path = tmp_path / "families.parquet"
    pl.DataFrame({"family": [1, 2, 3, 4], "eligible_children": [3, 4, 6, 8]}).write_parquet(path)
    return path


def test_each_family_has_its_differences_month_by_month(
    law: Legislation, families: Path, tmp_path: Path
) -> None:
    """64 dirhams more for each of ranks 4 to 6, over 34 months; the seventh child gives nothing."""
    listed = list_differences(law, families, bench.DECREE, folder=tmp_path / "run")
    found = pl.read_parquet(listed.path)
    assert tuple(found.columns) == LISTED
    owed = dict(found.group_by("family").agg(pl.col("difference").sum()).rows())
    assert owed == {2: 34 * 6_400, 3: 34 * 3 * 6_400, 4: 34 * 3 * 6_400}
    assert (found["month"].min(), found["month"].max()) == (date(2023, 1, 1), date(2025, 10, 1))
    assert (listed.lines, listed.total) == (3 * 34, 34 * 7 * 6_400)


def test_the_list_is_made_once_however_often_it_is_asked(
    law: Legislation, families: Path, tmp_path: Path
) -> None:
    first = list_differences(law, families, bench.DECREE, folder=tmp_path / "run")
    written = first.path.stat().st_mtime_ns
    again = list_differences(law, families, bench.DECREE, folder=tmp_path / "run")
    assert (first.was_there, again.was_there) == (False, True)
    assert (again.path, again.path.stat().st_mtime_ns) == (first.path, written)
    assert [one.name for one in (tmp_path / "run").iterdir()] == [first.path.name]


def test_another_file_of_families_is_another_list(law: Legislation, families: Path, tmp_path: Path) -> None:
    first = list_differences(law, families, bench.DECREE, folder=tmp_path / "run")
    pl.DataFrame({"family": [9], "eligible_children": [4]}).write_parquet(families)
    other = list_differences(law, families, bench.DECREE, folder=tmp_path / "run")
    assert other.path != first.path
    assert other.total == 34 * 6_400


def test_the_difference_of_a_month_is_explained_by_both_laws(law: Legislation) -> None:
    case = {"eligible_children": 4, "month": "2024-05-01"}
    known = law.known_on(bench.DECREE.known_before), law.known_on(bench.DECREE.known_after)
    before, after = (one.explain(case, bench.DECREE.variable, language="fr") for one in known)
    assert after.value - before.value == 6_400
    used = [one for part in after.walk() for one in part.parameters if one.path.endswith("rank_4_6")]
    assert used[0].reference.startswith("Décret 2.23.715")
