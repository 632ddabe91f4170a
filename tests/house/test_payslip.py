"""The how-to on payslips says what the law answers, where the library is installed alone."""

from __future__ import annotations

import json
import re

from test_library import ROOT, alone

PAGE = (ROOT / "docs" / "howto" / "payslip.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
FORBIDDEN = ("django", "psycopg", "click", "procrastinate", "httpx", "urllib3")


def centimes(shown: str) -> int:
    return int(shown.replace(",", "").replace(".", ""))


def test_a_payslip_takes_three_lines() -> None:
    *lines, last = BLOCKS[0].strip().splitlines()
    call, _, promised = last.partition("  # ")
    assert len(lines) == 2
    assert alone("\n".join([*lines, f"print({call})"])) == promised.partition(":")[0]


def test_every_line_of_the_table_is_what_the_law_answers() -> None:
    promised: dict[str, int] = {}
    for row in re.findall(r"^\| (`.*?) \|.*\| ([\d,. ]+) \|$", PAGE, flags=re.MULTILINE):
        names = re.findall(r"`(\w+)`", row[0])
        promised |= dict(zip(names, map(centimes, row[1].split(", ")), strict=True))
    assert len(promised) == 11
    said = alone(
        "import json\n"
        "from himaya.legislation import Legislation\n"
        "law = Legislation.load('ma')\n"
        "slip = {'gross_wage': '7250.00', 'month': '2026-03'}\n"
        f"print(json.dumps({{name: law.calculate(slip, name).value for name in {list(promised)}}}))\n"
    )
    assert json.loads(said) == promised


def test_every_example_of_the_page_runs() -> None:
    assert "4.48" in alone("\n".join(BLOCKS)) or "4,48" in alone("\n".join(BLOCKS))


def test_the_law_imports_nothing_of_the_platform() -> None:
    loaded = alone(
        "from datetime import date\n"
        "import polars as pl\n"
        "from himaya.legislation import Legislation\n"
        "law = Legislation.load('ma')\n"
        "frame = pl.DataFrame({'gross_wage': [725_000], 'month': [date(2026, 3, 1)]})\n"
        "law.evaluate(frame, ['payslip_net_before_tax'])\n"
        "law.explain({'gross_wage': '7250.00', 'month': '2026-03'}, 'payslip_cnss')\n"
        "print(' '.join(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    ).split()
    assert not set(loaded) & set(FORBIDDEN)
    ours = alone(
        "from himaya.legislation import Legislation\n"
        "Legislation.load('ma')\n"
        "print(' '.join(sorted(name for name in sys.modules if name.startswith('himaya.'))))\n"
    ).split()
    assert {name.split(".")[1] for name in ours} == {"legislation", "kernel"}
