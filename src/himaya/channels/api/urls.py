"""Addresses of the interface for programs, open to everyone and limited in number."""

from __future__ import annotations

from typing import Any

from django.views.decorators.gzip import gzip_page
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from himaya.channels.api import law
from himaya.channels.api.limits import PerAddress
from himaya.channels.api.problems import MEDIA_TYPE, answer_with_problems

DESCRIPTION = (
    "The law of the fund as rules: every value with its date and its text, every rule in words, and what follows for "
    "a case. Sentences come in the language of the header Accept-Language (ar, fr, en). Nothing that is sent is kept."
)


class Api(NinjaAPI):
    """Our interface: refusals are problems, and its description says so."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The description, with the media type that refusals have."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400:
                        response["content"] = {MEDIA_TYPE: response["content"].popitem()[1]}
        return schema


api = Api(title="Himaya", version="1", description=DESCRIPTION, docs_url=None, throttle=[PerAddress()])
api.add_router("/law", law.router)
answer_with_problems(api)

urlpatterns, app_name, namespace = api.urls
for pattern in urlpatterns:
    callback: Any = pattern.callback
    opened: Any = gzip_page(callback)
    opened.access = "public"
    pattern.callback = opened
