"""Composing and queueing: who gets which text, once."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from messaging_doubles import NOON, people

from himaya.foundation.messaging import services
from himaya.foundation.messaging.errors import ParameterRefused
from himaya.foundation.messaging.models import DIRECT_IDS_FROM
from himaya.foundation.messaging.outbox import TABLE, compose, enqueue, reserve_ids
from himaya.runtime.copying import copy_in


def composed(frame, catalogue, template="registration", **options):
    return compose(
        frame=frame, template=template, catalogue=catalogue, cause="register:1", now=NOON, **options
    )


def test_a_row_holds_all_that_sending_needs(catalogue):
    row = composed(people(1), catalogue, run_id=7, first_id=100).frame.row(0, named=True)
    assert row | {"not_before": None} == {
        "id": 100, "person_id": 1, "phone": "+212661000001", "language": "ar", "template": "registration",
        "version": 1, "params": '{"number": "100000001"}', "segments": 1, "category": 1, "priority": 5,
        "cause": "register:1", "not_before": None, "run_id": 7,
    }  # fmt: skip
    assert row["not_before"] == NOON


@pytest.mark.parametrize("phone", [None, "", "+212537123456", "0661000001", "+2126610000", "+33661000001"])
def test_a_person_without_a_usable_mobile_is_counted_not_queued(catalogue, phone):
    frame = people(2).with_columns(phone=pl.Series(["+212661000001", phone], dtype=pl.String))
    found = composed(frame, catalogue)
    assert found.frame["person_id"].to_list() == [1]
    assert found.without_mobile == 1


def test_language_falls_back_to_the_funds_first(catalogue):
    frame = people(5).with_columns(language=pl.Series(["fr", "ar", "zgh", None, "de"]))
    assert composed(frame, catalogue).frame["language"].to_list() == ["fr", "ar", "ar", "ar", "ar"]


def test_a_persons_message_number_depends_on_its_row_alone(catalogue):
    frame = people(3).with_columns(phone=pl.Series(["+212661000001", None, "+212661000003"]))
    assert composed(frame, catalogue, first_id=10).frame["id"].to_list() == [10, 12]


def test_days_and_phrases_are_kept_as_codes(catalogue):
    frame = people(2, language="fr").with_columns(
        since_on=pl.lit(date(2022, 5, 1)), act=pl.Series(["ask_fund", "update_social_register"])
    )
    rows = composed(frame, catalogue, "rights_closed").frame
    assert json.loads(rows["params"][0]) == {
        "number": "100000001", "since_on": "2022-05-01", "act": "ask_fund",
    }  # fmt: skip


@pytest.mark.parametrize(
    "number", ["12345678", '1"2345678', "1{2345678", None, "1\n2345678", "123456789\n", "٠٢٣٤٥٦٧٨٩"]
)
def test_a_value_not_of_its_kind_stops_the_batch(catalogue, number):
    frame = people(2).with_columns(number=pl.Series(["100000001", number], dtype=pl.String))
    with pytest.raises(ParameterRefused):
        composed(frame, catalogue)


acts = st.sampled_from(["declare_activity", "agree_instalments", "update_social_register", "ask_fund"])


@given(st.lists(st.tuples(st.sampled_from(["ar", "fr", "en", "zgh"]), acts), min_size=1, max_size=12))
def test_the_segments_of_the_column_are_those_of_each_text(catalogue, drawn):
    frame = people(len(drawn)).with_columns(
        language=pl.Series([language for language, _ in drawn]),
        act=pl.Series([act for _, act in drawn]),
        since_on=pl.lit(date(2022, 5, 1)),
    )
    template = catalogue.template("rights_closed")
    for row in composed(frame, catalogue, "rights_closed").frame.iter_rows(named=True):
        text = template.measure(language=row["language"], params=json.loads(row["params"]))
        assert row["segments"] == text.segments


@given(
    st.lists(
        st.tuples(st.sampled_from(["ar", "fr", "en"]), st.integers(1, 10**9 - 1)), min_size=1, max_size=9
    )
)
def test_the_segments_of_amounts_are_those_of_each_text(catalogue, drawn):
    frame = people(len(drawn)).with_columns(
        language=pl.Series([language for language, _ in drawn]),
        owed=pl.Series([owed for _, owed in drawn]),
        after=pl.lit("wait"),
    )
    template = catalogue.template("rights_closed_pay")
    for row in composed(frame, catalogue, "rights_closed_pay").frame.iter_rows(named=True):
        text = template.measure(language=row["language"], params=json.loads(row["params"]))
        assert row["segments"] == text.segments == 1


def test_telling_twice_for_one_cause_changes_nothing(tell):
    first, second = tell(people(50)), tell(people(60))
    assert (first.queued, first.repeated, first.segments) == (50, 0, 50)
    assert (second.queued, second.repeated) == (10, 50)
    assert tell(people(50), cause="register:2").queued == 50


def test_the_same_person_twice_in_one_set_is_told_once(tell):
    assert tell(pl.concat([people(3), people(3)])).queued == 3


def test_no_campaign_is_queued_for_who_opted_out_but_service_is(database, tell):
    services.opt_out(database, phone="+212661000002", by="test", now=NOON)
    campaign = tell(people(3), "declare_family", cause="campaign:1")
    assert (campaign.queued, campaign.opted_out) == (2, 1)
    assert tell(people(3)).queued == 3


def test_a_batch_may_copy_its_rows_straight_in(database, catalogue):
    first = reserve_ids(database, count=10)
    rows = composed(people(10), catalogue, first_id=first, run_id=3).frame
    with database.transaction():
        assert copy_in(database, table=TABLE, frame=rows) == 10
    found = database.execute(
        "SELECT min(id), max(id), count(*), min(state), min(attempts) FROM messaging_message"
    ).fetchone()
    assert found == (first, first + 9, 10, 1, 0)
    # The same people told again for that cause by the slower way: nothing new.
    again = enqueue(
        database, frame=people(10), template="registration", catalogue=catalogue, cause="register:1", now=NOON
    )
    assert (again.queued, again.repeated) == (0, 10)


def test_a_reservation_that_is_rolled_back_is_given_again(database):
    first = reserve_ids(database, count=1_000)
    with database.transaction(force_rollback=True):
        assert reserve_ids(database, count=5) == first + 1_000
    assert reserve_ids(database, count=5) == first + 1_000


def test_single_messages_are_numbered_apart_from_blocks(database, tell):
    tell(people(1))
    assert database.execute("SELECT min(id) FROM messaging_message").fetchone()[0] >= DIRECT_IDS_FROM


def test_an_empty_set_queues_nothing(tell):
    assert tell(people(0)).queued == 0
