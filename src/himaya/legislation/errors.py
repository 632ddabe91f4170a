"""What can be wrong with a law's files, with a question put to it, or with the facts given."""

from __future__ import annotations

from himaya.kernel.errors import DomainError


class LawError(DomainError):
    """Base of everything the law engine refuses."""

    code = "legislation.error"


class LawFileInvalid(LawError):
    """A parameter, input or formula file breaks a rule of the form."""

    code = "legislation.file_invalid"
    params = ("file", "line", "reason")
    message = "{file}:{line}: {reason}"
    remedy = "Mend that line of the law's files; nothing of the law is loaded until then."


class FormulaInvalid(LawError):
    """A formula cannot be read: unknown argument, missing sentence, wrong type, or an unproven bound."""

    code = "legislation.formula_invalid"
    params = ("formula", "reason", "place")
    message = "{place}Formula {formula}: {reason}"
    remedy = "Mend the formula; nothing of the law is loaded until then."

    def __init__(self, *, formula: str, reason: str, place: str = "") -> None:
        """place: `file:line: ` of the fault, as far as it is known where it is found."""
        super().__init__(formula=formula, reason=reason, place=place)


class FormulaCycle(LawError):
    """Formulas that need one another."""

    code = "legislation.formula_cycle"
    params = ("formulas", "place")
    message = "{place}These formulas need one another: {formulas}."
    remedy = "Break the circle: one of them must read a fact instead."


class UnknownName(LawError):
    """No parameter, table, input or variable bears that name."""

    code = "legislation.unknown_name"
    params = ("name", "near")
    message = "The law has no {name!r}."
    remedy = "Did you mean: {near}? `himaya law list --search` shows every name."


class MissingColumns(LawError):
    """The facts given lack a column that the variable needs."""

    code = "legislation.missing_columns"
    params = ("columns", "variables")
    message = "To evaluate {variables} the facts must hold: {columns}."
    remedy = "Add these columns; an unknown value is null, not a missing column."


class InputInvalid(LawError):
    """A fact is of the wrong type or outside the range its input declares."""

    code = "legislation.input_invalid"
    params = ("input", "value", "reason")
    message = "{input} = {value}: {reason}"
    remedy = "Correct the fact; `himaya law show {input}` gives its unit and range."


class CaseFileInvalid(LawError):
    """A file of worked cases is not of the expected form."""

    code = "legislation.case_file_invalid"
    params = ("file", "reason")
    message = "{file}: {reason}"
    remedy = "A case file is JSON: an object with `cases`, each with id, topic, date, inputs and expected."
