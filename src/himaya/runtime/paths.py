"""Where this installation keeps its data on disk."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from himaya.runtime.errors import DataFolderUnusable

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
    """The data folder, created if missing: others may pass through it but not list it.

    Raises DataFolderUnusable.
    """
    folder = data_folder()
    if not folder.is_dir():
        with usable():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o711)
    return folder


@contextmanager
def usable() -> Iterator[None]:
    """What the system refuses inside the data folder, as DataFolderUnusable."""
    try:
        yield
    except OSError as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def refusal(error: OSError) -> DataFolderUnusable | None:
    """A refusal of the system that concerns the data folder, told as such; None if it concerns another place."""
    folder = data_folder()
    place = Path(os.fsdecode(error.filename)).absolute() if isinstance(error.filename, str | bytes) else None
    if place is None or not (place.is_relative_to(folder) or folder.is_relative_to(place)):
        return None
    return DataFolderUnusable(folder=str(folder), reason=error.strerror or type(error).__name__)
