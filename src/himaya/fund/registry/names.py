"""Moroccan names: one comparable form per script, and one key that both scripts of a name share.

The written name is always kept; what stands here only compares. Three strengths, from fine to coarse:

- `latin_form`, `arabic_form`: the name without accents, titles, articles and spaces ("El Kadiri" -> KADIRI,
  "القادري" -> قادري); compared by Jaro-Winkler;
- `skeleton_latin`, `skeleton_arabic`: consonants in classes that both scripts can tell, and whether the name
  ends in -a or -i; equal for محمد, Mohamed, Mouhammed and Med, different for Amine and Amina;
- `name_keys`: the skeletons of a whole frame, worked out once per distinct name.

Short vowels, ع, ؤ, w, y and h inside a word are written too freely to be counted, and so are the article and
the initial vowel (Idriss, Driss). Two names with one key may be different names (Saadi, Saidi): a key finds,
it never decides.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Callable

import polars as pl

from himaya.kernel.jurisdiction import folder
from himaya.runtime.fund import fund_name

MISSING = frozenset({"SNP", "XXX", "XX", "X", "SN", "NEANT"})  # "sans nom patronymique" and its like

_JOINED = str.maketrans("", "", "'’‘`´ʿʾʼ\u200c\u200d\u200e\u200f")
_TITLES = frozenset(
    {"SIDI", "SIDY", "SI", "MOULAY", "LALLA", "LALLAH", "LALA", "HAJ", "HAJJ", "HADJ", "HAJA", "HAJJA"}
)
_ARTICLES = frozenset({"EL", "AL", "L"})
_FILIATION = {"BEN": "BEN", "IBN": "BEN", "BIN": "BEN", "BEL": "BEL"}
_ABD = frozenset({"ABD", "ABDE", "ABDEL", "ABDUL"})

_ARABIC_LETTERS = str.maketrans("أإآٱؤئگڭݣڤپچی", "ااااويكككفبشي")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_ARABIC_TITLES = frozenset({"سيدي", "مولاي", "لالة", "لاله", "للا", "الحاج", "الحاجة", "سي"})

# Consonant classes: C = ch ش, X = kh خ, G = gh غ, J = j ج, H = ح ه; "." is a vowel until doubles are folded.
_LATIN_SOUNDS = {letter: letter for letter in "BDFHJKLMNRSTZ"} | {
    **dict.fromkeys(("TCH", "SCH", "CH", "SH"), "C"),
    **dict.fromkeys(("CK", "G", "Q"), "K"),
    **dict.fromkeys(("PH", "V"), "F"),
    "KH": "X",
    "GH": "G",
    "DH": "D",
    "TH": "T",
    "DJ": "J",
    "P": "B",
    "X": "KS",
}
_LATIN_TOKEN = re.compile(
    r"(?P<soft_c>C(?=[EIY]))|(?P<soft_g>G(?=[EIY]))|(?P<guttural>GU(?=[EIY]))"
    r"|(?P<sound>TCH|SCH|CH|SH|KH|GH|DH|TH|PH|DJ|CK|[BDFGHJKLMNPQRSTVXZ])|(?P<hard_c>C)"
    r"|(?P<semivowel>(?:OU|W)(?=[AEIOUY])|W|(?<![AEIOU])Y(?=[AEIOU]))|(?P<vowel>[AEIOUY])"
)
_ARABIC_SOUNDS = dict(zip("بفجخغشرزلمنوي", "BFJXGCRZLMNwy", strict=True)) | {
    **dict.fromkeys("تطث", "T"),
    **dict.fromkeys("دذضظ", "D"),
    **dict.fromkeys("سص", "S"),
    **dict.fromkeys("كق", "K"),
    **dict.fromkeys("حه", "H"),
}


@functools.cache
def _aliases(fund: str) -> dict[str, str]:
    """Latin short forms that no rule reaches (MED for Mohamed): the fund's `names/aliases.tsv`."""
    path = folder(fund) / "names" / "aliases.tsv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["word"]: row["stands_for"] for row in csv.DictReader(lines, delimiter="\t")}


