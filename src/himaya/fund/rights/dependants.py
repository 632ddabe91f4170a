"""Rights of spouses and children: those of the insured, over the link, up to the law's limits."""

from datetime import date

import polars as pl

from himaya.fund.rights.derive import segments
from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.fund.rights.timeline import FAR, clipped
from himaya.legislation.law import Legislation


def of_links(law: Legislation, links: pl.DataFrame, insured: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Timelines that family links give, one or more a dependant.

    links: frame of `records.read_links`; insured: the insured persons' own segments (one timeline each).
    """
    if links.is_empty():
        return segments(links.select(pl.col("dependant_id").alias("person_id")))
    limited = _with_limits(law, links, on=on)
    proved = limited.filter("proved")
    given = clipped(
        proved.select("insured_id", "dependant_id", "link_from", "link_until").join(
            insured, left_on="insured_id", right_on="person_id"
        ),
        start=pl.col("link_from"),
        end=pl.col("link_until"),
    ).with_columns(pl.col("dependant_id").alias("person_id"))
    owner = (
        insured.sort("person_id", "start_on")
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("membership_id").last(), pl.col("scheme_id").last())
    )
    return pl.concat(
        [
            segments(given),
            segments(_unproved(limited, owner)),
            segments(_ended(proved, owner, on=on)),
        ]
    )


def _with_limits(law: Legislation, links: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Links with `link_from`, `link_until`, and `studies_until`: how far a school certificate could carry."""
    since_birth = pl.max_horizontal(pl.lit(on), "birth_on")  # one born later is asked for from birth
    asked = links.with_row_index("row").with_columns(since_birth.alias("day"))
    plain = law.evaluate(asked.with_columns(pl.lit(False).alias("student")), ["dependant_until"])
    student = law.evaluate(asked.with_columns(pl.lit(True).alias("student")), ["dependant_until"])
    limits = plain.select("row", pl.col("dependant_until").fill_null(FAR).alias("plain_until")).join(
        student.select("row", pl.col("dependant_until").fill_null(FAR).alias("studies_until")), on="row"
    )
    certified = pl.col("student_until").dt.offset_by("1d")
    proved_studies = pl.when(certified.is_not_null()).then(pl.min_horizontal("studies_until", certified))
    by_law = pl.max_horizontal("plain_until", proved_studies)
    died = pl.col("died_on").dt.offset_by("1d")
    return (
        asked.join(limits, on="row")
        .with_columns(
            pl.col("start_on").alias("link_from"),
            by_law.alias("law_until"),
            pl.min_horizontal(by_law, pl.col("end_on"), died).alias("link_until"),
        )
        .drop("start_on", "end_on", "row")
    )


def _unproved(links: pl.DataFrame, owner: pl.DataFrame) -> pl.DataFrame:
    """A declared dependant whose link is not proved waits for the document."""
    waiting = links.filter(~pl.col("proved")).join(owner, left_on="insured_id", right_on="person_id")
    return clipped(
        waiting.select(
            pl.col("dependant_id").alias("person_id"),
            "membership_id",
            "scheme_id",
            pl.col("link_from").alias("start_on"),
            pl.lit(FAR).alias("end_on"),
            "link_until",
            pl.lit(int(RightState.WAITING)).alias("state"),
            pl.lit(int(Reason.PROOF_MISSING)).alias("reason"),
            pl.lit(int(Remedy.SEND_LINK_PROOF)).alias("remedy"),
        ),
        end=pl.col("link_until"),
    )


def _ended(links: pl.DataFrame, owner: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """After the link or the age limit, once that day has come: closed, and whether studies would reopen it."""
    past = links.filter((pl.col("link_until") <= on) & pl.col("died_on").is_null()).join(
        owner, left_on="insured_id", right_on="person_id"
    )
    by_age = pl.col("link_until") == pl.col("law_until")
    studies = by_age & (pl.col("studies_until") > on)
    return past.select(
        pl.col("dependant_id").alias("person_id"),
        "membership_id",
        "scheme_id",
        pl.max_horizontal("link_from", "link_until").alias("start_on"),
        pl.lit(FAR).alias("end_on"),
        pl.lit(int(RightState.CLOSED)).alias("state"),
        pl.when(studies)
        .then(int(Reason.STUDIES_NOT_PROVED))
        .when(by_age)
        .then(int(Reason.AGE_LIMIT))
        .otherwise(int(Reason.LINK_ENDED))
        .alias("reason"),
        pl.when(studies).then(int(Remedy.SEND_SCHOOL_CERTIFICATE)).alias("remedy"),
        pl.when(studies).then(pl.col("studies_until")).alias("remedy_by"),
    )
