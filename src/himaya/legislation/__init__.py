"""The law as code: dated parameters with their texts, formulas, one engine for a person and for a country.

Alone it needs neither Django nor a database:

>>> from himaya.legislation import Legislation
>>> law = Legislation.load("ma")
>>> law.calculate({"category": "artisan", "month": "2022-02-01"}, "tns_amo")
Answer(value=13514, reason=None)
"""

from typing import Any

__all__ = ["Legislation"]


def __getattr__(name: str) -> Any:
    """`Legislation`, imported when it is first asked for."""
    if name != "Legislation":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from himaya.legislation.law import Legislation

    return Legislation
