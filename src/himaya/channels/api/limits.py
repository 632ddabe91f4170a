"""How often one address may ask."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import SimpleRateThrottle

RATE = "240/m"


class PerAddress(SimpleRateThrottle):
    """So many requests a minute from one network address; forwarded addresses are believed of our proxy only."""

    scope = "api"

    def __init__(self) -> None:
        super().__init__(RATE)

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """The key under which this address is counted."""
        return self.cache_format % {"scope": self.scope, "ident": address_of(request)}


def address_of(request: HttpRequest) -> str:
    """The address that asks: the last one that the proxy wrote, or that of the connection."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if forwarded and settings.SECURE_PROXY_SSL_HEADER:
        return forwarded.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
