"""The self-employed by trade: how many were registered on 1 April 2022, how many there are, what they are.

`registered`: the fund's table of April 2022 (eleven lines, press). Where one line holds several categories
its split is ours. `listed_later`: registered from lists that came after April. Shares of women, ages and
places are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

TARGET = 3_200_000
"""Self-employed people concerned (fund, April 2022: above 3.2 million)."""
FARMERS_TARGET = 1_600_000
"""Farmers concerned (May 2022)."""


@dataclass(frozen=True)
class Trade:
    """One category. accepted: share of lines that register; age, spread: years; urban, rural: affinity."""

    code: str
    registered: int
    accepted: float = 0.90
    listed_later: int = 0
    women: float = 0.15
    age: float = 45.0
    spread: float = 11.0
    urban: float = 1.0
    rural: float = 0.3

    @property
    def listed(self) -> float:
        """Lines received by 1 April 2022."""
        return self.registered / self.accepted

    @property
    def later(self) -> float:
        """Lines received afterwards."""
        return self.listed_later / self.accepted


TRADES = (
    Trade("farmer", 766_440, accepted=0.70, listed_later=74_968, women=0.14, age=52, spread=13, rural=1.0),
    Trade("cpu", 213_012, women=0.18, age=46, rural=0.35),
    Trade("auto_entrepreneur", 300_066, women=0.36, age=36, spread=9, rural=0.3),
    Trade("trader_with_accounts", 28_282, listed_later=3_000, women=0.15, age=48, rural=0.15),
    Trade("artisan", 192_558, women=0.42, age=44, spread=12, rural=0.6),
    Trade("taxi_driver", 96_223, women=0.01, age=49, rural=0.3),
    Trade("doctor", 9_200, women=0.42, age=50, rural=0.02),
    Trade("dentist", 3_900, women=0.50, age=44, rural=0.02),
    Trade("pharmacist", 8_700, women=0.48, age=46, rural=0.12),
    Trade("paramedical", 3_751, women=0.62, age=40, rural=0.05),
    Trade("adoul", 2_150, women=0.10, age=50, rural=0.15),
    Trade("notary", 1_900, women=0.45, age=47, rural=0.01),
    Trade("court_copyist", 890, women=0.30, age=47, rural=0.15),
    Trade("sworn_translator", 1_200, women=0.35, age=46, rural=0.01),
    Trade("architect", 3_600, women=0.40, age=45, rural=0.02),
    Trade("tour_guide", 1_429, women=0.12, age=44, rural=0.15),
    Trade("artist", 8_276, women=0.25, age=43, rural=0.1),
    Trade("professional_driver", 0, listed_later=45_000, women=0.01, age=46, rural=0.4),
    Trade("fishing_boat_owner", 0, listed_later=9_000, women=0.01, age=49, urban=0.15, rural=0.3),
)

CODES = tuple(trade.code for trade in TRADES)


def targets() -> list[float]:
    """People concerned by trade: published for farmers, the rest in proportion to the lines received."""
    others = sum(trade.listed + trade.later for trade in TRADES if trade.code != "farmer")
    scale = (TARGET - FARMERS_TARGET) / others
    return [FARMERS_TARGET if t.code == "farmer" else (t.listed + t.later) * scale for t in TRADES]
