"""Reading the facts of rights and writing rights: the tables' side of `derive`."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from psycopg import Connection

from himaya.fund.rights.derive import SEGMENT, Facts
from himaya.fund.rights.timeline import FAR
from himaya.runtime.copying import copy_in, read_frame

KEY = ["person_id", "start_on"]
SAID = [name for name in SEGMENT if name not in KEY]
BY_KEY = "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off"
"""People are looked up by key: a chunk costs the same in a town and in a nation, whatever the planner guesses."""
AS_USUAL = BY_KEY.replace("off", "default")
WRITTEN_BEFORE = """
    join registry_person dependant on dependant.id = link.dependant_id
    where dependant.insured_number is null and not exists (
        select from registry_familylink earlier join registry_person insured on insured.id = earlier.insured_id
        where earlier.dependant_id = link.dependant_id and earlier.insured_id < %(first)s
            and insured.insured_number is not null)"""


@contextmanager
def scope(connection: Connection, *, people: range | pl.Series) -> Iterator[None]:
    """Inside, `asked` names the insured persons to look at, `concerned` the dependants whose rights are written.

    people: an id range or given ids. A dependant has rights from all who declared him and, if he was ever a
    member, his own: all of these people are in `asked`; those marked `own` have their rights written. Ranges
    that cover everybody write each dependant once: in the range of the first insured person who declared him,
    or in his own if he has a number. So several ranges may be worked on at once.
    """
    connection.execute(BY_KEY)
    connection.execute(
        "create temporary table asked (person_id bigint primary key, own boolean) on commit drop"
    )
    if isinstance(people, range):
        connection.execute(
            "insert into asked select id, true from registry_person"
            " where id between %s and %s and insured_number is not null",
            [people.start, people.stop - 1],
        )
    else:
        wanted = pl.DataFrame({"person_id": people.unique()}).with_columns(pl.lit(True).alias("own"))
        copy_in(connection, table="asked", frame=wanted)
    connection.execute("analyze asked")
    _concern(connection, first=people.start if isinstance(people, range) else None)
    yield
    connection.execute("drop table asked; drop table concerned")
    connection.execute(AS_USUAL)


def _concern(connection: Connection, *, first: int | None) -> None:
    """The dependants of the people asked for, all who declared them, and the dependants who are members.

    first: where the range begins; a dependant whom an insured person before it declared was written there.
    """
    written_before = "" if first is None else WRITTEN_BEFORE
    connection.execute(
        f"""create temporary table concerned on commit drop as
            select link.dependant_id as person_id
            from asked join registry_familylink link on link.insured_id = asked.person_id
            {written_before}
            union
            select link.dependant_id from asked join registry_familylink link on link.dependant_id = asked.person_id""",
        None if first is None else {"first": first},
    )
    connection.execute("alter table concerned add primary key (person_id)")
    connection.execute("analyze concerned")
    connection.execute(
        """insert into asked
           select person_id, true from concerned
           where exists (select from registry_membership own where own.person_id = concerned.person_id)
           on conflict do nothing"""
    )
    connection.execute(
        """insert into asked
           select distinct link.insured_id, false
           from concerned join registry_familylink link on link.dependant_id = concerned.person_id
           on conflict do nothing"""
    )


def read_facts(connection: Connection) -> Facts:
    """Facts of the insured persons of the scope."""
    memberships = read_frame(
        connection,
        """select membership.id as membership_id, membership.person_id, membership.scheme_id, scheme.rights,
                  category.code as category, membership.start_on, membership.end_on, membership.state,
                  membership.first_due_month, person.died_on
           from asked join registry_membership membership using (person_id)
           join registry_person person on person.id = membership.person_id
           join registry_scheme scheme on scheme.id = membership.scheme_id
           join registry_category category on category.id = membership.category_id""",
    )
    dues = read_frame(
        connection,
        """select due.membership_id, due.month, due.due_centimes - due.paid_centimes as owed_centimes, due.paid_on,
                  due.due_centimes > 0 as owes
           from asked join registry_membership membership using (person_id)
           join contributions_due due on due.membership_id = membership.id
           where due.cancelled_on is null""",
    )
    return Facts(memberships=memberships, dues=dues)


def read_links(connection: Connection) -> pl.DataFrame:
    """Family links of the dependants of the scope, with what the law asks of each."""
    return read_frame(
        connection,
        """select link.insured_id, link.dependant_id, link.relation, link.start_on, link.end_on,
                  link.proof <> '' as proved, link.student_until, link.disabled, person.birth_on, person.died_on
           from concerned join registry_familylink link on link.dependant_id = concerned.person_id
           join registry_person person on person.id = link.dependant_id""",
    )


def read_own(connection: Connection) -> pl.DataFrame:
    """The insured persons whose own rights are written: frame (person_id)."""
    return read_frame(connection, "select person_id from asked where own")


def read_held(connection: Connection) -> pl.DataFrame:
    """Rights now held to be true, of everybody whose rights are written."""
    columns = ", ".join(f"held.{name}" for name in SEGMENT)
    return read_frame(
        connection,
        f"""select {columns}
            from (select person_id from asked where own union select person_id from concerned) written
            join rights_right held using (person_id)
            where held.superseded_run_id is null""",
    )


def stored(segments: pl.DataFrame) -> pl.DataFrame:
    """Segments as they are stored: no end is null."""
    return segments.with_columns(pl.when(pl.col("end_on") < FAR).then(pl.col("end_on")).alias("end_on"))


def write_new(connection: Connection, *, segments: pl.DataFrame, run_id: int) -> None:
    """Add rights of people who have none yet, or whose old ones were just superseded."""
    copy_in(
        connection, table="rights_right", frame=segments.with_columns(pl.lit(run_id).alias("known_run_id"))
    )


def supersede(connection: Connection, *, gone: pl.DataFrame, run_id: int) -> None:
    """Close what was held true: rows are kept and name the run that no longer believed them.

    What the same run believed a moment ago, in another of its chunks, was never told to anybody: it is removed.
    """
    if gone.is_empty():
        return
    connection.execute("create temporary table gone_rights (person_id bigint, start_on date) on commit drop")
    copy_in(connection, table="gone_rights", frame=gone.select(KEY))
    connection.execute("analyze gone_rights")
    connection.execute(
        "delete from rights_right held using gone_rights"
        " where held.person_id = gone_rights.person_id and held.start_on = gone_rights.start_on"
        " and held.superseded_run_id is null and held.known_run_id = %s",
        [run_id],
    )
    connection.execute(
        "update rights_right held set superseded_run_id = %s from gone_rights"
        " where held.person_id = gone_rights.person_id and held.start_on = gone_rights.start_on"
        " and held.superseded_run_id is null",
        [run_id],
    )
    connection.execute("drop table gone_rights")


def differences(held: pl.DataFrame, derived: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is held and no longer follows, and what follows and is not held; both as stored segments."""
    columns = list(SEGMENT)
    gone = held.join(derived, on=columns, how="anti", nulls_equal=True)
    new = derived.join(held, on=columns, how="anti", nulls_equal=True)
    return gone, new
