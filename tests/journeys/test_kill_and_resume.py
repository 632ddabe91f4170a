"""A year of lists, families, payments and rights, killed at random points, ends like an undisturbed one.

Client and database server are killed with SIGKILL at exchanges with the database drawn at random, or the client
at a moment drawn at random; the same command is then given again, which also repairs the server.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from digest import every_table
from villages import dependants, people, written

from himaya.kernel.identifiers.payment_reference import Kind, make
from himaya.kernel.month import Month
from himaya.runtime import database
from himaya.runtime.addresses import address

CALM, STORM = "himaya_calm", "himaya_storm"
DRIVER = Path(__file__).with_name("kill_driver.py")
BODIES = ("adouls", "notaries", "adouls", "fisheries", "adouls", "notaries", "fisheries")
LINES = 100
KILLS_IN_LISTS, KILLS_IN_EACH_OTHER = 20, 2
BY_CLOCK = 0.2
SEED = 20220401

Order = dict[str, Any]


@dataclass
class Driver:
    """The process that forks, runs and is told whom to kill."""

    process: subprocess.Popen[str]

    def run(self, argv: list[str], *, database: str, **kill: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"argv": argv, "database": database, **kill}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with a server of its own, and two empty registers in it."""
    path = Path(tempfile.mkdtemp(prefix="himaya-kill-"))
    path.chmod(0o711)
    monkeypatch.setenv("HIMAYA_DATA", str(path))
    monkeypatch.setenv("HIMAYA_DATABASE_NAME", STORM)
    database.ensure()
    with psycopg.connect(address("admin").of("postgres").conninfo(), autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
        connection.execute(f"create database {CALM} template {STORM} owner himaya_owner")
    yield path
    database.embedded().remove()
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def driver(folder: Path) -> Iterator[Driver]:
    with subprocess.Popen(
        [sys.executable, str(DRIVER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    ) as process:
        yield Driver(process)
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=30)


@pytest.mark.slow
def test_killed_twenty_times_and_more_the_register_ends_the_same(folder: Path, driver: Driver) -> None:
    lists = _lists(folder)
    year = _commands(folder, lists)
    rng = random.Random(SEED)
    exchanges = {}
    for step, argv in year.items():
        _before(step, folder, CALM)
        calm = driver.run(argv, database=CALM)
        assert calm["code"] in (0, 1), (step, calm["told"])
        exchanges[step] = calm["exchanges"]
    shutil.rmtree(folder / "runs")
    kills = dict.fromkeys(("register", "families", "assess", "collect", "rights"), 0)
    for step, argv in year.items():
        _before(step, folder, STORM)
        kind = step.split()[0]
        wanted = KILLS_IN_LISTS if kind == "register" else KILLS_IN_EACH_OTHER
        while kills[kind] < wanted:
            clock = BY_CLOCK if kind == "register" else 0
            answer = driver.run(argv, database=STORM, **_blow(rng, exchanges[step], clock=clock))
            if not answer["killed"]:
                assert answer["code"] in (0, 1), (step, answer)
                break
            kills[kind] += 1
        last = driver.run(argv, database=STORM)
        assert last["code"] in (0, 1), (step, last)
    assert kills["register"] == KILLS_IN_LISTS
    assert min(kills.values()) >= 2, kills
    assert _digests(STORM) == _digests(CALM)


def _blow(rng: random.Random, exchanges: int, *, clock: float) -> Order:
    """Whom to kill and when; half way at most, so that many blows fall on one list.

    clock: the share of blows by the clock. A quick machine may be done before one; the lists are many enough.
    """
    draw = rng.random()
    if draw < clock:
        return {"seconds": rng.uniform(0.2, 1.2)}
    return {"exchange": rng.randrange(1, exchanges // 2), "who": "server" if draw < 0.5 else "client"}


def _lists(folder: Path) -> list[list[dict[str, str]]]:
    """Each list also names forty people of the list before."""
    lists: list[list[dict[str, str]]] = []
    for number in range(len(BODIES)):
        known = lists[-1][20:60] if lists else []
        lists.append(people(LINES, seed=number + 1) + known)
    return lists


def _commands(folder: Path, lists: list[list[dict[str, str]]]) -> dict[str, list[str]]:
    year = {}
    for number, (body, lines) in enumerate(zip(BODIES, lists, strict=True)):
        path = written(folder / f"{number}-{body}.csv", body=body, lines=lines)
        day = f"2022-{number + 3:02}-10"
        year[f"register {number}"] = ["register", str(path), "--body", body, "--on", day, "--json"]
        if number == 2:
            families = written(
                folder / "families.csv", body="portal", lines=list(dependants(lists[1], seed=1))
            )
            year["families"] = ["families", str(families), "--body", "portal", "--on", "2022-05-20", "--json"]
            year |= _money(folder, "2022-05")
    return {**year, **_money(folder, "2022-09")}


def _money(folder: Path, month: str) -> dict[str, list[str]]:
    day = f"{month}-28"
    return {
        f"assess {month}": ["assess", "--month", month, "--on", day, "--json"],
        f"collect {month}": ["collect", str(folder / f"payments-{month}.csv"), "--on", day, "--json"],
        f"rights {month}": ["rights", "recompute", "--on", day, "--json"],
    }


def _before(step: str, folder: Path, name: str) -> None:
    """The collector's file of a month: two thirds of the months owed, one of them in part."""
    if not step.startswith("collect"):
        return
    with _connected(name) as connection:
        owed = connection.execute(
            """select person.insured_number, due.month, due.due_centimes from contributions_due due
               join registry_membership membership on membership.id = due.membership_id
               join registry_person person on person.id = membership.person_id
               where due.paid_on is null and (person.id + due.month) % 3 > 0
               order by person.insured_number, due.month, membership.id"""
        ).fetchall()
    lines = ["collector;transaction_id;reference;amount_centimes;paid_at;channel;agent_id;status"]
    total = 0
    for count, (number, month, due) in enumerate(owed):
        reference = make(kind=Kind.SELF_EMPLOYED, number=number, month=Month(month))
        amount = due - (count % 7 == 0)
        total += amount
        lines.append(
            f"bank;T{count}-{step[8:]};{reference};{amount};2022-{step[-2:]}-1{count % 9}T10:00:00;web;A;P"
        )
    lines.append(f"TOTAL;{len(owed)};;{total};;;;")
    (folder / f"payments-{step[8:]}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _connected(name: str) -> psycopg.Connection:
    return psycopg.connect(address("admin").of(name).conninfo(), autocommit=True)


def _digests(name: str) -> dict[str, tuple[int, str]]:
    with _connected(name) as connection:
        return every_table(connection)
