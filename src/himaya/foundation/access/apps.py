"""The audit trail as a Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Its table is sealed: rows are added by a function of the database owner, and never changed."""

    name = "himaya.foundation.access"
    label = "access"
    sealed = ("access_action",)
