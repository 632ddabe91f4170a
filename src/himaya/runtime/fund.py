"""Which fund runs here: the one place that reads the setting HIMAYA_FUND."""

import os
from pathlib import Path

from himaya.kernel import jurisdiction

VARIABLE, SHIPPED = "HIMAYA_FUND", "ma"


def fund_name() -> str:
    """Short name of a shipped fund, or the path of a folder of the same layout."""
    return os.environ.get(VARIABLE) or SHIPPED


def fund_folder() -> Path:
    """Folder of the fund's files. Raises UnknownFund."""
    return jurisdiction.folder(fund_name())
