"""What a formula declares beside its computation, and the loading of a fund's formula files by path."""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import re
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from himaya.legislation.errors import FormulaInvalid
from himaya.legislation.units import UNITS, Unit
from himaya.legislation.words import LANGUAGES, Words

MENTION = re.compile(r"\{([a-z_0-9.]+)\}")


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule: its function, the text that sets it, its label and the sentence that explains it."""

    name: str
    function: Callable[..., Any]
    unit: Unit
    of: str
    on: str
    law: str
    label: Words
    says: Words
    file: str

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names it reads: facts and other formulas, the parameters `p` excepted."""
        return tuple(name for name in self._names if name != "p")

    @property
    def reads_parameters(self) -> bool:
        """Whether it asks for `p`."""
        return "p" in self._names

    @property
    def _names(self) -> tuple[str, ...]:
        code = self.function.__code__
        return code.co_varnames[: code.co_argcount]

    @property
    def meaning(self) -> str:
        """Its docstring."""
        return inspect.getdoc(self.function) or ""

    @property
    def source(self) -> str:
        """Its own text, as the file writes it."""
        return inspect.getsource(self.function)

    @property
    def place(self) -> str:
        """Where it stands, for an error: `file:line: `."""
        return f"{_short(self.file)}:{self.function.__code__.co_firstlineno}: "

    def fault_at(self, error: BaseException) -> str:
        """The line of the formula's file where an error arose, else where the formula stands."""
        lines = [line for file, line in _lines(error) if file == self.file]
        return f"{_short(self.file)}:{lines[-1]}: " if lines else self.place

    def check_sentence(self) -> None:
        """Refuse a sentence that leaves out a fact the formula reads, or names one that it does not."""
        for language in LANGUAGES:
            text = self.says.of(language)
            said = {name for name in MENTION.findall(text) if not name.startswith("p.")}
            if not text or not self.label.of(language):
                raise FormulaInvalid(
                    formula=self.name, reason=f"no label or sentence in {language}", place=self.place
                )
            if missing := sorted(set(self.arguments) - said):
                raise FormulaInvalid(
                    formula=self.name,
                    reason=f"the sentence ({language}) leaves out {missing}",
                    place=self.place,
                )
            if strange := sorted(said - set(self.arguments)):
                raise FormulaInvalid(
                    formula=self.name,
                    reason=f"the sentence ({language}) names {strange}",
                    place=self.place,
                )


def formula(
    *,
    unit: str,
    of: str,
    law: str,
    label: Words,
    says: Words,
    on: str = "",
) -> Callable[[Callable[..., Any]], Formula]:
    """Declare a formula.

    unit: of its result (`centimes`, `months`, `flag`, `code`, `date`, `coefficient`, `exact_money` …).
    of: the entity one row describes. on: the day at which `p` is read. law: the text that sets the rule.
    says: the sentence that explains it, with each argument as `{name}` and parameters as `{p.path}`.
    """
    if unit not in UNITS:
        raise FormulaInvalid(formula=law, reason=f"unknown unit {unit!r}")

    def declare(function: Callable[..., Any]) -> Formula:
        return Formula(
            function.__name__, function, UNITS[unit], of, on, law, label, says, function.__code__.co_filename
        )

    return declare


def load_formulas(folder: Path) -> dict[str, Formula]:
    """The formulas of every file in a folder, by name."""
    found: dict[str, Formula] = {}
    for path in sorted(folder.glob("*.py")):
        for value in vars(load_module(path)).values():
            if isinstance(value, Formula):
                if value.name in found and found[value.name].file != value.file:
                    raise FormulaInvalid(
                        formula=value.name,
                        reason=f"defined in {_short(found[value.name].file)} too",
                        place=value.place,
                    )
                value.check_sentence()
                found[value.name] = value
    return found


def load_module(path: Path) -> ModuleType:
    """Run one Python file of a fund by its path; the same content is run once."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = f"himaya_fund_{abs(hash(str(path.resolve()))):x}_{digest[:16]}_{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FormulaInvalid(formula=str(path), reason="not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, FormulaInvalid) and not error.values["place"]:
            named = {key: error.values[key] for key in ("formula", "reason")}
            raise FormulaInvalid(**named, place=_place_in(path, error)) from error
        if isinstance(error, SyntaxError | NameError | TypeError | AttributeError | ImportError):
            raise _unreadable(path, error) from error
        raise
    return module


def _unreadable(path: Path, error: Exception) -> FormulaInvalid:
    return FormulaInvalid(
        formula=path.stem, reason=f"the file cannot be read: {error}", place=_place_in(path, error)
    )


def _place_in(path: Path, error: BaseException) -> str:
    lines = [line for file, line in _lines(error) if file == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else 1
    return f"{_short(path)}:{line}: "


def _lines(error: BaseException) -> list[tuple[str, int]]:
    """The files and lines an error passed, its cause's first, the deepest last."""
    own = [(one.filename, one.lineno or 1) for one in traceback.extract_tb(error.__traceback__)]
    return own + (_lines(error.__cause__) if error.__cause__ else [])


def _short(file: str | Path) -> str:
    """A file as errors name it: its folder and its name."""
    return "/".join(Path(file).parts[-2:])
