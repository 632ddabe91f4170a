"""The database lets a registration move only as the state machine says, and writes each move down."""

from itertools import product

import psycopg
import pytest
from psycopg import errors
from registry_help import rows

from himaya.fund.registry.states import MOVES, allowed
from himaya.fund.registry.states import RegistrationState as State

PAIRS = [(before, after) for before, after in product(State, State) if before is not after]
TABLES = {
    "registry_membership": (
        """insert into registry_membership (id, person_id, scheme_id, category_id, start_on, state, run_id, line_no)
           values (%(n)s, %(n)s, 1, 1, '2022-01-01', %(state)s, 1, %(n)s)""",
        "update registry_membership set state = %(state)s where id = %(n)s",
        "select membership_id, before, after from registry_membershipmove order by membership_id",
    ),
    "registry_listline": (
        """insert into registry_listline (run_id, line_no, state, code, "column", value)
           values (1, %(n)s, %(state)s, '', '', '')""",
        "update registry_listline set state = %(state)s where run_id = 1 and line_no = %(n)s",
        "select line_no, before, after from registry_listlinemove order by line_no",
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_the_moves_named_are_made_and_every_other_is_refused(
    table: str, database: psycopg.Connection
) -> None:
    insert, update, history = TABLES[table]
    with database.transaction():
        for number, (before, _) in enumerate(PAIRS):
            database.execute(insert, {"n": number, "state": before})
    made, refused = [], []
    for number, (before, after) in enumerate(PAIRS):
        try:
            database.execute(update, {"n": number, "state": after})
            made.append((number, before, after))
        except errors.CheckViolation as error:
            refused.append((before, after, f"{before:d} to {after:d}" in str(error)))
    assert {(before, after) for _, before, after in made} == {
        (before, after) for before, afters in MOVES.items() for after in afters
    }
    assert len(made) + len(refused) == len(PAIRS)
    assert all(named for *_, named in refused)
    assert rows(database, history) == made


def test_nobody_is_registered_again_after_a_rejection_without_a_new_decision() -> None:
    assert not allowed(before=State.REJECTED, after=State.REGISTERED)
    assert allowed(before=State.REJECTED, after=State.TO_DECIDE)


def test_a_refused_move_in_a_batch_undoes_the_whole_batch(database: psycopg.Connection) -> None:
    insert, _, history = TABLES["registry_membership"]
    for number, state in ((1, State.REGISTERED), (2, State.DECEASED)):
        database.execute(insert, {"n": number, "state": state})
    with pytest.raises(errors.CheckViolation):
        database.execute("update registry_membership set state = %s", [State.TRANSFERRED])
    assert rows(database, "select state from registry_membership order by id") == [(5,), (8,)]
    assert rows(database, history) == []


@pytest.mark.parametrize(
    "table",
    ["registry_membershipmove", "registry_listlinemove", "registry_mergemove", "registry_numberblock"],
)
def test_history_can_be_neither_changed_nor_deleted(table: str, database: psycopg.Connection) -> None:
    for statement in (f"delete from {table}", f"update {table} set id = id", f"truncate {table}"):
        with pytest.raises(errors.InsufficientPrivilege), database.transaction():
            database.execute(statement)
