"""Signing in and out: right and wrong passwords, codes, second factors, lockout, sessions that end."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from conftest import PASSWORD, enter
from himaya.foundation.access import audit, lockout, services
from himaya.foundation.access.roles import Role
from himaya.foundation.access.sealing import seal

SIGN_IN = "/fr/sign-in/"


def attempt(client: Client, login: str, password: str):
    return client.post(SIGN_IN, {"login": login, "password": password})


def text(response) -> str:
    return response.content.decode()


def bare(page: str) -> str:
    """The page without what differs by itself: the token and what was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|value="(amina|nobody)"', "", page)


def test_a_right_password_opens_the_account_and_is_noted(visitor, account, database):
    number = account("amina", Role.INSURED)
    response = attempt(visitor, "Amina", PASSWORD)
    assert response.status_code == 302
    assert response["Location"] == "/fr/account/"
    page = visitor.get("/fr/account/")
    assert "amina" in text(page)
    assert page["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in page
    (row,) = database.execute("select actor, action, scope from access_action").fetchall()
    assert row == (f"account {number}", "access.sign_in", "account")


def test_an_unknown_name_and_a_wrong_password_are_told_the_same(visitor, account):
    account("amina", Role.INSURED)
    known, unknown = attempt(visitor, "amina", "wrong"), attempt(visitor, "nobody", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert bare(text(known)) == bare(text(unknown))


def test_a_form_without_its_token_is_refused(database, account):
    account("amina", Role.INSURED)
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert attempt(strict, "amina", PASSWORD).status_code == 403


def test_after_eight_failures_even_the_right_password_waits(visitor, account, database):
    account("amina", Role.INSURED)
    at = datetime.now(UTC)
    for _ in range(lockout.ACCOUNT.most):
        lockout.count(database, limit=lockout.ACCOUNT, key="amina", now=at)
    assert attempt(visitor, "amina", PASSWORD).status_code == 200
    database.execute("update access_attempt set at = at - %s", [lockout.ACCOUNT.within])
    assert attempt(visitor, "amina", PASSWORD).status_code == 302
    assert database.execute("select count(*) from access_attempt").fetchone() == (0,)


def test_an_address_that_tries_many_names_waits(visitor, account, database):
    account("amina", Role.INSURED)
    for _ in range(lockout.ADDRESS.most):
        lockout.count(database, limit=lockout.ADDRESS, key="127.0.0.1", now=datetime.now(UTC))
    assert attempt(visitor, "amina", PASSWORD).status_code == 200


def test_attempts_keep_neither_name_nor_address(visitor, account, database):
    attempt(visitor, "amina", "wrong")
    rows = database.execute("select kind, key from access_attempt order by kind").fetchall()
    assert [kind for kind, _key in rows] == ["account", "address"]
    assert not [key for _kind, key in rows if "amina" in key or "127" in key]


def test_a_locked_account_is_sent_to_an_agency(visitor, account, database):
    number = account("amina", Role.INSURED)
    services.lock(database, account_id=number, by="test", at=datetime.now(UTC))
    assert text(attempt(visitor, "amina", PASSWORD)) != ""
    assert visitor.get("/fr/account/").status_code == 302


def test_locking_ends_the_sessions(visitor, account, database):
    number = account("amina", Role.INSURED)
    enter(visitor, number)
    assert visitor.get("/fr/account/").status_code == 200
    services.lock(database, account_id=number, by="test", at=datetime.now(UTC))
    assert visitor.get("/fr/account/").status_code == 302


def test_signing_out_ends_the_session(visitor, account, database):
    enter(visitor, account("amina", Role.INSURED))
    assert visitor.post("/fr/sign-out/").status_code == 302
    assert database.execute(
        "select count(*) from access_session where account_id is not null"
    ).fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "back"), [("seen", timedelta(minutes=31)), ("started", timedelta(hours=13))]
)
def test_a_session_left_alone_or_kept_too_long_ends(visitor, account, name, back):
    enter(visitor, account("amina", Role.INSURED))
    visitor.get("/fr/account/")
    session = visitor.session
    session[name] = (datetime.now(UTC) - back).isoformat()
    session.save()
    assert visitor.get("/fr/account/").status_code == 302


def test_the_table_of_sessions_opens_no_session(visitor, account, database):
    enter(visitor, account("amina", Role.INSURED))
    visitor.get("/fr/account/")
    key, data = database.execute("select session_key, session_data from access_session").fetchone()
    cookie = visitor.cookies["session"]
    assert cookie["httponly"]
    assert key != cookie.value
    assert "_auth_user_id" not in data
    assert (
        Client(SERVER_NAME="localhost", headers={"cookie": f"session={key}"}).get("/fr/account/").status_code
        == 302
    )


def sent(database) -> list[str]:
    rows = database.execute("select params, template, priority from messaging_message order by id").fetchall()
    assert {(template, priority) for _params, template, priority in rows} <= {("login_code", 0)}
    return [json.loads(params)["code"] for params, _template, _priority in rows]


