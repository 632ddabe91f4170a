"""Compile every message catalogue of the house: `python -m himaya.runtime.catalogues`."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parent.parent


def compile_all(house: Path = HOUSE) -> list[Path]:
    """Write a .mo beside each .po that is newer than its .mo; the files written.

    Raises babel's PoFileError for a file that cannot be read. Fuzzy entries are left out.
    """
    written = []
    for source in sorted(house.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            # No locale: Babel does not know zgh, and the file states its own plural forms.
            catalogue = read_po(file, locale=None, abort_invalid=True)
        aside = target.with_suffix(f".mo.{os.getpid()}")
        with aside.open("wb") as file:
            write_mo(file, catalogue)
        aside.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_all())} catalogues compiled\n")
