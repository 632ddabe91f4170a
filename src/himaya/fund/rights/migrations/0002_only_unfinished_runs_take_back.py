"""What a finished run believed stays: the app role deletes only what a run still open believed itself."""

from django.db import migrations

FORWARD = """
create function rights_right_kept() returns trigger language plpgsql as $$
begin
    if exists (
        select from taken_back left join runtime_run run on run.id = taken_back.known_run_id
        where taken_back.superseded_run_id is not null or run.state is distinct from 'open'
    ) then
        raise exception 'rights.right_kept: what a finished run believed is not deleted'
            using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;
create trigger rights_right_kept after delete on rights_right
    referencing old table as taken_back
    for each statement when (current_user = 'himaya_app') execute function rights_right_kept();
"""
BACKWARD = "drop trigger rights_right_kept on rights_right; drop function rights_right_kept();"


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial"), ("runtime", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