def test_a_code_by_sms_signs_in(visitor, account, database):
    account("amina", Role.INSURED, phone="0661234567")
    response = visitor.post("/fr/sign-in/code/", {"login": "0661 23 45 67"})
    assert response["Location"] == "/fr/sign-in/code/confirm/"
    (code,) = sent(database)
    assert len(code) == 6
    wrong = visitor.post(response["Location"], {"code": f"{(int(code) + 1) % 10**6:06d}"})
    assert "trop ancien" in text(wrong)
    assert visitor.post(response["Location"], {"code": code})["Location"] == "/fr/account/"
    assert visitor.get("/fr/account/").status_code == 200


def test_a_code_for_nobody_is_answered_like_one_for_somebody(visitor, account, database):
    account("amina", Role.INSURED, phone="0661234567")
    pages = []
    for login in ("amina", "nobody"):
        reader = Client(SERVER_NAME="localhost")
        answer = reader.post("/fr/sign-in/code/", {"login": login})
        pages.append((answer.status_code, answer["Location"], bare(text(reader.get(answer["Location"])))))
    assert pages[0] == pages[1]
    assert len(sent(database)) == 1


def test_a_telephone_shared_by_a_family_needs_the_name(visitor, account, database):
    account("amina", Role.INSURED, phone="0661234567")
    account("brahim", Role.INSURED, phone="0661234567")
    visitor.post("/fr/sign-in/code/", {"login": "0661234567"})
    assert sent(database) == []
    visitor.post("/fr/sign-in/code/", {"login": "brahim"})
    assert len(sent(database)) == 1


def test_no_more_than_three_codes_an_hour(account, database):
    account("amina", Role.INSURED, phone="0661234567")
    for _ in range(5):
        Client(SERVER_NAME="localhost").post("/fr/sign-in/code/", {"login": "amina"})
    assert len(sent(database)) == 3


def test_a_code_serves_five_tries_at_most(visitor, account, database):
    account("amina", Role.INSURED, phone="0661234567")
    visitor.post("/fr/sign-in/code/", {"login": "amina"})
    (code,) = sent(database)
    for _ in range(5):
        visitor.post("/fr/sign-in/code/confirm/", {"code": "x"})
    visitor.post("/fr/sign-in/code/confirm/", {"code": code})
    assert visitor.get("/fr/account/").status_code == 302


def test_the_account_keeps_its_telephone_sealed(account, database):
    account("amina", Role.INSURED, phone="0661234567")
    (row,) = database.execute("select phone_sealed, phone_digest from access_account").fetchall()
    assert not [value for value in row if "661234567" in value]


def totp_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_staff_are_asked_for_their_second_factor(visitor, account, database):
    number = account("auditor1", Role.AUDITOR)
    secret = generate_totp_secret()
    database.execute(
        "update mfa_authenticator set data = %s where user_id = %s",
        [json.dumps({"secret": seal(secret)}), number],
    )
    response = attempt(visitor, "auditor1", PASSWORD)
    assert response["Location"] == "/fr/sign-in/factor/"
    assert visitor.get("/fr/audit/").status_code == 302
    assert "trop ancien" in text(visitor.post(response["Location"], {"code": "000000"}))
    assert visitor.post(response["Location"], {"code": totp_now(secret)}).status_code == 302
    assert visitor.get("/fr/audit/").status_code == 200


def test_staff_without_a_second_factor_set_one_up_first(visitor, account, database):
    number = account("auditor1", Role.AUDITOR)
    database.execute("delete from mfa_authenticator where user_id = %s", [number])
    attempt(visitor, "auditor1", PASSWORD)
    assert visitor.get("/fr/audit/")["Location"] == "/fr/account/factors/"
    asked = visitor.get("/fr/account/factors/totp/")["Location"]
    assert asked.startswith("/fr/account/confirm/")
    page = visitor.get(visitor.post(asked, {"password": PASSWORD})["Location"])
    secret = re.search(r"<code>(\w+)</code>", text(page))[1]
    done = visitor.post("/fr/account/factors/totp/", {"code": totp_now(secret)})
    assert done["Location"] == "/fr/account/factors/recovery/"
    (kept,) = database.execute("select data::text from mfa_authenticator where type = 'totp'").fetchone()
    assert secret not in kept
    codes = re.findall(r"<code>(\w+)</code>", text(visitor.get(done["Location"])))
    assert len(codes) == 10
    assert visitor.get("/fr/audit/").status_code == 200
    again = Client(SERVER_NAME="localhost")
    attempt(again, "auditor1", PASSWORD)
    assert again.post("/fr/sign-in/factor/", {"code": codes[0]}).status_code == 302
    assert again.get("/fr/audit/").status_code == 200


def test_a_temporary_password_is_changed_before_anything_else(visitor, account, database, person):
    number = account("amina", Role.INSURED)
    temporary = services.give_temporary_password(database, account_id=number)
    attempt(visitor, "amina", temporary)
    assert visitor.get("/fr/account/looks/5/")["Location"] == "/fr/account/password/"
    told = {"oldpassword": temporary, "password1": PASSWORD, "password2": PASSWORD}
    assert visitor.post("/fr/account/password/", told)["Location"] == "/fr/account/"
    assert visitor.get("/fr/account/looks/5/").status_code == 404
    assert audit.broken(database) == []


def test_a_weak_password_is_refused(visitor, account):
    enter(visitor, account("amina", Role.INSURED))
    told = {"oldpassword": PASSWORD, "password1": "azerty", "password2": "azerty"}
    assert "hm-error" in text(visitor.post("/fr/account/password/", told))
