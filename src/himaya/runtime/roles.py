"""The three roles and what each may do; applied again after every migration.

himaya_owner makes tables; himaya_app adds and changes rows, and deletes none; himaya_reader reads. What is more or
less than that an app declares in its AppConfig:

    append_only = ("ledger_posting",)                       rows are added, never changed
    sealed = ("access_action",)                             only a function of the owner adds rows
    changeable = {"ledger_account": ("balance_centimes",)}  these columns may change, no other
    disposable = ("worklist_draft",)                        rows may be deleted
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from psycopg import Connection, sql

OWNER, APP, READER = "himaya_owner", "himaya_app", "himaya_reader"
ALL = (OWNER, APP, READER)
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")

DATABASE_RIGHTS = """
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE {database} TO himaya_owner;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO himaya_app;
GRANT CONNECT ON DATABASE {database} TO himaya_reader;
"""

TABLE_RIGHTS = """
GRANT USAGE ON SCHEMA public TO himaya_app, himaya_reader;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM himaya_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO himaya_app;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO himaya_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO himaya_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE DELETE, TRUNCATE ON TABLES FROM himaya_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO himaya_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO himaya_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO himaya_reader;
REVOKE INSERT, UPDATE ON django_migrations FROM himaya_app;
"""

# The statistics of a table may be refreshed by its owner only, and bulk work must: the app asks the owner.
ANALYZE = """
CREATE OR REPLACE FUNCTION runtime_analyze(tables text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one text;
BEGIN
  FOREACH one IN ARRAY tables LOOP
    EXECUTE format('ANALYZE public.%I', one);
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION runtime_analyze(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION runtime_analyze(text[]) TO himaya_app;
"""


QUEUE = (
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)
"""Tables of the job queue, which deletes its old jobs."""


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What the apps declare about their tables, by name; see the head of this module."""

    append_only: Iterable[str] = ()
    sealed: Iterable[str] = ()
    changeable: Mapping[str, Iterable[str]] = field(default_factory=dict)
    disposable: Iterable[str] = ()


def missing(connection: Connection) -> list[str]:
    """The roles that the current login cannot take: absent, or not granted to it."""
    query = """SELECT name FROM unnest(%s::text[]) name
               WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name
                                 AND pg_has_role(session_user, oid, 'MEMBER'))"""
    return [name for (name,) in connection.execute(query, [list(ALL)])]


def owner_may_build(connection: Connection) -> bool:
    """Whether the owner role may make tables in this database."""
    query = "SELECT has_schema_privilege('himaya_owner', 'public', 'CREATE')"
    return connection.execute(query).fetchone() == (True,)


def create(connection: Connection, *, login: bool) -> None:
    """Create the roles that are absent and let the current login take them. Repeatable."""
    present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    form = sql.SQL("CREATE ROLE {} LOGIN" if login else "CREATE ROLE {} NOLOGIN")
    for name in ALL:
        if name not in present:
            connection.execute(form.format(sql.Identifier(name)))
    for name in missing(connection):
        connection.execute(sql.SQL("GRANT {} TO SESSION_USER").format(sql.Identifier(name)))


def advice(*, database: str, login: str) -> str:
    """The SQL an administrator runs when the given login may not do it itself."""
    names = ", ".join(ALL)
    lines = [f"CREATE ROLE {name} NOLOGIN;" for name in ALL]
    lines += [
        f'GRANT {names} TO "{login}";',
        f'ALTER DATABASE "{database}" OWNER TO {OWNER};',
        f"ALTER SCHEMA public OWNER TO {OWNER};",
    ]
    return " ".join(lines)


def grant_database(connection: Connection) -> None:
    """Rights on the database itself, given by whoever owns it."""
    name = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL(DATABASE_RIGHTS).format(database=name))


def grant_tables(connection: Connection, rights: Rights) -> None:
    """Rights on every table, given by the owner."""
    connection.execute(TABLE_RIGHTS)
    connection.execute(ANALYZE)
    for name in _with_partitions(connection, rights.append_only):
        connection.execute(f"REVOKE UPDATE ON {name} FROM himaya_app")
    for name in _with_partitions(connection, rights.sealed):
        connection.execute(f"REVOKE INSERT, UPDATE ON {name} FROM himaya_app")
    for table, columns in rights.changeable.items():
        for name in _with_partitions(connection, [table]):
            connection.execute(f"REVOKE UPDATE ON {name} FROM himaya_app")
            connection.execute(f"GRANT UPDATE ({', '.join(columns)}) ON {name} TO himaya_app")
    for name in _with_partitions(connection, [*QUEUE, *rights.disposable]):
        connection.execute(f"GRANT DELETE ON {name} TO himaya_app")


def _with_partitions(connection: Connection, tables: Iterable[str]) -> list[str]:
    """The tables that exist, and their partitions: whoever closes a table closes its parts. Quoted names."""
    query = """SELECT DISTINCT relation::text FROM unnest(%s::text[]) AS name, LATERAL (
                   SELECT to_regclass(quote_ident(name)) AS relation
                   UNION ALL SELECT relid FROM pg_partition_tree(to_regclass(quote_ident(name)))) AS found
               WHERE relation IS NOT NULL"""
    return [name for (name,) in connection.execute(query, [list(tables)])]
