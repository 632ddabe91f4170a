from typing import ClassVar

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """What members owe month by month, and what they paid.

    A payment stays as the collector told it, a month as the law asked for it; only how one is laid over the other
    changes.
    """

    name = "himaya.fund.contributions"
    label = "contributions"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("contributions_correction",)
    changeable: ClassVar = {
        "contributions_payment": ("used_centimes",),
        "contributions_due": ("due_centimes", "paid_centimes", "paid_on", "cancelled_on"),
    }

    def ready(self) -> None:
        from himaya.fund.contributions import findings
        from himaya.fund.registry.events import MembershipsEnded, MembershipsOpened
        from himaya.runtime import events

        findings.register()
        events.subscribe(MembershipsOpened, events.Later(f"{self.name}.assess", "record_dues"))
        events.subscribe(MembershipsEnded, events.Later(f"{self.name}.ends", "follow_ends"))
