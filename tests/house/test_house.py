"""What holds for every file of the house."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
FLOORS = ("kernel", "legislation", "runtime", "foundation", "fund", "steering", "channels", "demo")
ROOMS = {
    "foundation": ("territory", "messaging", "access", "worklists", "intake"),
    "fund": ("registry", "contributions", "rights"),
}
UNFINISHED = re.compile(r"#.*\b(TODO|FIXME|HACK)\b|type: ignore(?!\[)")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_file_outgrows_its_room() -> None:
    long = [path.name for path in SOURCES if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


def test_no_function_hides_a_second_idea() -> None:
    long = [
        f"{path.name}: {node.name}"
        for path in SOURCES
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > 70
    ]
    assert long == []


def test_nothing_is_left_for_later() -> None:
    assert [path.name for path in SOURCES if UNFINISHED.search(path.read_text(encoding="utf-8"))] == []


def place(module: str) -> tuple[int, int]:
    """How high a package stands: its floor, and its room on that floor."""
    _house, floor, *rest = module.split(".")
    rooms = ROOMS.get(floor, ())
    return FLOORS.index(floor), rooms.index(rest[0]) if rest and rest[0] in rooms else len(rooms)


def test_no_model_points_upwards() -> None:
    """Foreign keys written as text escape import-linter."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("himaya.")]
    assert len(ours) > 10
    upwards = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and field.related_model.__module__.startswith("himaya.")
        and place(field.related_model.__module__) > place(model.__module__)
    ]
    assert upwards == []


def test_rooms_of_one_floor_import_only_what_stands_before_them() -> None:
    wrong = []
    for path in SOURCES:
        parts = path.relative_to(ROOT / "src" / "himaya").with_suffix("").parts
        if parts[0] not in ROOMS or parts[1] not in ROOMS[parts[0]]:
            continue
        rooms = ROOMS[parts[0]]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                found = re.match(rf"himaya\.{parts[0]}\.(\w+)", name)
                if found and found[1] in rooms and rooms.index(found[1]) > rooms.index(parts[1]):
                    wrong.append(f"{path.name}: {name}")
    assert wrong == []


def commands() -> list[list[str]]:
    """Every command that can be given, as its words."""
    import click

    from himaya.channels.cli.main import main

    context = click.Context(main)
    found = []
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            found += [[name, one] for one in command.list_commands(click.Context(command))]
        else:
            found.append([name])
    return found


def test_every_command_shows_an_example_and_answers_programs() -> None:
    from click.testing import CliRunner

    from himaya.channels.cli.main import main

    given = commands()
    assert len(given) > 30
    wrong = []
    for words in given:
        shown = CliRunner().invoke(main, [*words, "--help"])
        said = shown.output.partition("Example")[2]
        if shown.exit_code or f"himaya {words[0]}" not in said:
            wrong.append(f"{' '.join(words)}: no example")
        if "--json" not in shown.output and words != ["serve"]:
            wrong.append(f"{' '.join(words)}: no --json")
    assert wrong == []


def test_every_file_of_the_package_is_committed_or_made() -> None:
    """What is only in somebody's folder would be missing from a clone."""
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "src"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    made = re.compile(r"\.pyc$|\.mo$|/web/static/|\.egg-info/|node_modules/|\.build\.lock$")
    assert [path for path in listed.stdout.splitlines() if not made.search(path)] == []
