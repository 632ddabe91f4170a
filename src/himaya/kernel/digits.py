"""Digits as people type them: Western, Arabic-Indic (٠١٢), Persian (۰۱۲) and full-width."""

from __future__ import annotations

import re
import unicodedata

ARABIC_INDIC = "٠١٢٣٤٥٦٧٨٩"
PERSIAN = "۰۱۲۳۴۵۶۷۸۹"
FULL_WIDTH = "０１２３４５６７８９"
ASCII = "0123456789"

_TO_ASCII = {
    ord(sign): ASCII[value]
    for signs in (ARABIC_INDIC, PERSIAN, FULL_WIDTH)
    for value, sign in enumerate(signs)
}

# Characters nobody sees: controls, zero-width signs, direction marks, byte-order mark, soft hyphen, tatweel.
INVISIBLE = (
    "\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u0640\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
# Every kind of white space, dash, dot, slash, quote and bracket that people put inside a number.
WHITE = "\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
SEPARATORS = WHITE + "\\-\u2010-\u2015\u2212\ufe63\uff0d_.,'’/()"
INVISIBLE_SIGNS = f"[{INVISIBLE}]"
FILLERS = f"[{SEPARATORS}{INVISIBLE}]"
SPACES = f"[{WHITE}]{{2,}}|[{WHITE.replace(' ', '')}]"  # a lone plain space is left as it is
_INVISIBLE, _FILLERS, _SPACES = re.compile(INVISIBLE_SIGNS), re.compile(FILLERS), re.compile(SPACES)


def to_ascii_digits(text: str) -> str:
    """The same text with every digit in 0-9.

    >>> to_ascii_digits("٠٦١٢ ۳۴ ５")
    '0612 34 5'
    """
    return text.translate(_TO_ASCII)


def clean_text(text: str) -> str:
    """Text as a person sees it: composed (NFC), without invisible signs, single spaces, trimmed.

    >>> clean_text("  Be\u0301ni\u00a0\u200f  Mellal ")
    'Béni Mellal'
    """
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip(" ")


def compact(text: str) -> str:
    """An identifier without the spaces, dashes and dots that make it readable; capitals, ASCII digits.

    >>> compact("be-١٢ 345\u200f")
    'BE12345'
    """
    return _FILLERS.sub("", to_ascii_digits(text)).upper()
