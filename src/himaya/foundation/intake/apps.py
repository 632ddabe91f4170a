from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Receiving files of any kind: kept by digest, read as text columns, findings in the sender's
    language."""

    name = "himaya.foundation.intake"
    label = "intake"