def latin_words(text: str | None) -> list[str]:
    """The words that count of a Latin name, in capitals; empty for a missing name.

    >>> latin_words("M'hamed"), latin_words("Fatima-Zahra"), latin_words("Sidi Med"), latin_words("SNP")
    (['MHAMED'], ['FATIMA', 'ZAHRA'], ['MOHAMED'], [])
    >>> latin_words("El Kadiri"), latin_words("Ben Jelloun"), latin_words("Abd El Aziz")
    (['KADIRI'], ['BENJELLOUN'], ['ABDELAZIZ'])
    """
    if not text:
        return []
    plain = text.upper().replace("Ç", "S").replace("Œ", "OE").replace("Æ", "AE").translate(_JOINED)
    letters = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    words = re.findall(r"[A-Z]+", letters)
    aliases = _aliases(fund_name())
    words = [aliases.get(word, word) for word in words if word not in MISSING]
    return _without(_joined_particles(words), _TITLES)


def _without(words: list[str], dropped: frozenset[str]) -> list[str]:
    """The words but those, unless nothing would remain."""
    return [word for word in words if word not in dropped] or words


def _joined_particles(words: list[str]) -> list[str]:
    """Articles dropped; Ben, Bel and Abd joined to the word they govern."""
    result: list[str] = []
    prefix = ""
    for at, word in enumerate(words):
        last = at == len(words) - 1
        if word in _ABD and not last:
            prefix += word
        elif word in _ARTICLES and not last:
            prefix += word if prefix.endswith("ABD") else ""
        elif word in _FILIATION and not last:
            prefix += _FILIATION[word]
        else:
            result.append(prefix + word)
            prefix = ""
    return result


def latin_form(text: str | None) -> str:
    """A Latin name as one comparable string: Fatima-Zahra and Fatimazahra -> FATIMAZAHRA.

    >>> latin_form("Aït Ali") == latin_form("AITALI") == "AITALI"
    True
    """
    return "".join(latin_words(text))


def arabic_words(text: str | None) -> list[str]:
    """The words that count of an Arabic name, normalised, without article.

    >>> arabic_words("عبد الله"), arabic_words("بن جلّون"), arabic_words("فاطمة الزّهراء")
    (['عبدله'], ['بنجلون'], ['فاطمه', 'زهرا'])
    """
    if not text:
        return []
    bare = _ARABIC_MARKS.sub("", unicodedata.normalize("NFKC", text))
    words = _without(re.findall("[\u0621-\u06d3]+", bare), _ARABIC_TITLES)
    result: list[str] = []
    prefix = ""
    for at, raw in enumerate(words):
        word = _arabic_word(raw)
        if word in ("عبد", "بن", "ابو", "بو") and at < len(words) - 1:
            prefix += word
        elif word:
            result.append(prefix + word)
            prefix = ""
    return result


def _arabic_word(raw: str) -> str:
    """One word: hamza carriers folded, final ء dropped, ة as ه, article dropped (also inside عبدال…)."""
    word = raw[2:] if raw.startswith("ال") and len(raw) > 3 else raw
    word = word.translate(_ARABIC_LETTERS)
    word = re.sub("ء$", "", word)
    word = re.sub("(?<=عبد)ال(?=..)", "", word)
    word = re.sub("اة$", "ات", word).replace("ة", "ه")
    word = re.sub("^ابن", "بن", word)
    return word.replace("ى", "ا")


def arabic_form(text: str | None) -> str:
    """An Arabic name as one comparable string: عبد الله and عبدالله -> عبدله."""
    return "".join(arabic_words(text))


def skeleton_latin(text: str | None) -> str:
    """Key of a Latin name; "" for a missing one.

    >>> {skeleton_latin(name) for name in ("Mohamed", "Mohammed", "Mouhamed", "Muhammad", "Med")}
    {'MMD'}
    >>> {skeleton_latin(name) for name in ("Alaoui", "El Alaoui", "Laalaoui", "Alaouy")}
    {'LI'}
    >>> skeleton_latin("Amine"), skeleton_latin("Amina"), skeleton_latin("Oualid"), skeleton_latin("Walid")
    ('MN', 'MNA', 'WLD', 'WLD')
    """
    words = latin_words(text)
    if not words:
        return ""
    letters = re.sub(r"(?<=ABD)[AEOU]*L+A+H?$", "ELLAH", "".join(words))
    letters = re.sub(r"(?<=ABD)[AEOU]+L(?=[A-Z]{2})", "E", letters)
    letters = re.sub(r"^RH|(?<![AEIOU])RH(?=[AEIOU])", "GH", letters)
    letters = re.sub(r"^LAA(?=[A-Z])", "A", letters)
    sounds = _LATIN_TOKEN.sub(_latin_sound, re.sub(r"(?<=[AEIOU])H$", "", letters))
    sounds = re.sub(r"^\.+(?:[wy]\.*)?", "", sounds) if sounds.startswith(".") else sounds
    return _bones(re.sub(r"([A-Z])\1+", r"\1", sounds).replace(".", ""), _latin_end(words[-1]))


