"""Tables of messaging; numbers of messages queued one by one start where blocks end."""

from django.db import migrations, models
from django.db.models.functions import Now

from himaya.foundation.messaging.models import DIRECT_IDS_FROM


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                (
                    "segments_per_second",
                    models.IntegerField(help_text="Empty: as fast as it takes them.", null=True),
                ),
                (
                    "daily_cap",
                    models.IntegerField(help_text="Segments a day, local time; empty: none.", null=True),
                ),
                ("follows_windows", models.BooleanField(db_default=True)),
                ("validity_minutes", models.IntegerField(db_default=2880)),
                (
                    "price_per_thousand_centimes",
                    models.IntegerField(db_default=0, help_text="Price of a thousand segments, in centimes."),
                ),
                ("budget_line", models.TextField(db_default="")),
                ("paused_by", models.TextField(help_text="Who paused it; empty: it runs.", null=True)),
                (
                    "tokens",
                    models.FloatField(
                        db_default=0, help_text="Segments that may go now; below zero after a burst."
                    ),
                ),
                ("filled_at", models.DateTimeField(db_default=Now())),
                ("sent_on", models.DateField(null=True)),
                ("sent_segments", models.IntegerField(db_default=0)),
            ],
        ),
        migrations.CreateModel(
            name="IdBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("next_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DeliveryReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.BigIntegerField()),
                (
                    "status",
                    models.SmallIntegerField(
                        choices=[
                            (1, "DELIVERED"),
                            (2, "UNDELIVERED"),
                            (4, "QUEUED_AT_OPERATOR"),
                            (8, "ACCEPTED_BY_OPERATOR"),
                            (16, "REFUSED_BY_OPERATOR"),
                        ]
                    ),
                ),
                ("gateway", models.TextField()),
                ("gateway_ref", models.TextField(db_default="")),
                ("answer", models.TextField(db_default="")),
                ("received_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "db_table": "messaging_receipt",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message_id", "status", "gateway_ref"), name="messaging_receipt_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inbound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gateway", models.TextField()),
                ("gateway_ref", models.TextField()),
                ("phone", models.TextField()),
                ("text", models.TextField()),
                ("is_stop", models.BooleanField()),
                ("received_at", models.DateTimeField(db_default=Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "gateway_ref"), name="messaging_inbound_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person_id", models.BigIntegerField(db_default=0)),
                ("phone", models.TextField()),
                ("language", models.TextField()),
                ("template", models.TextField()),
                ("version", models.SmallIntegerField()),
                ("params", models.TextField(db_default="{}")),
                ("segments", models.SmallIntegerField()),
                ("category", models.SmallIntegerField(choices=[(0, "OTP"), (1, "SERVICE"), (2, "CAMPAIGN")])),
                ("priority", models.SmallIntegerField()),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[
                            (1, "QUEUED"),
                            (2, "CLAIMED"),
                            (3, "HANDING"),
                            (4, "HANDED"),
                            (5, "ACCEPTED"),
                            (6, "DELIVERED"),
                            (7, "UNDELIVERED"),
                            (8, "REFUSED"),
                            (9, "UNKNOWN"),
                            (10, "EXPIRED"),
                            (11, "CANCELLED"),
                        ],
                        db_default=1,
                    ),
                ),
                ("cause", models.TextField()),
                ("not_before", models.DateTimeField(db_default=Now())),
                ("run_id", models.BigIntegerField(null=True)),
                ("attempts", models.SmallIntegerField(db_default=0)),
                ("claimed_by", models.IntegerField(null=True)),
                ("gateway", models.TextField(null=True)),
                ("pinned", models.BooleanField(db_default=False)),
                ("gateway_ref", models.TextField(null=True)),
                ("answer", models.TextField(null=True)),
                ("price_per_thousand_centimes", models.IntegerField(null=True)),
                ("budget_line", models.TextField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("final_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", 1)),
                        fields=["priority", "not_before", "id"],
                        name="messaging_message_queue",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", [2, 3])),
                        fields=["claimed_by"],
                        name="messaging_message_claims",
                    ),
                    models.Index(
                        condition=models.Q(("final_at__isnull", True), ("handed_at__isnull", False)),
                        fields=["handed_at"],
                        name="messaging_message_awaiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "cause", "template"), name="messaging_message_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.TextField()),
                ("category", models.SmallIntegerField(choices=[(2, "CAMPAIGN")])),
                ("person_id", models.BigIntegerField(null=True)),
                ("since", models.DateTimeField()),
                (
                    "by",
                    models.TextField(help_text="Who or what recorded it: 'inbound:17', 'counter:agent 4'."),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.TextField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("phone", "category"),
                        name="messaging_optout_open_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE messaging_message ALTER COLUMN id RESTART WITH {DIRECT_IDS_FROM};
            ALTER TABLE messaging_message SET (autovacuum_vacuum_scale_factor = 0.02);
            INSERT INTO messaging_idblock (next_id) VALUES (1);
            """,
            "",
        ),
    ]
