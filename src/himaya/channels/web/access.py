"""Who may use a view: said on the view itself, so that a test can read it from every address."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.gzip import gzip_page

View = Callable[..., HttpResponse]
ACCESS = "access"  # the name under which a view says who may use it


def public(view: View) -> View:
    """A view that anyone may use without an account; its answers hold no secret and may be compressed."""
    opened: View = gzip_page(view)
    setattr(opened, ACCESS, "public")
    return opened


def by_secret_address(view: View) -> View:
    """A view for machines that know its secret address; the view itself checks the secret."""
    setattr(view, ACCESS, "secret_address")
    return view
