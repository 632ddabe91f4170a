"""Which system account the server runs under: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from himaya.runtime.errors import DatabaseUnavailable

SERVICE_NAME = "himaya-db"


@dataclass(frozen=True)
class Account:
    """A system account, and whether the current process must step down to it."""

    name: str
    uid: int
    gid: int
    step_down: bool

    def options(self) -> dict[str, Any]:
        """Options of subprocess.run that make the child run under this account."""
        if not self.step_down:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        """Give an existing path to this account."""
        if self.step_down:
            os.chown(path, self.uid, self.gid)


def choose(data: Path) -> Account:
    """The account for the server whose data folder is `data`.

    An ordinary user runs it under their own name. Root runs it under the owner of the data, else under
    the service account, which is created when missing.
    """
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()), step_down=False)
    if data.exists() and data.stat().st_uid != 0:
        return _account(pwd.getpwuid(data.stat().st_uid), step_down=True)
    return _account(_service_entry(), step_down=True)


def _account(entry: pwd.struct_passwd, *, step_down: bool) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, step_down=step_down)


def _service_entry() -> pwd.struct_passwd:
    """The service account, created by whichever program the system has, else Debian's `postgres`."""
    for name in (SERVICE_NAME, None, "postgres"):
        if name is None:
            _create_service_account()
            name = SERVICE_NAME
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseUnavailable(
        reason=f"PostgreSQL does not run as root, and the account '{SERVICE_NAME}' could not be created.",
        advice=f"Create it (useradd --system {SERVICE_NAME}) or run as an ordinary user.",
    )


def _create_service_account() -> None:
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin:/bin") or "/bin/false"
    for program, options in (
        ("useradd", ["--system", "--no-create-home", "--shell", nologin]),
        ("adduser", ["-S", "-H", "-D", "-s", nologin]),
    ):
        found = shutil.which(program, path="/usr/sbin:/sbin:/usr/bin:/bin")
        if found and not subprocess.run([found, *options, SERVICE_NAME], capture_output=True).returncode:
            return


def open_the_way(account: Account, target: Path) -> list[Path]:
    """Let the account pass through the folders above `target`, and no more: only o+x, only where needed.

    Returns the folders changed. Nothing is done for an ordinary user.
    """
    if not account.step_down:
        return []
    changed = []
    for folder in reversed(target.resolve().parents):
        status = folder.stat()
        if not _may_pass(account, status):
            folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)
            changed.append(folder)
    return changed


def _may_pass(account: Account, status: os.stat_result) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
