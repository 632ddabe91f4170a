"""The functions of the state machine's triggers written again, for two reasons.

A line to complete may turn out to look like somebody, and a refusal may have been a mistake: two more moves.
And the distinct moves of a statement are found before the wrong one is looked for: with a plain `limit 1` the
planner compared every old row with every new row of a batch.
"""

from django.db import migrations

from himaya.fund.registry.states import MOVES

ALLOWED = ", ".join(f"({before}, {after})" for before, afters in MOVES.items() for after in sorted(afters))

CHECK = """
create or replace function {table}_moved() returns trigger language plpgsql as $$
declare
    wrong record;
begin
    select moves.before, moves.after into wrong
    from (select distinct old_rows.state as before, new_rows.state as after
          from old_rows join new_rows using ({key})
          where old_rows.state <> new_rows.state) moves
    where (moves.before, moves.after) not in (values {allowed})
    limit 1;
    if found then
        raise exception 'registry.state_move_refused: % to %', wrong.before, wrong.after
            using errcode = 'check_violation';
    end if;
    insert into {table}move ({history_key}, before, after, moved_at)
    select {key_of_new}, old_rows.state, new_rows.state, now()
    from old_rows join new_rows using ({key})
    where old_rows.state <> new_rows.state;
    return null;
end $$;
"""


def again(*, table: str, key: list[str], history_key: list[str]) -> migrations.RunSQL:
    """The function of one table's trigger; going back leaves it, as the earlier moves are all in it."""
    sql = CHECK.format(
        table=table,
        key=", ".join(key),
        key_of_new=", ".join(f"new_rows.{name}" for name in key),
        history_key=", ".join(history_key),
        allowed=ALLOWED,
    )
    return migrations.RunSQL(sql, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_names_and_merges")]

    operations = [
        again(table="registry_membership", key=["id"], history_key=["membership_id"]),
        again(table="registry_listline", key=["run_id", "line_no"], history_key=["run_id", "line_no"]),
    ]
