"""From small numbers to the words of a list: every column as its sender would write it, without mistakes."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from himaya.demo import facts, identity, spelling
from himaya.demo.people import LANGUAGES
from himaya.demo.population import Population
from himaya.demo.sheets import Sheet
from himaya.demo.trades import CODES

SEXES = ("M", "F")
RELATIONS = ("spouse", "child")
CAPITALS = ("architects", "notaries", "cnops", "salaried")
"""Bodies that type names in capitals without accents."""
SOCIAL_REGISTER = ("tadamon", "tadamon_households")
_FOREIGNER = pl.col("person") % 200 == 7


def written(population: Population, frame: pl.DataFrame, *, sheet: Sheet) -> pl.DataFrame:
    """The frame's people as the text columns of the sheet, in its order, null where there is nothing.

    frame: people as numbers; `latin_family`, `latin_given`, `arabic_family`, `arabic_given`: spelling
        numbers.
    """
    return pl.DataFrame([_WRITERS[name](population, frame, sheet).alias(name) for name in sheet.columns])


def _spelled(script: str, part: str) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    def write(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
        names = population.names.latin if script == "latin" else population.names.arabic
        texts = names.texts
        if script == "latin" and sheet.body in CAPITALS:
            texts = pl.Series([spelling.without_accents(text).upper() for text in texts])
        return texts.gather(frame[f"{script}_{part}"])

    return write


def _card(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    if "cin_number" not in frame.columns:
        return _nothing(population, frame, sheet)
    card = identity.card_text(population.cards)
    if sheet.has("residence_card"):
        card = pl.when(~_FOREIGNER).then(card)
    return frame.select(card).to_series()


def _residence_card(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    card = pl.lit("E") + pl.col("cin_number").cast(pl.String) + pl.lit("K")
    return frame.select(pl.when(_FOREIGNER).then(card)).to_series()


def _idcs(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    """The national number: everybody in the social register, one in twelve elsewhere in 2022."""
    known = pl.lit(True) if sheet.body in SOCIAL_REGISTER else pl.col("person") % 12 == 0
    return frame.select(pl.when(known).then(pl.col("idcs").cast(pl.String))).to_series()


def _day(column: str) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    def write(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
        if column not in frame.columns:
            return _nothing(population, frame, sheet)
        day = pl.col(column).cast(pl.Date).dt.strftime(sheet.date_format)
        return frame.select(pl.when(pl.col(column) != facts.NO_DAY).then(day)).to_series()

    return write


def _commune(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    """The commune's name; its census code where another bears that name, and for the farmers' ministry."""
    script = "ar" if sheet.in_arabic("commune") else "fr"
    by_code = pl.lit(True) if sheet.body == "agriculture" else ~pl.col(f"name_unique_{script}")
    names = population.census.communes.select(pl.when(by_code).then("code").otherwise(f"name_{script}"))
    return names.to_series().gather(frame["commune"])


def _address(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    urban = population.census.communes["urban"].gather(frame["commune"])
    arabic = sheet.in_arabic("address")
    return population.places.addresses(frame["home"], urban=urban, arabic=arabic)


def _phone(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    digits = identity.phone_digits(pl.col("phone"))
    spaced = digits.str.replace(r"^(.)(..)(..)(..)(..)$", "0$1 $2 $3 $4 $5")
    style = pl.col("person") % 16
    forms = pl.when(style == 0).then(spaced).when(style == 1).then(pl.lit("+212") + digits)
    forms = forms.when(style == 2).then(pl.lit("00212") + digits).when(style == 3).then(digits)
    return frame.select(forms.otherwise(pl.lit("0") + digits)).to_series()


def _word(
    column: str, codes: tuple[str, ...], *, mapped_as: str | None = None
) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    def write(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
        if column not in frame.columns:
            return _nothing(population, frame, sheet)
        words = sheet.words.get(mapped_as or column, {})
        texts = pl.Series([words.get(code, code) for code in codes])
        numbers = frame[column].cast(pl.Int64)
        known = pl.select(pl.when(numbers >= 0).then(numbers)).to_series()
        return texts.gather(known)

    return write


def _number(column: str) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    def write(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
        return frame.select(pl.when(pl.col(column) >= 0).then(pl.col(column).cast(pl.String))).to_series()

    return write


def _dirhams(column: str) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    def write(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
        whole, cents = pl.col(column) // 100, (pl.col(column) % 100).cast(pl.String).str.zfill(2)
        text = whole.cast(pl.String) + "." + cents
        return frame.select(pl.when(pl.col(column) != facts.NO_AMOUNT).then(text)).to_series()

    return write


def _score(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    return frame["rsu_score"].cast(pl.Decimal(12, 7)).cast(pl.String)


def _professional_number(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    """Nine digits of the body's own, scattered from the person's number."""
    number = (frame["person"] + 1) * 15_485_863 % 899_999_963 + 100_000_000
    return number.cast(pl.String)


def _yes_no(column: str) -> Callable[[Population, pl.DataFrame, Sheet], pl.Series]:
    return _word(column, ("false", "true"))


def _insured_card(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    card = identity.card_text(population.cards, prefix="insured_prefix", number="insured_number")
    return frame.select(card).to_series()


def _proof(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    """The paper that proves the link: marriage, birth, schooling of a student, or disability."""
    words = sheet.words["proof"]
    proof = (
        pl.when(pl.col("relation") == 0)
        .then(pl.lit("marriage_certificate"))
        .when("disabled")
        .then(pl.lit("disability_certificate"))
        .when(pl.col("student"))
        .then(pl.lit("schooling_certificate"))
        .otherwise(pl.lit("birth_record"))
    )
    return frame.select(proof.replace_strict(words)).to_series()


def _nothing(population: Population, frame: pl.DataFrame, sheet: Sheet) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(frame))


def usual_spellings(population: Population, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the spelling numbers of everybody's usual name."""
    family, given = frame["family"].to_numpy(), frame["given"].to_numpy()
    book = population.names
    return frame.with_columns(
        latin_family=pl.Series(book.latin.usual(family)),
        latin_given=pl.Series(book.latin.usual(given)),
        arabic_family=pl.Series(book.arabic.usual(family)),
        arabic_given=pl.Series(book.arabic.usual(given)),
    )


_WRITERS: dict[str, Callable[[Population, pl.DataFrame, Sheet], pl.Series]] = {
    "professional_number": _professional_number,
    "category": _word("trade", CODES, mapped_as="category"),
    "subcategory": _word("subcategory", facts.SUBCATEGORY_CODES),
    "cin": _card,
    "insured_cin": _insured_card,
    "idcs": _idcs,
    "residence_card": _residence_card,
    "family_name_fr": _spelled("latin", "family"),
    "given_name_fr": _spelled("latin", "given"),
    "family_name_ar": _spelled("arabic", "family"),
    "given_name_ar": _spelled("arabic", "given"),
    "birth_on": _day("birth"),
    "sex": _word("sex", SEXES),
    "commune": _commune,
    "address": _address,
    "phone": _phone,
    "language": _word("language", LANGUAGES),
    "activity_from": _day("activity_from"),
    "diploma_on": _day("diploma_on"),
    "practice_from": _day("practice_from"),
    "farm_class": _number("farm_class"),
    "vehicle_owner": _yes_no("vehicle_owner"),
    "annual_income_tax": _dirhams("annual_income_tax"),
    "annual_net_profit": _dirhams("annual_net_profit"),
    "rsu_score": _score,
    "relation": _word("relation", RELATIONS),
    "link_from": _day("link_from"),
    "proof": _proof,
    "student": _yes_no("student"),
    "disabled": _yes_no("disabled"),
}
