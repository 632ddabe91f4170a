"""Accounts in a database of their own, and readers that sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import psycopg
import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from himaya.channels.web.server import serve_built_files
from himaya.foundation.access import services
from himaya.foundation.access.roles import BOUND, STAFF_ROLES, Binding, Domain, Role
from himaya.runtime import catalogues

PASSWORD = "quatre-mots-bien-choisis"
Person = Callable[..., int]


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    """Catalogues as `make install` leaves them, and pages served as our server does."""
    catalogues.compile_all()
    serve_built_files()


@pytest.fixture
def visitor(database: psycopg.Connection) -> Client:
    """A reader without an account."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def account(database: psycopg.Connection) -> Callable[..., int]:
    """Makes an account with a password and a role."""

    def make(login: str, role: Role | None = None, phone: str | None = None) -> int:
        number = services.create_account(database, login=login, by="test", phone=phone, language="fr")
        database.execute("update access_account set password = %s where id = %s", [_hashed(), number])
        if role:
            give(database, number, role)
        return number

    return make


@pytest.fixture
def person(database: psycopg.Connection) -> Person:
    """Writes an invented person into the register."""

    def make(number: int, name: str = "Amina Alaoui", cin: str | None = None) -> int:
        given, family = name.split()
        database.execute(
            """insert into registry_person (id, insured_number, family_name_fr, given_name_fr, family_name_ar,
                 given_name_ar, family_key, given_key, cin, cin_key, birth_precision, sex, address, language,
                 registered_on, run_id)
               values (%s, %s, %s, %s, '', '', '', '', %s, %s, 'D', 'F', '', 'fr', '2022-01-01', 1)""",
            [number, 100_000_000 + number, family, given, cin, cin],
        )
        return number

    return make


def give(connection: psycopg.Connection, number: int, role: Role) -> None:
    """Grant a role as it needs to be bound; staff get a second factor that tests do not use."""
    bound = BOUND[role] in (Binding.PLACE, Binding.ORGANISATION)
    services.grant(
        connection,
        account_id=number,
        role=role,
        by="test",
        start_on=date(2022, 1, 1),
        bound_to="A1" if bound else "",
        domain=Domain.CLAIMS if role is Role.OFFICER else None,
    )
    if role in STAFF_ROLES:
        connection.execute(
            "insert into mfa_authenticator (user_id, type, data, created_at) values (%s, 'totp', '{}', now())",
            [number],
        )


def enter(client: Client, number: int) -> Client:
    """Sign in past the forms."""
    from himaya.foundation.access.models import Account

    client.force_login(Account.objects.get(pk=number), "django.contrib.auth.backends.ModelBackend")
    return client


_cache: list[str] = []


def _hashed() -> str:
    if not _cache:
        _cache.append(make_password(PASSWORD))
    return _cache[0]
