"""Reading a folder of OpenFisca parameters into the parameter files of a fund."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from himaya.legislation.loader import load_parameters
from himaya.legislation.openfisca.guesses import known_unit, number, reference, unit_of, with_label
from himaya.legislation.openfisca.layout import DAY, OWN, SOURCE, block, plain, quoted, write
from himaya.legislation.openfisca.scales import scale
from himaya.legislation.parameters import Lawful
from himaya.legislation.units import UNITS as OWN_UNITS
from himaya.legislation.yaml_lines import Block, LawFile, Listing, Text

_COMMON = {"description", "metadata", "unit", "reference", "documentation"}
_SUFFIXES = (".yaml", ".yml")
_NAME = re.compile(r"^[\w-]+$")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read. untranslated: the parameters whose label exists in one language only.

    without_text: those with a value that names no text; it is marked as assumed.
    """

    parameters: dict[str, Lawful]
    untranslated: tuple[str, ...]
    without_text: tuple[str, ...]


def import_parameters(folder: Path, into: Path | None = None) -> Imported:
    """The parameters of an OpenFisca folder; written under `into/law/parameters` where it is given.

    Everything is read and checked before the first file is written. LawFileInvalid names file and line.
    """
    files = {name: made for path in _files(folder) for name, made in _of_file(path, folder)}
    untranslated = tuple(name for name, (_, one) in files.items() if len(set(one["label"].values())) == 1)
    with tempfile.TemporaryDirectory() as name:
        fund = Path(name)
        for dotted, (source, one) in files.items():
            write(fund / "law/parameters" / Path(*dotted.split(".")).with_suffix(".yaml"), one)
            _copy_rows(source, one, fund)
        loaded = load_parameters(fund / "law/parameters")
        for lawful in loaded.values():
            len(getattr(lawful, "rows", ()))  # the rows of a list are read when first asked
        if into is not None:
            shutil.copytree(fund, into, dirs_exist_ok=True)
    without = tuple(name for name, (_, one) in files.items() if "OpenFisca: " in _references(one))
    return Imported(loaded, untranslated, without)


def _copy_rows(source: Path, one: Block, fund: Path) -> None:
    if one.get("type") == "list":
        rows = source.with_name(Path(str(one.get("file"))).name)
        (fund / "reference").mkdir(exist_ok=True)
        if rows.is_file():
            shutil.copyfile(rows, fund / "reference" / rows.name)


def _references(one: Block) -> str:
    values = one.get("values") or {}
    listed = [other for value in values.values() for other in (value if isinstance(value, list) else [value])]
    return "\n".join(str(value.get("reference")) for value in listed)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in _SUFFIXES and path.stem != "index":
            yield path


def _of_file(path: Path, folder: Path) -> Iterator[tuple[str, tuple[Path, Block]]]:
    file = LawFile(path, root=folder)
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    for dotted, one in _nodes(file, name, file.read()):
        yield dotted, (path, one)


def _nodes(file: LawFile, name: str, top: Block) -> Iterator[tuple[str, Block]]:
    """The parameters of a mapping: one, or those of a node written within one file."""
    metadata = top.get("metadata") or Block()
    own = metadata.get(OWN) or Block()
    if "values" in top or (top and all(DAY.match(key) for key in top)):
        yield name, _parameter(file, name, top, own)
    elif "brackets" in top:
        yield name, with_label(name, top, scale(file, top, own))
    elif own.get("type") in ("table", "list"):
        yield name, with_label(name, top, block(dict(own)))
    else:
        for key, child in top.items():
            if key in _COMMON:
                continue
            if not isinstance(child, Block):
                raise file.fail(getattr(child, "line", top.line), f"{key}: expected a parameter or a node")
            if not _NAME.match(key):
                raise file.fail(child.line, f"{key!r} is no name of a parameter")
            yield from _nodes(file, f"{name}.{key}", child)


def _parameter(file: LawFile, name: str, top: Block, own: Block) -> Block:
    written = top.get("values") if "values" in top else top
    if not isinstance(written, Block) or not written:
        raise file.fail(top.line, "values are missing")
    dated = {day: _at(file, top, day, written[day]) for day in sorted(written)}
    found = {day: one for day, one in dated.items() if one is not None}
    unit = known_unit(file, own, "unit", top) or unit_of(top.get("metadata") or top, _texts(found))
    earlier = own.get("earlier") or Block()
    values = {}
    for day, (value, one) in found.items():
        last = _value(file, top, day, value, one, unit)
        values[day] = _together(earlier.get(day), last)
    rest = {key: value for key, value in own.items() if key != "earlier"}
    if top.get("documentation"):
        rest["note"] = quoted(str(top["documentation"]))
    return with_label(name, top, block({"unit": plain(unit), **rest, "values": block(values)}))


def _together(earlier: Any, last: Block) -> Any:
    if not earlier:
        return last
    made = Listing([*earlier, last])
    made.line = 1
    return made


def _at(file: LawFile, top: Block, day: str, one: Any) -> tuple[Text | None, Block] | None:
    """The value of a day and what stands beside it; None where OpenFisca only expects a value."""
    if not DAY.match(day):
        raise file.fail(getattr(one, "line", top.line), f"not a day such as 2017-01-15: {day!r}")
    beside = one if isinstance(one, Block) else Block()
    if one == "expected" or "expected" in beside:
        return None
    if isinstance(one, Block) and "value" not in one:
        raise file.fail(one.line, f"{day}: value is missing")
    value = beside.get("value") if isinstance(one, Block) else one
    if value is not None and not isinstance(value, Text):
        raise file.fail(getattr(value, "line", top.line), f"{day}: a parameter holds one value, not several")
    return value, beside


def _texts(found: dict[str, tuple[Text | None, Block]]) -> list[Text]:
    return [value for value, _ in found.values() if value is not None]


def _value(file: LawFile, top: Block, day: str, value: Text | None, one: Block, unit: str) -> Block:
    metadata = one.get("metadata") or Block()
    source = {key: metadata[key] for key in SOURCE if key in metadata and key != "reference"}
    named = reference(one, metadata, top, day)
    if named is None:
        named, source["evidence"] = quoted(f"OpenFisca: {file.name}"), plain("assumed")
    kept = (metadata.get(OWN) or Block()).get("written")
    return block({"value": _read(file, value, unit, kept), "reference": named, **source})


def _read(file: LawFile, value: Text | None, unit: str, kept: Text | None) -> Text | None:
    kind = OWN_UNITS[unit].kind
    if value is None:
        return None
    if kind == "flag":
        return plain(str(value).lower())
    if kind in ("code", "day"):
        return quoted(value)
    return number(file, value, kept, unit)
