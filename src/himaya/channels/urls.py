"""Addresses of every channel that is reached by http."""

from django.urls import include, path

from himaya.channels.api import urls as api
from himaya.channels.web.urls import handler400, handler403, handler404, handler500
from himaya.channels.web.urls import urlpatterns as web

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("api/", include((api.urlpatterns, api.app_name), namespace=api.namespace)), *web]
