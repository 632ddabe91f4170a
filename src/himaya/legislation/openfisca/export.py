"""Writing the parameters of a law as OpenFisca lays them out: a folder a node, a file a parameter or a scale."""

from __future__ import annotations

import shutil
from decimal import Context
from pathlib import Path
from typing import Any

from himaya.legislation.lists import reference_folder
from himaya.legislation.loader import load_parameters
from himaya.legislation.openfisca.layout import OWN, SOURCE, UNITS, block, plain, quoted, write
from himaya.legislation.units import UNITS as OWN_UNITS
from himaya.legislation.units import read_exact
from himaya.legislation.yaml_lines import Block, LawFile, Listing, Text

_DIGITS = Context(prec=17)  # a fraction such as 2/3, for a reader that knows decimals only


def export_parameters(parameters: Path, into: Path) -> int:
    """The parameter files of a folder in OpenFisca's layout; how many. The rows of a list are copied beside it."""
    load_parameters(parameters)
    written = 0
    for path in sorted(parameters.rglob("*.yaml")):
        relative = path.relative_to(parameters)
        top = LawFile(path, root=parameters).read()
        write(into / relative, exported(top))
        if top.get("type") == "list":
            rows = reference_folder(path) / str(top["file"])
            shutil.copyfile(rows, (into / relative).with_name(rows.name))
        written += 1
    for folder in [into, *(one for one in sorted(into.rglob("*")) if one.is_dir())]:
        name = folder.relative_to(into).as_posix()
        said = "Parameters of the law" if folder == into else name.replace("/", ": ").replace("_", " ")
        write(folder / "index.yaml", block({"description": quoted(said)}))
    return written


def exported(top: Block) -> Block:
    """One parameter file as OpenFisca would write it."""
    label = top["label"]
    rest = {key: value for key, value in top.items() if key not in ("label", "values")}
    kind = str(top.get("type", "value"))
    metadata: dict[str, Any] = {"label": label}
    made: dict[str, Any] = {"description": quoted(label.get("en") or label["fr"])}
    if kind in ("table", "list"):
        return block({**made, "metadata": block({**metadata, OWN: block(rest)})})
    earlier = block({day: block_of(one[:-1]) for day, one in _listed(top).items() if len(one) > 1})
    rest["earlier"] = earlier
    last = {day: one[-1] for day, one in _listed(top).items()}
    unit = str(top["unit"])
    if kind == "brackets":
        metadata |= {
            "type": plain("single_amount"),
            "threshold_unit": plain(_named(str(top["of"]))["unit"]),
            "amount_unit": plain(_named(unit)["unit"]),
        }
        rest["bounds"] = block({day: _bounds(one) for day, one in last.items()})
        return block(
            {**made, "metadata": block({**metadata, OWN: block(rest)}), "brackets": _brackets(last, top)}
        )
    metadata |= {key: plain(name) for key, name in _named(unit).items()}
    values = block({day: _dated(one, unit) for day, one in last.items()})
    return block({**made, "metadata": block({**metadata, OWN: block(rest)}), "values": values})


def block_of(blocks: list[Any]) -> Listing:
    """A sequence of mappings."""
    made = Listing(blocks)
    made.line = 1
    return made


def _listed(top: Block) -> dict[str, list[Any]]:
    return {
        day: list(value) if isinstance(value, Listing) else [value] for day, value in top["values"].items()
    }


def _named(unit: str) -> dict[str, str]:
    return UNITS.get(unit, {"unit": unit})


def _dated(one: Block, unit: str) -> Block:
    written = one["value"]
    shown = rendered(written, unit)
    metadata = {key: one[key] for key in SOURCE if key in one}
    own = block({"written": written} if written is not None and str(shown) != str(written) else {})
    return block({"value": shown, "metadata": block({**metadata, OWN: own})})


def rendered(written: Text | None, unit: str) -> Text | None:
    """A value as OpenFisca reads it: numbers and flags plain, codes and months between quotes.

    >>> str(rendered("2/3", "ratio")), str(rendered("0.60", "ratio"))
    ('0.66666666666666667', '0.60')
    """
    if written is None:
        return None
    kind = OWN_UNITS[unit].kind
    if kind in ("code", "day"):
        return quoted(written)
    if "/" in written:
        numerator, denominator = read_exact(written)
        return plain(str(_DIGITS.divide(numerator, denominator)))
    return plain(written)


def _bounds(version: Block) -> Listing:
    return block_of([plain("up_to" if "up_to" in band else "below") for band in version["bands"][:-1]])


def _brackets(versions: dict[str, Block], top: Block) -> Listing:
    """One bracket for each place of a band: where it starts and its amount, by day; null where there is none."""
    unit, of = str(top["unit"]), str(top["of"])
    brackets = []
    for place in range(max(len(one["bands"]) for one in versions.values())):
        thresholds: dict[str, Any] = {}
        amounts: dict[str, Any] = {}
        for day, version in versions.items():
            bands = version["bands"]
            if place < len(bands):
                below = bands[place - 1] if place else {"below": plain("0")}
                start = rendered(below.get("up_to", below.get("below")), of)
                amount = rendered(bands[place].get("value"), unit)
            elif thresholds:
                start = amount = None
            else:
                continue
            source = {key: version[key] for key in SOURCE if key in version} if place == 0 else {}
            thresholds[day] = block({"value": start})
            amounts[day] = block({"value": amount, "metadata": block(source)})
        brackets.append(block({"threshold": block(thresholds), "amount": block(amounts)}))
    return block_of(brackets)
