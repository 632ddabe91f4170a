"""Every error has its own code, a sentence and what to do next (its translations: tests/house)."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from string import Formatter

import pytest

import himaya
from himaya.kernel.errors import DomainError, every_error
from himaya.kernel.identifiers import IdentifierError


@pytest.fixture(scope="module")
def errors() -> list[type[DomainError]]:
    for module in pkgutil.walk_packages(himaya.__path__, "himaya."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = {error for error in every_error() if error.__module__.startswith("himaya.")}
    return sorted(ours, key=lambda error: error.code)


def fields(text: str) -> set[str]:
    return {name.split("!")[0].split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}


def test_no_two_errors_share_a_code(errors: list[type[DomainError]]) -> None:
    counted = Counter(error.code for error in errors)
    assert [code for code, times in counted.items() if times > 1] == []


def test_each_error_says_what_happened_and_what_to_do(errors: list[type[DomainError]]) -> None:
    shown = [error for error in errors if not error.__subclasses__() and error is not IdentifierError]
    silent = [error.code for error in shown if not (error.message and error.remedy)]
    assert silent == []


def test_sentences_use_only_the_values_that_the_error_has(errors: list[type[DomainError]]) -> None:
    wrong = [error.code for error in errors if not fields(error.message + error.remedy) <= set(error.params)]
    assert wrong == []
