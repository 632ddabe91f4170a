"""The database as a command needs it: started, migrated, filled with the fund's files."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection

from himaya.foundation.access import audit
from himaya.fund.preparation import prepare
from himaya.runtime import database
from himaya.runtime.copying import read_frame

TOUCHED = {
    "register": "select person_id from registry_membership where run_id = %s",
    "letters.register": "select person_id from registry_membership where run_id = %s",
    "lists.to-mend": "select line_no from registry_listline where run_id = %s",
    "families": "select dependant_id from registry_familylink where run_id = %s",
    "collect": "select insured_number from contributions_payment where run_id = %s",
    "assess": "select membership_id from (select membership_id, run_id from contributions_due"
    " union all select membership_id, run_id from contributions_correction) touched where run_id = %s",
    "rights.recompute": "select person_id from rights_right where known_run_id = %s",
}
"""Whose records a run touched: people, dependants, insured numbers, memberships or lines."""


@contextmanager
def prepared() -> Iterator[Connection]:
    """A connection of the app role to a database ready for work."""
    database.ensure()
    with database.connect() as connection:
        prepare(connection)
        yield connection


def actor() -> str:
    """Who gives the command on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def audited(connection: Connection, *, action: str, run_id: int) -> None:
    """Write one action of a whole run into the trail: who, what, and whose records, as a set."""
    subjects = read_frame(connection, TOUCHED[action], [run_id])
    with connection.transaction():
        audit.record(connection, actor=actor(), action=action, scope="run", subjects=subjects, run_id=run_id)
