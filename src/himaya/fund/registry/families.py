"""Spouses and children declared for insured persons: from a file to dependants and dated links.

A dependant already in the register (by CIN or IDCS) is linked, not registered again. A declaration without
its proof enters: the right waits for the document and says so.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
from psycopg import Connection

from himaya.foundation.intake.layout import Layout, load_layout
from himaya.foundation.intake.reading import read_chunks
from himaya.foundation.intake.receive import receive
from himaya.foundation.messaging.outbox import enqueue
from himaya.foundation.messaging.templates import Catalogue, load_folder
from himaya.fund.registry import names, numbers, selectors
from himaya.fund.registry.events import PeopleChanged
from himaya.fund.registry.registration.normalise import DATE_FORMATS, FEMALE_WORDS, MALE_WORDS, TRUE_WORDS
from himaya.fund.registry.search import remember_names
from himaya.kernel import columns, yaml_file
from himaya.runtime import events, runs
from himaya.runtime.copying import copy_in, read_frame
from himaya.runtime.fund import fund_folder

KIND = "families"
CHUNK = 100_000
TEXTS = (
    "insured_number",
    "insured_cin",
    "relation",
    "family_name_fr",
    "given_name_fr",
    "family_name_ar",
    "given_name_ar",
    "birth_on",
    "sex",
    "cin",
    "idcs",
    "link_from",
    "proof",
    "student",
    "student_until",
    "disabled",
)
SPOUSE, CHILD = "spouse", "child"
SAME = ["insured_id", "relation", "family_key", "given_key", "birth_on"]


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What became of a file of families; `by_code` counts the lines refused."""

    run_id: int
    lines: int
    spouses: int
    children: int
    refused: int
    repeated: bool
    by_code: dict[str, int] = field(default_factory=dict)


def declare_families(
    connection: Connection,
    *,
    source: Path,
    body: str,
    on: date,
    advance: Callable[[int], None] = lambda _: None,
) -> Declared:
    """Take a file of spouses and children received on the day `on`. Raises BodyUnknown, FileRefused."""
    selectors.get_body(connection, code=body)
    layout = load_layout(body)
    received = receive(source)
    run = runs.begin(
        connection,
        kind=KIND,
        cause=f"families:{body}",
        digest=f"{body}:{received.digest}",
        payload={"body": body, "on": on.isoformat(), "digest": received.digest},
    )
    with run:
        repeated = run.is_finished
        if not repeated:
            _carry_out(connection, run=run, path=received.path, layout=layout, on=on, advance=advance)
    totals = run.totals()
    codes = {name[5:]: count for name, count in totals.items() if name.startswith("code:")}
    return Declared(
        run_id=run.id,
        lines=totals.get("lines", 0),
        spouses=totals.get(SPOUSE, 0),
        children=totals.get(CHILD, 0),
        refused=sum(codes.values()),
        repeated=repeated,
        by_code=codes,
    )


def _carry_out(
    connection: Connection,
    *,
    run: runs.Run,
    path: Path,
    layout: Layout,
    on: date,
    advance: Callable[[int], None],
) -> None:
    catalogue = load_folder(fund_folder())
    for number, chunk in enumerate(read_chunks(path, layout, rows=CHUNK)):
        if not run.done(f"chunk:{number}"):
            with connection.transaction():
                counts = _declare(connection, chunk, run_id=run.id, on=on, catalogue=catalogue)
                run.mark(connection, f"chunk:{number}", counts)
        advance(chunk.height)
    run.finish(connection)


def _declare(
    connection: Connection, chunk: pl.DataFrame, *, run_id: int, on: date, catalogue: Catalogue
) -> dict[str, int]:
    read = typed(chunk, first_digits=numbers.first_digits(connection))
    lines = _with_known(connection, names.name_keys(read))
    checked = _checked(connection, lines, on=on)
    good = checked.filter(pl.col("code").is_null())
    linked = _with_ids(connection, good)
    new = linked.filter(pl.col("known_id").is_null())
    copy_in(connection, table="registry_person", frame=_people(new, run_id=run_id, on=on))
    remember_names(connection, people=new)
    copy_in(
        connection,
        table="registry_familylink",
        frame=_links(linked, run_id=run_id, certified_until=certificate_until(on)),
    )
    insured = linked["insured_id"].unique()
    _tell(connection, linked, run_id=run_id, on=on, catalogue=catalogue)
    events.publish(PeopleChanged(connection=connection, run_id=run_id, on=on, people=insured))
    codes = dict(checked["code"].drop_nulls().value_counts().iter_rows())
    relations = dict(linked["relation"].value_counts().iter_rows())
    return {"lines": chunk.height, **relations, **{f"code:{code}": count for code, count in codes.items()}}


