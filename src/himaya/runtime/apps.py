"""The runtime as a Django app: run markers and settings kept in the database."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """Runs, their markers, and facts about this database."""

    name = "himaya.runtime"
    label = "runtime"
    append_only = ("runtime_marker",)

    def ready(self) -> None:
        """Logs are JSON without persons from the first line on."""
        from himaya.runtime import logs

        logs.configure()
