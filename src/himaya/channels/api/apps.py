"""The interface for programs as a Django app: its catalogues."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Answers programs. It owns no tables: it asks the law and shows what it answers."""

    name = "himaya.channels.api"
    label = "api"