def typed(chunk: pl.DataFrame, *, first_digits: Collection[int]) -> pl.DataFrame:
    """Canonical text of declarations as typed columns; unreadable values become null.

    first_digits: of the series of insured numbers that the fund has opened.
    """
    texts = chunk.select(
        pl.col("line_no").cast(pl.Int32),
        *(
            columns.clean_text(pl.col(name)).replace("", None).alias(name)
            if name in chunk.columns
            else pl.lit(None, dtype=pl.String).alias(name)
            for name in TEXTS
        ),
    )
    sex = pl.col("sex").str.to_uppercase()
    year_only = columns.ascii_digits(pl.col("birth_on")).str.contains(r"^\d{4}$")
    return texts.with_columns(
        columns.insured_number(pl.col("insured_number"), first_digits=first_digits).alias("insured_number"),
        columns.cin_key(pl.col("insured_cin")).alias("insured_cin_key"),
        columns.cin_normalised(pl.col("cin")).alias("cin"),
        columns.cin_key(pl.col("cin")).alias("cin_key"),
        columns.idcs(pl.col("idcs")).alias("idcs"),
        pl.when(year_only)
        .then(
            pl.date(
                columns.ascii_digits(pl.col("birth_on")).str.slice(0, 4).cast(pl.Int32, strict=False), 1, 1
            )
        )
        .otherwise(_day("birth_on"))
        .alias("birth_on"),
        pl.when(year_only).then(pl.lit("Y")).otherwise(pl.lit("D")).alias("birth_precision"),
        _day("link_from").alias("link_from"),
        _day("student_until").alias("student_until"),
        pl.when(sex.is_in(MALE_WORDS))
        .then(pl.lit("M"))
        .when(sex.is_in(FEMALE_WORDS))
        .then(pl.lit("F"))
        .alias("sex"),
        pl.col("student").str.to_lowercase().is_in(TRUE_WORDS).fill_null(False).alias("student"),
        pl.col("disabled").str.to_lowercase().is_in(TRUE_WORDS).fill_null(False).alias("disabled"),
        pl.col("proof").fill_null("").alias("proof"),
        *(pl.col(name).fill_null("").alias(name) for name in TEXTS if "_name_" in name),
    )


def _day(name: str) -> pl.Expr:
    text = columns.ascii_digits(pl.col(name))
    return pl.coalesce([text.str.to_date(form, strict=False) for form in DATE_FORMATS])


