"""What intake refuses, each with a stable code; channels translate the two sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from himaya.foundation.intake.findings import Finding, catalogued
from himaya.kernel.errors import DomainError


class FileRefused(DomainError):
    """The file as a whole cannot be taken; nothing was written. `findings` says why, gravest first.

    Its code, sentence and remedy are those of its first finding (see `codes`).
    """

    code = "intake.file_refused"
    message = "The file cannot be read."
    remedy = "Send the file again in the agreed form."

    def __init__(self, findings: Sequence[Finding] = ()) -> None:
        super().__init__()
        self.findings = tuple(findings)
        if self.findings:
            first = self.findings[0]
            entry = catalogued(first.code)
            self.values = first.values()
            # An instance speaks with the sentence of its first finding.
            self.__dict__.update(code=entry.code, message=entry.sentence, remedy=entry.remedy)
            self.args = (self.sentence,)

    def __reduce__(self) -> tuple[Any, ...]:
        return FileRefused, (self.findings,)


class LayoutUnknown(DomainError):
    """No layout of a file is saved for this body."""

    code = "intake.layout_unknown"
    params = ("body",)
    message = "No layout of a file is saved for {body}."
    remedy = "Let one be proposed from the file's headings, check it, and save it."


class LayoutInvalid(DomainError):
    """A saved layout cannot be understood."""

    code = "intake.layout_invalid"
    params = ("body", "reason")
    message = "The layout saved for {body} cannot be used: {reason}."
    remedy = "Mend the layout's file, or have it proposed again from the headings of a real file."


def refused(code: str, **params: Any) -> FileRefused:
    """A refusal for one reason; `line_no` and `column` among params go to the finding itself."""
    own = {name: params.pop(name) for name in ("line_no", "column", "value") if name in params}
    return FileRefused([Finding(code=code, params=params, **own)])
