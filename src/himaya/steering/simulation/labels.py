"""The names of the groups of a simulation, from the fund's own files."""

from __future__ import annotations

import csv
from typing import Any

import yaml
from django.utils.translation import gettext as _

from himaya.kernel import jurisdiction
from himaya.steering.simulation.figures import OTHER, Group


class Labels:
    """How groups are called in one language."""

    def __init__(self, fund: str, language: str) -> None:
        self.language = language
        folder = jurisdiction.folder(fund)
        categories = yaml.safe_load((folder / "registry" / "categories.yaml").read_text(encoding="utf-8"))
        self._categories = {one["code"]: one["label"] for one in categories["categories"]}
        with (folder / "territory" / "regions.csv").open(encoding="utf-8", newline="") as file:
            self._regions = {
                row["code"]: {"fr": row["name_fr"], "ar": row["name_ar"]} for row in csv.DictReader(file)
            }

    def of(self, group: Group) -> str:
        """The name of a group."""
        if group.name is None:
            return _("Not known")
        if group.name == OTHER:
            return _("Groups of fewer than five")
        name = group.name
        if group.breakdown == "decile":
            return _("Tenth {number}").format(number=name)
        if group.breakdown == "sex":
            return {"F": _("Women"), "M": _("Men")}.get(name.upper(), name)
        known = self._categories if group.breakdown == "category" else self._regions
        return self._in_language(known.get(name), name)

    def _in_language(self, label: dict[str, Any] | None, name: str) -> str:
        return name if label is None else str(label.get(self.language) or label["fr"])


def side_name(side: str) -> str:
    """Who pays or receives."""
    return {
        "insured_pays": _("Paid by the insured"),
        "insured_receives": _("Received by the insured"),
        "employer_pays": _("Paid by employers"),
    }[side]


def breakdown_title(name: str) -> str:
    """What a breakdown shows."""
    return {
        "decile": _("By tenth, from the lowest income to the highest"),
        "category": _("By category"),
        "region": _("By region"),
        "sex": _("By sex"),
    }[name]
