"""`himaya bench`: the speed promises, measured on this machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click
from django.utils.translation import gettext as _

from himaya.channels.cli import benches
from himaya.channels.cli.output import DONE, WITH_REJECTS, emit, json_option, show_table


@click.command(
    name="bench",
    epilog="Example: himaya bench register --scale 0.1 --json",
    help="Measure a speed promise: its rate, against its own lower bound, and its memory.",
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="Measure every promise.")
@click.option("--scale", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True)
@json_option
def bench(names: tuple[str, ...], everything: bool, scale: float, as_json: bool) -> int:
    """Exit code 1 if a target was missed. Without a name, the names."""
    known = benches.names()
    wanted = known if everything else list(names)
    for name in wanted:
        if name not in known:
            raise click.BadParameter(_("There is no bench {name}.").format(name=name))
    if not wanted:
        emit({"names": known}, as_json=as_json, text=lambda data: "\n".join(data["names"]))
        return DONE
    results = [_figures(benches.load(name).run(scale)) for name in wanted]
    data = results[0] if len(results) == 1 else {"benches": results}
    emit(data, as_json=as_json, text=lambda _data: _shown(results))
    return DONE if all(result["passed"] for result in results) else WITH_REJECTS


def _figures(measured: benches.Figures | Mapping[str, Any]) -> dict[str, Any]:
    return measured.as_dict() if isinstance(measured, benches.Figures) else dict(measured)


def _shown(results: Sequence[Mapping[str, Any]]) -> None:
    rows = []
    for result in results:
        rows += [[name, _cell(value)] for name, value in result.items() if name != "kinds"]
    show_table(columns=[_("Figure"), _("Value")], rows=rows, numbers=[1])
    for judged in (result for result in results if "kinds" in result):
        from himaya.channels.cli.match import show_kinds  # DuckDB and Splink: slow to import

        show_kinds(judged)


def _cell(value: Any) -> Any:
    return round(value, 2) if isinstance(value, float) and abs(value) < 1000 else value
