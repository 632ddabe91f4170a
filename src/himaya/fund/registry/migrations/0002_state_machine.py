"""The database refuses a move that `states.MOVES` does not name, and writes the history of the others.

Triggers fire once a statement, so that a batch of a million moves is checked as one set.
"""

from django.db import migrations

from himaya.fund.registry.states import MOVES

ALLOWED = ", ".join(f"({before}, {after})" for before, afters in MOVES.items() for after in sorted(afters))

CHECK = """
create function {table}_moved() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select old_rows.state as before, new_rows.state as after into wrong
    from old_rows join new_rows using ({key})
    where old_rows.state <> new_rows.state
      and (old_rows.state, new_rows.state) not in (values {allowed})
    limit 1;
    if found then
        raise exception 'registry.state_move_refused: % to %', wrong.before, wrong.after
            using errcode = 'check_violation';
    end if;
    insert into {table}move ({key}, before, after, moved_at)
    select {key_of_new}, old_rows.state, new_rows.state, now()
    from old_rows join new_rows using ({key})
    where old_rows.state <> new_rows.state;
    return null;
end $$;
create trigger {table}_moved after update on {table}
    referencing old table as old_rows new table as new_rows
    for each statement execute function {table}_moved();
"""


def trigger(*, table: str, key: list[str], history_key: list[str]) -> migrations.RunSQL:
    """The check of one table, keyed by `key`; `history_key` are the history's names for it."""
    sql = CHECK.format(
        table=table,
        key=", ".join(key),
        key_of_new=", ".join(f"new_rows.{name}" for name in key),
        allowed=ALLOWED,
    ).replace(
        f"insert into {table}move ({', '.join(key)},", f"insert into {table}move ({', '.join(history_key)},"
    )
    undo = f"drop trigger {table}_moved on {table}; drop function {table}_moved();"
    return migrations.RunSQL(sql, undo)


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [
        trigger(table="registry_membership", key=["id"], history_key=["membership_id"]),
        trigger(table="registry_listline", key=["run_id", "line_no"], history_key=["run_id", "line_no"]),
    ]
