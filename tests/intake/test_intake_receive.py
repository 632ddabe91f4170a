"""A file is kept once, as it was sent, under its digest; a file too large leaves nothing behind."""

import hashlib
import io
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from himaya.foundation.intake.errors import FileRefused
from himaya.foundation.intake.limits import Limits
from himaya.foundation.intake.receive import Received, receive, received_path

CONTENT = b"CIN;Nom\r\nA1;ALAMI\r\n"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_is_kept_under_its_digest(data: Path, tmp_path: Path) -> None:
    source = tmp_path / "..;rm -rf.csv"
    source.write_bytes(CONTENT)
    kept = receive(source)
    assert (kept.digest, kept.size, kept.known) == (DIGEST, len(CONTENT), False)
    assert kept.path == data / "received" / DIGEST[:2] / DIGEST
    assert kept.path.read_bytes() == CONTENT
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o400
    assert Received.of_digest(DIGEST).path == kept.path


def test_the_same_content_twice_is_known(data: Path) -> None:
    assert not receive(io.BytesIO(CONTENT)).known
    assert receive(io.BytesIO(CONTENT)).known


def test_many_at_once_keep_one(data: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda _: receive(io.BytesIO(CONTENT)), range(16)))
    assert {one.path for one in kept} == {received_path(DIGEST)}
    assert [path for path in (data / "received").rglob("*") if path.is_file()] == [kept[0].path]


@pytest.mark.parametrize(("content", "code"), [(b"", "intake.empty"), (b"x" * 101, "intake.file_too_large")])
def test_a_refused_file_leaves_nothing(data: Path, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        receive(io.BytesIO(content), limits=Limits(bytes_max=100))
    assert refusal.value.code == code
    assert not [path for path in (data / "received").rglob("*") if path.is_file()]


def test_a_stream_that_fails_leaves_nothing(data: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the line was cut")

    with pytest.raises(OSError, match="cut"):
        receive(Broken())
    assert not [path for path in (data / "received").rglob("*") if path.is_file()]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "A" * 64, "ab", "0" * 63 + "/"])
def test_only_a_digest_names_a_file(digest: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        received_path(digest)
