"""Reading a scale of OpenFisca, whose thresholds and amounts each have days of their own, as dated bands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from himaya.legislation.openfisca.guesses import fitting, known_unit, number, reference
from himaya.legislation.openfisca.layout import DAY, SOURCE, block, plain, quoted
from himaya.legislation.yaml_lines import Block, LawFile, Listing, Text

_PARTS = ("amount", "rate", "average_rate")
Dated = dict[str, tuple[Text | None, Block]]


def scale(file: LawFile, top: Block, own: Block) -> Block:
    """The brackets of a file, as a parameter of ours."""
    listed = top.get("brackets")
    if not isinstance(listed, Listing) or not listed:
        raise file.fail(top.line, "brackets are missing")
    read = [_bracket(file, one) for one in listed]
    metadata = top.get("metadata") or Block()
    part = read[0][1]
    of = known_unit(file, own, "of", top) or _unit(metadata, "threshold_unit", [one for one, _, _ in read])
    said = (
        "/1" if part != "amount" else str(metadata.get("amount_unit") or metadata.get("unit") or "currency")
    )
    unit = known_unit(file, own, "unit", top) or fitting(said, "", _texts([one for _, _, one in read]))
    days = sorted({day for thresholds, _, values in read for day in (*thresholds, *values)})
    versions = {day: _version(file, top, read, day, (of, unit), own) for day in days}
    earlier = own.get("earlier") or Block()
    values = {day: _together(earlier.get(day), one) for day, one in versions.items()}
    rest = {key: value for key, value in own.items() if key not in ("earlier", "bounds")}
    if not own:
        kind = metadata.get("type") or ("marginal_amount" if part == "amount" else f"marginal_{part}")
        rest["note"] = quoted(f"OpenFisca scale: {kind}")
    return block(
        {"type": plain("brackets"), "of": plain(of), "unit": plain(unit), **rest, "values": block(values)}
    )


def _together(earlier: Any, last: Block) -> Any:
    return Listing([*earlier, last]) if earlier else last


def _unit(metadata: Block, entry: str, dated: list[Dated]) -> str:
    return fitting(str(metadata.get(entry) or "currency"), "", _texts(dated))


def _texts(dated: list[Dated]) -> list[Text]:
    return [value for one in dated for value, _ in one.values() if value is not None]


def _bracket(file: LawFile, one: Any) -> tuple[Dated, str, Dated]:
    parts = [part for part in _PARTS if isinstance(one, Block) and part in one]
    if len(parts) != 1 or "threshold" not in one:
        line = getattr(one, "line", 1)
        raise file.fail(line, "a bracket has a threshold and an amount, a rate or an average rate")
    return _over_time(file, one["threshold"], one), parts[0], _over_time(file, one[parts[0]], one)


def _over_time(file: LawFile, written: Any, bracket: Block) -> Dated:
    found: Dated = {}
    inner = written.get("values", written) if isinstance(written, Block) else None
    if not isinstance(inner, Block) or not inner:
        raise file.fail(bracket.line, "a bracket holds its values by day: {2017-01-01: {value: 0}}")
    for day in sorted(inner):
        one = inner[day]
        if not DAY.match(day):
            raise file.fail(getattr(one, "line", inner.line), f"not a day such as 2017-01-15: {day!r}")
        beside = one if isinstance(one, Block) else Block()
        if one == "expected" or "expected" in beside:
            continue
        value = beside.get("value") if isinstance(one, Block) else one
        if value is not None and not isinstance(value, Text):
            raise file.fail(getattr(value, "line", inner.line), f"{day}: a bracket holds one value")
        found[day] = (value, beside)
    return found


def _in_force(dated: Dated, day: str) -> Text | None:
    begun = [since for since in dated if since <= day]
    return dated[max(begun)][0] if begun else None


def _version(
    file: LawFile,
    top: Block,
    read: list[tuple[Dated, str, Dated]],
    day: str,
    units: tuple[str, str],
    own: Block,
) -> Block:
    of, unit = units
    held = []
    for thresholds, _, values in read:
        start, value = _in_force(thresholds, day), _in_force(values, day)
        if start is not None and (value is not None or own):
            held.append(
                (number(file, start, None, of), None if value is None else number(file, value, None, unit))
            )
    held.sort(key=lambda pair: Decimal(pair[0]))
    if held and Decimal(held[0][0]) > 0:
        held.insert(0, (quoted("0"), quoted("0")))
    words = (own.get("bounds") or Block()).get(day) or Listing()
    bands: list[Block] = []
    for place, (_, value) in enumerate(held):
        bound = {}
        if place + 1 < len(held):
            word = str(words[place]) if place < len(words) else "below"
            bound = {word: held[place + 1][0]}
        bands.append(block({**bound, "value": value}))
    return block({**_source(file, top, read, day), "bands": Listing(bands or [block({"value": None})])})


def _source(file: LawFile, top: Block, read: list[tuple[Dated, str, Dated]], day: str) -> dict[str, Any]:
    beside = [
        dated[day][1] for thresholds, _, values in read for dated in (values, thresholds) if day in dated
    ]
    for one in beside:
        metadata = one.get("metadata") or Block()
        if said := reference(one, metadata, Block(), day):
            kept = {key: metadata[key] for key in SOURCE if key in metadata and key != "reference"}
            return {"reference": said, **kept}
    if said := reference(Block(), Block(), top, day):
        return {"reference": said}
    return {"reference": quoted(f"OpenFisca: {file.name}"), "evidence": plain("assumed")}
