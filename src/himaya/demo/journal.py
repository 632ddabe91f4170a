"""What a demo has drawn and done so far, kept beside its files: stopped anywhere, it goes on from there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from himaya.runtime.paths import data_folder


def folder() -> Path:
    """Where a demo keeps its files."""
    return data_folder() / "demo"


@dataclass
class Journal:
    """One demo: what was asked for, what was drawn, and what each command that is done has told.

    region: code or name, or `all`. people: how many were asked for, None for as many as live there.
    """

    region: str
    people: int | None
    seed: int
    drawn: dict[str, int] = field(default_factory=dict)
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    finished: bool = False

    def same_as(self, other: Journal) -> bool:
        """Whether both were asked for the same people."""
        return (self.region, self.people, self.seed) == (other.region, other.people, other.seed)

    def save(self) -> None:
        """Write the journal whole or not at all."""
        path = folder() / "journal.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)


def last() -> Journal | None:
    """The journal of the last demo in this data folder; None if there is none that can be read."""
    try:
        return Journal(**json.loads((folder() / "journal.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
