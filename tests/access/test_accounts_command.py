"""`himaya accounts`: what it makes opens the web, also where the command line loads without the web."""

from __future__ import annotations

from django.contrib.auth.hashers import identify_hasher

from himaya.runtime import schema, settings, web_settings


def test_both_settings_hash_passwords_alike():
    assert settings.PASSWORD_HASHERS == web_settings.PASSWORD_HASHERS
    assert settings.AUTH_USER_MODEL == web_settings.AUTH_USER_MODEL


def test_the_password_that_is_printed_signs_in(cli, visitor, database):
    made = cli("accounts", "create", "A.Idrissi", "--phone", "0661234567", "--json").json()
    assert made["login"] == "a.idrissi"
    (kept,) = database.execute("select password from access_account").fetchone()
    assert identify_hasher(kept).algorithm == "scrypt"
    told = {"login": "a.idrissi", "password": made["password"]}
    assert visitor.post("/en/sign-in/", told).status_code == 302


def test_a_command_line_without_the_web_makes_an_account(himaya):
    himaya.environment["DJANGO_SETTINGS_MODULE"] = schema.SETTINGS
    made = himaya.json("accounts", "create", "a.idrissi")
    himaya.json("accounts", "grant", "a.idrissi", "counter_agent", "--place", "AG-1")
    (held,) = himaya.json("accounts", "roles", "a.idrissi")["roles"]
    assert (held["role"], held["bound_to"]) == ("counter_agent", "AG-1")
    with himaya.connect() as connection:
        (kept,) = connection.execute("select password from access_account").fetchone()
    assert identify_hasher(kept).verify(made["password"], kept)


def test_a_role_is_bound_as_it_needs(cli, database):
    cli("accounts", "create", "a.idrissi")
    for options in (["counter_agent"], ["auditor", "--place", "A"], ["officer"]):
        assert cli("accounts", "grant", "a.idrissi", *options).exit_code == 2
    assert cli("accounts", "grant", "nobody", "auditor").exit_code == 2
