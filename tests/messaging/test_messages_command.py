"""`himaya messages`, and the promise it rests on: killed at any point, each message goes exactly once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from messaging_doubles import NOON, people, states

from himaya.foundation.access import audit
from himaya.foundation.messaging import services
from himaya.foundation.messaging.outbox import enqueue

MESSAGES = 12_000
KILLS = 8


def queue(connection, catalogue, count, **options):
    return enqueue(
        connection, frame=people(count), template="registration", catalogue=catalogue, cause="register:1",
        now=NOON, **options,
    )  # fmt: skip


def test_a_killed_dispatcher_continues_and_no_message_goes_twice(himaya, catalogue, tmp_path):
    """Killed (KILL) at random moments and started again until the queue is empty; one kill tears a line."""
    chance = random.Random(20220401)
    outbox = tmp_path / "out.jsonl"
    environment = {**himaya.environment, "HIMAYA_SMS_FILE": str(outbox)}
    with (
        himaya.connect() as connection,
        subprocess.Popen(
            [sys.executable, "-c", NURSERY], env=environment, text=True, bufsize=1,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as nursery,
    ):  # fmt: skip
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        queue(connection, catalogue, MESSAGES, first_id=1)
        kills, deadline = 0, time.monotonic() + 60
        while states(connection) != {"HANDED": MESSAGES}:
            assert time.monotonic() < deadline
            nursery.stdin.write("dispatch\n")
            dispatcher = int(nursery.stdout.readline())  # it claims its first batch
            if kills < KILLS:
                time.sleep(chance.uniform(0, 0.1))
                os.kill(dispatcher, signal.SIGKILL)
            kills += nursery.stdout.readline() == "killed\n"
            if kills == KILLS // 2:
                with outbox.open("ab") as file:
                    file.write(b'{"id": 11999, "to": "+21266')
    sent = Counter(json.loads(line)["id"] for line in outbox.read_text("utf-8").splitlines())
    assert set(sent.values()) == {1}
    assert sorted(sent) == list(range(1, MESSAGES + 1))
    assert kills == KILLS


# A process that, for each line, forks a dispatcher, says its number, waits for it and says how it ended.
NURSERY = """
import os, sys
from himaya.runtime.schema import setup_django
setup_django()
from himaya.foundation.messaging import dispatching, templates
from himaya.foundation.messaging.gateways.choice import gateway_named
from himaya.runtime import database

claim = dispatching.claims.claim

def tell(*arguments, **named):
    dispatching.claims.claim = claim
    print(os.getpid(), flush=True)
    return claim(*arguments, **named)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        dispatching.claims.claim = tell
        with database.connect() as connection:
            dispatching.Dispatcher(connection, gateway_named("file"), templates.load("ma"), batch=100).run()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "ended", flush=True)
"""


@pytest.fixture
def run(database, cli, monkeypatch, tmp_path):
    """Run a subcommand with --json: run("status"); its answer, with the exit code checked."""
    monkeypatch.setenv("HIMAYA_SMS_FILE", str(tmp_path / "out.jsonl"))

    def run(*arguments, code=0):
        result = cli("messages", *arguments, "--json")
        assert result.exit_code == code, result.output
        return result.json()

    return run


def test_messages_are_queued_sent_and_shown(database, run, catalogue, tmp_path):
    queue(database, catalogue, 3, first_id=1)
    before = run("status")
    assert [(r["state"], r["messages"], r["segments"]) for r in before["messages"]] == [("queued", 3, 3)]
    assert run("send", "--limit", "2")["handed"] == 2
    run("pause", "--gateway", "file")
    assert run("send")["handed"] == 0
    run("resume", "--gateway", "file")
    assert run("send", "--until-empty")["waiting"] == 0
    listed = run("list", "--state", "handed")["messages"]
    assert [row["id"] for row in listed] == [3, 2, 1]
    assert listed[0]["phone"] == "+212•••••••03"
    shown = run("show", "1")
    assert shown["text"] == "رقم تسجيلكم في الضمان الاجتماعي: •••••••••. لإتمام ملفكم: 3939"
    assert "100000001" not in json.dumps(shown)
    full = run("show", "1", "--full")
    assert full["text"] == "رقم تسجيلكم في الضمان الاجتماعي: 100000001. لإتمام ملفكم: 3939"
    assert full["phone"] == "+212661000001"
    trail = database.execute("SELECT action, scope, subject_count FROM access_action ORDER BY id").fetchall()
    assert trail == [
        ("messages.list", "masked phone", 3),
        ("messages.show", "masked phone", 1),
        ("messages.show", "phone", 1),
    ]
    assert audit.broken(database) == []
    assert (tmp_path / "out.jsonl").read_text("utf-8").count("\n") == 3


def test_the_templates_are_listed_with_their_cost(run):
    rows = run("templates", "--lang", "ar")["templates"]
    registration = next(row for row in rows if row["code"] == "registration")
    assert (registration["units"], registration["segments"], registration["left"]) == (62, 1, 8)
    assert {row["language"] for row in rows} == {"ar"}


def test_opting_out_by_the_command(run):
    assert run("opt-out", "06 61 00 00 01") == {"changed": True, "opted_out": True}
    assert run("opt-out")["opt_outs"][0]["phone"] == "+212•••••••01"
    assert run("opt-out", "0661000001", "--end")["changed"] is True
    assert run("opt-out", "0537000000", code=2)["error"]["code"] == "messaging.phone_refused"


def test_a_gateway_is_set_and_one_that_is_not_configured_says_so(run):
    found = run("gateway", "kannel", "--speed", "200", "--price", "5500", "--any-hour")
    assert (found["gateway"]["segments_per_second"], found["gateway"]["follows_windows"]) == (200, False)
    refused = run("send", "--gateway", "kannel", code=2)["error"]
    assert (refused["code"], refused["values"]["setting"]) == (
        "messaging.gateway_not_configured", "HIMAYA_KANNEL_URL",
    )  # fmt: skip


def test_receipts_and_plain_text_answers(database, run, cli, catalogue):
    queue(database, catalogue, 1, first_id=1)
    services.record_receipt(
        database, message_id=1, status=services.Receipt.DELIVERED, gateway="kannel", now=NOON
    )
    assert run("receipts")["receipts"][0]["status"] == "delivered"
    for words in (["status"], ["list"], ["show", "1"], ["templates"], ["receipts"], ["send"], ["opt-out"]):
        assert cli("messages", *words).output
    assert cli("messages", "show", "99").exit_code == 2
    assert "send" in cli("messages", "--help").output
