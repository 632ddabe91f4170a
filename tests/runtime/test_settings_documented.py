"""Every setting has its entry in docs/settings.md, and no entry is left over."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\bHIMAYA_[A-Z_]*[A-Z]\b")


def test_every_setting_is_documented_and_no_other() -> None:
    used = {name for path in (ROOT / "src").rglob("*.py") for name in NAME.findall(path.read_text())}
    documented = set(NAME.findall((ROOT / "docs" / "settings.md").read_text()))
    roles = {f"HIMAYA_DATABASE_URL_{role}" for role in ("APP", "OWNER", "READER")}
    assert documented | roles == used | roles
