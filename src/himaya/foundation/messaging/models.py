"""Tables of messaging.

`Message` is filled by COPY, a million rows at a time: every column a sender does not give has a default in
the database, and a row costs three index entries (two keys, and the queue while it waits). The text is not
stored: template, version, language and parameters give it back.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from himaya.foundation.messaging.states import Category, Receipt, State

QUEUED, CLAIMED, HANDING = int(State.QUEUED), int(State.CLAIMED), int(State.HANDING)
DIRECT_IDS_FROM = 1_000_000_000_000
"""Numbers below belong to blocks reserved by batch runs, from here on to messages queued one by one."""


class Message(models.Model):
    """One text for one telephone; `cause`, person and template together make it unique for ever."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.BigIntegerField(db_default=0)
    """0 for a telephone without a known person (a confirmation of STOP)."""
    phone = models.TextField()
    language = models.TextField()
    template = models.TextField()
    version = models.SmallIntegerField()
    params = models.TextField(db_default="{}")
    segments = models.SmallIntegerField()
    category = models.SmallIntegerField(choices=[(c.value, c.name) for c in Category])
    priority = models.SmallIntegerField()
    state = models.SmallIntegerField(db_default=QUEUED, choices=[(s.value, s.name) for s in State])
    cause = models.TextField()
    not_before = models.DateTimeField(db_default=Now())
    run_id = models.BigIntegerField(null=True)
    attempts = models.SmallIntegerField(db_default=0)
    claimed_by = models.IntegerField(null=True)
    gateway = models.TextField(null=True)
    pinned = models.BooleanField(db_default=False)
    """Perhaps taken by its gateway: it may go again only there, where it counts once."""
    gateway_ref = models.TextField(null=True)
    answer = models.TextField(null=True)
    price_per_thousand_centimes = models.IntegerField(null=True)
    budget_line = models.TextField(null=True)
    handed_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id", "cause", "template"], name="messaging_message_once"),
        ]
        indexes = [
            models.Index(
                fields=["priority", "not_before", "id"],
                condition=models.Q(state=QUEUED),
                name="messaging_message_queue",
            ),
            models.Index(
                fields=["claimed_by"],
                condition=models.Q(state__in=[CLAIMED, HANDING]),
                name="messaging_message_claims",
            ),
            models.Index(
                fields=["handed_at"],
                condition=models.Q(handed_at__isnull=False, final_at__isnull=True),
                name="messaging_message_awaiting",
            ),
        ]


class IdBlock(models.Model):
    """The next free number for blocks of messages; one row, moved on in the transaction of the run that takes
    a block, so that a run killed and repeated numbers its messages the same."""

    next_id = models.BigIntegerField()


class DeliveryReceipt(models.Model):
    """What a gateway told of a message; append-only, one row for each thing told once."""

    message_id = models.BigIntegerField()
    status = models.SmallIntegerField(choices=[(r.value, r.name) for r in Receipt])
    gateway = models.TextField()
    gateway_ref = models.TextField(db_default="")
    answer = models.TextField(db_default="")
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "messaging_receipt"
        constraints = [
            models.UniqueConstraint(
                fields=["message_id", "status", "gateway_ref"], name="messaging_receipt_once"
            ),
        ]


class Inbound(models.Model):
    """A text a person sent to the fund; append-only, one row for each."""

    gateway = models.TextField()
    gateway_ref = models.TextField()
    phone = models.TextField()
    text = models.TextField()
    is_stop = models.BooleanField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "gateway_ref"], name="messaging_inbound_once"),
        ]


class OptOut(models.Model):
    """A telephone that wants no more messages of a category, from `since` until `ended_at`."""

    phone = models.TextField()
    category = models.SmallIntegerField(choices=[(Category.CAMPAIGN.value, Category.CAMPAIGN.name)])
    person_id = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    by = models.TextField(help_text="Who or what recorded it: 'inbound:17', 'counter:agent 4'.")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone", "category"],
                condition=models.Q(ended_at__isnull=True),
                name="messaging_optout_open_once",
            ),
        ]


class Gateway(models.Model):
    """How fast, when and at what price a gateway may be used; shared by all dispatchers through its row."""

    name = models.TextField(primary_key=True)
    segments_per_second = models.IntegerField(null=True, help_text="Empty: as fast as it takes them.")
    daily_cap = models.IntegerField(null=True, help_text="Segments a day, local time; empty: none.")
    follows_windows = models.BooleanField(db_default=True)
    validity_minutes = models.IntegerField(db_default=2880)
    price_per_thousand_centimes = models.IntegerField(
        db_default=0, help_text="Price of a thousand segments, in centimes."
    )
    budget_line = models.TextField(db_default="")
    paused_by = models.TextField(null=True, help_text="Who paused it; empty: it runs.")
    tokens = models.FloatField(db_default=0, help_text="Segments that may go now; below zero after a burst.")
    filled_at = models.DateTimeField(db_default=Now())
    sent_on = models.DateField(null=True)
    sent_segments = models.IntegerField(db_default=0)
