"""The dispatcher: order, hours, speed, retries, and never twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from messaging_doubles import NOON, Clock, ScriptedGateway, people, states

from himaya.foundation.messaging import claims, outcomes, services
from himaya.foundation.messaging.errors import DemoDatabase
from himaya.foundation.messaging.gateways.base import Answer, Outcome
from himaya.foundation.messaging.gateways.file import FileGateway
from himaya.foundation.messaging.outcomes import Shown, backoff, verdict
from himaya.foundation.messaging.selectors import costs
from himaya.runtime import database as runtime_database
from himaya.runtime import facts


def test_every_queued_message_is_handed_once_with_its_text(tell, dispatcher, database):
    tell(people(5))
    gateway = ScriptedGateway()
    done = dispatcher(gateway).run()
    assert (done.handed, done.segments, done.waiting) == (5, 5, 0)
    assert [m.text for m in gateway.taken][:1] == [
        "رقم تسجيلكم في الضمان الاجتماعي: 100000001. لإتمام ملفكم: 3939"
    ]
    assert gateway.taken[0].phone == "+212661000001"
    assert states(database) == {"HANDED": 5}
    assert dispatcher(gateway).run().handed == 0
    assert len(gateway.taken) == 5


def test_the_gateways_reference_price_and_budget_line_are_kept(tell, dispatcher, database):
    services.configure_gateway(
        database, name="http", settings={"price_per_thousand_centimes": 5_500, "budget_line": "6147/2"}
    )
    tell(people(3))
    dispatcher(ScriptedGateway()).run()
    row = database.execute("SELECT gateway_ref, gateway, budget_line FROM messaging_message").fetchone()
    assert row[0].startswith("op-")
    assert row[1:] == ("http", "6147/2")
    # 3 segments at 5.5 centimes: 16.5, rounded up once.
    assert [(line["segments"], line["centimes"]) for line in costs(database)] == [(3, 17)]


def test_service_goes_before_campaign_and_one_time_codes_before_both(tell, dispatcher, database):
    tell(people(2, first=1), "declare_family", cause="campaign:1")
    tell(people(2, first=3))
    tell(people(1, first=5), cause="code")
    database.execute("UPDATE messaging_message SET category = 0, priority = 0 WHERE person_id = 5")
    gateway = ScriptedGateway()
    dispatcher(gateway, batch=1).run()
    assert [m.phone[-1] for m in gateway.taken] == ["5", "3", "4", "1", "2"]
    assert [m.urgent for m in gateway.taken] == [True, False, False, False, False]
    # A campaign comes from the number that takes STOP.
    assert gateway.taken[3].sender == "3939"
    assert gateway.taken[1].sender == "CNSS"


@pytest.mark.parametrize(
    ("local_hour", "weekday", "holiday", "sent"),
    [
        (7, 4, False, 0),
        (8, 4, False, 1),
        (20, 4, False, 1),
        (21, 4, False, 0),
        (9, 10, False, 0),  # a Sunday, before ten
        (11, 10, False, 1),
        (9, 4, True, 0),  # a public holiday
    ],
)
def test_a_service_message_goes_within_its_hours(tell, dispatcher, local_hour, weekday, holiday, sent):
    now = datetime(2022, 4, weekday, local_hour, 10, tzinfo=UTC)  # Ramadan: Morocco keeps UTC then
    tell(people(1), now=now)
    assert dispatcher(ScriptedGateway(), clock=Clock(now), holiday=lambda day: holiday).run().handed == sent


def test_hours_follow_the_funds_own_time(tell, dispatcher):
    now = datetime(2022, 6, 6, 7, 5, tzinfo=UTC)  # 08:05 in Morocco, one hour ahead since 8 May
    tell(people(1), now=now)
    assert dispatcher(ScriptedGateway(), clock=Clock(now)).run().handed == 1


def test_a_one_time_code_waits_for_no_hour(tell, dispatcher, database):
    now = datetime(2022, 4, 4, 3, 0, tzinfo=UTC)
    tell(people(1), now=now)
    database.execute("UPDATE messaging_message SET category = 0, priority = 0")
    assert dispatcher(ScriptedGateway(), clock=Clock(now)).run().handed == 1


def test_a_message_with_a_later_hour_waits_for_it(tell, dispatcher, clock):
    tell(people(1), now=NOON + timedelta(hours=2))
    gateway = ScriptedGateway()
    assert dispatcher(gateway).run().handed == 0
    clock.now += timedelta(hours=2)
    assert dispatcher(gateway).run().handed == 1


def test_speed_is_kept_over_the_whole_run(tell, dispatcher, database, clock):
    services.configure_gateway(database, name="http", settings={"segments_per_second": 20})
    tell(people(100))
    assert dispatcher(ScriptedGateway()).run().handed == 100
    seconds = (clock.now - NOON).total_seconds()
    assert seconds == pytest.approx(100 / 20, abs=1.1)


def test_a_message_longer_than_the_speed_is_not_stuck(tell, dispatcher, database):
    services.configure_gateway(database, name="http", settings={"segments_per_second": 1})
    tell(people(2), "declare_family", cause="campaign:1")  # two segments each
    assert dispatcher(ScriptedGateway()).run().handed == 2


def test_the_daily_cap_stops_all_but_one_time_codes_until_the_next_day(tell, dispatcher, database, clock):
    services.configure_gateway(database, name="http", settings={"daily_cap": 3})
    tell(people(5))
    tell(people(1, first=9), cause="code")
    database.execute("UPDATE messaging_message SET category = 0, priority = 0 WHERE person_id = 9")
    gateway = ScriptedGateway()
    assert dispatcher(gateway).run().handed == 3
    tell(people(1, first=10), cause="code")
    database.execute("UPDATE messaging_message SET category = 0, priority = 0 WHERE person_id = 10")
    assert dispatcher(gateway).run().handed == 1
    clock.now += timedelta(days=1)
    assert dispatcher(gateway).run().handed == 3


def test_a_message_that_does_not_fit_the_cap_is_not_sent(tell, dispatcher, database):
    services.configure_gateway(database, name="http", settings={"daily_cap": 3})
    tell(people(2), "declare_family", cause="campaign:1")  # two segments each
    assert dispatcher(ScriptedGateway()).run().segments == 2


def test_a_paused_gateway_sends_nothing_until_resumed(tell, dispatcher, database):
    tell(people(3))
    services.pause(database, name="http", by="agent 4")
    assert dispatcher(ScriptedGateway()).run().handed == 0
    services.resume(database, name="http")
    assert dispatcher(ScriptedGateway()).run().handed == 3


def test_pausing_takes_effect_at_the_next_batch(tell, dispatcher, database):
    tell(people(6))
    gateway = ScriptedGateway()

    def pause(count):
        services.pause(database, name="http", by="agent 4")

    assert dispatcher(gateway, batch=2, on_progress=pause).run().handed == 2


def test_a_limit_is_kept(tell, dispatcher):
    tell(people(10))
    done = dispatcher(ScriptedGateway()).run(limit=4)
    assert (done.handed, done.waiting) == (4, 6)


def test_what_was_surely_not_taken_is_tried_again_later(tell, dispatcher, database, clock):
    def busy_twice(message, time):
        return Outcome(Answer.NOT_TAKEN if time < 3 else Answer.TAKEN)

    gateway = ScriptedGateway(script=busy_twice)
    tell(people(1))
    assert dispatcher(gateway).run().handed == 0
    assert dispatcher(gateway).run().handed == 0  # not before half a minute
    assert gateway.seen[max(gateway.seen)] == 1
    clock.now += timedelta(seconds=30)
    dispatcher(gateway).run()
    clock.now += timedelta(seconds=60)
    assert dispatcher(gateway).run().handed == 1
    assert database.execute("SELECT attempts FROM messaging_message").fetchone() == (3,)


def test_until_empty_waits_for_a_retry_that_is_due_soon(tell, dispatcher):
    gateway = ScriptedGateway(script=lambda m, time: Outcome(Answer.NOT_TAKEN if time < 2 else Answer.TAKEN))
    tell(people(3))
    assert dispatcher(gateway).run(until_empty=True).handed == 3


def test_after_the_last_attempt_a_message_is_refused_not_lost(tell, dispatcher, database, clock):
    gateway = ScriptedGateway(script=lambda message, time: Outcome(Answer.NOT_TAKEN, words="503"))
    tell(people(1))
    for _ in range(20):
        dispatcher(gateway).run()
        clock.now += timedelta(hours=1)
        if clock.now.hour >= 20:
            clock.now += timedelta(hours=12)
    assert states(database) == {"REFUSED": 1}
    assert gateway.seen[max(gateway.seen)] == outcomes.ATTEMPTS_MAX


def test_a_gateway_that_is_down_costs_no_attempt_and_ends_the_run(tell, dispatcher, database):
    gateway = ScriptedGateway(script=lambda message, time: Outcome(Answer.RELEASED))
    tell(people(5))
    done = dispatcher(gateway).run()
    assert (done.down, done.handed, done.waiting) == (True, 0, 5)
    assert states(database) == {"QUEUED": 5}
    assert database.execute("SELECT max(attempts) FROM messaging_message").fetchone() == (0,)


def test_a_message_whose_fate_is_unknown_is_never_shown_again(tell, dispatcher, database, clock):
    gateway = ScriptedGateway(script=lambda message, time: Outcome(Answer.UNKNOWN))
    tell(people(2))
    assert dispatcher(gateway).run(until_empty=True).unknown == 2
    clock.now += timedelta(days=1)
    dispatcher(gateway).run(until_empty=True)
    assert set(gateway.seen.values()) == {1}
    clock.now += timedelta(days=2, minutes=1)  # validity of two days, and one more
    assert dispatcher(gateway).run().expired == 2
    assert states(database) == {"EXPIRED": 2}


def test_what_may_be_repeated_is_repeated_only_to_the_same_gateway(
    tell, dispatcher, database, tmp_path, clock
):
    again = ScriptedGateway(
        certain=True, script=lambda m, time: Outcome(Answer.AGAIN if time == 1 else Answer.TAKEN)
    )
    tell(people(2))
    dispatcher(again).run()
    clock.now += timedelta(minutes=5)
    other = FileGateway(path=tmp_path / "out.jsonl")
    assert dispatcher(other).run().handed == 0
    assert dispatcher(again).run().handed == 2


def test_a_campaign_to_who_opted_out_after_it_was_queued_is_cancelled(tell, dispatcher, database):
    tell(people(3), "declare_family", cause="campaign:1")
    tell(people(3))
    services.opt_out(database, phone="+212661000002", by="inbound:1", now=NOON)
    gateway = ScriptedGateway()
    assert dispatcher(gateway).run().handed == 5
    assert states(database) == {"HANDED": 5, "CANCELLED": 1}


def test_an_example_number_never_rings(tell, dispatcher, database, tmp_path):
    tell(people(1).with_columns(phone=pl.lit("+212600000042")))
    assert dispatcher(ScriptedGateway()).run().handed == 0
    assert states(database) == {"CANCELLED": 1}


def test_people_of_a_demo_are_only_told_through_the_file(tell, dispatcher, database, tmp_path):
    facts.mark_demo(database)
    tell(people(1))
    with pytest.raises(DemoDatabase):
        dispatcher(ScriptedGateway()).run()
    assert dispatcher(FileGateway(path=tmp_path / "out.jsonl")).run().handed == 1


@pytest.mark.parametrize("certain", [True, False])
def test_two_dispatchers_share_the_queue_without_a_message_twice(
    tell, database, catalogue, dispatcher, certain
):
    from himaya.foundation.messaging.dispatching import Dispatcher

    tell(people(40))
    gateway = ScriptedGateway(certain=certain)
    with runtime_database.connect() as second:
        time = Clock()
        inner = Dispatcher(second, gateway, catalogue, clock=time, batch=7, sleep=time.sleep)
        outer = dispatcher(gateway, batch=5, on_progress=lambda count: inner.run(limit=7))
        outer.run()
    assert sorted(gateway.seen.values()) == [1] * 40


def interrupted(database, gateway, catalogue, *, count, shown):
    """Leave the database as a dispatcher killed in the middle leaves it; its session is really gone."""
    services.configure_gateway(database, name=gateway.name, settings={"segments_per_second": None})
    with runtime_database.connect() as dying:
        number = claims.worker(dying).__enter__()
        taken = claims.claim(
            dying, worker=number, gateway=gateway, sending=catalogue.sending, now=NOON,
            holiday=lambda day: False, count=count,
        )  # fmt: skip
        for message in taken[:shown]:
            outcomes.show(dying, worker=number, message_id=message.id)
    return taken


def test_what_a_dead_dispatcher_only_reserved_goes_back_to_the_queue(tell, database, catalogue, dispatcher):
    tell(people(10))
    gateway = ScriptedGateway()
    interrupted(database, gateway, catalogue, count=6, shown=0)
    assert dispatcher(gateway).run().handed == 10
    assert database.execute("SELECT max(attempts) FROM messaging_message").fetchone() == (1,)


def test_what_a_dead_dispatcher_perhaps_showed_waits_for_its_receipt(tell, database, catalogue, dispatcher):
    tell(people(10))
    gateway = ScriptedGateway()
    taken = interrupted(database, gateway, catalogue, count=6, shown=2)
    done = dispatcher(gateway).run()
    assert (done.recovered, done.handed) == (2, 8)
    assert states(database) == {"UNKNOWN": 2, "HANDED": 8}
    assert not {m.id for m in taken[:2]} & set(gateway.seen)


def test_a_gateway_that_takes_a_repeat_once_is_shown_it_again(tell, database, catalogue, dispatcher):
    tell(people(10))
    gateway = ScriptedGateway(certain=True)
    assert len(interrupted(database, gateway, catalogue, count=6, shown=0)) == 6
    done = dispatcher(gateway).run()
    assert (done.recovered, done.handed) == (6, 10)


def test_a_living_dispatchers_messages_are_left_to_it(tell, database, catalogue, dispatcher):
    tell(people(4))
    gateway = ScriptedGateway()
    services.configure_gateway(database, name="http", settings={"segments_per_second": None})
    with runtime_database.connect() as alive, claims.worker(alive) as number:
        claims.claim(
            alive, worker=number, gateway=gateway, sending=catalogue.sending, now=NOON,
            holiday=lambda day: False, count=4,
        )  # fmt: skip
        assert dispatcher(gateway).run().handed == 0
    assert dispatcher(gateway).run().handed == 4


def test_waiting_doubles_up_to_an_hour():
    assert [backoff(n).total_seconds() for n in (1, 2, 3, 7, 8, 50)] == [30, 60, 120, 1920, 3600, 3600]


@pytest.mark.parametrize(
    ("answer", "attempts", "pinned", "state", "final"),
    [
        (Answer.TAKEN, 1, False, "HANDED", False),
        (Answer.REFUSED, 1, False, "REFUSED", True),
        (Answer.NOT_TAKEN, 9, False, "QUEUED", False),
        (Answer.NOT_TAKEN, 10, False, "REFUSED", True),
        (Answer.NOT_TAKEN, 10, True, "UNKNOWN", False),
        (Answer.AGAIN, 9, False, "QUEUED", False),
        (Answer.AGAIN, 10, False, "UNKNOWN", False),
        (Answer.RELEASED, 10, False, "QUEUED", False),
    ],
)
def test_an_answer_means_a_state(answer, attempts, pinned, state, final):
    from himaya.foundation.messaging.states import State

    found = verdict(Shown(1, attempts, pinned), Outcome(answer), receipts=True)
    assert (State(found.state).name, found.final) == (state, final)


def test_a_gateway_without_receipts_ends_the_way_of_a_message():
    assert verdict(Shown(1, 1, False), Outcome(Answer.TAKEN), receipts=False).final


def test_opening_hours_are_announced(catalogue):
    from himaya.foundation.messaging.states import Category
    from himaya.foundation.messaging.windows import next_opening

    def opening(now, category=Category.CAMPAIGN, holiday=lambda day: False):
        return next_opening(catalogue.sending, category=category, now=now, holiday=holiday)

    friday_evening = datetime(2022, 6, 10, 18, 0, tzinfo=UTC)
    assert opening(friday_evening) == datetime(2022, 6, 11, 8, 0, tzinfo=UTC)  # Saturday 09:00 local
    assert opening(friday_evening, holiday=lambda day: day == date(2022, 6, 11)) == datetime(
        2022, 6, 13, 8, 0, tzinfo=UTC
    )
    assert opening(NOON) == NOON
    assert opening(friday_evening, category=Category.OTP) == friday_evening


def test_a_background_job_sends_through_a_gateway(tell, database, tmp_path, monkeypatch):
    from himaya.foundation.messaging.tasks import dispatch
    from himaya.runtime import tasks

    monkeypatch.setenv("HIMAYA_SMS_FILE", str(tmp_path / "out.jsonl"))
    tell(people(3))
    assert tasks.defer(database, dispatch, gateway="file")
    tasks.work(wait=False, queues=["messages"])
    assert states(database) == {"HANDED": 3}


def test_the_territorys_holidays_are_the_ones_kept(database):
    from himaya.foundation.messaging.selectors import public_holidays

    database.execute(
        """INSERT INTO territory_holiday (day, known_on, holiday, name_fr, name_ar, estimated, source)
           VALUES ('2022-05-01', '2022-01-01', true, 'Fête du Travail', 'عيد الشغل', false, 'entered: test')"""
    )
    holiday = public_holidays(database, now=NOON)
    assert holiday(date(2022, 5, 1))
    assert not holiday(date(2022, 5, 2))
