"""Role × screen × record: every address of the resolver, for everyone, against what it declares."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from conftest import enter
from himaya.channels.web.access import ACCESS, Allowed, guard
from himaya.foundation.access.roles import PUBLIC_ROLES, STAFF_ROLES, Role
from himaya.fund.registry.accounts import MandateKind, give_mandate, link_account

PUBLIC = {
    *("front_door", "health", "figures", "figure_csv", "figure_json", "figure_picture", "calculators"),
    *("calculator", "law", "law_decisions", "law_uncertain", "law_parameter", "law_variable", "law_explain"),
    *("style", "published", "published_csv", "published_json"),
}
SECRET = {"receipts", "inbound"}
ENTRANCE = {
    *("account_login", "account_request_login_code", "account_confirm_login_code", "mfa_authenticate"),
    *("mfa_login_webauthn", "account_inactive", "openid_connect_login", "openid_connect_callback"),
}
OWN = {
    *("account", "sessions", "end_session", "account_logout", "account_change_password"),
    *("account_set_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("mfa_index", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_remove_webauthn", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
}
BY_ROLE = {"looks": {Role.INSURED}, "trail": {Role.AUDITOR}}
"""Every screen with what it says. A screen that stands in none of these fails."""

ADDRESSES = {"looks": "/en/account/looks/1/", "trail": "/en/audit/"}
OTHERS = {"looks": "/en/account/looks/2/"}


def views(resolver: URLResolver, of_api: bool = False):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield ("api" if of_api else entry.name), entry.callback
        else:
            yield from views(entry, of_api or entry.app_name == "ninja")


def test_every_screen_declares_what_this_matrix_says():
    found = {name: getattr(view, ACCESS, None) for name, view in views(get_resolver()) if name != "api"}
    said = {
        **dict.fromkeys(PUBLIC, "public"),
        **dict.fromkeys(SECRET, "secret_address"),
        **dict.fromkeys(ENTRANCE, "entrance"),
        **dict.fromkeys(OWN, "own_account"),
        **{name: Allowed(frozenset(roles)) for name, roles in BY_ROLE.items()},
    }
    assert found == said
    assert set(ADDRESSES) == set(BY_ROLE)


def test_the_interface_for_programs_is_public():
    assert {getattr(view, ACCESS, None) for name, view in views(get_resolver()) if name == "api"} == {
        "public"
    }


def test_a_view_that_declares_nothing_is_never_run():
    def silent(request):
        raise AssertionError("it ran")

    with pytest.raises(ImproperlyConfigured):
        guard.Guard(lambda request: None).process_view(RequestFactory().get("/"), silent, (), {})


@pytest.mark.parametrize("address", sorted({*ADDRESSES.values(), "/en/account/", "/en/account/sessions/"}))
def test_a_stranger_is_sent_to_the_way_in(visitor, address):
    response = visitor.get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/en/sign-in/?next=")


def test_role_by_screen_by_record(database, account, person):
    person(1), person(2, "Brahim Saadi")
    for role in Role:
        number = account(f"a.{role}", role)
        database.execute("update registry_accountlink set ended_at = now() where ended_at is null")
        link_account(database, account_id=number, person_id=1, by="test")
        client = enter(Client(SERVER_NAME="localhost"), number)
        for name, roles in BY_ROLE.items():
            assert client.get(ADDRESSES[name]).status_code == (200 if role in roles else 403), (role, name)
            if name in OTHERS:
                assert client.get(OTHERS[name]).status_code == (404 if role in roles else 403), (role, name)


def test_a_role_that_ended_or_has_not_begun_opens_nothing(database, account, visitor):
    number = account("a.auditor", Role.AUDITOR)
    enter(visitor, number)
    assert visitor.get("/en/audit/").status_code == 200
    database.execute("update access_grant set end_on = current_date, ended_by = 'test'")
    assert visitor.get("/en/audit/").status_code == 403


def test_staff_without_a_second_factor_pass_nowhere(database, account):
    for role in STAFF_ROLES & {Role.AUDITOR}:
        number = account(f"a.{role}", role)
        database.execute("delete from mfa_authenticator where user_id = %s", [number])
        client = enter(Client(SERVER_NAME="localhost"), number)
        assert client.get("/en/audit/")["Location"] == "/en/account/factors/"
    assert set(Role) == PUBLIC_ROLES | STAFF_ROLES


def test_a_mandate_opens_a_file_for_its_days_only(database, account, person, visitor):
    person(1), person(2, "Brahim Saadi")
    number = account("amina", Role.INSURED)
    link_account(database, account_id=number, person_id=1, by="test")
    enter(visitor, number)
    assert visitor.get(OTHERS["looks"]).status_code == 404
    mandate = {"agent_id": 1, "person_id": 2, "kind": MandateKind.GUARDIAN, "reference": "Act", "by": "test"}
    give_mandate(database, **mandate, start_on=date(2020, 1, 1), end_on=date(2021, 1, 1))
    assert visitor.get(OTHERS["looks"]).status_code == 404
    give_mandate(database, **mandate, start_on=date(2022, 1, 1), end_on=None)
    assert visitor.get(OTHERS["looks"]).status_code == 200
    assert "As a guardian" in visitor.get("/en/account/").content.decode()


def test_another_accounts_session_does_not_exist(database, account, visitor):
    other = enter(Client(SERVER_NAME="localhost"), account("brahim", Role.INSURED))
    other.get("/en/account/")
    (key,) = database.execute("select session_key from access_session").fetchone()
    enter(visitor, account("amina", Role.INSURED))
    assert visitor.post(f"/en/account/sessions/{key}/end/").status_code == 404
    assert other.get("/en/account/").status_code == 200
    assert other.post(f"/en/account/sessions/{key}/end/").status_code == 302
    assert other.get("/en/account/").status_code == 302
