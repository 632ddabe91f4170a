"""Identifiers of persons, firms, accounts and payments: a module each, with `parse`, `check` and `format`.

`parse` returns the normalised text or raises IdentifierError; `check` says yes or no; `format` writes it as
people read it. All understand Arabic-Indic digits and stray spaces, dashes and dots.
"""

from himaya.kernel.identifiers.error import SENTENCES, IdentifierError

__all__ = ["SENTENCES", "IdentifierError"]
