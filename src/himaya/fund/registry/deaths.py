"""Deaths: memberships and family links end, rights close the day after; and a death declared by mistake."""

from datetime import date

import polars as pl
from psycopg import Connection

from himaya.fund.registry.acts import Moved, act, end_memberships, reopen_memberships, temporary, told
from himaya.fund.registry.errors import DeathImpossible, MoveRefused
from himaya.fund.registry.states import RegistrationState as State
from himaya.runtime.copying import read_frame


def declare_deaths(connection: Connection, *, deaths: pl.DataFrame, by: str, on: date) -> Moved:
    """People died (person_id, died_on): memberships and family links end, rights close the day after.

    Raises DeathImpossible, MoveRefused (a death already declared).
    """
    with act(connection, what="death", by=by, on=on) as run:
        with temporary(
            connection, "deaths", "person_id bigint, died_on date", deaths.select("person_id", "died_on")
        ):
            _check_deaths(connection, on=on)
            concerned = _concerned_by_deaths(connection)
            ends = read_frame(
                connection,
                """select membership.id as membership_id,
                          greatest(deaths.died_on + 1, membership.start_on) as end_on
                   from deaths join registry_membership membership using (person_id)
                   where membership.end_on is null""",
            )
            connection.execute(
                """update registry_person person set died_on = deaths.died_on
                   from deaths where person.id = deaths.person_id"""
            )
            connection.execute(
                """update registry_familylink link set end_on = greatest(deaths.died_on + 1, link.start_on)
                   from deaths where deaths.person_id in (link.insured_id, link.dependant_id)
                     and (link.end_on is null or link.end_on > deaths.died_on + 1)"""
            )
        end_memberships(connection, run=run, ends=ends, state=State.DECEASED, on=on)
        return told(
            connection, run=run, people=concerned, memberships=ends.height, by=by, what="death", on=on
        )


def cancel_deaths(connection: Connection, *, people: pl.Series, by: str, on: date) -> Moved:
    """A death was declared by mistake: memberships and links that it ended are open again."""
    with act(connection, what="cancel_death", by=by, on=on) as run:
        with temporary(
            connection, "deaths", "person_id bigint, died_on date", _deaths_of(connection, people)
        ):
            concerned = _concerned_by_deaths(connection)
            back = read_frame(
                connection,
                """select membership.id as membership_id
                   from deaths join registry_membership membership using (person_id)
                   where membership.state = %s""",
                [int(State.DECEASED)],
            )
            connection.execute(
                """update registry_familylink link set end_on = null
                   from deaths where deaths.person_id in (link.insured_id, link.dependant_id)
                     and link.end_on = greatest(deaths.died_on + 1, link.start_on)"""
            )
            connection.execute(
                """update registry_person person set died_on = null
                   from deaths where person.id = deaths.person_id"""
            )
        reopen_memberships(connection, run=run, memberships=back["membership_id"], on=on)
        return told(
            connection, run=run, people=concerned, memberships=back.height, by=by, what="cancel_death", on=on
        )


def _check_deaths(connection: Connection, *, on: date) -> None:
    wrong = connection.execute(
        """select deaths.died_on from deaths join registry_person person on person.id = deaths.person_id
           where deaths.died_on > %s or deaths.died_on < person.birth_on limit 1""",
        [on],
    ).fetchone()
    if wrong is not None:
        raise DeathImpossible(day=wrong[0])
    again = connection.execute(
        """select from deaths join registry_person person on person.id = deaths.person_id
           where person.died_on is not null limit 1"""
    ).fetchone()
    if again is not None:
        raise MoveRefused(before=State.DECEASED.name, after=State.DECEASED.name)


def _deaths_of(connection: Connection, people: pl.Series) -> pl.DataFrame:
    found = read_frame(
        connection,
        "select id as person_id, died_on from registry_person where id = any(%s) and died_on is not null",
        [people.to_list()],
    )
    if found.height < people.n_unique():
        raise MoveRefused(before=State.REGISTERED.name, after=State.REGISTERED.name)
    return found


def _concerned_by_deaths(connection: Connection) -> pl.Series:
    """Insured people whose rights, or whose family's, a death changes."""
    return read_frame(
        connection,
        """select person.id from deaths join registry_person person on person.id = deaths.person_id
           where person.insured_number is not null
           union
           select link.insured_id from deaths join registry_familylink link
             on deaths.person_id in (link.insured_id, link.dependant_id)""",
    )["id"]
