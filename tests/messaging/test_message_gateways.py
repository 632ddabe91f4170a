"""The gateways alone: the file under torn writes, HTTP and Kannel under every answer."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from himaya.foundation.messaging.errors import GatewayNotConfigured, UnknownGateway
from himaya.foundation.messaging.gateways import http as http_module
from himaya.foundation.messaging.gateways.base import Answer, Outgoing
from himaya.foundation.messaging.gateways.choice import gateway_named
from himaya.foundation.messaging.gateways.file import FileGateway, Numbers
from himaya.foundation.messaging.gateways.http import HttpGateway
from himaya.foundation.messaging.gateways.kannel import KannelGateway


def message(number: int, text: str = "رقم 123") -> Outgoing:
    return Outgoing(
        id=number, phone="+212661000001", text=text, language="ar", segments=1, urgent=False, sender="CNSS",
        validity=timedelta(days=2),
    )  # fmt: skip


def lines(path) -> list[int]:
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_a_message_is_one_line_of_json(tmp_path):
    path = tmp_path / "out.jsonl"
    FileGateway(path=path).hand([message(1, 'اقتباس " وسطر\nجديد =CMD()')])
    assert path.read_text("utf-8").count("\n") == 1
    assert json.loads(path.read_text("utf-8")) == {
        "id": 1, "to": "+212661000001", "from": "CNSS", "language": "ar", "segments": 1,
        "text": 'اقتباس " وسطر\nجديد =CMD()',
    }  # fmt: skip
    assert path.stat().st_mode & 0o077 == 0


def test_a_message_shown_twice_is_written_once(tmp_path):
    gateway = FileGateway(path=tmp_path / "out.jsonl")
    gateway.hand([message(1), message(2)])
    answers = gateway.hand([message(2), message(3)])
    assert [a.answer for a in answers] == [Answer.TAKEN] * 2
    assert lines(tmp_path / "out.jsonl") == [1, 2, 3]


def test_two_writers_know_what_the_other_wrote(tmp_path):
    first, second = FileGateway(path=tmp_path / "o"), FileGateway(path=tmp_path / "o")
    first.hand([message(1)])
    second.hand([message(1), message(2)])
    first.hand([message(2), message(3)])
    assert lines(tmp_path / "o") == [1, 2, 3]


@pytest.mark.parametrize("torn", range(1, 40))
def test_a_torn_line_was_not_handed_and_is_cut_off(tmp_path, torn):
    path = tmp_path / "out.jsonl"
    FileGateway(path=path).hand([message(1), message(2)])
    path.write_bytes(path.read_bytes()[:-torn])
    again = FileGateway(path=path)
    answers = again.ask([1, 2])
    assert (answers[1].answer, answers[2].answer) == (Answer.TAKEN, Answer.AGAIN)
    again.hand([message(2), message(3)])
    assert lines(path) == [1, 2, 3]


def test_a_line_that_is_not_ours_is_left_alone(tmp_path):
    path = tmp_path / "out.jsonl"
    gateway = FileGateway(path=path)
    gateway.hand([message(1)])
    path.write_text(path.read_text("utf-8") + "a note\n", "utf-8")
    gateway.hand([message(1), message(2)])
    assert path.read_text("utf-8").splitlines()[1] == "a note"
    assert FileGateway(path=path).ask([1, 2, 3])[3].answer is Answer.AGAIN


@given(st.sets(st.integers(0, 2**45), max_size=30), st.integers(0, 2**45))
def test_the_set_of_numbers_holds_what_was_put_in(numbers, other):
    found = Numbers()
    for number in numbers:
        found.add(number)
    assert all(number in found for number in numbers)
    assert (other in found) == (other in numbers)


def replying(monkeypatch, reply):
    """An HTTP gateway whose network is a function."""
    real = httpx.Client
    monkeypatch.setattr(
        http_module.httpx, "Client", lambda **o: real(transport=httpx.MockTransport(reply), **o)
    )


@pytest.mark.parametrize(
    ("status", "idempotent", "answer"),
    [
        (200, False, Answer.TAKEN),
        (202, False, Answer.TAKEN),
        (429, False, Answer.NOT_TAKEN),
        (503, False, Answer.NOT_TAKEN),
        (400, False, Answer.REFUSED),
        (422, False, Answer.REFUSED),
        (401, False, Answer.RELEASED),
        (403, False, Answer.RELEASED),
        (500, False, Answer.UNKNOWN),
        (502, False, Answer.UNKNOWN),
        (504, True, Answer.AGAIN),
        (302, False, Answer.UNKNOWN),
    ],
)
def test_what_an_http_status_means(monkeypatch, status, idempotent, answer):
    replying(monkeypatch, lambda request: httpx.Response(status))
    gateway = HttpGateway(url="http://sms.example/send", idempotent=idempotent)
    assert gateway.hand([message(1)])[0].answer is answer


@pytest.mark.parametrize(
    ("error", "idempotent", "answer"),
    [
        (httpx.ConnectError, False, Answer.RELEASED),
        (httpx.ConnectTimeout, True, Answer.RELEASED),
        (httpx.ReadTimeout, False, Answer.UNKNOWN),
        (httpx.ReadTimeout, True, Answer.AGAIN),
        (httpx.WriteError, False, Answer.UNKNOWN),
        (httpx.RemoteProtocolError, False, Answer.UNKNOWN),
    ],
)
def test_what_a_broken_connection_means(monkeypatch, error, idempotent, answer):
    def fail(request):
        raise error("gone")

    replying(monkeypatch, fail)
    gateway = HttpGateway(url="http://sms.example/send", idempotent=idempotent)
    assert gateway.hand([message(1)])[0].answer is answer


def test_after_a_dead_connection_the_rest_is_not_shown(monkeypatch):
    seen = []

    def fail_at_the_second(request):
        seen.append(request)
        if len(seen) == 2:
            raise httpx.ConnectError("down")
        return httpx.Response(202, json={"ref": 77})

    replying(monkeypatch, fail_at_the_second)
    outcomes = HttpGateway(url="http://sms.example/send", token="t").hand([message(n) for n in (1, 2, 3)])
    assert [o.answer for o in outcomes] == [Answer.TAKEN, Answer.RELEASED, Answer.RELEASED]
    assert outcomes[0].ref == "77"
    assert seen[0].headers["Idempotency-Key"] == "himaya-1"
    assert seen[0].headers["Authorization"] == "Bearer t"
    assert json.loads(seen[0].content)["text"] == "رقم 123"


def kannel_fields(text: str) -> dict[str, list[str]]:
    gateway = KannelGateway(
        url="http://127.0.0.1/cgi-bin/sendsms", user="u", password="p&=", receipts_url="http://127.0.0.1/r/s"
    )
    return parse_qs(urlsplit("?" + gateway.query(message(9, text))).query, encoding="latin-1")


def test_arabic_goes_to_kannel_as_big_endian_octets():
    fields = kannel_fields("رقم 1&2")
    assert fields["coding"] == ["2"]
    assert fields["charset"] == ["UTF-16BE"]
    assert fields["text"][0].encode("latin-1").hex() == "0631064206450020003100260032"
    assert fields["password"] == ["p&="]


def test_seven_bit_text_goes_to_kannel_as_it_is_with_our_number_in_the_receipts_address():
    fields = kannel_fields("Numéro 1 + 2")
    assert fields["coding"] == ["0"]
    assert fields["text"][0].encode("latin-1").decode() == "Numéro 1 + 2"
    assert fields["dlr-mask"] == ["31"]
    assert fields["dlr-url"] == ["http://127.0.0.1/r/s?id=9&status=%d&ref=%F&answer=%A"]
    assert fields["validity"] == ["2880"]


def test_a_gateway_needs_its_settings(monkeypatch, tmp_path):
    for name in ("HIMAYA_KANNEL_URL", "HIMAYA_SMS_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(GatewayNotConfigured, match="HIMAYA_KANNEL_URL"):
        gateway_named("kannel")
    with pytest.raises(GatewayNotConfigured, match="HIMAYA_SMS_URL"):
        gateway_named("http")
    with pytest.raises(UnknownGateway):
        gateway_named("pigeon")
    monkeypatch.setenv("HIMAYA_SMS_FILE", str(tmp_path / "box" / "out.jsonl"))
    assert gateway_named("file").hand([message(1)])[0].answer is Answer.TAKEN
