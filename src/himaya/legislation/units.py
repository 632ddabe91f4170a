"""The closed set of units, and the reading of a value written in one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(r"^-?\d+(\.\d+)?$")
_FRACTION = re.compile(r"^(-?\d+)/([1-9]\d*)$")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Unit:
    """`kind` is the algebra's type; `decimals` is how many an amount keeps (money keeps centimes)."""

    name: str
    kind: str
    decimals: int = 0
    money: bool = False


def _units() -> dict[str, Unit]:
    money = (
        "money",
        "money_per_hour",
        "money_per_day",
        "money_per_month",
        "money_per_quarter",
        "money_per_year",
    )
    counts = ("count", "hours", "days", "months", "years", "rank", "class", "children")
    known = [Unit(name, "amount", 2, money=True) for name in money]
    known += [Unit(name, "amount") for name in counts]
    known += [Unit("centimes", "amount", 2, money=True)]
    known += [Unit(name, "exact") for name in ("ratio", "coefficient", "score", "exact_money")]
    known += [Unit("flag", "flag"), Unit("code", "code"), Unit("date", "day"), Unit("month", "day")]
    return {unit.name: unit for unit in known}


UNITS = _units()


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + EPOCH)


def read_day(text: str) -> int:
    """The day number of "2022-03-01", or of the first of "2022-03"; ValueError otherwise."""
    return day_number(date.fromisoformat(text + "-01" if _MONTH.match(text) else text))


def read_amount(text: str, *, decimals: int) -> int:
    """A whole number of the smallest unit: "14.81" with two decimals is 1481; nothing is rounded."""
    number, denominator = read_exact(text)
    scale: int = 10**decimals
    scaled, rest = divmod(number * scale, denominator)
    if rest:
        raise ValueError(f"more than {decimals} decimals: {text}")
    return scaled


def read_exact(text: str) -> tuple[int, int]:
    """Numerator and denominator of a decimal or of a fraction: "0.0637" is (637, 10000), "2/3" is (2, 3)."""
    if fraction := _FRACTION.match(text):
        return int(fraction[1]), int(fraction[2])
    if not _NUMBER.match(text):
        raise ValueError(f"not a decimal number: {text!r}")
    whole, _, decimals = text.partition(".")
    return int(whole + decimals), 10 ** len(decimals)
