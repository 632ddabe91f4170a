"""A reform in a file: values, bands, rows and formulas that take the place of those of the law."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from himaya.legislation.amendments import amend
from himaya.legislation.engine.trace import nearest
from himaya.legislation.errors import FormulaInvalid, LawFileInvalid
from himaya.legislation.formulas import Formula, load_module
from himaya.legislation.law import Legislation
from himaya.legislation.parameters import Lawful
from himaya.legislation.words import Words
from himaya.legislation.yaml_lines import Block, LawFile, Text

_ENTRIES = {"label", "note", "reference", "amends", "formulas", "compare"}
_ALGEBRA = "himaya.legislation.algebra"
_STATEMENTS = (ast.ImportFrom, ast.FunctionDef, ast.Assign, ast.AnnAssign, ast.Return, ast.Expr)
_REFUSED = (ast.Import, ast.Lambda, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.JoinedStr)
_BUILTINS = {
    "range",
    "zip",
    "reversed",
    "sum",
    "tuple",
    "list",
    "dict",
    "len",
    "enumerate",
    "int",
    "str",
    "bool",
}


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform: its name, what it amends and replaces, and the law it makes of the law in force.

    compare: what a simulation of it shows, as the file writes it.
    """

    label: Words
    note: Words | None
    amended: tuple[str, ...]
    replaced: tuple[str, ...]
    law: Legislation
    compare: Block
    file: LawFile


def load_reform(path: Path, law: Legislation) -> Reform:
    """The reform of a file, checked against a law; LawFileInvalid names the line, FormulaInvalid the formula."""
    file = LawFile(path, root=path.parent)
    try:
        top = file.read()
    except OSError as error:
        raise file.fail(1, f"cannot be read ({error.strerror})") from error
    for key, value in top.items():
        if key not in _ENTRIES:
            raise file.fail(getattr(value, "line", top.line), f"unknown entry {key!r}")
    amended = _amended(file, top, law)
    formulas = _formulas(file, top, law)
    if not amended and not formulas:
        raise file.fail(top.line, "the reform changes nothing: it needs `amends` or `formulas`")
    label = _words(file, top, "label")
    made = law.with_changes(name=f"{law.name}: {label.fr}", parameters=amended, formulas=formulas)
    _refuse_idle(law, made, formulas)
    return Reform(
        label,
        _words(file, top, "note") if top.get("note") else None,
        tuple(amended),
        tuple(one.name for one in formulas),
        made,
        _block(file, top, "compare"),
        file,
    )


def _amended(file: LawFile, top: Block, law: Legislation) -> dict[str, Lawful]:
    reference = str(top.get("reference") or "")
    found: dict[str, Lawful] = {}
    for path, written in _block(file, top, "amends").items():
        if path not in law.parameters:
            near = nearest(path, list(law.parameters))
            line = getattr(written, "line", top.line)
            raise file.fail(line, f"the law has no parameter {path!r} (near: {near})")
        found[path] = amend(law.parameters[path], written, file=file, reference=reference)
    return found


def _block(file: LawFile, top: Block, entry: str) -> Block:
    written = top.get(entry)
    if written is None:
        empty = Block()
        empty.line = top.line
        return empty
    if not isinstance(written, Block):
        raise file.fail(getattr(written, "line", top.line), f"{entry} is a mapping")
    return written


def _words(file: LawFile, top: Block, entry: str) -> Words:
    written = _block(file, top, entry)
    if not written.get("fr") or not written.get("ar"):
        raise file.fail(written.line, f"{entry} needs fr and ar")
    return Words(ar=str(written["ar"]), fr=str(written["fr"]), en=str(written.get("en") or ""))


def _formulas(file: LawFile, top: Block, law: Legislation) -> list[Formula]:
    written = top.get("formulas")
    if written is None:
        return []
    if not isinstance(written, Text) or Path(written).name != written or not written.endswith(".py"):
        raise file.fail(getattr(written, "line", top.line), "formulas names a Python file beside the reform")
    path = file.path.parent / written
    if not path.is_file():
        raise file.fail(written.line, f"there is no file {written} beside the reform")
    refuse_beyond_algebra(path)
    found = [value for value in vars(load_module(path)).values() if isinstance(value, Formula)]
    if not found:
        raise file.fail(written.line, f"{written} holds no formula")
    return found


def _refuse_idle(law: Legislation, made: Legislation, formulas: list[Formula]) -> None:
    for one in formulas:
        read = any(one.name in variable.reads for variable in made.variables.values())
        if one.name not in law.formulas and not read:
            near = nearest(one.name, list(law.formulas))
            reason = f"it replaces no formula of the law and none reads it (near: {near})"
            raise FormulaInvalid(formula=one.name, reason=reason, place=one.place)


def refuse_beyond_algebra(path: Path) -> None:
    """Refuse a file of formulas that does anything but write formulas in the law's algebra."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 1
        raise LawFileInvalid(file=path.name, line=line, reason=f"not readable as Python: {error}") from error
    for node in ast.walk(tree):
        if reason := _beyond(node):
            raise LawFileInvalid(file=path.name, line=getattr(node, "lineno", 1), reason=reason)


def _beyond(node: ast.AST) -> str:
    if isinstance(node, ast.ImportFrom) and node.module not in (_ALGEBRA, "__future__"):
        return f"a formula imports {_ALGEBRA} and nothing else"
    if isinstance(node, _REFUSED) or (isinstance(node, ast.stmt) and not isinstance(node, _STATEMENTS)):
        return f"{type(node).__name__} is not of the algebra"
    name: Any = (
        node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    )
    if name.startswith(("_", "format")) or (isinstance(node, ast.Name) and _is_builtin(name)):
        return f"{name} is not of the algebra"
    return ""


def _is_builtin(name: str) -> bool:
    return hasattr(builtins, name) and name not in _BUILTINS
