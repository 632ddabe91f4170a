"""The files that liaison bodies and channels send, in the order of events; the truth about them, aside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from himaya.demo import declarations, deliveries, dress, lines, mistakes, sheets, slips, truth
from himaya.demo.deliveries import Delivery
from himaya.demo.population import Population
from himaya.demo.sheets import Sheet
from himaya.kernel.jurisdiction import folder as folder_of_fund

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Sent:
    """One file: who sends it, where it is, its lines, members or families, and the day it is sent."""

    body: str
    path: Path
    lines: int
    kind: str
    on: date


def write_files(population: Population, folder: Path, *, fund: str = "ma") -> list[Sent]:
    """Write all files below `folder`, the truth below `folder/truth`; the list is also `manifest.json`.

    Bodies with nobody to list send nothing. Returns the files by day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dresses = sheets.load(folder_of_fund(fund))
    sent = []
    known: list[pl.DataFrame] = []
    for delivery in deliveries.ordered():
        sheet = dresses[delivery.body]
        words, told = _content(population, delivery, sheet)
        if words.is_empty():
            continue
        path = folder / f"{delivery.on:%Y-%m-%d}-{delivery.name}.{dress.SUFFIX[sheet.format]}"
        dress.write(words, sheet=sheet, path=path, on=delivery.on)
        known.append(truth.of_file(told, path=path, first_line=sheet.first_line))
        sent.append(Sent(delivery.body, path, len(words), sheet.kind, delivery.on))
    truth.write(population, known, folder=folder / "truth")
    _write_manifest(sent, folder)
    return sent


def _content(population: Population, delivery: Delivery, sheet: Sheet) -> tuple[pl.DataFrame, pl.DataFrame]:
    rng = np.random.default_rng([population.seed, *delivery.name.encode()])
    if sheet.kind == "families":
        if delivery.body == "tadamon_households":
            family = declarations.of_households(population, on=delivery.on)
        else:
            family = declarations.of_workers(population, body=delivery.body, on=delivery.on, rng=rng)
        family = lines.usual_spellings(population, family)
        return lines.written(population, family, sheet=sheet), family.select("person", "fate", "expected")
    frame = deliveries.members(population, delivery, rng)
    drawn = mistakes.drawn(rng, frame, knobs=population.knobs, sheet=sheet)
    drawn = mistakes.respelled(population, rng, drawn)
    words = lines.written(population, drawn, sheet=sheet)
    return slips.made(rng, words, drawn, sheet=sheet), mistakes.told(drawn)


def _write_manifest(sent: list[Sent], folder: Path) -> None:
    entries = [asdict(one) | {"path": one.path.name, "on": one.on.isoformat()} for one in sent]
    (folder / MANIFEST).write_text(json.dumps(entries, ensure_ascii=False, indent=1), encoding="utf-8")


def read_manifest(folder: Path) -> Iterator[Sent]:
    """The files that `write_files` left in a folder, by day."""
    for entry in json.loads((folder / MANIFEST).read_text(encoding="utf-8")):
        yield Sent(
            entry["body"],
            folder / entry["path"],
            entry["lines"],
            entry["kind"],
            date.fromisoformat(entry["on"]),
        )
