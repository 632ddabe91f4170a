"""A fund's files brought into its database: territory, schemes, categories, bodies, phases, number series."""

import hashlib

from psycopg import Connection

from himaya.runtime import facts
from himaya.runtime.fund import fund_folder, fund_name

KEY = "fund_files"
LOCK = 0x46554E44  # "FUND": held while the files are loaded


def prepare(connection: Connection) -> bool:
    """Load the fund's files if they changed since they were last loaded; True if they were."""
    digest = _digest()
    if facts.get(connection, KEY) == digest:
        return False
    from himaya.foundation.territory.services import load_territory
    from himaya.fund.registry.reference import load_reference

    folder = fund_folder()
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        load_territory(connection, folder=folder / "territory")
        load_reference(connection, folder=folder)
        facts.put(connection, KEY, digest)
    return True


def _digest() -> str:
    folder = fund_folder()
    found = hashlib.sha256(fund_name().encode())
    for part in ("territory", "registry"):
        for path in sorted((folder / part).glob("*")):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
