"""Tables of the runtime."""

from django.db import models
from django.db.models.functions import Now


class Run(models.Model):
    """One piece of batch work, identified by what it works on: the same digest is the same run."""

    kind = models.TextField(help_text="For example 'register'.")
    cause = models.TextField(help_text="What asked for it: a file, a command, a decree.")
    digest = models.TextField(help_text="Digest of the input; with the kind it names the run.")
    payload = models.JSONField(default=dict)
    state = models.TextField(default="open", db_default="open")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "runtime_run"
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="runtime_run_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "done", "failed"]), name="runtime_run_state"
            ),
        ]


class Marker(models.Model):
    """A step of a run that is done; written in the very transaction that did it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, db_index=False)
    step = models.TextField()
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "runtime_marker"
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="runtime_marker_once")]


class Setting(models.Model):
    """A fact about this database: whether it is a demonstration, which schema it has."""

    key = models.TextField(primary_key=True)
    value = models.JSONField()

    class Meta:
        db_table = "runtime_setting"
