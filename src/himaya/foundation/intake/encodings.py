"""Which encoding a text is written in: marks first, then UTF-8 by its own grammar, then the one that reads
best.

Windows-1256, Windows-1252 and ISO-8859-6 give every byte a letter, so a wrong choice raises nothing: the
choice is made by what a reader would see (Arabic words whole, no Latin letter inside them, French accents in
French words).
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SINGLE_BYTE = ("windows-1256", "windows-1252", "iso-8859-6")
KNOWN = ("utf-8", "utf-16-le", "utf-16-be", *SINGLE_BYTE)

_HEAD = 1 << 18
_PROBE = 1 << 15
_PROBES = 16
_DECISIVE = 0.15
_WORDS_MIN = 3  # fewer foreign words prove nothing against what the sender announced
_PAGES = (b"\x00", b"\x06", b"\x20")

_SAME = {
    "utf-8-sig": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "cp1256": "windows-1256",
    "cp1252": "windows-1252",
    "ansi": "windows-1252",
    "iso8859-6": "iso-8859-6",
    "arabic": "iso-8859-6",
}
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PLAIN_LATIN = re.compile(r"[A-Za-z]")
_CAPITAL_INSIDE = re.compile(r"[a-z\u00df-\u00ff][A-Z\u00c0-\u00de]")
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ")
_FREQUENT = frozenset("الينمورتبدعحسفقهكةأ")


def canonical(name: str) -> str:
    """One name for each encoding, whatever it is called: `cp1256` is `windows-1256`.

    Raises LookupError for an encoding nobody knows.
    """
    low = name.strip().lower().replace("_", "-")
    low = _SAME.get(low, low)
    if low not in KNOWN:
        codecs.lookup(low)
    return low


def sample(path: Path) -> bytes:
    """Enough of a file to judge: its first 256 KiB, probes spread over the rest and its end, cut at line
    ends."""
    size = path.stat().st_size
    with path.open("rb") as file:
        parts = [file.read(_HEAD)]
        if size > _HEAD:
            step = max(_PROBE, (size - _HEAD) // _PROBES)
            for start in range(_HEAD, size, step):
                file.seek(start)
                parts.append(_whole_lines(file.read(_PROBE)))
    return b"".join(parts)


def _whole_lines(data: bytes) -> bytes:
    first, last = data.find(b"\n"), data.rfind(b"\n")
    return data[first + 1 : last + 1] if last > first >= 0 else b""


def mark(data: bytes) -> tuple[str | None, int]:
    """The encoding that the byte-order mark names, and the mark's length; (None, 0) without one."""
    for signs, name in MARKS:
        if data.startswith(signs):
            return name, len(signs)
    return None, 0


def guess(data: bytes, *, whole: bool = True) -> str | None:
    """The encoding that fits best, or None when none does (binary content).

    whole: the data is the whole file, so a sequence cut at its end counts as an error.
    """
    marked, _ = mark(data)
    if marked:
        return marked
    if utf16 := _unmarked_utf16(data):
        return utf16
    if b"\x00" in data:
        return None
    if _starts_as_utf8(data, whole=whole):
        return "utf-8"
    scored = sorted(((reading_score(data, name), name) for name in SINGLE_BYTE), reverse=True)
    return scored[0][1] if scored[0][0] > 0 else None


def _starts_as_utf8(data: bytes, *, whole: bool) -> bool:
    """UTF-8, or UTF-8 cut in its last letter once other letters beyond ASCII have proved it."""
    if is_utf8(data, whole=whole):
        return True
    return is_utf8(data, whole=False) and not data[:-4].isascii()


def is_utf8(data: bytes, *, whole: bool = True) -> bool:
    """Whether the bytes follow UTF-8's grammar."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: one byte in two is a letter's page, Latin (0), Arabic (6) or signs (20)."""
    head = data[:4096]
    if len(head) < 4 or b"\x00" not in head:
        return None
    even, odd = (sum(half.count(page) for page in _PAGES) / len(half) for half in (head[0::2], head[1::2]))
    if odd > 0.95 and even < 0.5:
        return "utf-16-le"
    if even > 0.95 and odd < 0.5:
        return "utf-16-be"
    return None


def reading_score(data: bytes, encoding: str) -> float:
    """How well the bytes read in an encoding: 1 every foreign word reads well, 0 or less they do not.

    Only words with a letter beyond ASCII count; without any, every encoding scores 1.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    words = _foreign_words(data, encoding)
    if not words:
        return -0.5 if _has_controls(text) else 1.0
    total = sum(_word_score(word) for word in words) / len(words)
    return total - (0.5 if _has_controls(text) else 0.0)


def _foreign_words(data: bytes, encoding: str) -> set[str]:
    text = data.decode(encoding, errors="replace")
    return {word for word in _WORD.findall(text) if not word.isascii()}


def _has_controls(text: str) -> bool:
    return any("\x80" <= sign <= "\x9f" for sign in set(text))


def _word_score(word: str) -> float:
    if _ARABIC.search(word):
        if _LATIN.search(word):
            return -1.0
        frequent = sum(sign in _FREQUENT for sign in word) / len(word)
        return 0.3 + 0.7 * frequent + (0.3 if word.startswith("ال") and len(word) > 3 else 0.0)
    foreign = [sign for sign in word if not sign.isascii()]
    if any(sign not in _FRENCH for sign in foreign):
        return -0.7
    if len(foreign) > len(_PLAIN_LATIN.findall(word)) or _CAPITAL_INSIDE.search(word):
        return -0.5
    return 1.0


def contradicts(data: bytes, *, declared: str, whole: bool = True) -> str | None:
    """The encoding that fits instead, when the bytes clearly are not in the declared one; else None."""
    fits = guess(data, whole=whole)
    if fits is None or fits == declared or (fits[:6] == declared[:6] == "utf-16"):
        return None
    if data.isascii() and b"\x00" not in data:
        return fits if declared.startswith("utf-16") else None
    if declared in SINGLE_BYTE and fits in SINGLE_BYTE:
        if len(_foreign_words(data, fits)) < _WORDS_MIN:
            return None
        better = reading_score(data, fits) - reading_score(data, declared)
        return fits if better > _DECISIVE else None
    return fits
