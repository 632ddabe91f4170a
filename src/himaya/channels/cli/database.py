"""`himaya database`: the database of this installation, started, looked at, mended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option
from himaya.runtime import database as place
from himaya.runtime.addresses import Role, address, is_external
from himaya.runtime.errors import RuntimeFault
from himaya.runtime.paths import data_folder


@click.group(
    name="database",
    epilog="Example: himaya database status --json",
    help="Start, stop, check or repair the database.",
)
def database() -> None:
    """The group only holds the commands below."""


@database.command(
    help="Show which database is used and whether it is ready.",
    epilog="Example: himaya database status --json",
)
@json_option
def status(as_json: bool) -> int:
    """Exit code 1 if it is not ready for work."""
    found = _status()
    emit(found, as_json=as_json, text=_status_text)
    return DONE if found["ready"] else WITH_REJECTS


@database.command(
    help="Start the database and bring its tables up to date.", epilog="Example: himaya database start"
)
@json_option
def start(as_json: bool) -> int:
    """Everything `ensure` does."""
    place.ensure()
    emit(_status(), as_json=as_json, text=_status_text)
    return DONE


@database.command(
    help="Stop the embedded database; an external one is left alone.", epilog="Example: himaya database stop"
)
@json_option
def stop(as_json: bool) -> int:
    """Stopping what does not run is no fault."""
    stopped = place.stop()
    said = _("The database was stopped.") if stopped else _("Nothing to stop.")
    emit({"stopped": stopped}, as_json=as_json, text=lambda _data: said)
    return DONE


@database.command(
    help="Mend what a crash left behind, and start again.", epilog="Example: himaya database repair"
)
@json_option
def repair(as_json: bool) -> int:
    """The embedded server only; PostgreSQL recovers its own files when it starts."""
    done = [] if is_external() else place.embedded().repair()
    place.ensure()
    data = {"done": done, **_status()}
    emit(data, as_json=as_json, text=lambda _data: "\n".join([*map(_, done), _("The database is ready.")]))
    return DONE


@database.command(
    help="Delete everything the embedded database holds.", epilog="Example: himaya database reset --yes"
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
def reset(yes: bool, as_json: bool) -> int:
    """Asks for the folder's name first."""
    if is_external():
        raise click.UsageError(_("The database is external: reset it where it runs."))
    folder = data_folder()
    if not yes:
        click.confirm(_("Delete everything in {folder}?").format(folder=folder), abort=True, err=True)
    place.embedded().remove()
    emit({"removed": str(folder)}, as_json=as_json, text=lambda _data: _("Everything was deleted."))
    return DONE


@database.command(
    help="Print the address of the database, for psql and other programs.",
    epilog='Example: psql "$(himaya database url)"',
)
@click.option(
    "--role", type=click.Choice(["app", "owner", "reader", "admin"]), default="reader", show_default=True
)
@json_option
def url(role: Role, as_json: bool) -> int:
    """With a role of its own; the reader's cannot harm anything."""
    data = {"role": role, "url": address(role).url()}
    emit(data, as_json=as_json, text=lambda data: str(data["url"]))
    return DONE


def _status() -> dict[str, Any]:
    server = None if is_external() else place.embedded().status()
    return {
        "kind": "embedded" if server else "external",
        "folder": str(data_folder()),
        "running": server.running if server else None,
        "pid": server.pid if server else None,
        **_reached(),
    }


def _reached() -> dict[str, Any]:
    """What the database itself says, if it answers."""
    from himaya.runtime import schema

    try:
        with place.connect("reader") as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'), pg_database_size(current_database()),"
                " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) - 1"
            ).fetchone()
            assert row is not None
            known = {"version": row[0], "size_bytes": row[1], "connections": row[2]}
            return {**known, "ready": schema.is_current(connection), "trouble": None}
    except RuntimeFault as fault:
        unknown = {"version": None, "size_bytes": None, "connections": None}
        return {**unknown, "ready": False, "trouble": fault.sentence}


def _status_text(data: Mapping[str, Any]) -> str:
    kind = _("embedded") if data["kind"] == "embedded" else _("external")
    lines = [(_("Database"), f"{kind}, {data['folder']}")]
    if data["version"]:
        lines.append((_("Server"), f"PostgreSQL {data['version']}"))
        lines.append((_("Size"), f"{data['size_bytes'] / 2**20:,.0f} MiB".replace(",", "\u202f")))
        lines.append((_("Connections"), str(data["connections"])))
    lines.append((_("Ready"), _("yes") if data["ready"] else _("no")))
    if data["trouble"]:
        lines.append((_("Trouble"), data["trouble"]))
    width = max(len(name) for name, _value in lines)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in lines)
