"""Accounts and the audit trail as a Django app."""

from typing import ClassVar

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The trail is sealed: rows are added by a function of the database owner, and never changed.

    A grant keeps what it gave, only its end may be set. Sessions, failed attempts and second factors end by being
    deleted; the last are allauth's table.
    """

    name = "himaya.foundation.access"
    label = "access"
    sealed = ("access_action", "access_subject")
    changeable: ClassVar = {"access_grant": ("end_on", "ended_by")}
    disposable = ("access_session", "access_attempt", "mfa_authenticator")
