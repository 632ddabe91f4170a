"""The web channel as a Django app: templates, catalogues and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for everyone. It owns no tables: it asks selectors and shows what they answer."""

    name = "himaya.channels.web"
    label = "web"
