"""Lines that waited for a missing fact, whose person was registered since by a mended file or a request."""

import polars as pl
from psycopg import Connection

from himaya.fund.registry import names, selectors
from himaya.fund.registry.registration.decide import REGISTERED, TO_COMPLETE
from himaya.fund.registry.registration.house import no_names
from himaya.fund.registry.registration.identify import registered_by_identifier
from himaya.fund.registry.registration.normalise import Reference, category_of_body, normalise
from himaya.fund.registry.registration.waiting import SENT
from himaya.runtime.copying import copy_in, read_frame

NO_PLACES = pl.DataFrame(schema={"place": pl.String, "commune_id": pl.Int32})


def close_mended(connection: Connection) -> int:
    """Take out of the waiting lines those whose person is now a member of their category; returns how many.

    Same identifier, and a name or a birth in common: a card number copied wrong closes nobody's line.
    """
    waiting = _read(connection)
    if waiting.is_empty():
        return 0
    lines = pl.concat([_typed(connection, body, rows) for (body,), rows in waiting.group_by("body")])
    known = registered_by_identifier(connection, lines=lines).filter(pl.col("agrees") & ~pl.col("died"))
    found = lines.select("line_no", "category", "list_run", "list_line").join(known, on="line_no")
    return _close(connection, found)


def _read(connection: Connection) -> pl.DataFrame:
    return read_frame(
        connection,
        """select line.run_id as list_run, line.line_no as list_line, line.line::text as line,
                  run.payload ->> 'body' as body
           from registry_listline line join runtime_run run on run.id = line.run_id
           where line.state in (3, 4) and line.state = %s order by 1, 2""",
        [TO_COMPLETE],
    ).with_row_index("line_no", offset=1)


def _typed(connection: Connection, body: object, rows: pl.DataFrame) -> pl.DataFrame:
    sender = selectors.get_body(connection, code=str(body))
    reference = Reference(
        communes=NO_PLACES,
        category_default=category_of_body(sender.categories),
        language_default="",
        languages=(),
        no_names=no_names(),
    )
    sent = rows.select("line_no", pl.col("line").str.json_decode(SENT).struct.unnest())
    typed = names.name_keys(normalise(sent, reference=reference))
    return typed.join(
        rows.select(pl.col("line_no").cast(pl.Int32), "list_run", "list_line"),
        on="line_no",
        maintain_order="left",
    )


def _close(connection: Connection, found: pl.DataFrame) -> int:
    connection.execute(
        """create temporary table mended
           (list_run bigint, list_line int, person_id bigint, category text) on commit drop"""
    )
    copy_in(connection, table="mended", frame=found.select("list_run", "list_line", "person_id", "category"))
    done = connection.execute(
        """update registry_listline line
           set state = %s, membership_id = membership.id, line = null
           from mended join registry_category category on category.code = mended.category
           join registry_membership membership on membership.person_id = mended.person_id
             and membership.category_id = category.id and membership.end_on is null
           where line.run_id = mended.list_run and line.line_no = mended.list_line""",
        [REGISTERED],
    )
    connection.execute("drop table mended")
    return done.rowcount