def _with_known(connection: Connection, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines with the insured person (insured_id, insured_birth_on…) and the dependant if already known."""
    connection.execute(
        "create temporary table declared (line_no int, number int, cin text, own_cin text, own_idcs text)"
        " on commit drop"
    )
    copy_in(
        connection,
        table="declared",
        frame=lines.select(
            "line_no",
            pl.col("insured_number").alias("number"),
            pl.col("insured_cin_key").alias("cin"),
            pl.col("cin_key").alias("own_cin"),
            pl.col("idcs").alias("own_idcs"),
        ),
    )
    connection.execute("analyze declared")
    insured = read_frame(
        connection,
        """select distinct on (found.line_no) found.line_no, kept.id as insured_id,
                  kept.birth_on as insured_birth_on, kept.phone, kept.language,
                  kept.insured_number::text as number, kept.commune_id, kept.address
           from (select declared.line_no, found.id, found.merged_into_id
                 from declared join registry_person found on found.insured_number = declared.number
                 union all
                 select declared.line_no, found.id, found.merged_into_id
                 from declared join registry_person found on found.cin_key = declared.cin) found
           join registry_person kept on kept.id = coalesce(found.merged_into_id, found.id)
           where kept.insured_number is not null and kept.died_on is null
           order by found.line_no, kept.id""",
    )
    known = read_frame(
        connection,
        """select line_no, min(known_id) as known_id
           from (select declared.line_no, coalesce(found.merged_into_id, found.id) as known_id
                 from declared join registry_person found on found.cin_key = declared.own_cin
                 union all
                 select declared.line_no, coalesce(found.merged_into_id, found.id)
                 from declared join registry_person found on found.idcs = declared.own_idcs) found
           group by line_no""",
    )
    connection.execute("drop table declared")
    return lines.join(insured, on="line_no", how="left", maintain_order="left").join(
        known, on="line_no", how="left", maintain_order="left"
    )


def _checked(connection: Connection, lines: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Lines with a code where they cannot be taken."""
    held = read_frame(
        connection,
        "select link.insured_id, link.relation, person.family_key, person.given_key, person.birth_on"
        " from registry_familylink link join registry_person person on person.id = link.dependant_id"
        " where link.end_on is null",
    )
    marked = lines.join(
        held.unique().with_columns(pl.lit(True).alias("held")), on=SAME, how="left", maintain_order="left"
    )
    repeated = ~pl.struct(SAME).is_first_distinct() & pl.col("insured_id").is_not_null()
    return marked.with_columns(
        pl.when(pl.col("insured_id").is_null())
        .then(pl.lit("family.insured_unknown"))
        .when(~pl.col("relation").is_in([SPOUSE, CHILD]).fill_null(False))
        .then(pl.lit("family.relation_unknown"))
        .when((pl.col("family_key") == "") & (pl.col("given_key") == ""))
        .then(pl.lit("family.name_missing"))
        .when(pl.col("birth_on").is_null() | (pl.col("birth_on") > on))
        .then(pl.lit("family.birth_wrong"))
        .when(pl.col("sex").is_null())
        .then(pl.lit("family.sex_unknown"))
        .when((pl.col("relation") == CHILD) & (pl.col("birth_on") <= pl.col("insured_birth_on")))
        .then(pl.lit("family.child_older_than_parent"))
        .when(pl.col("known_id") == pl.col("insured_id"))
        .then(pl.lit("family.own_dependant"))
        .when(pl.col("held").fill_null(False) | repeated)
        .then(pl.lit("family.already_declared"))
        .alias("code")
    )


def _with_ids(connection: Connection, good: pl.DataFrame) -> pl.DataFrame:
    """Links and new dependants get their ids, in the order of the lines."""
    new = good.filter(pl.col("known_id").is_null()).height
    first_person = numbers.reserve_ids(connection, name="person", count=new)
    first_link = numbers.reserve_ids(connection, name="family_link", count=good.height)
    rank = pl.col("known_id").is_null().cum_sum() - 1
    return good.with_columns(
        pl.when(pl.col("known_id").is_null())
        .then(first_person + rank)
        .otherwise(pl.col("known_id"))
        .cast(pl.Int64)
        .alias("dependant_id"),
        pl.int_range(first_link, first_link + pl.len(), dtype=pl.Int64).alias("link_id"),
    ).unique(subset=["insured_id", "dependant_id"], keep="first", maintain_order=True)


def certificate_until(on: date) -> date:
    """The day to which a school certificate received on a day carries the right."""
    house = yaml_file.read(fund_folder() / "registry" / "checks.yaml")
    month, day = house["school_certificate_until"]
    this_year = date(on.year, month, day)
    return this_year if this_year > on else date(on.year + 1, month, day)


def _people(new: pl.DataFrame, *, run_id: int, on: date) -> pl.DataFrame:
    return new.select(
        pl.col("dependant_id").alias("id"),
        *(name for name in TEXTS if "_name_" in name),
        "family_key",
        "given_key",
        "cin",
        "cin_key",
        "idcs",
        "birth_on",
        "birth_precision",
        "sex",
        "commune_id",
        "address",
        pl.lit(None, dtype=pl.String).alias("phone"),
        "language",
        pl.lit(on).alias("registered_on"),
        pl.lit(run_id).alias("run_id"),
    )


def _links(linked: pl.DataFrame, *, run_id: int, certified_until: date) -> pl.DataFrame:
    return linked.select(
        pl.col("link_id").alias("id"),
        "insured_id",
        "dependant_id",
        "relation",
        pl.max_horizontal("link_from", "birth_on").alias("start_on"),
        "proof",
        pl.when("student").then(pl.coalesce("student_until", pl.lit(certified_until))).alias("student_until"),
        "disabled",
        pl.lit(run_id).alias("run_id"),
    )


def _tell(
    connection: Connection, linked: pl.DataFrame, *, run_id: int, on: date, catalogue: Catalogue
) -> None:
    """One message an insured person, however many dependants were declared."""
    people = linked.group_by(pl.col("insured_id").alias("person_id"), maintain_order=True).agg(
        pl.col("phone", "language", "number").first(),
        pl.when(pl.len() > 1).then(pl.lit("family")).otherwise(pl.col("relation").first()).alias("who"),
    )
    if people.height:
        enqueue(
            connection,
            frame=people,
            template="dependant_registered",
            catalogue=catalogue,
            cause=f"families:{run_id}",
            now=datetime.combine(on, time(9), tzinfo=UTC),
            run_id=run_id,
        )
