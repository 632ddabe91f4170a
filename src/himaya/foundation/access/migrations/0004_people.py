"""Whose file an action looked at, written and sealed by the owner like the trail itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_people_digest(people bigint[]) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT sha256(coalesce(string_agg(
    substring(bytes FROM 8 FOR 1) || substring(bytes FROM 7 FOR 1) || substring(bytes FROM 6 FOR 1)
    || substring(bytes FROM 5 FOR 1) || substring(bytes FROM 4 FOR 1) || substring(bytes FROM 3 FOR 1)
    || substring(bytes FROM 2 FOR 1) || substring(bytes FROM 1 FOR 1), ''::bytea ORDER BY person), ''::bytea))
  FROM (SELECT DISTINCT person, int8send(person) AS bytes FROM unnest(people) AS person) AS distinct_people
$$;

CREATE FUNCTION access_record_people(actor text, action text, scope text, run_id bigint, people bigint[])
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE action_number bigint;
BEGIN
  action_number := access_record(actor, action, scope, run_id, cardinality(people), access_people_digest(people));
  INSERT INTO access_subject (subject_id, action_id)
  SELECT DISTINCT person, action_number FROM unnest(people) AS person
  ON CONFLICT DO NOTHING;
  RETURN action_number;
END $$;
DO $$ BEGIN
  EXECUTE format(
    'CREATE FUNCTION access_people_since() RETURNS bigint LANGUAGE sql IMMUTABLE AS $since$SELECT %s::bigint$since$',
    (SELECT coalesce(max(id), 0) + 1 FROM access_action));
END $$;
REVOKE ALL ON FUNCTION access_record_people(text, text, text, bigint, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_record_people(text, text, text, bigint, bigint[]) TO himaya_app;
"""
BACKWARD = """
DROP FUNCTION access_people_since();
DROP FUNCTION access_record_people(text, text, text, bigint, bigint[]);
DROP FUNCTION access_people_digest(bigint[]);
"""


class Migration(migrations.Migration):
    """Functions only; they belong to the owner, who alone may write the tables."""

    dependencies = [("access", "0003_accounts")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
