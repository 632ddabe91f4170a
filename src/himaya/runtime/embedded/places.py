"""Where the embedded server keeps what: one folder, and a socket whose path is short enough."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from himaya.runtime.errors import DatabaseUnavailable

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_MAX = 100  # Linux allows 107 bytes, macOS 103
SHORT_ROOT = Path("/tmp")  # fixed, not $TMPDIR: every command must find the same place


@dataclass(frozen=True)
class Places:
    """The files of one server under `root` ($HIMAYA_DATA/postgres)."""

    root: Path

    @property
    def data(self) -> Path:
        """The PostgreSQL data folder."""
        return self.root / "data"

    @property
    def unfinished(self) -> Path:
        """Where initdb works; renamed to `data` when whole, so a killed initdb is simply done again."""
        return self.root / "data.unfinished"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.root / "log" / "server.log"

    @property
    def lock(self) -> Path:
        """Locked while a command starts, stops or repairs the server."""
        return self.root / "lock"

    @property
    def socket(self) -> Path:
        """The folder of the Unix socket: beside the data, or a short one under /tmp when that is too long."""
        beside = self.root / "socket"
        if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_PATH_MAX:
            return beside
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return SHORT_ROOT / f"himaya-{digest}"

    def check_socket_owner(self) -> None:
        """Refuse a socket folder that somebody else has put in our place.

        Raises DatabaseUnavailable if the folder is a link or belongs neither to us, to root nor to the
        owner of the data.
        """
        try:
            found = os.lstat(self.socket)
        except FileNotFoundError:
            return
        trusted = {0, os.geteuid()}
        if self.data.exists():
            trusted.add(self.data.stat().st_uid)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in trusted:
            raise DatabaseUnavailable(
                reason=f"the folder {self.socket} belongs to another user.",
                advice="Remove it, or choose a shorter data folder (HIMAYA_DATA).",
            )
