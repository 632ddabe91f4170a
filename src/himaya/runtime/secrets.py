"""Keys of this installation: generated, never shipped."""

import os
import secrets
from pathlib import Path

from himaya.runtime.paths import made_data_folder, usable

VARIABLE = "HIMAYA_SECRET_KEY"
BYTES = 50


def secret_key() -> str:
    """The signing key: $HIMAYA_SECRET_KEY, else one generated once into the data folder, closed to others.

    Raises DataFolderUnusable.
    """
    given = os.environ.get(VARIABLE)
    if given:
        return given
    path = made_data_folder() / "secret_key"
    with usable():
        while True:
            try:
                return path.read_text()
            except FileNotFoundError:
                _generate(path)


def _generate(path: Path) -> None:
    """Write the key aside and link it into place: of two processes at once, the first one wins, whole."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(BYTES))
    try:
        os.link(aside, path)
    except FileExistsError:
        return
    finally:
        aside.unlink()
