"""The figures as named tables, each with its definition and its day: what is downloaded or printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from himaya.steering.statistics.figures import Cell, Figures, Label

Value = str | int | float | Cell | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One figure: what it counts, on which day, and its rows in the order of `columns`."""

    name: str
    definition: Label
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def _summary(figures: Figures) -> Table:
    rows: tuple[tuple[Value, ...], ...] = (
        ("registered", figures.registered),
        ("target", figures.target),
        ("spouses", figures.spouses),
        ("children", figures.children),
        ("rights_open", figures.rights.open),
        ("rights_waiting", figures.rights.waiting),
        ("rights_closed", figures.rights.closed),
    )
    return _table(figures, "summary", "registered", ("figure", "persons"), rows)


def _breakdown(name: str) -> Callable[[Figures], Table]:
    def build(figures: Figures) -> Table:
        lines = getattr(figures, name)
        rows = tuple(
            (line.code, line.label.ar, line.label.fr, line.registered, line.target) for line in lines
        )
        return _table(figures, name, name, ("code", "label_ar", "label_fr", "registered", "target"), rows)

    return build


def _communes(figures: Figures) -> Table:
    columns = ("code", "label_ar", "label_fr", "region_code", "lat", "lon", "registered", "rights_open")
    rows = tuple(
        (p.code, p.label.ar, p.label.fr, p.region_code, p.lat, p.lon, p.registered, p.rights_open)
        for p in figures.by_commune
    )
    return _table(figures, "by_commune", "by_commune", columns, rows)


def _remedies(figures: Figures) -> Table:
    rows = tuple((r.code, r.label.ar, r.label.fr, r.persons) for r in figures.closed_by_remedy)
    return _table(
        figures, "closed_by_remedy", "closed_by_remedy", ("code", "label_ar", "label_fr", "persons"), rows
    )


def _schemes(figures: Figures) -> Table:
    columns = ("region_code", "region_ar", "region_fr", "scheme_code", "scheme_ar", "scheme_fr")
    rows = tuple(
        (
            r.region_code,
            r.region.ar,
            r.region.fr,
            r.scheme_code,
            r.scheme.ar,
            r.scheme.fr,
            r.insured,
            r.dependants,
        )
        for r in figures.regional_by_scheme
    )
    return _table(
        figures, "regional_by_scheme", "regional_by_scheme", (*columns, "insured", "dependants"), rows
    )


def _table(
    figures: Figures,
    name: str,
    definition: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Value, ...], ...],
) -> Table:
    return Table(name=name, definition=figures.definitions[definition], columns=columns, rows=rows)


TABLES: dict[str, Callable[[Figures], Table]] = {
    "summary": _summary,
    "by_category": _breakdown("by_category"),
    "by_region": _breakdown("by_region"),
    "by_sex": _breakdown("by_sex"),
    "by_age_band": _breakdown("by_age_band"),
    "by_commune": _communes,
    "closed_by_remedy": _remedies,
    "regional_by_scheme": _schemes,
}


def to_csv(table: Table, figures: Figures) -> str:
    """The table as RFC 4180 text.

    Withheld cells read "<5" or "*"; a text that a spreadsheet would run is defused.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*table.columns, "snapshot_on", "known_on"))
    known_on = figures.known_on.isoformat() if figures.known_on else ""
    for row in table.rows:
        writer.writerow((*(_csv_value(value) for value in row), figures.snapshot_on.isoformat(), known_on))
    return out.getvalue()


def to_json(table: Table, figures: Figures) -> dict[str, Any]:
    """The table as one object. A withheld cell is null and its reason stands under "<column>_hidden"."""
    return {
        "figure": table.name,
        "definition": {"ar": table.definition.ar, "fr": table.definition.fr, "en": table.definition.en},
        "snapshot_on": figures.snapshot_on.isoformat(),
        "known_on": figures.known_on.isoformat() if figures.known_on else None,
        "computed_at": figures.computed_at.isoformat(),
        "region": figures.region,
        "category": figures.category,
        "demonstration": figures.is_demonstration,
        "rows": [_json_row(table.columns, row) for row in table.rows],
    }


def _csv_value(value: Value) -> str:
    if isinstance(value, Cell):
        if value.value is None:
            return "<5" if value.hidden == "small" else "*"
        return str(value.value)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return "" if value is None else str(value)


def _json_row(columns: tuple[str, ...], row: tuple[Value, ...]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        out[column] = value.value if isinstance(value, Cell) else value
        if isinstance(value, Cell) and value.hidden:
            out[f"{column}_hidden"] = value.hidden
    return out
