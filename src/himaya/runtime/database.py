"""The database: made ready by `ensure`, reached by `connect`.

    database.ensure()
    with database.connect() as connection, connection.transaction():
        connection.execute("INSERT ...")

Connections commit by themselves (autocommit): what must hold together stands in `connection.transaction()`.
"""

import time

import psycopg
from psycopg import Connection, sql

from himaya.runtime import roles, schema
from himaya.runtime.addresses import Role, address, is_external, server_folder
from himaya.runtime.embedded import EmbeddedServer
from himaya.runtime.errors import DatabaseNotPrepared, DatabaseUnavailable
from himaya.runtime.paths import made_data_folder

PATIENCE_SECONDS = 30.0  # how long a database that is starting up or shutting down is waited for
NOT_MADE = (psycopg.errors.InvalidCatalogName, psycopg.errors.InvalidAuthorizationSpecification)


def ensure() -> None:
    """Make the database ready: started or repaired, with its roles, migrated. Quick when it already is.

    Safe when several commands call it at once. Raises DatabaseUnavailable, DatabaseNotPrepared or
    DatabaseNewer.
    """
    made_data_folder()
    if _ready():
        return
    if not is_external():
        embedded().start()
        if _ready():
            return
    _prepare()
    schema.migrate()


def connect(role: Role = "app") -> Connection:
    """A connection that commits by itself, in UTC. `admin` is for preparing databases only.

    Raises DatabaseUnavailable, saying what to do.
    """
    try:
        return psycopg.connect(address(role).conninfo(), autocommit=True)
    except psycopg.OperationalError as error:
        raise DatabaseUnavailable(reason=_first_line(error), advice=_advice()) from error


def analyze(connection: Connection, *tables: str) -> None:
    """Refresh the planner's statistics of tables after bulk work; allowed to the app role."""
    connection.execute("SELECT runtime_analyze(%s::text[])", [list(tables)])


def embedded() -> EmbeddedServer:
    """The embedded server of the data folder."""
    return EmbeddedServer(server_folder())


def stop() -> bool:
    """Stop the embedded server; True if it ran. An external one is left alone."""
    return False if is_external() else embedded().stop()


def _ready() -> bool:
    """Whether the app can work now. A database that is just starting or recovering is waited for."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            with psycopg.connect(address().conninfo(), autocommit=True) as connection:
                return schema.is_current(connection)
        except psycopg.OperationalError as error:
            if "starting up" in str(error) or "shutting down" in str(error) or "recovery" in str(error):
                if time.monotonic() < deadline:
                    time.sleep(0.2)
                    continue
            elif is_external() and not _not_made(error):
                raise DatabaseUnavailable(reason=_first_line(error), advice=_advice()) from error
            return False


def _not_made(error: psycopg.Error) -> bool:
    """Whether the server answered, but the database or a role is not there yet or not ours to take."""
    text = str(error)
    return isinstance(error, NOT_MADE) or "does not exist" in text or "permission denied to set role" in text


def _prepare() -> None:
    """Roles, the database and its rights; what exists is left as it is."""
    if is_external():
        _prepare_external()
    else:
        _prepare_embedded()


def _prepare_embedded() -> None:
    inside = address("admin")
    name = inside.parameters["dbname"]
    with psycopg.connect(inside.of("postgres").conninfo(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [schema.LOCK])
        roles.create(connection, login=True)
        if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
            order = sql.SQL("CREATE DATABASE {} OWNER himaya_owner").format(sql.Identifier(name))
            connection.execute(order)
        with psycopg.connect(inside.conninfo(), autocommit=True) as within:
            roles.grant_database(within)


def _prepare_external() -> None:
    with connect("admin") as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [schema.LOCK])
        if not roles.missing(connection) and roles.owner_may_build(connection):
            return
        name, login = connection.info.dbname, connection.info.user
        try:
            with connection.transaction():
                roles.create(connection, login=False)
                roles.grant_database(connection)
                connection.execute("ALTER SCHEMA public OWNER TO himaya_owner")
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseNotPrepared(
                missing=_first_line(error), sql=roles.advice(database=name, login=login)
            ) from error


def _advice() -> str:
    if is_external():
        return "Check HIMAYA_DATABASE_URL and that the server runs."
    return "Run `himaya database start`, or `himaya database repair` if it fails."


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
