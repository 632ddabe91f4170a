"""Runs commands in forked children that are killed on the way, or kill the database server.

One order a line of standard input: {"argv", "database", "exchange", "who", "seconds"}; one answer a line of
standard output: {"killed": whether the kill was done, "code", "exchanges"}.

An exchange is one wait for the database: a statement, a COPY, a commit. The parent loads everything once and
runs nothing itself, so that a child starts at once.
"""

import importlib
import itertools
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

CHUNKS = {
    "himaya.fund.registry.registration.run": "CHUNK",
    "himaya.fund.registry.families": "CHUNK",
    "himaya.fund.contributions.collection": "CHUNK",
    "himaya.fund.contributions.assess": "PEOPLE_A_CHUNK",
    "himaya.fund.rights.services": "PEOPLE_A_CHUNK",
}
LINES_A_CHUNK = 60
OUTPUT = Path(os.environ["HIMAYA_DATA"]) / "told.txt"
COMMANDS = ("register", "families", "assess", "collect", "rights", "numbers")


def main() -> None:
    from himaya.fund import law
    from himaya.runtime.schema import setup_django

    setup_django()
    for name in COMMANDS:
        importlib.import_module(f"himaya.channels.cli.{name}")
    for name in ("himaya.legislation.engine.frames", "duckdb", "splink"):
        importlib.import_module(name)
    law.current()
    for module, setting in CHUNKS.items():
        setattr(importlib.import_module(module), setting, LINES_A_CHUNK)
    for line in sys.stdin:
        print(json.dumps(_carried_out(json.loads(line))), flush=True)


def _carried_out(order: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.setsid()
        _run(order, writing)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    killed = os.WIFSIGNALED(status) or b"K" in told
    return {
        "told": OUTPUT.read_text(encoding="utf-8")[-2_000:],
        "killed": killed,
        "code": os.waitstatus_to_exitcode(status),
        "exchanges": told.count(b"."),
    }


def _run(order: dict[str, Any], writing: int) -> None:
    """In the child: count the exchanges, kill at the one ordered, leave with the command's exit code."""
    import psycopg

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = os.open(OUTPUT, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ["HIMAYA_DATABASE_NAME"] = order["database"]
    number = itertools.count(1)
    plain = psycopg.Connection.wait

    def wait(self: psycopg.Connection, *arguments: Any, **options: Any) -> Any:
        if next(number) == order.get("exchange"):
            _kill(order["who"], writing)
        os.write(writing, b".")
        return plain(self, *arguments, **options)

    psycopg.Connection.wait = wait  # type: ignore[method-assign]
    if order.get("seconds"):
        signal.setitimer(signal.ITIMER_REAL, order["seconds"])  # an alarm nobody handles ends the process
    from himaya.channels.cli.main import main as command

    code = 70
    try:
        sys.argv[1:] = order["argv"]
        command()
        code = 0
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def _kill(who: str, writing: int) -> None:
    from himaya.runtime import database

    os.write(writing, b"K")
    pid = database.embedded().status().pid if who == "server" else os.getpid()
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
