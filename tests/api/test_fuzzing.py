"""Requests drawn from our own description: nothing breaks, and every answer is of the form described."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from himaya.channels.api import limits
from himaya.channels.web.server import serve_built_files

# Left out: that whatever fits the form is accepted. The law refuses facts it does not know, as it says.
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
)
TAXI = {"category": "taxi_driver", "month": "2022-03-01"}
NEIGHBOURS = ("farm_class", "annual_net_profit", "vehicle_owner", "rsu_score", "practice_years")


PLAIN = {"Accept-Encoding": "identity"}  # the client inside the tests does not unpack
BRISK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = (
    "GET /api/law/parameters",
    "GET /api/law/parameters/{path}",
    "GET /api/law/variables",
    "GET /api/law/variables/{name}",
    "POST /api/law/evaluate",
    "POST /api/law/explain",
)


@pytest.fixture(scope="module")
def operations():
    """The operations of the description by their names."""
    serve_built_files()
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", WSGIHandler())
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}


@pytest.fixture(autouse=True)
def _without_limit(monkeypatch):
    monkeypatch.setattr(limits.PerAddress, "allow_request", lambda self, request: True)


def test_every_operation_is_drawn(operations):
    assert set(operations) == set(OPERATIONS)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_that_is_sent_breaks_us(operations, name, mode):
    """What fits the description, and what does not."""

    @BRISK
    @given(case=operations[name].as_strategy(generation_mode=mode))
    def draw(case):
        case.call_and_validate(checks=list(CHECKS), headers=PLAIN)

    draw()


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name.startswith("POST")])
def test_real_facts_with_strange_neighbours_break_nothing(operations, name):
    """Drawn facts seldom bear the name of a fact of the law: here strange values stand beside real ones."""

    @BRISK
    @given(case=operations[name].as_strategy())
    def draw(case):
        strange = [value for row in case.body["rows"] for value in row.values()]
        case.body["rows"] = [{**TAXI, **dict(zip(NEIGHBOURS, strange, strict=False))}]
        if "variables" in case.body:
            case.body["variables"] = ["month_due"]
        else:
            case.body |= {"variable": "month_due", "row": 0}
        case.call_and_validate(checks=list(CHECKS[:4]), headers=PLAIN)

    draw()
