"""Who may use a view: said on the view itself, so that the guard and the tests can read it from every address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.gzip import gzip_page

from himaya.foundation.access.roles import Role

View = Callable[..., HttpResponse]
ACCESS = "access"  # the name under which a view says who may use it


@dataclass(frozen=True, slots=True)
class Allowed:
    """Signed in, with one of these roles in force; staff with a second factor."""

    roles: frozenset[Role]


def public(view: View) -> View:
    """A view that anyone may use without an account; its answers hold no secret and may be compressed."""
    opened: View = gzip_page(view)
    setattr(opened, ACCESS, "public")
    return opened


def entrance(view: View) -> View:
    """A view of the way in: open to anyone, and never compressed, since forms carry secrets."""
    setattr(view, ACCESS, "entrance")
    return view


def own_account(view: View) -> View:
    """A view of one's own account, for anyone signed in, before a second factor is set up too."""
    setattr(view, ACCESS, "own_account")
    return view


def allowed(*roles: Role) -> Callable[[View], View]:
    """A view for those who hold one of these roles."""

    def declare(view: View) -> View:
        setattr(view, ACCESS, Allowed(frozenset(roles)))
        return view

    return declare


def by_secret_address(view: View) -> View:
    """A view for machines that know its secret address; the view itself checks the secret."""
    setattr(view, ACCESS, "secret_address")
    return view
