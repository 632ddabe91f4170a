"""Where this installation keeps its data on disk."""

import os
from pathlib import Path

VARIABLE = "HIMAYA_DATA"


def data_folder() -> Path:
    """The data folder: $HIMAYA_DATA, else /var/lib/himaya for root, else the user's data folder.

    The folder need not exist yet.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/himaya")
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser().absolute() / "himaya"


def made_data_folder() -> Path:
    """The data folder, created if missing: others may pass through it but not list it."""
    folder = data_folder()
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
    return folder
