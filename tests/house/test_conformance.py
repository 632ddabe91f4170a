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


def test_benches_are_those_of_the_performance_page() -> None:
    rows = conformance.benches(
        "| `one` | Runs | 3 s | 2 s | 2026-11-22 |\n| `two` | Runs | 3 s | | |\n| x | y |"
    )
    assert rows.splitlines()[2:] == [
        "| `one` | Runs | 3 s | 2 s | 2026-11-22 |",
        "| `two` | Runs | 3 s | not measured yet |  |",
    ]
