from typing import ClassVar

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Persons, families, memberships, numbers; liaison bodies and their lists.

    The history of states and merges, and who was given which numbers, is never changed; a series keeps its
    digit and its bounds.
    """

    name = "himaya.fund.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = (
        "registry_listlinemove",
        "registry_membershipmove",
        "registry_mergemove",
        "registry_numberblock",
    )
    changeable: ClassVar = {
        "registry_numberseries": ("opened", "next_rank", "evidence", "reference"),
        "registry_accountlink": ("ended_at", "ended_by"),
        "registry_mandate": ("end_on", "revoked_by"),
    }
