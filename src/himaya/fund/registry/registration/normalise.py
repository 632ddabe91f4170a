"""From the sender's words to typed columns: one pass of column expressions over a chunk of a list.

The raw texts stay beside the typed values (`raw_…`), because a finding quotes what the sender wrote.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from himaya.foundation.territory.places import normalise_place
from himaya.kernel import columns

CANONICAL = (
    "category",
    "subcategory",
    "cin",
    "idcs",
    "residence_card",
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "birth_on",
    "sex",
    "commune",
    "address",
    "phone",
    "language",
    "professional_number",
    "activity_from",
    "diploma_on",
    "practice_from",
    "vehicle_owner",
    "farm_class",
    "annual_net_profit",
    "annual_income_tax",
    "rsu_score",
)

FAMILY_NAMES = ("family_name_fr", "family_name_ar")
REPEATED = 4  # a value met so often, on average, is worked on once
QUOTED = ("cin", "idcs", "residence_card", "birth_on", "sex", "commune", "phone", "activity_from")
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")
TRUE_WORDS = ("1", "true", "yes", "oui", "o", "نعم")
FALSE_WORDS = ("0", "false", "no", "non", "n", "لا")
MALE_WORDS = ("M", "H", "MASCULIN", "HOMME", "MALE", "1", "ذكر")
FEMALE_WORDS = ("F", "FEMININ", "FÉMININ", "FEMME", "FEMALE", "2", "أنثى", "انثى")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """What a list's codes are read against.

    communes: frame (place, commune_id), one row for every way to write a commune, `place` normalised.
    category_default: the category of a body that registers one only, else None.
    no_names: what is written where a name is not known, in capitals; a name of signs alone is none either.
    no_family_names: of these, what says that somebody has no family name at all.
    """

    communes: pl.DataFrame
    category_default: str | None
    language_default: str
    languages: tuple[str, ...]
    no_names: tuple[str, ...]
    no_family_names: tuple[str, ...] = ()


def normalise(chunk: pl.DataFrame, *, reference: Reference) -> pl.DataFrame:
    """Type one chunk of canonical text columns (any may be missing); unreadable values become null."""
    clean = _cleaned(chunk, reference=reference)
    typed = (
        clean.lazy()
        .with_columns(
            [pl.col(name).alias(f"raw_{name}") for name in QUOTED]
            + [
                columns.cin_normalised(pl.col("cin")).alias("cin"),
                columns.cin_key(pl.col("cin")).alias("cin_key"),
                columns.phone_e164(pl.col("phone")).alias("phone"),
                columns.ascii_digits(pl.col("birth_on")).alias("birth_on"),
            ]
        )
        .with_columns(_people(clean) + _facts())
        .collect()
    )
    return _with_commune(typed, communes=reference.communes).with_columns(
        pl.when(pl.col("language").is_in(reference.languages))
        .then(pl.col("language"))
        .otherwise(pl.lit(reference.language_default))
        .alias("language")
    )


def _cleaned(chunk: pl.DataFrame, *, reference: Reference) -> pl.DataFrame:
    present = [name for name in CANONICAL if name in chunk.columns]
    cleaned = chunk.select(
        pl.col("line_no").cast(pl.Int32),
        *(once_a_value(chunk[name], _said(name, no_names=reference.no_names)) for name in present),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in CANONICAL if name not in present),
    )
    if reference.category_default is not None:
        cleaned = cleaned.with_columns(pl.col("category").fill_null(reference.category_default))
    return cleaned.with_columns(_without_family_name(chunk, cleaned, words=reference.no_family_names))


def _without_family_name(chunk: pl.DataFrame, cleaned: pl.DataFrame, *, words: tuple[str, ...]) -> pl.Series:
    """Of which lines the sender says that the person has no family name, and gives none in either script."""
    unnamed = cleaned.select(pl.all_horizontal(pl.col(name).is_null() for name in FAMILY_NAMES)).to_series()
    if unnamed.any():
        for_none = [
            columns.clean_text(pl.col(name)).str.to_uppercase().is_in(words).fill_null(False)
            for name in FAMILY_NAMES
            if name in chunk.columns
        ]
        unnamed &= chunk.select(pl.any_horizontal(pl.lit(False), *for_none)).to_series()
    return unnamed.alias("raw_without_family_name")


def once_a_value(values: pl.Series, worked: pl.Expr) -> pl.Series:
    """`worked`, an expression on the column of that name, computed once a distinct value where values repeat."""
    distinct = values.unique()
    if len(distinct) > len(values) // REPEATED:
        return values.to_frame().select(worked.alias(values.name)).to_series()
    table = distinct.to_frame().with_columns(worked.alias("worked"))
    found = values.to_frame().join(table, on=values.name, how="left", maintain_order="left", nulls_equal=True)
    return found["worked"].alias(values.name)


def _said(name: str, *, no_names: tuple[str, ...]) -> pl.Expr:
    """A sender's text without stray signs; null where it says nothing."""
    text = _empty_is_null(columns.clean_text(pl.col(name)))
    if "_name_" not in name:
        return text
    is_name = text.str.contains(r"\p{L}") & ~text.str.to_uppercase().is_in(no_names)
    return pl.when(is_name).then(text)


