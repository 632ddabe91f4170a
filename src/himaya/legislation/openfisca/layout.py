"""What both directions share: the names of units, texts of YAML, and writing a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from himaya.legislation.yaml_lines import Block, Listing, Text

OWN = "himaya"  # the entry of `metadata` that holds what OpenFisca's layout has no place for
SOURCE = ("reference", "evidence", "known_on", "note")
UNITS = {
    "ratio": {"unit": "/1"},
    "money": {"unit": "currency"},
    "exact_money": {"unit": "currency"},
    "centimes": {"unit": "currency"},
    "money_per_hour": {"unit": "currency", "period": "hour"},
    "money_per_day": {"unit": "currency", "period": "day"},
    "money_per_month": {"unit": "currency", "period": "month"},
    "money_per_quarter": {"unit": "currency", "period": "quarter"},
    "money_per_year": {"unit": "currency", "period": "year"},
    "hours": {"unit": "hour"},
    "days": {"unit": "day"},
    "months": {"unit": "month"},
    "years": {"unit": "year"},
    "children": {"unit": "child"},
    "flag": {"unit": "bool"},
}
"""OpenFisca's names of our units; another one keeps its own name."""
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def plain(text: str) -> Text:
    """A scalar written without quotes: YAML reads a number, a day or a flag."""
    return _text(text, quoted=False)


def quoted(text: str) -> Text:
    """A scalar written between quotes: always text."""
    return _text(text, quoted=True)


def _text(text: str, *, quoted: bool) -> Text:
    made = Text(text)
    made.quoted = quoted
    made.line = getattr(text, "line", 1)
    return made


def block(entries: dict[str, Any]) -> Block:
    """A mapping of what has content."""
    made = Block({key: value for key, value in entries.items() if value not in ({}, [])})
    made.line = 1
    return made


class _Dumper(yaml.SafeDumper):
    """Texts are written as they were: quoted or plain."""

    def ignore_aliases(self, data: Any) -> bool:
        """A value met twice is written twice."""
        return True


def _scalar(dumper: _Dumper, text: Text) -> yaml.Node:
    if getattr(text, "quoted", True):
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')
    return dumper.represent_scalar(_resolved(dumper, text), str(text))


def _resolved(dumper: Any, text: Text) -> str:
    """The type that YAML reads in a plain scalar."""
    tag: str = dumper.resolve(yaml.ScalarNode, str(text), (True, False))
    return tag


def _mapping(dumper: _Dumper, mapping: Block) -> yaml.Node:
    pairs = [(plain(key) if DAY.match(key) else key, value) for key, value in mapping.items()]
    return dumper.represent_mapping("tag:yaml.org,2002:map", pairs)


_Dumper.add_representer(Text, _scalar)
_Dumper.add_representer(Block, _mapping)
_Dumper.add_representer(Listing, yaml.SafeDumper.represent_list)


def write(path: Path, content: Block) -> None:
    """A file of YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")
