"""Making the mistakes that were drawn, in the words of the lines that have them and in no other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from himaya.demo import spelling
from himaya.demo.knobs import FATE_CODES
from himaya.demo.sheets import Sheet

NAMES = ("family_name_fr", "given_name_fr", "family_name_ar", "given_name_ar")
IDENTIFIERS = ("cin", "idcs", "residence_card")
FACTS = ("farm_class", "subcategory", "practice_from", "diploma_on", "vehicle_owner")
ARABIC_DIGITS = tuple("٠١٢٣٤٥٦٧٨٩")
NO_BREAK_SPACE = "\u00a0"
FORMULAS = (
    "=cmd|' /C calc'!A0",
    "+SUM(A1:A9)",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org")',
)
IMPOSSIBLE_BIRTHS = {
    "%Y-%m-%d": ("1875-03-12", "2031-07-01", "1980-02-31", "0000-00-00", "2019-05-05"),
    "%d/%m/%Y": ("12/03/1875", "01/07/2031", "31/02/1980", "00/00/0000", "05/05/2019"),
    "%d-%m-%Y": ("12-03-1875", "01-07-2031", "31-02-1980", "00-00-0000", "05-05-2019"),
}
BAD_CARDS = ("123456", "ABC123456", "A1234567B", "XX", "BE12 34567 89")
BAD_PLACES = {False: ("Commune X", "-", "Paris", "Inconnue"), True: ("غير معروفة", "-", "باريس", "أخرى")}
NAMELESS = ("", "SNP", "XXX", "-")
UNKNOWN_WORD = {False: "Autre", True: "غير محدد"}

Change = Callable[[pl.Series, pl.Series], pl.Series]
"""From the words of the chosen lines and their places to what stands there instead."""


class Page:
    """The columns of one list while mistakes are made in some of its lines."""

    def __init__(self, words: pl.DataFrame, rng: np.random.Generator) -> None:
        self.columns = {name: words[name] for name in words.columns}
        self.rng = rng

    def change(self, column: str, flags: pl.Series, to: Change) -> None:
        """Put something else in the flagged lines of a column, if the list has it."""
        places = flags.arg_true()
        if column not in self.columns or places.is_empty():
            return
        old = self.columns[column]
        new = to(old.gather(places), places)
        order = np.arange(len(old))
        order[places.to_numpy()] = np.arange(len(old), len(old) + len(new))
        self.columns[column] = pl.concat([old, new.alias(column)]).gather(order)

    def clear(self, columns: tuple[str, ...], flags: pl.Series) -> None:
        """Leave columns empty in the flagged lines."""
        for column in columns:
            self.change(column, flags, lambda old, _: pl.Series([None] * len(old), dtype=pl.String))

    def any_of(self, texts: tuple[str, ...]) -> Change:
        """Any of some texts instead."""
        return lambda old, _: pl.Series(texts).gather(self.rng.integers(0, len(texts), len(old)))


def made(rng: np.random.Generator, words: pl.DataFrame, drawn: pl.DataFrame, *, sheet: Sheet) -> pl.DataFrame:
    """The words of a list with the blemishes and the fate of each line put in.

    drawn: the lines' people as numbers with the flags of `mistakes.drawn`.
    """
    page = Page(words, rng)
    _swap_names(page, drawn)
    _births(page, drawn, sheet)
    _cards(page, drawn)
    _loose_writing(page, drawn, sheet)
    _lost_identity(page, drawn)
    _lost_facts(page, drawn, sheet)
    return pl.DataFrame(list(page.columns.values()))


def _swap_names(page: Page, drawn: pl.DataFrame) -> None:
    flags = drawn["names_swapped"]
    for script in ("fr", "ar"):
        family, given = f"family_name_{script}", f"given_name_{script}"
        if family in page.columns:
            families, givens = page.columns[family], page.columns[given]
            page.change(family, flags, _from(givens))
            page.change(given, flags, _from(families))


def _from(other: pl.Series) -> Change:
    """What another column holds in the same lines."""
    return lambda _, places: other.gather(places)


def _births(page: Page, drawn: pl.DataFrame, sheet: Sheet) -> None:
    days = drawn["birth"].cast(pl.Date)
    page.change("birth_on", drawn["year_only"], lambda _, places: days.gather(places).dt.strftime("%Y"))
    january = drawn["first_january"]
    page.change(
        "birth_on",
        january,
        lambda _, places: days.gather(places).dt.truncate("1y").dt.strftime(sheet.date_format),
    )


def _cards(page: Page, drawn: pl.DataFrame) -> None:
    page.change(
        "cin", drawn["cin_written_apart"], lambda old, _: old.str.replace(r"^([A-Z]+)(\d+)$", "$1 $2")
    )
    page.change("cin", drawn["card_mistyped"], lambda old, _: _one_digit_wrong(page.rng, old))
    page.clear(IDENTIFIERS, drawn["card_missing"])


def _one_digit_wrong(rng: np.random.Generator, cards: pl.Series) -> pl.Series:
    letters = cards.str.extract(r"^([A-Z]+)", 1)
    number = cards.str.extract(r"(\d+)$", 1).cast(pl.Int64).fill_null(0).to_numpy()
    power = 10 ** rng.integers(0, 5, len(number))
    digit = number // power % 10
    wrong = number + ((digit + rng.integers(1, 10, len(number))) % 10 - digit) * power
    return letters + pl.Series(wrong).cast(pl.String)


def _loose_writing(page: Page, drawn: pl.DataFrame, sheet: Sheet) -> None:
    for column in (*NAMES, "cin", "phone"):
        page.change(column, drawn["stray_spaces"], lambda old, _: _spaced(old))
    for column in ("birth_on", "phone"):
        page.change(column, drawn["arabic_digits"], lambda old, _: _arabic_digits(old))
    if not sheet.in_arabic("commune"):
        page.change("commune", drawn["commune_without_accents"], lambda old, _: _typed_in_haste(old))
    page.change("address", drawn["formula"], page.any_of(FORMULAS))


def _spaced(texts: pl.Series) -> pl.Series:
    return ("  " + texts + NO_BREAK_SPACE).str.replace(r"(\S) (\S)", "$1  $2")


def _arabic_digits(texts: pl.Series) -> pl.Series:
    return texts.str.replace_many([str(digit) for digit in range(10)], list(ARABIC_DIGITS))


def _typed_in_haste(communes: pl.Series) -> pl.Series:
    return communes.replace({name: spelling.without_accents(name).upper() for name in communes.unique()})


def _fate(drawn: pl.DataFrame, code: str) -> pl.Series:
    return drawn["fate"] == FATE_CODES.index(code)


def _lost_identity(page: Page, drawn: pl.DataFrame) -> None:
    page.clear(IDENTIFIERS, _fate(drawn, "identity_missing"))
    malformed = _fate(drawn, "cin_malformed")
    page.clear(("idcs", "residence_card"), malformed)
    page.change("cin", malformed, page.any_of(BAD_CARDS))
    for column in NAMES:
        page.change(column, _fate(drawn, "name_missing"), page.any_of(NAMELESS))


def _lost_facts(page: Page, drawn: pl.DataFrame, sheet: Sheet) -> None:
    page.clear(("phone",), _fate(drawn, "phone_missing"))
    page.change("phone", _fate(drawn, "phone_fixed_line"), lambda old, _: _fixed_lines(page.rng, len(old)))
    page.change(
        "birth_on", _fate(drawn, "birth_implausible"), page.any_of(IMPOSSIBLE_BIRTHS[sheet.date_format])
    )
    page.change(
        "commune", _fate(drawn, "commune_unknown"), page.any_of(BAD_PLACES[sheet.in_arabic("commune")])
    )
    page.clear(FACTS, _fate(drawn, "fact_missing"))
    unknown = UNKNOWN_WORD[sheet.in_arabic("category")]
    page.change("category", _fate(drawn, "category_unknown"), page.any_of((unknown,)))


def _fixed_lines(rng: np.random.Generator, count: int) -> pl.Series:
    return "05" + pl.Series(rng.integers(22_000_000, 39_999_999, count)).cast(pl.String)