def _empty_is_null(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


def _people(frame: pl.DataFrame) -> list[pl.Expr]:
    year_only = pl.col("birth_on").str.contains(r"^\d{4}$")
    sex = pl.col("sex").str.to_uppercase()
    return [
        pl.when(year_only)
        .then(pl.date(pl.col("birth_on").str.slice(0, 4).cast(pl.Int32, strict=False), 1, 1))
        .otherwise(_day("birth_on"))
        .alias("birth_on"),
        pl.when(year_only).then(pl.lit("Y")).otherwise(pl.lit("D")).alias("birth_precision"),
        pl.when(sex.is_in(MALE_WORDS))
        .then(pl.lit("M"))
        .when(sex.is_in(FEMALE_WORDS))
        .then(pl.lit("F"))
        .alias("sex"),
        columns.idcs(pl.col("idcs")),
        columns.compact(pl.col("residence_card")),
        pl.col("address").fill_null(""),
        *(pl.col(name).fill_null("") for name in CANONICAL if "_name_" in name),
    ]


def _facts() -> list[pl.Expr]:
    owner = pl.col("vehicle_owner").str.to_lowercase()
    return [
        _day("activity_from"),
        _day("diploma_on"),
        _day("practice_from"),
        pl.when(owner.is_in(TRUE_WORDS))
        .then(True)
        .when(owner.is_in(FALSE_WORDS))
        .then(False)
        .alias("vehicle_owner"),
        columns.ascii_digits(pl.col("farm_class")).cast(pl.Int16, strict=False),
        columns.centimes(pl.col("annual_net_profit")).alias("annual_net_profit_centimes"),
        columns.centimes(pl.col("annual_income_tax")).alias("annual_income_tax_centimes"),
        pl.col("rsu_score").str.replace(",", ".").cast(pl.Decimal(11, 7), strict=False),
    ]


def _day(name: str) -> pl.Expr:
    text = columns.ascii_digits(pl.col(name))
    return pl.coalesce([text.str.to_date(form, strict=False) for form in DATE_FORMATS]).alias(name)


def _with_commune(frame: pl.DataFrame, *, communes: pl.DataFrame) -> pl.DataFrame:
    """Find each distinct way of writing a commune once."""
    written = frame.select("commune").unique().with_columns(normalise_place(pl.col("commune")).alias("place"))
    found = written.join(communes, on="place", how="left").select("commune", "commune_id")
    return frame.join(found, on="commune", how="left", maintain_order="left", nulls_equal=True).drop(
        "commune"
    )


def category_of_body(categories: list[str]) -> str | None:
    """The category that a body's list need not repeat: its only one."""
    return categories[0] if len(categories) == 1 else None


def completed_years(birth: pl.Expr, *, on: date) -> pl.Expr:
    """Age in completed years on a day."""
    before_birthday = (birth.dt.month() * 100 + birth.dt.day()) > on.month * 100 + on.day
    return on.year - birth.dt.year() - before_birthday.cast(pl.Int32)
