"""The matching model of a fund: what is compared, what each agreement weighs, and from where on we decide.

It is data, `registry/matching.json` among the fund's files: blocking rules, Splink comparisons with their
probabilities (m among two records of one person, u among two people), hard rules and thresholds in bits.
"""

from __future__ import annotations

import copy
import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from himaya.kernel.jurisdiction import folder
from himaya.runtime.fund import SHIPPED, fund_name

FILE = Path("registry") / "matching.json"


@dataclass(frozen=True)
class Model:
    """The parsed file; `content` is never changed in place."""

    content: dict[str, Any]

    @property
    def blocking(self) -> list[dict[str, str]]:
        return list(self.content["blocking"])

    @property
    def rules(self) -> dict[str, list[str]]:
        """SQL conditions on agreement levels: pairs `refused`, and pairs `never_automatic`."""
        return dict(self.content["rules"])

    @property
    def thresholds(self) -> dict[str, float]:
        """Match weights in bits: automatic, review, and the margin over the second best candidate."""
        return dict(self.content["thresholds"])

    @property
    def frequencies(self) -> dict[str, float]:
        """Columns whose rare values say more, with the usual share of one value in the country."""
        return {name: v for name, v in self.content["frequencies"].items() if name != "people_assumed"}

    @property
    def people_assumed(self) -> int:
        """How many people the usual shares count for beside those of the register."""
        return int(self.content["frequencies"]["people_assumed"])

    def prior(self, *, register_size: int) -> float:
        """Chance that a person of a list and one of the register, drawn at random, are the same."""
        prior = self.content["prior"]
        return float(min(prior["second_records"] / max(1, register_size), prior["at_most"]))

    def splink_settings(self, *, prior: float) -> dict[str, Any]:
        """Settings as Splink takes them; the blocking is ours, so Splink gets a rule that finds nothing."""
        return {
            "link_type": "dedupe_only",
            "probability_two_random_records_match": prior,
            "comparisons": copy.deepcopy(self.content["comparisons"]),
            "blocking_rules_to_generate_predictions": [],
            "retain_matching_columns": True,
            "retain_intermediate_calculation_columns": False,
            "linker_uid": "himaya",
        }

    def levels(self, comparison: str) -> list[dict[str, Any]]:
        """The levels of a comparison, the strongest first, with their `gamma` (null is -1, the last is 0)."""
        found = next(c for c in self.content["comparisons"] if c["output_column_name"] == comparison)
        ordered = found["comparison_levels"]
        gammas = iter(range(sum(not level.get("is_null_level", False) for level in ordered) - 1, -1, -1))
        return [dict(lv, gamma=-1 if lv.get("is_null_level", False) else next(gammas)) for lv in ordered]

    @property
    def comparisons(self) -> list[str]:
        return [comparison["output_column_name"] for comparison in self.content["comparisons"]]


def path(fund: str | None = None) -> Path:
    """Where the model of a fund lies; a fund without one of its own uses the shipped one."""
    own = folder(fund or fund_name()) / FILE
    return own if own.is_file() else folder(SHIPPED) / FILE


def load(file: Path | None = None) -> Model:
    """The model of this fund, or of a given file."""
    return _load(file or path())


@functools.cache
def _load(file: Path) -> Model:
    return Model(json.loads(file.read_text(encoding="utf-8")))


def save(model: Model, *, file: Path) -> None:
    """Write a model, for instance a newly trained one, where `load` will find it."""
    file.write_text(json.dumps(model.content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _load.cache_clear()
