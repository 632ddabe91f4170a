"""How a sender writes his file: saved as data, one layout a body, the local one before the shipped one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from himaya.foundation.intake import encodings
from himaya.foundation.intake.detect import DELIMITERS
from himaya.foundation.intake.errors import LayoutInvalid, LayoutUnknown
from himaya.kernel import yaml_file
from himaya.runtime.fund import fund_folder
from himaya.runtime.paths import data_folder

FORMATS = ("csv", "xlsx", "parquet")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One sender's way of writing.

    columns: our column -> his heading (compared without accents, case, punctuation, order).
    values: our column -> {his value: ours}; a value that is not there is kept as it is.
    fixed: our column -> value of every line, where the file does not repeat it.
    optional: our columns that may be missing from the file; any other one must be there.
    date_format: how he writes days (strptime); days of columns ending in _on or _from are then read into ISO.
    format, encoding, delimiter, sheet: what he announced; empty when nothing was agreed, and then found.
    """

    body: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    date_format: str = ""
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @classmethod
    def from_data(cls, data: Mapping[str, Any], *, body: str) -> Layout:
        """A layout from what the YAML file says. Raises LayoutInvalid naming what is wrong."""
        try:
            layout = cls(
                body=body,
                columns=_texts(data["columns"]),
                values={name: _texts(pairs) for name, pairs in (data.get("values") or {}).items()},
                fixed=_texts(data.get("fixed") or {}),
                optional=frozenset(data.get("optional") or ()),
                **{name: str(data.get(name) or "") for name in _HINTS},
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise LayoutInvalid(body=body, reason=f"{type(error).__name__} {error}") from error
        if wrong := _wrong(layout):
            raise LayoutInvalid(body=body, reason=wrong)
        return layout

    def as_data(self) -> dict[str, Any]:
        """What the YAML file says of this layout."""
        hints = {name: getattr(self, name) for name in _HINTS if getattr(self, name)}
        values = {name: dict(pairs) for name, pairs in self.values.items()}
        rest = {"fixed": dict(self.fixed), "optional": sorted(self.optional), "columns": dict(self.columns)}
        return {**hints, **{name: part for name, part in {**rest, "values": values}.items() if part}}


_HINTS = ("format", "encoding", "delimiter", "sheet", "date_format")


def _texts(pairs: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(text) for name, text in pairs.items()}


def _wrong(layout: Layout) -> str:
    if not layout.columns:
        return "it names no column"
    if layout.format and layout.format not in FORMATS:
        return f"the format {layout.format} is none of {', '.join(FORMATS)}"
    if layout.delimiter and layout.delimiter not in DELIMITERS:
        return f"the delimiter {layout.delimiter!r} is none of ; , TAB |"
    if layout.encoding:
        try:
            encodings.canonical(layout.encoding)
        except LookupError:
            return f"the encoding {layout.encoding} is unknown"
    return ""


def load_layout(body: str) -> Layout:
    """The layout of a body: the one saved in the data folder, else the one shipped with the fund's files.

    Raises LayoutUnknown, LayoutInvalid.
    """
    if not _CODE.fullmatch(body):
        raise LayoutUnknown(body=body)
    saved = layout_path(body)
    if saved.is_file():
        return Layout.from_data(_yaml(saved, body=body), body=body)
    shipped = fund_folder() / "registry" / "bodies.yaml"
    for entry in yaml_file.read(shipped) if shipped.is_file() else ():
        if entry["code"] == body and entry.get("list"):
            return Layout.from_data(entry["list"], body=body)
    raise LayoutUnknown(body=body)


def layout_path(body: str) -> Path:
    """Where the layout of a body is saved in the data folder."""
    return data_folder() / "layouts" / f"{body}.yaml"


def _yaml(path: Path, *, body: str) -> Mapping[str, Any]:
    try:
        data = yaml_file.read(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LayoutInvalid(body=body, reason="it is not YAML") from error
    if not isinstance(data, dict):
        raise LayoutInvalid(body=body, reason="it is not a table of names")
    return data


def save_layout(layout: Layout) -> Path:
    """Save a layout in the data folder, where it goes before the shipped one; returns its path.

    Raises LayoutUnknown when its body is not a plain code.
    """
    if not _CODE.fullmatch(layout.body):
        raise LayoutUnknown(body=layout.body)
    path = layout_path(layout.body)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    text = yaml.safe_dump(layout.as_data(), allow_unicode=True, sort_keys=False)
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
    return path
