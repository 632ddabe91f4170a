"""docs/conformance.md: every set of law cases, the benches, the external checks. `make conformance` writes it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from himaya.kernel import jurisdiction
from himaya.legislation import cases
from himaya.legislation.law import Legislation

FUND = "ma"
STATES = ("passed", "failed", "not_covered")
HEAD = """# Conformance

Written by `make conformance`; a test fails when the law cases below are not those of the house. How certain a case
is, its file says, with its source. A case is not covered where no rule of the house answers its topic.

## Law cases

`himaya law check FILE` runs a file; both engines, columns and person, must agree.
"""
OUTSIDE = (
    (
        "axe-core in a browser",
        "no page has a serious accessibility fault, in Arabic and in French",
        "tests/web/test_browser.py",
    ),
    (
        "Kannel (Debian's packages) against a simulated operator",
        "each receipt, refusal and outage is told once; Arabic text arrives whole",
        "tests/messaging/test_kannel.py",
    ),
    (
        "PostgreSQL given by its address",
        "an external database is prepared, or says what its administrator must run",
        "tests/runtime/test_external.py",
    ),
)


def document(*, performance: str) -> str:
    """The whole page; `performance`: the text of docs/performance.md."""
    parts = (HEAD, law_cases(), "", "## Benches", "", benches(performance), "", external_checks(), "")
    return "\n".join(parts)


def law_cases(fund: str = FUND) -> str:
    """A table: each set of cases by certainty, with how many passed, failed and are not covered."""
    law, topics = Legislation.load(fund), cases.load_topics(fund)
    rows = [
        row
        for path in sorted((jurisdiction.folder(fund) / "law" / "cases").glob("*.json"))
        for row in _rows(path, cases.check(law, cases.read_cases(path), topics, engine="both"))
    ]
    lines = [f"| {name} | {certainty} | {' | '.join(map(str, counts))} |" for name, certainty, counts in rows]
    total = [sum(counts[place] for _, _, counts in rows) for place in range(len(STATES))]
    return "\n".join(
        (
            "| Set | Certainty | Passed | Failed | Not covered |",
            "|---|---|---:|---:|---:|",
            *lines,
            f"| **All** | | {' | '.join(map(str, total))} |",
        )
    )


def benches(performance: str) -> str:
    """The tables of docs/performance.md as they stand, one after the other."""
    tables, table = [], ""
    for line in [*performance.splitlines(), ""]:
        if line.startswith("|"):
            table += f"{line}\n"
        elif table:
            tables.append(table)
            table = ""
    return "\n".join(tables).rstrip()


def external_checks() -> str:
    """The checks made with programs of others."""
    rows = [f"| {name} | {proves} | `{place}` |" for name, proves, place in OUTSIDE]
    skipped = "Where its program is not installed, a check is skipped, and pytest says so."
    head = ("## External checks", "", "| Check | What it proves | Where |", "|---|---|---|")
    return "\n".join((*head, *rows, "", skipped))


def _rows(path: Path, outcomes: Iterable[cases.Outcome]) -> list[tuple[str, str, list[int]]]:
    counted = Counter((one.case.certainty or "not stated", one.state) for one in outcomes)
    return [
        (f"`{path.name}`", certainty, [counted[certainty, state] for state in STATES])
        for certainty in sorted({certainty for certainty, _ in counted})
    ]


if __name__ == "__main__":
    docs = Path(sys.argv[1])
    page = document(performance=(docs / "performance.md").read_text(encoding="utf-8"))
    (docs / "conformance.md").write_text(page, encoding="utf-8")
