"""What a folder that others wrote leaves to be inferred: units, labels, texts, the writing of numbers."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from himaya.legislation.openfisca.export import rendered
from himaya.legislation.openfisca.layout import UNITS, block, quoted
from himaya.legislation.units import UNITS as OWN_UNITS
from himaya.legislation.yaml_lines import Block, LawFile, Text

_NUMBER = re.compile(r"^[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?\d+)?$|^[-+]?\.[0-9]+$")
_PLURAL = {"child": "children"}
_PLACES = 2  # decimals of an amount of money


def known_unit(file: LawFile, own: Block, entry: str, top: Block) -> str:
    """The unit that our own export wrote; "" where others did."""
    name = own.get(entry)
    if name is not None and str(name) not in OWN_UNITS:
        raise file.fail(getattr(name, "line", top.line), f"unknown unit {str(name)!r}")
    return str(name or "")


def unit_of(metadata: Block, texts: list[Text]) -> str:
    """The unit that fits what the file says of it and every value it holds."""
    return fitting(str(metadata.get("unit") or ""), str(metadata.get("period") or ""), texts)


def fitting(said: str, period: str, texts: list[Text]) -> str:
    """The unit by OpenFisca's name of it; where that is silent or does not fit, by the values."""
    if texts and all(str(text).lower() in ("true", "false") and not text.quoted for text in texts):
        return "flag"
    if not all(_NUMBER.match(text) for text in texts):
        return "date" if all(re.match(r"^\d{4}-\d{2}-\d{2}$", text) for text in texts) else "code"
    places = max((_places(text) for text in texts), default=0)
    if said.startswith("currency"):
        whole = f"money_per_{period}" if f"money_per_{period}" in OWN_UNITS else "money"
        return whole if places <= _PLACES else "exact_money"
    if said == "/1":
        return "ratio"
    for ours, theirs in UNITS.items():
        if theirs["unit"] == _PLURAL.get(said, said).removesuffix("s") and not places:
            return ours
    if said in OWN_UNITS and OWN_UNITS[said].kind in ("amount", "exact") and not OWN_UNITS[said].money:
        return said if OWN_UNITS[said].kind == "exact" or not places else "coefficient"
    return "coefficient" if places else "count"


def _places(text: str) -> int:
    exponent = Decimal(text.replace("_", "")).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number(file: LawFile, value: Text, kept: Text | None, unit: str) -> Text:
    """A number as our files write it; the fraction our export kept, unless the number was changed since."""
    if kept is not None and str(rendered(kept, unit)) == str(value):
        return quoted(kept)
    try:
        read = Decimal(value.replace("_", ""))
    except InvalidOperation as error:
        raise file.fail(value.line, f"not a number: {str(value)!r}") from error
    plainly = str(value) if re.match(r"^-?\d+(\.\d+)?$", value) else format(read, "f")
    return quoted(plainly)


def reference(one: Block, metadata: Block, top: Block, day: str) -> Text | None:
    """The text that set a value: of the value itself, else of its parameter."""
    above = top.get("metadata") or Block()
    for where in (metadata, one, above, top):
        written = where.get("reference")
        if isinstance(written, Block) and day in written:
            written = written[day]
        elif isinstance(written, Block) and "href" not in written and "title" not in written:
            continue
        if said := _said(written):
            return quoted(said)
    return None


def _said(written: Any) -> str:
    if isinstance(written, list):
        return "; ".join(filter(None, (_said(one) for one in written)))
    if isinstance(written, Block):
        return ", ".join(str(written[key]) for key in ("title", "href") if written.get(key))
    return str(written or "")


def with_label(name: str, top: Block, made: Block) -> Block:
    """The parameter with its label; a description in one language stands in for the others."""
    label = (top.get("metadata") or Block()).get("label")
    if not isinstance(label, Block):
        said = quoted(str(top.get("description") or label or name))
        label = block({"fr": said, "ar": said, "en": said})
    return block({"label": label, **made})
