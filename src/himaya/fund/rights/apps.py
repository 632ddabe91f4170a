from typing import ClassVar

from django.apps import AppConfig


class RightsConfig(AppConfig):
    """Who is covered, by what, on which day, why, and what would mend it.

    What was once believed is kept; a run may take back only what it believed itself, while it goes on.
    """

    name = "himaya.fund.rights"
    label = "rights"
    default_auto_field = "django.db.models.BigAutoField"
    changeable: ClassVar = {"rights_right": ("superseded_run_id",)}
    disposable = ("rights_right",)

    def ready(self) -> None:
        from himaya.fund.contributions.events import DuesChanged, DuesRecorded
        from himaya.fund.registry.events import PeopleChanged
        from himaya.runtime import events

        events.subscribe(DuesRecorded, events.Later(f"{self.name}.services", "open_rights"))
        events.subscribe(DuesChanged, events.Later(f"{self.name}.services", "follow_payments"))
        events.subscribe(PeopleChanged, events.Later(f"{self.name}.services", "follow_facts"))
