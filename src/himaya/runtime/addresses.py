"""How each database role is reached: the embedded server by default, or the addresses given."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from himaya.runtime.errors import DatabaseUnavailable
from himaya.runtime.paths import data_folder

Role = Literal["app", "owner", "reader", "admin"]
ROLES = {"app": "himaya_app", "owner": "himaya_owner", "reader": "himaya_reader"}
URL = "HIMAYA_DATABASE_URL"
NAME = "HIMAYA_DATABASE_NAME"
SESSION = {"client_encoding": "UTF8", "application_name": "himaya"}


@dataclass(frozen=True)
class Address:
    """Connection parameters of one role, in libpq's words."""

    parameters: dict[str, str]

    def of(self, name: str) -> "Address":
        """The same login in another database."""
        return Address({**self.parameters, "dbname": name})

    def conninfo(self) -> str:
        """As one libpq connection string."""
        return make_conninfo("", **self.parameters)

    def url(self) -> str:
        """As an address that other programs (psql, ADBC) take; holds the password if there is one."""
        from urllib.parse import quote, urlencode

        rest = dict(self.parameters)
        user, name = quote(rest.pop("user", "")), quote(rest.pop("dbname", ""))
        password = rest.pop("password", None)
        login = f"{user}:{quote(password, safe='')}" if password else user
        return f"postgresql://{login}@/{name}?{urlencode(rest, quote_via=quote)}"


def is_external() -> bool:
    """Whether a database address was given; otherwise the embedded server is used."""
    return bool(os.environ.get(URL))


def server_folder() -> Path:
    """The folder of the embedded server."""
    return data_folder() / "postgres"


def address(role: Role = "app") -> Address:
    """Where and as whom to connect. `admin` prepares roles and databases: postgres, or the given address.

    Raises DatabaseUnavailable if the given address cannot be read.
    """
    if is_external():
        return _external(role)
    from himaya.runtime.embedded.places import Places

    user = ROLES.get(role, "postgres")
    where = {"host": str(Places(server_folder()).socket), "port": "5432", "user": user}
    return Address({**SESSION, **where, "dbname": os.environ.get(NAME, "himaya"), "options": _options()})


def _external(role: Role) -> Address:
    """The address of the role's own variable if set; else the common one, stepping into the role."""
    own = os.environ.get(f"{URL}_{role.upper()}")
    try:
        given = conninfo_to_dict(own or os.environ[URL])
    except Exception as error:
        raise DatabaseUnavailable(
            reason=f"{URL} cannot be read.", advice="Write it as postgresql://user:password@host:5432/name."
        ) from error
    parameters = {**SESSION, **{key: str(value) for key, value in given.items() if value is not None}}
    steps = role != "admin" and not own and parameters.get("user") != ROLES[role]
    parameters["options"] = _options(ROLES[role] if steps else None, parameters.get("options", ""))
    return Address(parameters)


def _options(role: str | None = None, given: str = "") -> str:
    """Session settings sent with the connection itself, so that no session can start without them."""
    settings = ["-c timezone=UTC", "-c jit=off", f"-c role={role}" if role else ""]
    return " ".join(part for part in (given, *settings) if part)
