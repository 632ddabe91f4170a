"""The words for codes: for reasons a fund's own and those the engine gives, and the names of its other codes."""

from __future__ import annotations

from pathlib import Path

from himaya.legislation.inputs import Input
from himaya.legislation.parameters import Lawful
from himaya.legislation.words import LANGUAGES, Words, words
from himaya.legislation.yaml_lines import Block, LawFile

_ENGINE = {
    "UNKNOWN_PART": words(
        ar="أحد الأجزاء غير معروف", fr="Une des parts est inconnue", en="One of the parts is unknown"
    ),
    "NO_KNOWN_PART": words(ar="لا جزء معروف", fr="Aucune part n'est connue", en="No part is known"),
}


def load_reasons(path: Path) -> dict[str, Words]:
    """The fund's words for its reason codes; none if it has no file of them."""
    if not path.is_file():
        return {}
    file = LawFile(path, root=path.parent)
    found: dict[str, Words] = {}
    for code, block in file.read().items():
        if not isinstance(block, Block) or not block.get("fr") or not block.get("ar"):
            raise file.fail(getattr(block, "line", 1), f"{code}: words needed in fr and ar")
        found[code] = Words(ar=str(block["ar"]), fr=str(block["fr"]), en=str(block.get("en") or ""))
    return found


def load_code_names(path: Path) -> dict[str, Words]:
    """The fund's names of the codes that facts, values and tables hold; none if it has no file of them."""
    if not path.is_file():
        return {}
    file = LawFile(path, root=path.parent)
    blocks = file.read().get("names")
    if not isinstance(blocks, Block):
        raise file.fail(1, "expected names: {code: {ar, fr, en}}")
    found: dict[str, Words] = {}
    for code, block in blocks.items():
        if not isinstance(block, Block) or not all(block.get(tongue) for tongue in LANGUAGES):
            raise file.fail(getattr(block, "line", blocks.line), f"{code}: names needed in ar, fr and en")
        found[code] = Words(**{tongue: str(block[tongue]) for tongue in LANGUAGES})
    return found


def every_reason(
    own: dict[str, Words], inputs: dict[str, Input], parameters: dict[str, Lawful]
) -> dict[str, Words]:
    """All words by code."""
    missing = {
        f"MISSING_{name.upper()}": words(
            ar=f"معطى ناقص: {one.label.ar}",
            fr=f"Fait manquant: {one.label.fr}",
            en=f"Fact missing: {one.label.of('en')}",
        )
        for name, one in inputs.items()
    }
    absent = {
        f"NOT_IN_FORCE_{path.upper()}": words(
            ar=f"غير نافذ في هذا التاريخ: {one.label.ar}",
            fr=f"Pas en vigueur à cette date: {one.label.fr}",
            en=f"Not in force on that day: {one.label.of('en')}",
        )
        for path, one in parameters.items()
    }
    return {**_ENGINE, **missing, **absent, **own}
