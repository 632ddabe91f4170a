from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """Regions, provinces, communes; the calendar of working days."""

    name = "himaya.foundation.territory"
    label = "territory"
    default_auto_field = "django.db.models.BigAutoField"
    append_only = ("territory_holiday",)
