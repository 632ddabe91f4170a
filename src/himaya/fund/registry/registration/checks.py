"""Checks of one line by itself: what is missing, unreadable or implausible, and on which column.

Every check is a column expression; a line may have several findings and its sender is told all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from himaya.fund.registry.registration.normalise import completed_years
from himaya.kernel import columns

FINDING_SCHEMA = {
    "line_no": pl.Int32,
    "code": pl.String,
    "column": pl.String,
    "value": pl.String,
}
FACTS_MISSING = "registration.facts_missing_for_category"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """House limits of plausibility (jurisdiction's registry/checks.yaml); ages in completed years."""

    age_min: int
    age_max: int
    year_min: int


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule: lines where `wrong` holds get `code` on `column`, quoting `quoted`."""

    code: str
    column: str
    wrong: pl.Expr
    quoted: str | None = None


def findings_of_lines(
    frame: pl.DataFrame, *, on: date, categories: pl.DataFrame, body_categories: Sequence[str], limits: Limits
) -> pl.DataFrame:
    """All findings on a chunk of normalised lines.

    categories: frame (category, needs: list of facts, subcategories: list of codes).
    Returns frame (line_no, code, column, value).
    """
    known = frame.join(categories, on="category", how="left", maintain_order="left")
    rules = [
        *_identity_checks(),
        *_person_checks(on=on, limits=limits),
        *_contact_checks(),
        *_category_checks(body_categories=body_categories),
        *_fact_checks(on=on, limits=limits),
    ]
    return pl.concat([_found(known, rule) for rule in rules])


def _found(frame: pl.DataFrame, rule: Check) -> pl.DataFrame:
    value = pl.col(rule.quoted).cast(pl.String).fill_null("") if rule.quoted else pl.lit("")
    return frame.filter(rule.wrong.fill_null(False)).select(
        "line_no",
        pl.lit(rule.code).alias("code"),
        pl.lit(rule.column).alias("column"),
        value.alias("value"),
    )


def _identity_checks() -> list[Check]:
    cin = pl.col("raw_cin").is_not_null()
    idcs = pl.col("raw_idcs").is_not_null()
    card = pl.col("raw_residence_card").is_not_null()
    return [
        Check(code="registration.identity_missing", column="cin", wrong=~(cin | idcs | card)),
        Check(
            code="registration.cin_shape",
            column="cin",
            wrong=cin & pl.col("cin").is_null(),
            quoted="raw_cin",
        ),
        Check(
            code="registration.idcs_shape",
            column="idcs",
            wrong=idcs & pl.col("idcs").is_null(),
            quoted="raw_idcs",
        ),
    ]


def _person_checks(*, on: date, limits: Limits) -> list[Check]:
    alone = pl.col("raw_without_family_name")
    latin, arabic = (
        (pl.col(f"given_name_{script}") == "") | ((pl.col(f"family_name_{script}") == "") & ~alone)
        for script in ("fr", "ar")
    )
    birth = pl.col("birth_on")
    age = completed_years(birth, on=on)
    return [
        Check(code="registration.name_missing", column="family_name_fr", wrong=latin & arabic),
        Check(code="registration.birth_missing", column="birth_on", wrong=pl.col("raw_birth_on").is_null()),
        Check(
            code="registration.birth_implausible",
            column="birth_on",
            wrong=pl.col("raw_birth_on").is_not_null()
            & (birth.is_null() | (age < limits.age_min) | (age > limits.age_max)),
            quoted="raw_birth_on",
        ),
        Check(code="registration.sex_unknown", column="sex", wrong=pl.col("sex").is_null(), quoted="raw_sex"),
    ]


def _contact_checks() -> list[Check]:
    written = pl.col("raw_phone").is_not_null()
    return [
        Check(code="registration.phone_missing", column="phone", wrong=~written),
        Check(
            code="registration.phone_not_mobile",
            column="phone",
            wrong=written & ~columns.is_mobile(pl.col("phone")).fill_null(False),
            quoted="raw_phone",
        ),
        Check(
            code="registration.commune_unknown",
            column="commune",
            wrong=pl.col("commune_id").is_null(),
            quoted="raw_commune",
        ),
    ]


def _category_checks(*, body_categories: Sequence[str]) -> list[Check]:
    category = pl.col("category")
    known = pl.col("needs").is_not_null()
    of_body = category.is_in(body_categories)
    return [
        Check(code="registration.category_unknown", column="category", wrong=~known, quoted="category"),
        Check(
            code="registration.category_not_of_body",
            column="category",
            wrong=known & ~of_body,
            quoted="category",
        ),
        Check(
            code="registration.subcategory_unknown",
            column="subcategory",
            wrong=pl.col("needs").list.contains("subcategory")
            & ~pl.col("subcategories").list.contains(pl.col("subcategory")).fill_null(False),
            quoted="subcategory",
        ),
    ]


def _fact_checks(*, on: date, limits: Limits) -> list[Check]:
    missing = [
        Check(
            code=FACTS_MISSING,
            column=fact,
            wrong=pl.col("needs").list.contains(fact) & pl.col(fact).is_null(),
        )
        for fact in ("farm_class", "vehicle_owner", "diploma_on", "practice_from", "rsu_score")
    ]
    earliest = date(limits.year_min, 1, 1)
    implausible = [
        Check(
            code="registration.fact_out_of_range",
            column=fact,
            wrong=pl.col(fact).is_not_null() & ~pl.col(fact).is_between(earliest, on),
            quoted=fact,
        )
        for fact in ("diploma_on", "practice_from")
    ]
    return [
        *missing,
        *implausible,
        Check(
            code="registration.activity_date_implausible",
            column="activity_from",
            wrong=pl.col("raw_activity_from").is_not_null()
            & ~pl.col("activity_from").is_between(earliest, on).fill_null(False),
            quoted="raw_activity_from",
        ),
    ]
