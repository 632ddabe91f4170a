"""Who is each line about: somebody of the same list, somebody registered, or somebody new.

Identifiers decide first (CIN, IDCS, residence card), then names, birth and place decide with a probability.
An identifier shared by two people whose names and births both differ decides nothing: a person must look.
"""

from collections.abc import Callable, Iterator, Sequence

import polars as pl
from psycopg import Connection

from himaya.runtime.copying import copy_in, read_frame, read_frames

IDENTIFIERS = ("cin_key", "idcs", "residence_card")
AGREEING = ("family_key", "given_key", "birth_on", "birth_precision")
PART = 200_000  # people read at once
JUDGED_ON = (
    "line_no",
    "category",
    "category_id",
    "scheme_id",
    *IDENTIFIERS,
    *AGREEING,
    "sex",
    "commune_id",
)
"""What a line is judged on before anybody is compared by name."""
PERSON = (
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "family_key",
    "given_key",
    "cin",
    "birth_on",
    "birth_precision",
    "sex",
    "commune_id",
    "phone",
)


def first_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """For each line the first line of the list about the same person, by any shared identifier.

    Returns frame (line_no, first_line, agrees): `first_line` is the line itself for a new person; `agrees` is
    false where the identifier is shared but neither name nor birth is.
    """
    first = lines.select("line_no", *IDENTIFIERS).with_columns(
        pl.min_horizontal(
            [
                pl.when(pl.col(name).is_not_null())
                .then(pl.col("line_no").min().over(name))
                .otherwise(pl.col("line_no"))
                for name in IDENTIFIERS
            ]
        ).alias("first_line")
    )
    repeats = first.filter(pl.col("first_line") != pl.col("line_no")).select("line_no", "first_line")
    compared = _agreement(
        repeats.join(lines.select("line_no", *AGREEING), on="line_no"),
        lines.select(pl.col("line_no").alias("first_line"), *AGREEING),
        on="first_line",
    )
    return (
        first.select("line_no", "first_line")
        .join(compared.select("line_no", "agrees"), on="line_no", how="left", maintain_order="left")
        .with_columns(pl.col("agrees").fill_null(True))
    )


def same_description(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines that describe an earlier line's person without sharing an identifier: for a person to decide.

    Same names in the key's sense, same full birth date, sex and commune; without family name, the year of
    birth is enough. Returns (line_no, candidate_line).
    """
    without = pl.col("family_key") == ""
    birth = pl.when(without).then(pl.col("birth_on").dt.truncate("1y")).otherwise("birth_on")
    described = ["family_key", "given_key", birth, "sex", "commune_id"]
    return (
        lines.filter(without | (pl.col("birth_precision") == "D"))
        .select("line_no", pl.col("line_no").min().over(described).alias("candidate_line"))
        .filter(pl.col("candidate_line") != pl.col("line_no"))
    )


def namesakes_without_family_name(connection: Connection, *, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines without family name that somebody registered without one may be: for a person to decide.

    Same first name in the key's sense, same year of birth, sex and commune. Returns (line_no, candidate_id),
    the candidate registered first.
    """
    alone = lines.filter(pl.col("family_key") == "")
    if alone.is_empty():
        return pl.DataFrame(schema={"line_no": pl.Int32, "candidate_id": pl.Int64})
    connection.execute(
        """create temporary table alone
           (line_no int, given_key text, birth_on date, sex text, commune_id int) on commit drop"""
    )
    copy_in(
        connection,
        table="alone",
        frame=alone.select("line_no", "given_key", "birth_on", "sex", "commune_id"),
    )
    found = read_frame(
        connection,
        """select alone.line_no, min(person.id) as candidate_id
           from alone join registry_person person
             on person.family_key = '' and person.given_key = alone.given_key
            and person.sex = alone.sex and person.commune_id = alone.commune_id
            and date_part('year', person.birth_on) = date_part('year', alone.birth_on)
           where person.insured_number is not null and person.merged_into_id is null
             and person.died_on is null
           group by alone.line_no""",
    )
    connection.execute("drop table alone")
    return found


def registered_by_identifier(connection: Connection, *, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines whose identifier is already in the register.

    Returns frame (line_no, person_id, died, agrees), one row a line; the kept person where two were merged.
    """
    found = pl.concat([_registered_by(connection, lines=lines, name=name) for name in IDENTIFIERS])
    if found.is_empty():
        return found.select("line_no", "person_id", "died").with_columns(pl.lit(True).alias("agrees"))
    found = found.unique(subset="line_no", keep="first", maintain_order=True)
    compared = _agreement(
        found.join(lines.select("line_no", *AGREEING), on="line_no"),
        found.select("line_no", *(pl.col(f"known_{name}").alias(name) for name in AGREEING)),
        on="line_no",
    )
    return compared.select("line_no", "person_id", "died", "agrees")


def _registered_by(connection: Connection, *, lines: pl.DataFrame, name: str) -> pl.DataFrame:
    keys = lines.filter(pl.col(name).is_not_null()).select("line_no", pl.col(name).alias("key"))
    connection.execute("create temporary table wanted (line_no int, key text) on commit drop")
    copy_in(connection, table="wanted", frame=keys)
    connection.execute("analyze wanted")
    known = ", ".join(f"person.{column} as known_{column}" for column in AGREEING)
    found = read_frame(
        connection,
        f"""select wanted.line_no, coalesce(person.merged_into_id, person.id) as person_id,
                   person.died_on is not null as died, {known}
            from wanted join registry_person person on person.{name} = wanted.key
            where person.merged_into_id is null""",
    )
    connection.execute("drop table wanted")
    return found


def registered(
    connection: Connection,
) -> Callable[[Sequence[str], pl.Series | None], Iterator[pl.DataFrame]]:
    """Reads the insured people of the register in parts, as matching takes them (columns of `PERSON`)."""

    def read(columns: Sequence[str], wanted: pl.Series | None) -> Iterator[pl.DataFrame]:
        asked = ", ".join(f"person.{name}" for name in columns)
        insured = (
            f"select person.id as number, {asked} from registry_person person"
            " where insured_number is not null and merged_into_id is null and died_on is null"
        )
        if wanted is None:
            yield from read_frames(connection, insured, rows=PART)
            return
        connection.execute("create temporary table compared (person_id bigint) on commit drop")
        copy_in(connection, table="compared", frame=wanted.to_frame("person_id"))
        connection.execute("analyze compared")
        yield from read_frames(
            connection, f"{insured} and person.id in (select person_id from compared)", rows=PART
        )
        connection.execute("drop table compared")

    return read


def _agreement(left: pl.DataFrame, right: pl.DataFrame, *, on: str) -> pl.DataFrame:
    """Join two descriptions of people and say whether a name or the birth date is shared."""
    pairs = left.join(right, on=on, suffix="_other")
    one_name = (
        _one(pl.col("family_key"), pl.col("family_key_other"))
        | _one(pl.col("given_key"), pl.col("given_key_other"))
        | _one(pl.col("family_key"), pl.col("given_key_other"))
    )
    birth = (pl.col("birth_on") == pl.col("birth_on_other")) | (
        (pl.col("birth_on").dt.year() == pl.col("birth_on_other").dt.year())
        & ((pl.col("birth_precision") == "Y") | (pl.col("birth_precision_other") == "Y"))
    )
    return pairs.with_columns((one_name | birth).fill_null(True).alias("agrees"))


def _one(key: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Is it one name? Two names that are missing are not."""
    return (key == other) & (key != "")
