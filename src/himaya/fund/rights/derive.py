"""Rights from facts and law, for everybody at once: pure frames in, segments out.

A segment is (person_id, membership_id, scheme_id, start_on, end_on, state, reason, remedy, remedy_centimes,
remedy_by), half-open, `end_on` FAR when there is no end. Dates, waits and limits come from the law alone.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from himaya.fund.contributions.months import first_day
from himaya.fund.registry.states import RegistrationState
from himaya.fund.rights import arrears, successions
from himaya.fund.rights.states import Reason, Remedy, RightState
from himaya.fund.rights.timeline import FAR, clipped, gaps, real
from himaya.legislation.law import Legislation

SEGMENT = {
    "person_id": pl.Int64,
    "membership_id": pl.Int64,
    "scheme_id": pl.Int16,
    "start_on": pl.Date,
    "end_on": pl.Date,
    "state": pl.Int16,
    "reason": pl.Int16,
    "remedy": pl.Int16,
    "remedy_centimes": pl.Int64,
    "remedy_by": pl.Date,
}
OWNER = ["person_id", "membership_id", "scheme_id"]
ENDED_REASON = {
    RegistrationState.CATEGORY_ENDED: Reason.CATEGORY_ENDED,
    RegistrationState.TRANSFERRED: Reason.TRANSFERRED,
}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What rights are derived from, for a set of insured persons.

    memberships: (membership_id, person_id, scheme_id, rights, category, start_on, end_on, state,
        first_due_month, died_on); `rights` is how the scheme opens them.
    dues: (membership_id, month, owed_centimes: still owed, paid_on, owes: whether anything was due at all); months
        written off are left out.
    """

    memberships: pl.DataFrame
    dues: pl.DataFrame


