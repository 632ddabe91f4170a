"""docs/conformance.md says what the law cases say now."""

from __future__ import annotations

from pathlib import Path

from himaya.channels.cli import conformance

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_counts_the_law_cases_of_today() -> None:
    """Run `make conformance` after a change of cases."""
    page = (DOCS / "conformance.md").read_text(encoding="utf-8")
    counted = conformance.law_cases()
    assert counted in page
    assert "| **All** | | " in counted


def test_benches_are_the_tables_of_the_performance_page() -> None:
    page = "# Title\n\n| Bench | Rate |\n|---|---|\n| `one` | 2 |\n\nText.\n\n| Other |\n|---|\n| 3 |\n"
    first, second = conformance.benches(page).split("\n\n")
    assert first == "| Bench | Rate |\n|---|---|\n| `one` | 2 |"
    assert second == "| Other |\n|---|\n| 3 |"
