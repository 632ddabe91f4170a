"""The functions that write and check the chain."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION access_hash(before bytea, before_id bigint, id bigint, at timestamptz, actor text,
    action text, scope text, run_id bigint, subject_count bigint, subject_digest bytea) RETURNS bytea
LANGUAGE sql STABLE SET timezone = 'UTC' AS $$
  SELECT sha256(coalesce(before, ''::bytea) || convert_to(jsonb_build_array(
    before_id, id, extract(epoch FROM at), actor, action, scope, run_id, subject_count,
    encode(subject_digest, 'hex'))::text, 'UTF8'))
$$;

CREATE FUNCTION access_record(actor text, action text, scope text, run_id bigint, subject_count bigint,
    subject_digest bytea) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last record;
  next_id bigint;
  now_at timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('access_action'));
  SELECT a.id INTO next_id FROM access_action a
  WHERE a.run_id = access_record.run_id AND a.action = access_record.action AND a.scope = access_record.scope
    AND a.subject_digest = access_record.subject_digest;
  IF FOUND THEN RETURN next_id; END IF;
  SELECT a.id, a.hash INTO last FROM access_action a ORDER BY a.id DESC LIMIT 1;
  next_id := coalesce(last.id, 0) + 1;
  now_at := clock_timestamp();
  INSERT INTO access_action (id, at, actor, action, scope, run_id, subject_count, subject_digest, hash)
  VALUES (next_id, now_at, actor, action, scope, run_id, subject_count, subject_digest,
    access_hash(last.hash, last.id, next_id, now_at, actor, action, scope, run_id, subject_count,
      subject_digest));
  RETURN next_id;
END $$;
REVOKE ALL ON FUNCTION access_record(text, text, text, bigint, bigint, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_record(text, text, text, bigint, bigint, bytea) TO himaya_app;
"""
BACKWARD = """
DROP FUNCTION access_record(text, text, text, bigint, bigint, bytea);
DROP FUNCTION access_hash(bytea, bigint, bigint, timestamptz, text, text, text, bigint, bigint, bytea);
"""


class Migration(migrations.Migration):
    """Functions only; they belong to the owner, who alone may write the table."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
