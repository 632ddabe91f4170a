"""Every message of the house, and every catalogue: what the translation tests compare."""

from __future__ import annotations

import ast
import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import himaya
from himaya.channels.cli import help
from himaya.channels.cli import main as frame
from himaya.channels.cli.law_views import EVIDENCE_MARK
from himaya.channels.cli.main import COMMANDS, EXAMPLES, SpokenOption, main
from himaya.foundation.intake.findings import all_codes
from himaya.kernel.errors import every_error
from himaya.kernel.identifiers import SENTENCES

HOUSE = Path(himaya.__file__).parent
SINGULAR = {"_", "gettext", "gettext_noop", "gettext_lazy", "ngettext", "say", "say_anywhere"}
IN_CONTEXT = {"pgettext"}
TEMPLATE = {"gettext": None, "pgettext": ((1, "c"), 2)}


class Said(NamedTuple):
    """A message: its context, its singular (the id) and the place that says it."""

    context: str | None
    text: str
    place: str


def modules() -> None:
    """Import every module of the house, so that errors and findings are all registered."""
    for module in pkgutil.walk_packages(himaya.__path__, "himaya."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def in_code() -> Iterator[Said]:
    """Messages written in the code, inside formatted strings too."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            texts = [word.value for word in node.args if isinstance(word, ast.Constant)]
            place = f"{path.relative_to(HOUSE)}:{node.lineno}"
            if name in SINGULAR and texts:
                yield Said(None, texts[0], place)
            elif name in IN_CONTEXT:
                yield Said(texts[0], texts[1], place)


def in_templates() -> Iterator[Said]:
    """Messages written in the templates."""
    for path in sorted(HOUSE.rglob("templates/**/*.html")):
        code = templatize(path.read_text(encoding="utf-8")).encode()
        for line, message, _comments, context in extract("python", io.BytesIO(code), TEMPLATE):
            text = message[-1] if isinstance(message, tuple) else message
            yield Said(context, text, f"{path.relative_to(HOUSE)}:{line}")


def in_tables() -> Iterator[Said]:
    """Messages kept as values: errors, findings, identifiers, and the overview of commands."""
    modules()
    for error in every_error():
        if error.__module__.startswith("himaya."):
            yield from (Said(None, text, error.code) for text in (error.message, error.remedy) if text)
    for code in all_codes():
        yield from (Said(None, text, code.code) for text in (code.sentence, code.remedy) if text)
    yield from (Said(None, text, f"identifiers {code}") for code, text in SENTENCES.items())
    for name, entry in COMMANDS.items():
        yield from (Said(None, text, f"himaya {name}") for text in (entry.section, entry.summary))
    yield from (Said(None, meaning, command) for command, meaning in EXAMPLES)
    yield from (
        Said(None, option.help, option.name) for option in main.params if isinstance(option, SpokenOption)
    )
    yield from (Said(None, text, "help") for text in (*help.CLICK, *help.EXAMPLE))
    context = click.Context(main)
    for name in main.list_commands(context):
        command = frame._load(name)
        yield from (Said(None, text, f"help of {name}") for text in help.texts(command))
    yield from (Said(None, evidence, "evidence") for evidence in EVIDENCE_MARK)


def catalogues(language: str) -> dict[str, Catalog]:
    """The catalogues of a language by their package."""
    found = {}
    for path in sorted(HOUSE.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            found[path.relative_to(HOUSE).as_posix().partition("/locale/")[0]] = read_po(
                file, locale=None, abort_invalid=True
            )
    return found


def strings(entry: Message) -> tuple[str, ...]:
    """Every form of a translation."""
    return entry.string if isinstance(entry.string, tuple | list) else (entry.string or "",)


def placeholders(text: str) -> set[str]:
    """The names between braces, and those of Django's templates."""
    percents = set(re.findall(r"%\((\w+)\)", text))
    return percents | {name.split("!")[0].split(".")[0] for _, name, _, _ in Formatter().parse(text) if name}
