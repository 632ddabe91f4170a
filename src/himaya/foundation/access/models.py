"""Accounts, what they are granted, their sessions and failed attempts; and the audit tables."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now

from himaya.foundation.access.roles import Binding, Role


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
        indexes = [
            models.Index(fields=["run_id"], name="access_action_run"),
            models.Index(fields=["at"], name="access_action_at"),
        ]


class Subject(models.Model):
    """Whose file an action concerned, kept where an action looks at single files.

    The set of an action's subjects is sealed by the digest in the action's own row.
    """

    pk = models.CompositePrimaryKey("subject_id", "action_id")
    subject_id = models.BigIntegerField()
    action_id = models.BigIntegerField()

    class Meta:
        db_table = "access_subject"
        indexes = [models.Index(fields=["action_id"], name="access_subject_action")]


class Accounts(BaseUserManager["Account"]):
    """How accounts are found by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account of a sign-in name, however it is capitalised."""
        return self.get(login=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Somebody, or a service, that signs in. It carries no name and no identity number.

    The telephone that receives codes is kept sealed, with a keyed digest to find it by.
    """

    login = models.TextField(unique=True)
    phone_sealed = models.TextField(db_default="")
    phone_digest = models.TextField(db_default="")
    phone_verified_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=3, db_default="")
    is_active = models.BooleanField(default=True, db_default=True)
    password_is_temporary = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.TextField()
    locked_at = models.DateTimeField(null=True)
    locked_by = models.TextField(null=True)

    USERNAME_FIELD = "login"
    objects = Accounts()

    class Meta:
        db_table = "access_account"
        indexes = [
            models.Index(
                fields=["phone_digest"], condition=~models.Q(phone_digest=""), name="access_account_phone"
            )
        ]


class Grant(models.Model):
    """A role that an account holds in one place or organisation, over `[start_on, end_on)`."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Role])
    domain = models.CharField(max_length=20, db_default="")
    binding = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Binding])
    bound_to = models.TextField(db_default="")
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    granted_by = models.TextField()
    granted_at = models.DateTimeField(db_default=Now())
    ended_by = models.TextField(null=True)

    class Meta:
        db_table = "access_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "domain", "bound_to"],
                condition=models.Q(end_on=None),
                name="access_grant_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(end_on=None) | models.Q(end_on__gte=models.F("start_on")),
                name="access_grant_ends_after_start",
            ),
        ]


class Session(AbstractBaseSession):
    """A session: its key is kept as a digest and its content sealed, so that a copy of the table opens nothing."""

    account_id = models.BigIntegerField(null=True)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    device = models.TextField(db_default="")

    class Meta:
        db_table = "access_session"
        indexes = [models.Index(fields=["account_id"], name="access_session_account")]


class Attempt(models.Model):
    """A sign-in that failed or a code that was sent, counted by account and by address; both as digests."""

    kind = models.CharField(max_length=10)
    key = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "access_attempt"
        indexes = [models.Index(fields=["kind", "key", "at"], name="access_attempt_key")]
