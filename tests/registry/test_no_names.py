"""What stands for an unknown name counts as no name (SNP: sans nom patronymique, in old rural records)."""

from collections.abc import Callable

import psycopg
import pytest
from registry_help import one

from himaya.fund.registry.registration.run import Report

MISSING = {"registration.name_missing": 1}


@pytest.mark.parametrize("written", ["SNP", "xxx", "-", ".", "Néant"])
def test_a_name_that_says_there_is_none_is_missing(
    written: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    report = take("fisheries", {"family_name_fr": written, "family_name_ar": "نكرة"})
    assert (report.registered, report.by_code) == (0, MISSING)


def test_a_name_missing_in_one_script_is_taken_from_the_other(
    register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    assert take("fisheries", {"family_name_fr": "S.N.P."}).registered == 1
    assert one(register, "select family_name_fr from registry_person") == ""


@pytest.mark.parametrize("written", ["Ali", "Ba", "X'Ali", "Snpi"])
def test_a_short_or_rare_name_is_a_name(
    written: str, register: psycopg.Connection, take: Callable[..., Report]
) -> None:
    assert take("fisheries", {"family_name_fr": written, "family_name_ar": ""}).registered == 1
