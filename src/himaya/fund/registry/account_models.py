"""Tables that tie accounts to persons, and persons to those who act for them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class AccountLink(models.Model):
    """An account is a person's own, until the link is ended."""

    account_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    linked_at = models.DateTimeField(db_default=Now())
    linked_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)

    class Meta:
        app_label = "registry"
        db_table = "registry_accountlink"
        constraints = [
            models.UniqueConstraint(
                fields=["account_id"], condition=models.Q(ended_at=None), name="registry_accountlink_account"
            ),
            models.UniqueConstraint(
                fields=["person_id"], condition=models.Q(ended_at=None), name="registry_accountlink_person"
            ),
            models.UniqueConstraint(
                fields=["account_id", "person_id"],
                condition=models.Q(ended_at=None),
                name="registry_accountlink_pair",
            ),
        ]


class Mandate(models.Model):
    """One person, the agent, acts for another over `[start_on, end_on)`."""

    agent_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    reference = models.TextField()
    given_by = models.TextField()
    given_at = models.DateTimeField(db_default=Now())
    revoked_by = models.TextField(null=True)

    class Meta:
        app_label = "registry"
        db_table = "registry_mandate"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="registry_mandate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(agent_id=models.F("person_id")), name="registry_mandate_for_another"
            ),
        ]
        indexes = [
            models.Index(fields=["agent_id"], name="registry_mandate_agent"),
            models.Index(fields=["person_id"], name="registry_mandate_person"),
        ]
