"""The audit table."""

from django.db import models


class Action(models.Model):
    """One action on a set of records. Each row carries a hash of itself and of the row before it."""

    at = models.DateTimeField()
    actor = models.TextField(help_text="Account, command or task that acted.")
    action = models.TextField(help_text="Verb of a service, for example 'registry.register'.")
    scope = models.TextField(help_text="What it was allowed to touch, for example 'body TAXI'.")
    run_id = models.BigIntegerField(null=True)
    subject_count = models.BigIntegerField()
    subject_digest = models.BinaryField(help_text="SHA-256 of the sorted numbers of the records touched.")
    hash = models.BinaryField()

    class Meta:
        db_table = "access_action"
        indexes = [models.Index(fields=["run_id"], name="access_action_run")]
