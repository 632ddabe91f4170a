"""Through Debian's Kannel to a simulated operator and back: bytes, receipts, refusals, outages, STOP,
speed."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from datetime import UTC, datetime
from itertools import count

import kannel_house
import polars as pl
import pytest
import yaml
from kannel_house import SECRET, until
from messaging_doubles import people, states

from himaya.foundation.messaging import services, templates
from himaya.foundation.messaging.claims import BURST_SECONDS
from himaya.foundation.messaging.dispatching import Dispatcher
from himaya.foundation.messaging.gateways.kannel import KannelGateway
from himaya.foundation.messaging.outbox import enqueue
from himaya.kernel.jurisdiction import folder

LACKING = kannel_house.missing()
IN_CI = bool(os.environ.get("CI"))
pytestmark = [
    pytest.mark.kannel,
    pytest.mark.skipif(
        bool(LACKING) and not IN_CI,
        reason=f"Kannel is not installed ({', '.join(LACKING)}): apt install kannel",
    ),
]
TEXTS = {
    # Arabic, mixed with a pair beyond the basic plane; 70, 134 and 201 units.
    "one": "ح" * 61 + "{number}",
    "two": "حماية " * 20 + "12345" + "{number}",
    "three": "صندوق " * 32 + "{number}",
}
SPEED = 20
blocks = count(1_000, 1_000)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The operator, Kannel and our page, for all tests of this module."""
    built = kannel_house.build(tmp_path_factory.mktemp("kannel"))
    yield built
    built.stop()


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """A fund with Arabic texts of one, two and three segments."""
    path = tmp_path_factory.mktemp("fund")
    shutil.copytree(folder("ma") / "messages", path / "messages")
    shutil.copy(folder("ma") / "fund.yaml", path / "fund.yaml")
    for code, text in TEXTS.items():
        body = {
            "code": code, "category": "service", "purpose": "A length.", "params": {"number": {"digits": 9}},
            "versions": {1: {"texts": {"ar": text, "fr": "{number} à l'été, ça coûte 5 € {number}"}}},
        }  # fmt: skip
        (path / "messages" / f"{code}.yaml").write_text(yaml.safe_dump(body, allow_unicode=True), "utf-8")
    return templates.load_folder(path)


@pytest.fixture
def kannel(house, database, texts, monkeypatch):
    """Queue and send: kannel(people, "one"). Windows are off: tests run at any hour."""
    monkeypatch.setenv("HIMAYA_RECEIPTS_TOKEN", SECRET)
    services.configure_gateway(
        database, name="kannel", settings={"follows_windows": False, "segments_per_second": None}
    )
    gateway = KannelGateway(url=house.sendsms, user="fund", password="probe", receipts_url=house.receipts)

    def run(frame=None, template="registration", cause="register:1"):
        if frame is not None:
            enqueue(
                database, frame=frame, template=template, catalogue=texts, cause=cause, now=datetime.now(UTC),
                first_id=next(blocks),
            )  # fmt: skip
        return Dispatcher(database, gateway, texts).run()

    yield run
    gateway.close()
    house.operator.parts.clear()


def to(phone: str, **columns) -> pl.DataFrame:
    return people(1).with_columns(phone=pl.lit(phone), **columns)


def settled(database, **expected):
    """Wait until the messages stand as expected."""
    until(lambda: states(database) == expected)


@pytest.mark.parametrize(("code", "segments"), [("one", 1), ("two", 2), ("three", 3)])
def test_arabic_arrives_to_the_octet_in_the_segments_we_counted(kannel, house, database, code, segments):
    phone = f"+21266200000{segments}"
    assert kannel(to(phone), code).segments == segments
    settled(database, DELIVERED=1)
    parts = sorted(house.operator.parts, key=lambda part: part.header)
    text = TEXTS[code].format(number="100000001")
    assert len(parts) == segments
    assert {part.coding for part in parts} == {8}
    assert b"".join(part.octets for part in parts) == text.encode("utf-16-be")
    if segments == 1:
        assert parts[0].header == b""
    for number, part in enumerate(parts, start=1):
        assert len(part.header) + len(part.octets) <= 140
        if segments > 1:
            assert part.header[:3] == b"\x05\x00\x03"
            assert part.header[4:] == bytes([segments, number])


def test_french_arrives_in_seven_bits(kannel, house, database):
    assert kannel(to("+212662000004", language=pl.lit("fr"))).segments == 1
    settled(database, DELIVERED=1)
    (part,) = house.operator.parts
    assert part.coding == 0
    assert part.octets.startswith(b"Votre num\x05ro d'immatriculation CNSS est 100000001")
    assert part.sender == "CNSS"


def test_the_operators_acceptance_and_delivery_are_both_kept(kannel, database):
    kannel(to("+212662000005"))
    settled(database, DELIVERED=1)
    rows = until(
        lambda: (
            len(r := database.execute("SELECT status FROM messaging_receipt ORDER BY status").fetchall()) == 2
            and r
        )
    )
    assert [status for (status,) in rows] == [1, 8]
    ref = database.execute("SELECT gateway_ref FROM messaging_message").fetchone()[0]
    assert ref


def test_a_message_never_delivered_is_told_so(kannel, database):
    kannel(to("+212662000097"))
    settled(database, UNDELIVERED=1)


def test_a_refused_number_is_told_so(kannel, house, database):
    kannel(to("+212662000098"))
    settled(database, REFUSED=1)
    answer = database.execute("SELECT answer FROM messaging_message").fetchone()[0]
    assert "NACK" in answer
    assert house.operator.parts == []


def test_a_receipt_told_twice_counts_once(kannel, database):
    kannel(to("+212662000096"))
    settled(database, DELIVERED=1)
    kinds = database.execute(
        "SELECT status, count(*) FROM messaging_receipt GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert kinds[0] == (1, 1)


def test_while_the_operator_is_down_messages_wait_and_then_go_once(kannel, house, database):
    house.operator.stop()
    done = kannel(people(5))
    assert (done.handed, done.down) == (5, False)
    assert states(database) == {"HANDED": 5}
    house.operator.start()
    settled(database, DELIVERED=5)
    assert Counter(part.to[-3:] for part in house.operator.parts) == {f"00{n}": 1 for n in range(1, 6)}


def test_stop_ends_campaigns_but_not_service(kannel, house, database):
    phone = "+212662000011"
    for octets, coding in ((b"STOP", 0), ("توقف".encode("utf-16-be"), 8)):
        house.operator.say(phone=phone, octets=octets, coding=coding)
    until(lambda: database.execute("SELECT count(*) FROM messaging_inbound WHERE is_stop").fetchone() == (2,))
    kannel()  # the two confirmations
    assert kannel(to(phone), "declare_family", cause="campaign:1").handed == 0
    kannel(to(phone))
    settled(database, DELIVERED=3)
    got = [text[:12] for text in house.operator.texts(phone)]
    assert sorted(got) == sorted(["C'est not\x05 :", "لن نرسل إليكم حملات"[:12], "رقم تسجيلكم "])


def test_the_agreed_speed_is_kept_on_the_line(kannel, house, database):
    services.configure_gateway(database, name="kannel", settings={"segments_per_second": SPEED})
    kannel(people(2 * SPEED))
    settled(database, DELIVERED=2 * SPEED)
    times = sorted(part.at for part in house.operator.parts)
    busiest = max(sum(start <= at < start + 1 for at in times) for start in times)
    assert busiest <= SPEED * (1 + BURST_SECONDS) + 2
    assert times[-1] - times[0] >= 1.5
