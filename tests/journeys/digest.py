"""A digest of every table: the same whatever the order of rows, the instants and the numbers of runs."""

import psycopg

INSTANTS_THAT_COUNT = ("paid_at", "not_before")
RUNS = ("run_id", "known_run_id", "superseded_run_id")
NOT_CONTENT = ("django_migrations", "procrastinate_%")

COLUMNS = """
select relation.relname, attribute.attname
from pg_class relation
join pg_namespace space on space.oid = relation.relnamespace
join pg_attribute attribute on attribute.attrelid = relation.oid
where space.nspname = 'public' and relation.relkind in ('r', 'p') and not relation.relispartition
  and attribute.attnum > 0 and not attribute.attisdropped and attribute.attidentity = ''
  and not relation.relname like any(%s)
  and not (relation.relname = 'access_action' and attribute.attname = 'hash')
  and (attribute.atttypid <> 'timestamptz'::regtype or attribute.attname = any(%s))
order by relation.relname, attribute.attnum
"""


def every_table(connection: psycopg.Connection) -> dict[str, tuple[int, str]]:
    """Rows and sum of row digests of every table. Runs are named by their rank; columns the database numbers,
    and instants at which something was done, are left out."""
    tables: dict[str, list[str]] = {}
    for table, column in connection.execute(COLUMNS, [list(NOT_CONTENT), list(INSTANTS_THAT_COUNT)]):
        tables.setdefault(table, []).append(column)
    return {table: _of(connection, table, columns) for table, columns in tables.items()}


def _of(connection: psycopg.Connection, table: str, columns: list[str]) -> tuple[int, str]:
    said = ", ".join(_said(column) for column in columns)
    row = connection.execute(
        f"""with run as (select id, row_number() over (order by id) as rank from runtime_run)
            select count(*), coalesce(sum(hashtextextended(row({said})::text, 0)::numeric), 0)::text
            from "{table}" t"""
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def _said(column: str) -> str:
    if column in RUNS:
        return f'(select rank from run where run.id = t."{column}")'
    if column == "cause":
        return "regexp_replace(t.cause, '^(register|families):[0-9]+$', '\\1')"
    return f't."{column}"'
