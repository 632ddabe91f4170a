"""What becomes of each line: registered, rejected, to complete, or waiting for a person's decision.

A decision is one row: (line_no, state, code, column, value, person_id, candidate_id, probability, first_line).
`person_id` is set for people already registered; new people get theirs when ids are taken. Lines are judged
in this order: by themselves, by identifier, inside the list, by likeness, and by the memberships they have.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from psycopg import Connection

from himaya.foundation.intake.findings import Outcome, catalogued, outcomes
from himaya.fund.registry import findings as _codes  # noqa: F401  registers the codes judged here
from himaya.fund.registry.registration import identify
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime.copying import copy_in, read_frame

DECISION_SCHEMA = {
    "line_no": pl.Int32,
    "state": pl.Int8,
    "code": pl.String,
    "column": pl.String,
    "value": pl.String,
    "person_id": pl.Int64,
    "candidate_id": pl.Int64,
    "candidate_line": pl.Int32,
    "probability": pl.Float64,
    "first_line": pl.Int32,
}
REJECTED, TO_COMPLETE, TO_DECIDE, REGISTERED = (
    int(state) for state in (State.REJECTED, State.TO_COMPLETE, State.TO_DECIDE, State.REGISTERED)
)
STATES = {
    str(Outcome.REJECTED): REJECTED,
    str(Outcome.REVIEW): TO_DECIDE,
    str(Outcome.TO_COMPLETE): TO_COMPLETE,
}

Read = Callable[[Sequence[str], pl.Series], Iterable[pl.DataFrame]]
"""Reads lines in parts: given columns of `identify.PERSON` and numbers of lines, frames (line_no, columns)."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Lines judged so far and those still free to be registered."""

    decided: list[pl.DataFrame]
    free: pl.DataFrame

    def settle(self, verdict: pl.DataFrame) -> "Judged":
        """Take the lines of `verdict` (a frame of decisions) out of the free ones."""
        full = complete(verdict)
        free = self.free.join(full.select("line_no"), on="line_no", how="anti", maintain_order="left")
        return Judged(decided=[*self.decided, full], free=free)


