from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """What members owe month by month, and what they paid."""

    name = "himaya.fund.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from himaya.fund.registry.events import MembershipsEnded, MembershipsOpened
        from himaya.runtime import events

        events.subscribe(MembershipsOpened, events.Later(f"{self.name}.assess", "record_dues"))
        events.subscribe(MembershipsEnded, events.Later(f"{self.name}.ends", "follow_ends"))
