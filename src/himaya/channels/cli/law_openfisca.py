"""`himaya law export` and `himaya law import`: the parameters in OpenFisca's layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from himaya.channels.cli.language import say
from himaya.channels.cli.output import DONE, emit, json_option
from himaya.runtime.fund import fund_name


@click.command(name="export", epilog="Example: himaya law export --openfisca parameters")
@click.option(
    "--openfisca",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="A new folder, which becomes the parameters folder of an OpenFisca country package.",
)
@json_option
def export(folder: Path, as_json: bool) -> int:
    """Write the parameters of the law as OpenFisca lays them out, without loss."""
    from himaya.kernel import jurisdiction
    from himaya.legislation.openfisca import export_parameters

    _refuse_used(folder)
    written = export_parameters(jurisdiction.folder(fund_name()) / "law" / "parameters", folder)
    emit({"written": written, "folder": str(folder)}, as_json=as_json, text=_exported)
    return DONE


@click.command(name="import", epilog="Example: himaya law import --openfisca parameters --into my-fund")
@click.option(
    "--openfisca",
    "folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The parameters folder of an OpenFisca country package.",
)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="The folder of a fund: files go to law/parameters in it. Without it they are only read and checked.",
)
@json_option
def import_(folder: Path, into: Path | None, as_json: bool) -> int:
    """Read parameters as OpenFisca lays them out into the parameter files of a fund."""
    from himaya.legislation.openfisca import import_parameters

    if into is not None:
        _refuse_used(into / "law" / "parameters")
    read = import_parameters(folder, into)
    data = {
        "parameters": sorted(read.parameters),
        "into": None if into is None else str(into),
        "untranslated": read.untranslated,
        "without_text": read.without_text,
    }
    emit(data, as_json=as_json, text=_imported)
    return DONE


def _refuse_used(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise click.BadParameter(say("{folder} is not empty: choose a new folder.").format(folder=folder))


def _exported(data: Mapping[str, Any]) -> str:
    return say("{written} parameters written to {folder}.").format(**data)


def _imported(data: Mapping[str, Any]) -> str:
    count = len(data["parameters"])
    lines = [
        say("{count} parameters read and checked; --into FOLDER writes them.").format(count=count)
        if data["into"] is None
        else say("{written} parameters written to {folder}.").format(written=count, folder=data["into"])
    ]
    for sentence, names in (
        (say("To translate, their label is in one language: {names}"), data["untranslated"]),
        (say("Marked as assumed, their values name no text: {names}"), data["without_text"]),
    ):
        if names:
            lines.append(sentence.format(names=", ".join(names)))
    return "\n".join(lines)