def complete(decisions: pl.DataFrame) -> pl.DataFrame:
    """A frame of decisions with every column, in order; absent ones are null."""
    return decisions.select(
        [
            (pl.col(name) if name in decisions.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in DECISION_SCHEMA.items()
        ]
    )


def decide(
    connection: Connection, *, lines: pl.DataFrame, findings: pl.DataFrame, read: Read
) -> pl.DataFrame:
    """One decision for every line.

    lines: normalised lines with the columns of `identify.JUDGED_ON`.
    findings: what `checks` found, frame (line_no, code, column, value).
    read: gives what else lines say of their people; names are read only of those compared.
    """
    judged = Judged(decided=[], free=lines).settle(by_findings(findings))
    judged = _by_identifier(connection, judged)
    judged = _inside_the_list(judged)
    judged = _without_family_name(connection, judged)
    judged = _by_likeness(connection, judged, read)
    judged = by_memberships(connection, judged)
    registered = judged.free.select("line_no", pl.lit(REGISTERED).alias("state"), "person_id", "first_line")
    return pl.concat([*judged.decided, complete(registered)]).sort("line_no")


def by_findings(findings: pl.DataFrame) -> pl.DataFrame:
    """The gravest finding of each line decides: a rejection before a decision before a completion."""
    if findings.is_empty():
        return complete(pl.DataFrame(schema=DECISION_SCHEMA))
    gravest = outcomes(findings).filter(pl.col("outcome").is_in(list(STATES)))
    own = pl.col("code").replace_strict(
        {code: str(catalogued(code).outcome) for code in findings["code"].unique()}, return_dtype=pl.String
    )
    return (
        findings.with_columns(own.alias("outcome"))
        .join(gravest, on=["line_no", "outcome"], how="semi", maintain_order="left")
        .unique(subset="line_no", keep="first", maintain_order=True)
        .with_columns(pl.col("outcome").replace_strict(STATES, return_dtype=pl.Int8).alias("state"))
    )


def _by_identifier(connection: Connection, judged: Judged) -> Judged:
    known = identify.registered_by_identifier(connection, lines=judged.free)
    judged = judged.settle(
        known.filter("died").select(
            "line_no",
            pl.lit(REJECTED).alias("state"),
            pl.lit("registration.died").alias("code"),
            pl.lit("cin").alias("column"),
        )
    )
    judged = judged.settle(
        known.filter(~pl.col("died") & ~pl.col("agrees")).select(
            "line_no",
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.identifier_conflict").alias("code"),
            pl.lit("cin").alias("column"),
            pl.col("person_id").alias("candidate_id"),
        )
    )
    free = judged.free.join(
        known.filter("agrees").select("line_no", "person_id"), on="line_no", how="left", maintain_order="left"
    )
    return Judged(decided=judged.decided, free=free)


def _inside_the_list(judged: Judged) -> Judged:
    """Repeats share the person of their first line; the same category again is a duplicate."""
    free = judged.free.join(
        identify.first_lines(judged.free), on="line_no", how="left", maintain_order="left"
    ).with_columns(pl.col("person_id").first().over("first_line"))
    judged = Judged(decided=judged.decided, free=free)
    judged = judged.settle(
        free.filter(~pl.col("agrees")).select(
            "line_no",
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.identifier_conflict").alias("code"),
            pl.lit("cin").alias("column"),
            pl.col("first_line").alias("candidate_line"),
        )
    )
    again = judged.free.filter(pl.struct("first_line", "category").is_duplicated())
    repeats = again.filter(pl.col("line_no") != pl.col("line_no").min().over("first_line", "category"))
    judged = judged.settle(
        repeats.select(
            "line_no",
            pl.lit(REJECTED).alias("state"),
            pl.lit("registration.duplicate_in_list").alias("code"),
            pl.lit("cin").alias("column"),
            pl.col("first_line").cast(pl.String).alias("value"),
        )
    )
    alone = judged.free.filter(pl.col("first_line") == pl.col("line_no"))
    alike = identify.same_description(alone.filter(pl.col("person_id").is_null()))
    return judged.settle(
        alike.select(
            "line_no",
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.possible_duplicate").alias("code"),
            pl.lit("family_name_fr").alias("column"),
            "candidate_line",
        )
    )


def _without_family_name(connection: Connection, judged: Judged) -> Judged:
    """A first name, a year and a commune are too little to know somebody by, and too much to pass over."""
    unknown = judged.free.filter(pl.col("person_id").is_null() & (pl.col("first_line") == pl.col("line_no")))
    found = identify.namesakes_without_family_name(connection, lines=unknown)
    return judged.settle(
        found.select(
            pl.col("line_no").cast(pl.Int32),
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.possible_duplicate").alias("code"),
            pl.lit("given_name_fr").alias("column"),
            "candidate_id",
        )
    )


def _by_likeness(connection: Connection, judged: Judged, read: Read) -> Judged:
    """People not known by identifier are compared with the register by names, birth, place and phone."""
    unknown = judged.free.filter(pl.col("person_id").is_null() & (pl.col("first_line") == pl.col("line_no")))
    if unknown.is_empty() or _is_empty_register(connection):
        return judged
    from himaya.fund.registry.matching import candidates  # DuckDB and Splink: slow to import

    everybody = unknown["line_no"]

    def listed(columns: Sequence[str], wanted: pl.Series | None) -> Iterator[pl.DataFrame]:
        numbers = everybody if wanted is None else wanted.cast(everybody.dtype)
        for part in read(columns, numbers):
            yield part.select(pl.col("line_no").cast(pl.Int64).alias("number"), *columns)

    likeness = candidates(new=listed, register=identify.registered(connection))
    best = (
        likeness.sort("new_row", "probability", descending=[False, True])
        .unique(subset="new_row", keep="first", maintain_order=True)
        .with_columns(pl.col("new_row").cast(pl.Int32).alias("line_no"))
    )
    judged = judged.settle(
        best.filter(pl.col("decision") == "review").select(
            "line_no",
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.possible_duplicate").alias("code"),
            pl.lit("family_name_fr").alias("column"),
            pl.col("person_id").alias("candidate_id"),
            "probability",
        )
    )
    same = best.filter(pl.col("decision") == "automatic").select(
        pl.col("line_no").alias("first_line"), pl.col("person_id").alias("same_person")
    )
    free = judged.free.join(same, on="first_line", how="left", maintain_order="left").with_columns(
        pl.coalesce("person_id", "same_person").alias("person_id")
    )
    return Judged(decided=judged.decided, free=free.drop("same_person"))


def by_memberships(connection: Connection, judged: Judged) -> Judged:
    """Nobody is registered twice in a category, nor here while another scheme covers him."""
    judged = _one_line_a_person(judged)
    known = judged.free.filter(pl.col("person_id").is_not_null())
    if not known.is_empty():
        held = known.select("line_no", "person_id", "category_id", "scheme_id").join(
            _open_memberships(connection, people=known["person_id"].unique()), on="person_id"
        )
        judged = judged.settle(
            _refused(
                held,
                held["held_category_id"] == held["category_id"],
                code="registration.already_registered_same_category",
            )
        )
        judged = judged.settle(
            _refused(
                held,
                held["barred"].list.contains(held["scheme_id"]),
                code="registration.insured_in_other_scheme",
            ).join(judged.free.select("line_no"), on="line_no")
        )
    orphans = judged.free.filter(
        (pl.col("first_line") != pl.col("line_no"))
        & pl.col("person_id").is_null()
        & ~pl.col("first_line").is_in(judged.free["line_no"].implode())
    )
    return judged.settle(
        orphans.select(
            "line_no",
            pl.lit(TO_DECIDE).alias("state"),
            pl.lit("registration.possible_duplicate").alias("code"),
            pl.lit("cin").alias("column"),
            pl.col("first_line").alias("candidate_line"),
        )
    )


def _one_line_a_person(judged: Judged) -> Judged:
    """Two lines found to be about one registered person, by identifier and by likeness, enter a category once."""
    known = judged.free.filter(pl.col("person_id").is_not_null()).with_columns(
        pl.col("line_no").min().over("person_id", "category").alias("earlier")
    )
    return judged.settle(
        known.filter(pl.col("line_no") != pl.col("earlier")).select(
            "line_no",
            pl.lit(REJECTED).alias("state"),
            pl.lit("registration.duplicate_in_list").alias("code"),
            pl.lit("cin").alias("column"),
            pl.col("earlier").cast(pl.String).alias("value"),
        )
    )


def _refused(held: pl.DataFrame, where: pl.Series, *, code: str) -> pl.DataFrame:
    return (
        held.filter(where)
        .unique(subset="line_no", maintain_order=True)
        .select(
            "line_no",
            pl.lit(REJECTED).alias("state"),
            pl.lit(code).alias("code"),
            pl.lit("cin").alias("column"),
        )
    )


def _is_empty_register(connection: Connection) -> bool:
    row = connection.execute(
        "select exists (select from registry_person where insured_number is not null)"
    ).fetchone()
    assert row is not None
    return not row[0]


def _open_memberships(connection: Connection, *, people: pl.Series) -> pl.DataFrame:
    connection.execute("create temporary table wanted_people (person_id bigint) on commit drop")
    copy_in(connection, table="wanted_people", frame=pl.DataFrame({"person_id": people}))
    held = read_frame(
        connection,
        "select membership.person_id, membership.category_id as held_category_id,"
        " membership.scheme_id as held_scheme_id"
        " from wanted_people join registry_membership membership using (person_id) where membership.end_on is null",
    )
    connection.execute("drop table wanted_people")
    barred = pl.DataFrame(
        connection.execute(
            "select held.id, coalesce(array_agg(other.id) filter (where other.id is not null), '{}')"
            " from registry_scheme held left join registry_scheme other on held.barred_from ? other.code"
            " group by held.id"
        ).fetchall(),
        schema={"held_scheme_id": pl.Int16, "barred": pl.List(pl.Int16)},
        orient="row",
    )
    return held.join(barred, on="held_scheme_id", how="left")
