"""Messaging as a Django app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Templates, the outbox, gateways and receipts."""

    name = "himaya.foundation.messaging"
    label = "messaging"
    append_only = ("messaging_receipt", "messaging_inbound")
