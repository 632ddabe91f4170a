"""Keeping what was sent, exactly as it was sent: named by its SHA-256 digest, outside anything a web server
shows.

    $HIMAYA_DATA/received/<first two signs of the digest>/<digest>

The sender's file name is never used. The same content is kept once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from himaya.foundation.intake import codes  # noqa: F401  registers the codes used here
from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.limits import DEFAULT, MIB, Limits
from himaya.runtime.paths import data_folder

_STEP = 4 * MIB


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file kept: its digest (64 hexadecimal signs), where it lies, its bytes, whether it was there
    already."""

    digest: str
    path: Path
    size: int
    known: bool

    @classmethod
    def of_digest(cls, digest: str) -> Received:
        """A file kept before. Raises FileNotFoundError when it is not there, ValueError for no digest."""
        path = received_path(digest)
        return cls(digest=digest, path=path, size=path.stat().st_size, known=True)


def receive(source: Path | BinaryIO, *, limits: Limits = DEFAULT) -> Received:
    """Keep a copy of a file or stream; safe to stop at any moment and to run twice at once.

    Raises FileRefused: intake.empty, intake.file_too_large (nothing is kept then).
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return _keep(stream, limits=limits)
    return _keep(source, limits=limits)


def received_path(digest: str) -> Path:
    """Where the file of this digest lies, or would. Raises ValueError for anything but a SHA-256 digest."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 digest")
    return _folder() / digest[:2] / digest


def _folder() -> Path:
    return data_folder() / "received"


def _keep(stream: BinaryIO, *, limits: Limits) -> Received:
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".incoming-", dir=_folder())
    incoming = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            digest, size = _copied(stream, copy, limits=limits)
            copy.flush()
            os.fsync(copy.fileno())
        path = received_path(digest)
        known = path.is_file() and path.stat().st_size == size
        if not known:
            _place(incoming, path)
        return Received(digest=digest, path=path, size=size, known=known)
    finally:
        incoming.unlink(missing_ok=True)


def _copied(stream: BinaryIO, copy: BinaryIO, *, limits: Limits) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while data := stream.read(_STEP):
        size += len(data)
        if size > limits.bytes_max:
            raise refused("intake.file_too_large", size=size // MIB, limit=limits.bytes_max // MIB)
        digest.update(data)
        copy.write(data)
    if not size:
        raise refused("intake.empty")
    return digest.hexdigest(), size


def _place(incoming: Path, path: Path) -> None:
    """Give the file its name, and make the name survive a power cut."""
    path.parent.mkdir(exist_ok=True, mode=0o700)
    incoming.chmod(0o400)
    os.replace(incoming, path)
    for folder in (path.parent, path.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