def segments(frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of segments with every column in order; absent ones are null."""
    return frame.select(
        [
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in SEGMENT.items()
        ]
    )


def of_memberships(law: Legislation, facts: Facts, *, on: date) -> pl.DataFrame:
    """The timeline that each membership gives by itself, as known on the day `on`."""
    paying = facts.memberships.filter(pl.col("rights") == "contributions")
    given = facts.memberships.filter(pl.col("rights") != "contributions")
    opening = opening_days(law, paying)
    members = arrears.cases(paying)
    heirs = successions.heirs(law, paying)
    late = arrears.closures(law, members, facts.dues, heirs, on=on)
    account = arrears.owed_now(late)
    known = opening.join(account, on="membership_id", how="left").with_columns(pl.col("owed").fill_null(0))
    assessed = facts.dues.select("membership_id").unique()
    timelines = pl.concat(
        [
            _contributory(
                known.join(assessed, on="membership_id", how="semi"),
                arrears.blocks(law, members, late, on=on),
                on=on,
            ),
            segments(_unknown_base(known.join(assessed, on="membership_id", how="anti"))),
            _given(given),
        ]
    )
    return _ended(timelines, facts.memberships, account)


def _given(memberships: pl.DataFrame) -> pl.DataFrame:
    """Rights that no contribution of the member opens: an eligible score, or another register's word."""
    reason = (
        pl.when(pl.col("rights") == "score")
        .then(int(Reason.SCORE_ELIGIBLE))
        .otherwise(int(Reason.TAKEN_OVER))
    )
    return segments(
        memberships.select(
            *OWNER,
            "start_on",
            pl.lit(FAR).alias("end_on"),
            pl.lit(int(RightState.OPEN)).alias("state"),
            reason.alias("reason"),
        )
    )


def _contributory(memberships: pl.DataFrame, blocks: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """Waiting period, then open, but for the periods closed by arrears and the waits that follow them."""
    after = clipped(_with_owner(blocks, memberships), start=pl.col("rights_open_from"))
    spans = memberships.select(
        *OWNER, pl.col("rights_open_from").alias("start_on"), pl.lit(FAR).alias("end_on")
    )
    open_segments = gaps(
        after.select(*OWNER, "start_on", "end_on").sort(*OWNER, "start_on"), spans, key=OWNER
    )
    return pl.concat(
        [
            segments(_waiting(memberships, on=on)),
            segments(after),
            segments(
                open_segments.with_columns(
                    pl.lit(int(RightState.OPEN)).alias("state"),
                    pl.lit(int(Reason.CONTRIBUTIONS_PAID)).alias("reason"),
                )
            ),
        ]
    )


def opening_days(law: Legislation, memberships: pl.DataFrame) -> pl.DataFrame:
    """Memberships with `first_due_on` and `rights_open_from`, asked of the law once a distinct case."""
    case = ["category", "first_due_month"]
    cases = memberships.select(case).unique().filter(pl.col("first_due_month").is_not_null())
    asked = cases.with_columns(first_day(pl.col("first_due_month").cast(pl.Int32)).alias("first_due_on"))
    answered = law.evaluate(
        asked.with_columns(pl.col("first_due_on").alias("first_due_month")), ["rights_open_from"]
    ).select("category", "first_due_on", "rights_open_from")
    opening = (
        memberships.filter(pl.col("first_due_month").is_not_null())
        .with_columns(first_day(pl.col("first_due_month").cast(pl.Int32)).alias("first_due_on"))
        .join(answered, on=["category", "first_due_on"], how="left", maintain_order="left")
    )
    return successions.with_waits_kept(law, opening)


def _with_owner(blocks: pl.DataFrame, memberships: pl.DataFrame) -> pl.DataFrame:
    return blocks.join(memberships.select(*OWNER, "rights_open_from"), on="membership_id")


def _waiting(memberships: pl.DataFrame, *, on: date) -> pl.DataFrame:
    """The first wait; what is owed must be paid before it ends for the right to open on its day.

    Once the wait is over, debts belong to the closure that follows it.
    """
    owing = (pl.col("owed") > 0) & (pl.col("rights_open_from") > on)
    return real(
        memberships.select(
            *OWNER,
            pl.col("first_due_on").alias("start_on"),
            pl.col("rights_open_from").alias("end_on"),
            pl.lit(int(RightState.WAITING)).alias("state"),
            pl.lit(int(Reason.WAITING_PERIOD)).alias("reason"),
            pl.when(owing).then(int(Remedy.PAY_AND_WAIT)).otherwise(int(Remedy.WAIT)).alias("remedy"),
            pl.when(owing).then(pl.col("owed")).alias("remedy_centimes"),
            pl.when(owing)
            .then(pl.col("rights_open_from").dt.offset_by("-1d"))
            .otherwise(pl.col("rights_open_from"))
            .alias("remedy_by"),
        )
    )


def _unknown_base(memberships: pl.DataFrame) -> pl.DataFrame:
    """Nothing can be asked for while the base is not known, and no right can open."""
    return memberships.select(
        *OWNER,
        pl.col("first_due_on").alias("start_on"),
        pl.lit(FAR).alias("end_on"),
        pl.lit(int(RightState.WAITING)).alias("state"),
        pl.lit(int(Reason.BASE_UNKNOWN)).alias("reason"),
        pl.lit(int(Remedy.ASK_FUND)).alias("remedy"),
    )


def _ended(timelines: pl.DataFrame, memberships: pl.DataFrame, account: pl.DataFrame) -> pl.DataFrame:
    """Cut timelines where the membership ends, say why and what is still owed; nothing follows a death."""
    finished = memberships.filter(pl.col("end_on").is_not_null() | pl.col("died_on").is_not_null())
    if finished.is_empty():
        return timelines
    ends = finished.select(
        "membership_id",
        pl.min_horizontal("end_on", pl.col("died_on").dt.offset_by("1d")).alias("finished_on"),
    )
    cut = clipped(
        timelines.join(ends, on="membership_id", how="left", maintain_order="left"), end=pl.col("finished_on")
    )
    closed = (
        _until_next_end(finished.filter(pl.col("died_on").is_null()))
        .join(account.select("membership_id", "owed"), on="membership_id", how="left")
        .select(
            *OWNER,
            pl.col("end_on").alias("start_on"),
            "until_on",
            pl.lit(int(RightState.CLOSED)).alias("state"),
            pl.col("state")
            .replace_strict(
                {int(k): int(v) for k, v in ENDED_REASON.items()}, default=int(Reason.CATEGORY_ENDED)
            )
            .alias("reason"),
            pl.when(pl.col("state") == int(RegistrationState.CATEGORY_ENDED))
            .then(int(Remedy.DECLARE_ACTIVITY))
            .alias("remedy"),
            pl.when(pl.col("state") == int(RegistrationState.CATEGORY_ENDED))
            .then("owed")
            .alias("remedy_centimes"),
        )
        .rename({"until_on": "end_on"})
    )
    return pl.concat([segments(cut), segments(real(closed))])


def _until_next_end(ended: pl.DataFrame) -> pl.DataFrame:
    """Ended memberships with `until_on`: the day another of the person ends, which then is why; or FAR."""
    return ended.sort("person_id", "end_on", "membership_id").with_columns(
        pl.col("end_on").shift(-1).over("person_id").fill_null(FAR).alias("until_on")
    )