def _latin_sound(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind == "sound":
        return _LATIN_SOUNDS[found[0]]
    if kind == "semivowel":
        return "y" if found[0] == "Y" else "w"
    return {"soft_c": "S", "soft_g": "J", "guttural": "K", "hard_c": "K"}.get(kind or "", ".")


def _latin_end(word: str) -> str:
    if re.search(r"A[AE]?$|[AEI]H$", word):
        return "A"
    return "I" if re.search(r"[IY]$|EE$", word) else ""


def skeleton_arabic(text: str | None) -> str:
    """Key of an Arabic name, the same as its Latin forms' wherever the spelling lets it be.

    >>> skeleton_arabic("محمد"), skeleton_arabic("العلوي"), skeleton_arabic("أمينة"), skeleton_arabic("وليد")
    ('MMD', 'LI', 'MNA', 'WLD')
    >>> skeleton_arabic("بنجلون") == skeleton_arabic("بن جلون") == skeleton_latin("Benjelloun") == "BNJLN"
    True
    """
    words = arabic_words(text)
    if not words:
        return ""
    letters = re.sub("^[اعء]+[وي]*", "", " ".join(words)).rstrip("ه")
    sounds = "".join(" " if letter == " " else _ARABIC_SOUNDS.get(letter, "") for letter in letters)
    return _bones(
        re.sub(r"(.) (?=\1)| ", "", sounds), _arabic_end(_ARABIC_MARKS.sub("", text or "").rstrip())
    )


def _arabic_end(raw: str) -> str:
    """-a: ة (but اة is -at), ا, اء, ى, and ه or ح after anything but a long u; -i: ي."""
    if re.search("(?<!ا)ة$|[ىا]ء?$|(?<!و)[هح]$", raw):
        return "A"
    return "I" if raw.endswith("ي") else ""


def _bones(sounds: str, end: str) -> str:
    """The article L- dropped where two consonants remain, then h, w and y kept only at the head."""
    consonants = re.sub("[wy]", "", sounds)
    if sounds.startswith("L") and len(consonants) > 2:
        sounds = sounds[1:]
    return sounds[:1].upper() + re.sub("[Hwy]", "", sounds[1:]) + end


def name_key(latin: str | None, arabic: str | None) -> str:
    """The key of one name written in either script or both: the Latin spelling of the card decides."""
    return skeleton_latin(latin) or skeleton_arabic(arabic)


def mapped(values: pl.Series, function: Callable[[str | None], str]) -> pl.Series:
    """A function of one name applied to a column, once per distinct value; null and "" give ""."""
    distinct = values.unique().drop_nulls()
    table = pl.DataFrame({"value": distinct, "result": [function(value) for value in distinct]})
    found = pl.DataFrame({"value": values}).join(table, on="value", how="left", maintain_order="left")
    return found["result"].fill_null("").alias(values.name)


def name_keys(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with `family_key` and `given_key`, from the Latin names where present, else the Arabic."""
    return frame.with_columns(_keys(frame, "family"), _keys(frame, "given"))


def _keys(frame: pl.DataFrame, part: str) -> pl.Series:
    latin = mapped(frame[f"{part}_name_fr"], skeleton_latin)
    if not (latin == "").any():
        return latin.alias(f"{part}_key")
    missing = latin == ""
    arabic = mapped(frame[f"{part}_name_ar"].set(~missing, None), skeleton_arabic)
    return pl.select(pl.when(missing).then(arabic).otherwise(latin)).to_series().alias(f"{part}_key")
