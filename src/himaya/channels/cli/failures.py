"""What a command says when it cannot run: a sentence and what to do next; a bug gets a reference instead."""

from __future__ import annotations

import errno
import json
import logging
import os
import sys
import traceback
import uuid
from typing import Any

import click

from himaya.channels.cli.language import current, say, say_anywhere
from himaya.kernel.errors import DomainError
from himaya.runtime import paths

COULD_NOT_RUN = 2
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR, errno.EISDIR}
"""What a system refuses because of the place named, not because of a fault of the program."""
_log = logging.getLogger("himaya.cli")


class FileUnusable(DomainError):
    """A file or folder that was named cannot be read or written."""

    code = "cli.file_unusable"
    params = ("path", "reason")
    message = "{path} cannot be used: {reason}"
    remedy = "Check the rights on it and the room on its disk, or name another place."


def tell(error: Exception, *, as_json: bool) -> int:
    """Say what happened on the error stream (one JSON object on the output with --json); the exit code."""
    if isinstance(error, click.exceptions.Abort):
        answer = _answer("cli.stopped", say("Stopped."), say("Give the same command again to continue."))
    elif isinstance(error, click.ClickException):
        answer = _answer("cli.usage", error.format_message(), _usage_hint(error))
    elif isinstance(error, DomainError):
        answer = _domain_answer(error)
    elif isinstance(error, OSError) and error.errno in REFUSED and error.filename is not None:
        answer = _domain_answer(_refusal(error))
    else:
        answer = _bug_answer(error)
    if as_json:
        click.echo(json.dumps({"error": answer}, ensure_ascii=False, default=str))
    else:
        for one in answer.get("findings", [answer]):
            click.echo("\n".join(filter(None, (one["sentence"], one["what_next"]))), err=True)
    return COULD_NOT_RUN


def _answer(code: str, sentence: str, what_next: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "sentence": sentence, "what_next": what_next, **more}


def _domain_answer(error: DomainError) -> dict[str, Any]:
    sentence = say_anywhere(error.message).format(**error.values) or error.code
    what_next = say_anywhere(error.remedy).format(**error.values)
    found = [_finding(one) for one in getattr(error, "findings", ())]
    more = {"findings": found} if len(found) > 1 else {}
    return _answer(error.code, sentence, what_next, values=error.values, **more)


def _refusal(error: OSError) -> DomainError:
    """What the system refused, with the place: the data folder, or a file of the user."""
    refused = paths.refusal(error)
    return refused or FileUnusable(path=os.fsdecode(error.filename), reason=error.strerror)


def _finding(one: Any) -> dict[str, Any]:
    """One of several reasons against a file, each with what to do."""
    language = current()
    return {"code": one.code, "sentence": one.sentence(language), "what_next": one.remedy(language)}


def _usage_hint(error: click.ClickException) -> str:
    ctx = getattr(error, "ctx", None)
    path = ctx.command_path if ctx is not None else "himaya"
    return say("See: {command} --help").format(command=path)


def _bug_answer(error: Exception) -> dict[str, Any]:
    """Log where it broke, once; never its message, which may quote a person (HIMAYA_DEBUG=1 shows all)."""
    reference = uuid.uuid4().hex[:8]
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    _log.error(
        "unexpected %s reference=%s at %s", type(error).__name__, reference, " < ".join(reversed(places))
    )
    if os.environ.get("HIMAYA_DEBUG"):
        traceback.print_exception(error, file=sys.stderr)
    sentence = say("Something went wrong inside Himaya (reference {reference}).").format(reference=reference)
    what_next = say(
        "Nothing half-done was kept. Give the command again; if it fails again, report the reference."
    )
    return _answer("cli.unexpected", sentence, what_next, reference=reference)
