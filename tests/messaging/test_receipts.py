"""What gateways tell us: receipts in any order, texts received, and who may tell."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import psycopg
import pytest
from django.test import RequestFactory
from messaging_doubles import NOON, ScriptedGateway, people, states

from himaya.foundation.messaging import services
from himaya.foundation.messaging.gateways.base import Answer, Outcome
from himaya.foundation.messaging.states import Receipt
from himaya.foundation.messaging.views import inbound_view, receipts_view


@pytest.fixture
def handed(tell, dispatcher, database):
    """One message the gateway took; gives its number."""
    tell(people(1))
    dispatcher(ScriptedGateway()).run()
    return database.execute("SELECT id FROM messaging_message").fetchone()[0]


@pytest.fixture
def told(database):
    """Tell a receipt: told(number, 8)."""

    def run(number, status, ref="op-1"):
        return services.record_receipt(
            database, message_id=number, status=Receipt(status), gateway="kannel", now=NOON, ref=ref
        )

    return run


def state(database) -> str:
    (name,) = states(database)
    return name


@pytest.mark.parametrize(
    ("status", "expected"),
    [(8, "ACCEPTED"), (4, "ACCEPTED"), (1, "DELIVERED"), (2, "UNDELIVERED"), (16, "REFUSED")],
)
def test_a_receipt_moves_the_message(handed, told, database, status, expected):
    assert told(handed, status)
    assert state(database) == expected


@pytest.mark.parametrize("order", list(permutations([4, 8, 1])))
def test_delivered_is_the_end_in_whatever_order_receipts_come(handed, told, database, order):
    for status in order:
        told(handed, status)
    assert state(database) == "DELIVERED"


def test_a_receipt_told_twice_is_kept_once(handed, told, database):
    assert told(handed, 1)
    assert not told(handed, 1)
    assert database.execute("SELECT count(*) FROM messaging_receipt").fetchone() == (1,)


def test_delivery_outweighs_an_earlier_failure_but_not_the_reverse(handed, told, database):
    told(handed, 2)
    told(handed, 1)
    assert state(database) == "DELIVERED"
    told(handed, 16)
    assert state(database) == "DELIVERED"


def test_a_receipt_settles_an_unknown_fate(tell, dispatcher, told, database):
    tell(people(1))
    dispatcher(ScriptedGateway(script=lambda m, time: Outcome(Answer.UNKNOWN))).run()
    told(database.execute("SELECT id FROM messaging_message").fetchone()[0], 8)
    assert state(database) == "ACCEPTED"


def test_a_receipt_that_comes_before_the_answer_is_not_undone(tell, dispatcher, told, database):
    def receipt_first(message, time):
        told(message.id, 1)
        return Outcome(Answer.TAKEN, ref="op-1")

    tell(people(1))
    dispatcher(ScriptedGateway(script=receipt_first)).run()
    assert state(database) == "DELIVERED"
    assert database.execute("SELECT claimed_by, final_at FROM messaging_message").fetchone() == (None, NOON)


def test_a_receipt_for_a_message_still_queued_takes_it_out_of_the_queue(tell, dispatcher, told, database):
    tell(people(1))
    told(database.execute("SELECT id FROM messaging_message").fetchone()[0], 8)
    gateway = ScriptedGateway()
    assert dispatcher(gateway).run().handed == 0
    assert not gateway.seen


def test_a_late_receipt_reopens_an_expired_message(handed, told, dispatcher, database, clock):
    clock.now += timedelta(days=4)
    assert dispatcher(ScriptedGateway()).run().expired == 1
    told(handed, 1)
    assert state(database) == "DELIVERED"


def test_a_receipt_for_an_unknown_message_is_kept(told, database):
    assert told(424242, 1)
    assert database.execute("SELECT count(*) FROM messaging_message").fetchone() == (0,)


def test_receipts_cannot_be_changed_or_removed(handed, told, database):
    told(handed, 1)
    for order in ("UPDATE messaging_receipt SET status = 2", "DELETE FROM messaging_receipt"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            database.execute(order)


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", "ARRET", "arrêt", "Arrêt!", "توقف", "إلغاء", "الغاء", "تَوَقَّف"]
)
def test_a_word_that_stops(catalogue, text):
    assert services.stop_language(text, catalogue=catalogue) is not None


@pytest.mark.parametrize(
    "text", ["", "ne pas stop", "STOPPER", "لا توقف الرسائل", "123456789", "S T O P", "؟"]
)
def test_a_text_that_does_not_stop(catalogue, text):
    assert services.stop_language(text, catalogue=catalogue) is None


@pytest.fixture
def heard(database, catalogue):
    """A text comes in: heard("STOP")."""

    def run(text, ref="in-1", phone="+212661000001"):
        return services.receive(
            database, catalogue=catalogue, gateway="kannel", gateway_ref=ref, phone=phone, text=text, now=NOON
        )

    return run


def test_stop_ends_campaigns_not_service_and_is_confirmed_once(heard, tell, dispatcher, database):
    tell(people(1), "declare_family", cause="campaign:1")
    assert heard("توقف").is_stop
    assert heard("توقف").id is None  # the same text told twice
    tell(people(1))
    gateway = ScriptedGateway()
    dispatcher(gateway).run()
    assert [m.text[:20] for m in gateway.taken] == [
        "لن نرسل إليكم حملات إخبارية"[:20], "رقم تسجيلكم في الضمان الاجتماعي"[:20],
    ]  # fmt: skip
    assert tell(people(1), "declare_family", cause="campaign:2").opted_out == 1


def test_the_confirmation_speaks_the_language_of_the_word(heard, dispatcher):
    heard("Arrêt")
    gateway = ScriptedGateway()
    dispatcher(gateway).run()
    assert gateway.taken[0].text.startswith("C'est noté")


def test_another_text_is_kept_and_stops_nothing(heard, database):
    assert not heard("Quel est mon numéro ?").is_stop
    assert database.execute("SELECT text, is_stop FROM messaging_inbound").fetchone() == (
        "Quel est mon numéro ?", False,
    )  # fmt: skip
    assert database.execute("SELECT count(*) FROM messaging_optout").fetchone() == (0,)


def test_opting_in_again_lets_campaigns_through(database, tell):
    services.opt_out(database, phone="+212661000001", by="counter", now=NOON)
    assert not services.opt_out(database, phone="+212661000001", by="counter", now=NOON)
    assert services.opt_in(database, phone="+212661000001", by="counter", now=NOON)
    assert tell(people(1), "declare_family", cause="campaign:1").queued == 1
    assert services.opt_out(database, phone="+212661000001", by="counter", now=NOON)


@pytest.fixture
def ask(database, monkeypatch):
    """Call a view as a gateway does: ask(receipts_view, "s3cret", id=1, status=8).status_code."""
    monkeypatch.setenv("HIMAYA_RECEIPTS_TOKEN", "s3cret")

    def run(view, token, gateway="kannel", **fields):
        return view(RequestFactory().get("/", fields), gateway=gateway, token=token).status_code

    return run


def test_the_receipts_address_needs_its_secret(ask, handed, database, monkeypatch):
    for token in ("", "s3cre", "s3cret2", "é"):
        assert ask(receipts_view, token, id=handed, status=1) == 404
        assert ask(inbound_view, token, **{"from": "0661000001", "ref": "1", "text": "STOP"}) == 404
    assert ask(receipts_view, "s3cret", gateway="pigeon", id=handed, status=1) == 404
    monkeypatch.delenv("HIMAYA_RECEIPTS_TOKEN")
    assert ask(receipts_view, "", id=handed, status=1) == 404
    assert state(database) == "HANDED"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "1"},
        {"id": "x", "status": "1"},
        {"id": "1", "status": "3"},
        {"id": "9" * 30, "status": "1"},
        {"id": "-1", "status": "1"},
        {"id": "١", "status": "1"},
    ],
)
def test_a_receipt_that_is_not_one_is_refused(ask, fields):
    assert ask(receipts_view, "s3cret", **fields) == 400


def test_a_receipt_comes_in_by_the_address(ask, handed, database):
    assert ask(receipts_view, "s3cret", id=handed, status=8, ref="a\0b") == 200
    assert state(database) == "ACCEPTED"


def test_a_stop_comes_in_by_the_address(ask, database):
    assert ask(inbound_view, "s3cret", **{"from": "00212661000001", "ref": "1", "text": "STOP"}) == 200
    assert database.execute("SELECT phone, by FROM messaging_optout").fetchone()[0] == "+212661000001"
    assert ask(inbound_view, "s3cret", **{"from": "CNSS", "ref": "2", "text": "STOP"}) == 400
    assert ask(inbound_view, "s3cret", **{"from": "0661000001", "text": "STOP"}) == 400


@pytest.mark.parametrize(
    "typed", ["0661000001", "06 61 00 00 01", "+212661000001", "00212661000001", "٠٦٦١٠٠٠٠٠١"]
)
def test_a_typed_number_is_understood(catalogue, typed):
    assert services.mobile_number(typed, catalogue=catalogue, region="MA") == "+212661000001"


@pytest.mark.parametrize("typed", ["", "CNSS", "0537123456", "061234567", "+33661000001"])
def test_a_number_that_gets_no_sms_is_refused(catalogue, typed):
    with pytest.raises(services.PhoneRefused):
        services.mobile_number(typed, catalogue=catalogue, region="MA")
