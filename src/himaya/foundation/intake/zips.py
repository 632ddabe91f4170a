"""Looking at a zip archive before anything opens it: its directory, its true sizes, its ratio."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from himaya.foundation.intake.errors import refused
from himaya.foundation.intake.limits import MIB, Limits

MEMBERS_MAX = 2000
_RATIO_FROM = 64 * MIB
_STORED, _DEFLATED = 0, 8
_STEP = 1 << 20


def inspect_zip(path: Path, *, limits: Limits) -> list[ZipInfo]:
    """The members of an archive that is safe to open.

    Raises FileRefused: intake.xlsx_broken when it is no archive, is cut, encrypted or has members that
    overlap or bear one name twice; intake.zip_bomb when the announced sizes pass the limits.
    """
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise refused("intake.xlsx_broken") from error
    names = {member.filename for member in members}
    packed = sum(member.compress_size for member in members)
    odd = any(member.flag_bits & 1 or member.compress_type not in (_STORED, _DEFLATED) for member in members)
    if not members or len(members) > MEMBERS_MAX or len(names) < len(members) or odd:
        raise refused("intake.xlsx_broken")
    if packed > path.stat().st_size:
        raise refused("intake.xlsx_broken")
    check_expansion(sum(member.file_size for member in members), path=path, limits=limits)
    return members


def check_expansion(size: int, *, path: Path, limits: Limits) -> None:
    """Raise intake.zip_bomb when `size` bytes is too much to come out of this file."""
    sent = max(1, path.stat().st_size)
    if size > limits.expanded_max or (size > _RATIO_FROM and size / sent > limits.ratio_max):
        raise refused("intake.zip_bomb", size=size // MIB)


def inflate(path: Path, member: ZipInfo) -> Iterator[bytes]:
    """The true content of a member in steps, at most one byte more than announced.

    Raises FileRefused (intake.xlsx_broken) when the content is damaged or is not of the size announced.
    """
    with path.open("rb") as file:
        try:
            yield from _inflate(file, member)
        except (zlib.error, OSError, struct.error) as error:
            raise refused("intake.xlsx_broken") from error


def _inflate(file: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise refused("intake.xlsx_broken")
    name_size, extra_size = struct.unpack("<HH", header[26:30])
    file.seek(name_size + extra_size, 1)
    total = 0
    for piece in _pieces(file, member):
        total += len(piece)
        if total > member.file_size:
            raise refused("intake.zip_bomb", size=total // MIB)
        yield piece
    if total != member.file_size:
        raise refused("intake.xlsx_broken")


def _pieces(file: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    left = member.compress_size
    engine = zlib.decompressobj(-15) if member.compress_type == _DEFLATED else None
    while left > 0 and (data := file.read(min(_STEP, left))):
        left -= len(data)
        if engine is None:
            yield data
            continue
        while data and not engine.eof:
            yield engine.decompress(data, 4 * _STEP)
            data = engine.unconsumed_tail


def content(path: Path, member: ZipInfo, *, most: int = 8 * MIB) -> bytes:
    """A small member whole. Raises FileRefused when it is damaged or larger than `most` bytes."""
    if member.file_size > most:
        raise refused("intake.xlsx_broken")
    return b"".join(inflate(path, member))


def each(path: Path, member: ZipInfo, look: Callable[[bytes], None], *, overlap: int = 64) -> None:
    """Show the whole content of a member to `look` in steps that overlap, so that no short pattern is cut."""
    tail = b""
    for piece in inflate(path, member):
        window = tail + piece
        look(window)
        tail = window[-overlap:]
