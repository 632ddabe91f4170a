"""Money in whole centimes. Ratios are exact; a fraction is rounded once, by name; no float enters."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from himaya.kernel.digits import to_ascii_digits

Ratio = int | Fraction | Decimal
Rounding = Callable[[Fraction], int]

CENTIMES_IN_DIRHAM = 100
GROUP = "\u202f"  # narrow no-break space: a plain one lets 1 234 turn round inside Arabic text
_UNITS = {"fr": "DH", "ar": "درهم", "zgh": "DH", "en": "MAD"}
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_SHAPE = re.compile(r"^(-?)(\d+)(?:[.,](\d{1,2}))?$")


def half_up(value: Fraction) -> int:
    """Nearest whole; a half moves away from zero, so that a debit mirrors its credit.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2)), half_up(Fraction(12, 5))
    (3, -3, 2)
    """
    whole = math.floor(abs(value) + Fraction(1, 2))
    return whole if value >= 0 else -whole


def truncate(value: Fraction) -> int:
    """What lies behind the centime is dropped (towards zero).

    >>> truncate(Fraction(299, 100)), truncate(Fraction(-299, 100))
    (2, -2)
    """
    return math.trunc(value)


def up(value: Fraction) -> int:
    """The next whole away from zero."""
    return -math.floor(-value) if value >= 0 else math.floor(value)


def half_up_dirham(value: Fraction) -> int:
    """Nearest whole dirham, given and returned in centimes.

    >>> half_up_dirham(Fraction(12_350)), half_up_dirham(Fraction(12_349))
    (12400, 12300)
    """
    return half_up(value / CENTIMES_IN_DIRHAM) * CENTIMES_IN_DIRHAM


def truncate_dirham(value: Fraction) -> int:
    """Whole dirhams, the centimes dropped; given and returned in centimes."""
    return truncate(value / CENTIMES_IN_DIRHAM) * CENTIMES_IN_DIRHAM


def up_dirham(value: Fraction) -> int:
    """The next whole dirham; given and returned in centimes."""
    return up(value / CENTIMES_IN_DIRHAM) * CENTIMES_IN_DIRHAM


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in centimes.

    >>> Money.parse("4000.10").times(Decimal("0.05"), rounding=half_up)
    Money(centimes=20001)
    >>> Money(100) + Money(50) - Money(25)
    Money(centimes=125)
    """

    centimes: int

    def __post_init__(self) -> None:
        if type(self.centimes) is not int:
            raise TypeError(f"centimes are a whole number, not {self.centimes!r}")

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read an amount in dirhams as people write it: "1 234,50", "1234.5", "١٢٣٤".

        ValueError when it is not an amount, or has more than two decimals.

        >>> Money.parse("1 234,5")
        Money(centimes=123450)
        """
        match = _SHAPE.match(_SPACES.sub("", to_ascii_digits(text).replace("٫", ",").replace("٬", "")))
        if match is None:
            raise ValueError(f"not an amount: {text!r}")
        centimes = int(match[2]) * CENTIMES_IN_DIRHAM + int((match[3] or "0").ljust(2, "0"))
        return cls(-centimes if match[1] else centimes)

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.centimes for amount in amounts))

    def times(self, ratio: Ratio, *, rounding: Rounding) -> Money:
        """The amount multiplied by an exact ratio, rounded once by the named rounding."""
        if isinstance(ratio, float):
            raise TypeError("a ratio is exact: give an int, a Fraction or a Decimal")
        return Money(rounding(self.centimes * Fraction(ratio)))

    def split(self, parts: int, *, remainder_to: int = -1) -> list[Money]:
        """Equal parts that add up to the whole; the part at `remainder_to` takes the odd centimes.

        >>> Money(100).split(3)
        [Money(centimes=33), Money(centimes=33), Money(centimes=34)]
        """
        return self.allocate([1] * parts, remainder_to=remainder_to)

    def allocate(self, weights: Sequence[Ratio], *, remainder_to: int = -1) -> list[Money]:
        """Parts in proportion to the weights, each truncated; the stated part takes what is left.

        ValueError when no weight is positive or one is negative.
        """
        exact = [Fraction(weight) for weight in weights]
        whole = sum(exact, Fraction(0))
        if whole <= 0 or min(exact) < 0:
            raise ValueError("weights must not be negative, and one must be positive")
        shares = [truncate(self.centimes * weight / whole) for weight in exact]
        shares[remainder_to] += self.centimes - sum(shares)
        return [Money(share) for share in shares]

    def format(self, language: str = "fr", *, unit: str | None = None) -> str:
        """Grouped by thousands with U+202F and a decimal comma, as French and Arabic texts want it.

        unit: what follows the number, empty for nothing; None for the dirham in that language.

        >>> Money(123456789).format("fr").replace("\u202f", "~")
        '1~234~567,89~DH'
        >>> Money(-5).format(unit="")
        '-0,05'
        """
        dirhams, centimes = divmod(abs(self.centimes), CENTIMES_IN_DIRHAM)
        sign = "-" if self.centimes < 0 else ""
        point = "." if language == "en" else ","
        number = f"{sign}{dirhams:,}".replace(",", GROUP) + f"{point}{centimes:02d}"
        unit = _UNITS.get(language, _UNITS["fr"]) if unit is None else unit
        return f"{number}{GROUP}{unit}" if unit else number

    def __add__(self, other: Money) -> Money:
        return Money(self.centimes + other.centimes)

    def __sub__(self, other: Money) -> Money:
        return Money(self.centimes - other.centimes)

    def __neg__(self) -> Money:
        return Money(-self.centimes)

    def __mul__(self, times: int) -> Money:
        """Whole multiples only; use `times` for a ratio."""
        return Money(self.centimes * times)

    def __bool__(self) -> bool:
        return self.centimes != 0

    def __str__(self) -> str:
        return self.format("fr")
