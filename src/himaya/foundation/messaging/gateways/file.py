"""The demo's gateway: each message is a line of JSON at the end of a file.

Safe against being killed at any instant, and against two writers: every batch is written under an exclusive
lock, in one piece, and forced to the disk before the answer. A line exists when its newline does; a torn
last line is cut off by the next writer. A message whose number is already in the file is not written again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from himaya.foundation.messaging.gateways.base import Answer, Outcome, Outgoing

PAGE = 1 << 16


class Numbers:
    """A set of message numbers, which come in long runs: a bit each (1.6 million take 200 kB)."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def add(self, number: int) -> None:
        page, place = divmod(number, PAGE)
        self._pages.setdefault(page, bytearray(PAGE // 8))[place >> 3] |= 1 << (place & 7)

    def __contains__(self, number: int) -> bool:
        page, place = divmod(number, PAGE)
        found = self._pages.get(page)
        return found is not None and bool(found[place >> 3] >> (place & 7) & 1)


class FileGateway:
    """Writes messages to a file; nothing leaves the machine."""

    name: ClassVar[str] = "file"
    receipts: ClassVar[bool] = False
    reaches_telephones: ClassVar[bool] = False

    def __init__(self, *, path: Path) -> None:
        self.certain = True
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._known = Numbers()
        self._read_to = 0

    def hand(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Append the messages that are not in the file yet; all are taken when this returns."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            self._catch_up()
            fresh = [message for message in messages if message.id not in self._known]
            if fresh:
                self._append("".join(_line(message) for message in fresh).encode())
                for message in fresh:
                    self._known.add(message.id)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        return [Outcome(Answer.TAKEN, ref=str(message.id)) for message in messages]

    def ask(self, ids: Sequence[int]) -> Mapping[int, Outcome]:
        """What is in the file was taken; the rest may be shown to this file again."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            self._catch_up()
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        return {
            number: Outcome(Answer.TAKEN, ref=str(number)) if number in self._known else Outcome(Answer.AGAIN)
            for number in ids
        }

    def close(self) -> None:
        os.close(self._file)

    def _append(self, block: bytes) -> None:
        written = 0
        while written < len(block):
            written += os.write(self._file, block[written:])
        os.fdatasync(self._file)
        self._read_to += len(block)

    def _catch_up(self) -> None:
        """Learn the lines that others wrote; cut off what a killed writer left unfinished. Under the lock."""
        size = os.fstat(self._file).st_size
        if size == self._read_to:
            return
        if size < self._read_to:  # the file was put aside and begun anew
            self._read_to = 0
        with open(self.path, "rb") as file:
            file.seek(self._read_to)
            for line in file:
                if not line.endswith(b"\n"):
                    os.ftruncate(self._file, self._read_to)
                    return
                number = _number_of(line)
                if number is not None:
                    self._known.add(number)
                self._read_to += len(line)


def _line(message: Outgoing) -> str:
    body = {
        "id": message.id,
        "to": message.phone,
        "from": message.sender,
        "language": message.language,
        "segments": message.segments,
        "text": message.text,
    }
    return json.dumps(body, ensure_ascii=False) + "\n"


def _number_of(line: bytes) -> int | None:
    """The message number of a whole line; None for a line that is not ours."""
    try:
        return int(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError):
        return None
