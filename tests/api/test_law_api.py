"""The law for programs: lists, one value, one rule, answers, explanations; refusals as problems."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory

from himaya.channels.api import limits

TAXI = {"category": "taxi_driver", "month": "2022-03-01"}


def ask(client, address, body, **headers):
    return client.post(
        f"/api/law/{address}", json.dumps(body), content_type="application/json", headers=headers
    )


def test_the_description_is_openapi_3_1_and_names_every_address(client):
    told = client.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == {
        "/api/law/parameters",
        "/api/law/parameters/{path}",
        "/api/law/variables",
        "/api/law/variables/{name}",
        "/api/law/evaluate",
        "/api/law/explain",
    }
    refused = told["paths"]["/api/law/evaluate"]["post"]["responses"]["422"]["content"]
    assert list(refused) == ["application/problem+json"]


def test_parameters_are_listed_searched_and_paged(client):
    found = client.get("/api/law/parameters?q=smig&kind=parameter").json()
    assert "wages.smig_hour" in {one["name"] for one in found["items"]}
    first = client.get("/api/law/parameters?limit=2").json()
    second = client.get("/api/law/parameters?limit=2&offset=1").json()
    assert first["items"][1] == second["items"][0]
    assert first["count"] > 2


def test_a_value_comes_with_its_days_and_texts(client):
    told = client.get("/api/law/parameters/wages.smig_hour").json()
    last = told["values"][-1]
    assert (last["since"], last["value"], last["evidence"]) == ("2026-01-01", "17.92", "sourced")
    assert "2.25.983" in last["reference"]
    assert "tns_flat_income" in told["used_by"]


@pytest.mark.parametrize("path", ["tns.categories", "cpu.droit", "decisions.tns_rounding"])
def test_tables_scales_and_decisions_are_told_too(client, path):
    told = client.get(f"/api/law/parameters/{path}").json()
    assert told["values"]
    assert told["kind"] in {"table", "brackets", "parameter"}


def test_a_rule_names_the_facts_it_needs(client):
    told = client.get("/api/law/variables/tns_amo").json()
    assert {"category", "month"} <= {fact["name"] for fact in told["facts"]}
    assert "month_due" in told["feeds"]
    assert told["sentence"]["ar"]


def test_variables_are_worked_out_for_every_row(client):
    rows = [TAXI, {**TAXI, "category": "farmer", "farm_class": "4"}]
    answers = ask(client, "evaluate", {"rows": rows, "variables": ["tns_amo"]}).json()["answers"]
    assert [(one["row"], one["value"], one["reason"]) for one in answers] == [
        (0, 18018, None),  # 14.81 × 191 × 6.37 %
        (1, None, "COEFFICIENT_NOT_PUBLISHED"),
    ]


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "اشتراك"), ("fr", "Cotisation"), ("en", "contribution")]
)
def test_an_explanation_speaks_the_language_asked_for(client, language, word):
    body = {"rows": [TAXI], "variable": "tns_amo"}
    told = ask(client, "explain", body, **{"accept-language": language}).json()
    assert word in told["label"]
    assert told["value"] == 18018
    assert told["parts"][0]["name"] == "tns_flat_income"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"rows": [TAXI], "variables": ["nothing"]}, "legislation.unknown_name"),
        ({"rows": [{"shoe": 44}], "variables": ["tns_amo"]}, "legislation.unknown_name"),
        ({"rows": [{**TAXI, "farm_class": "40"}], "variables": ["tns_amo"]}, "legislation.input_invalid"),
        ({"rows": [{"farm_class": 4.5}], "variables": ["tns_amo"]}, "api.request_invalid"),
        ({"rows": [], "variables": ["tns_amo"]}, "api.request_invalid"),
        ({"rows": [TAXI], "variables": ["tns_amo"], "more": 1}, "api.request_invalid"),
    ],
)
def test_a_refusal_is_a_problem_with_the_usual_code_and_sentence(client, body, code):
    response = ask(client, "evaluate", body, **{"accept-language": "fr"})
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["code"] == code
    assert told["title"]
    assert told["detail"]


def test_a_body_that_is_not_json_is_a_problem(client):
    response = client.post("/api/law/explain", "{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "api.request_invalid")


@pytest.mark.parametrize("address", ["parameters/no.such", "variables/no_such"])
def test_an_unknown_name_is_a_problem(client, address):
    response = client.get(f"/api/law/{address}")
    assert (response.status_code, response.json()["code"]) == (404, "api.nothing_there")


def test_one_address_may_not_ask_without_end(client):
    allowed = int(limits.RATE.partition("/")[0])
    statuses = [client.get("/api/law/variables?limit=1").status_code for _ in range(allowed)]
    assert set(statuses) == {200}
    refused = client.get("/api/law/variables?limit=1")
    assert (refused.status_code, refused.json()["code"]) == (429, "api.too_many_requests")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert client.get("/api/law/variables?limit=1", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_a_forged_forwarding_header_changes_nothing():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "10.0.0.1"})
    assert limits.address_of(request) == "192.0.2.1"


def test_every_address_of_the_interface_is_marked_public():
    from himaya.channels.api.urls import urlpatterns

    assert {getattr(pattern.callback, "access", None) for pattern in urlpatterns} == {"public"}
