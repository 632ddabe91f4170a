"""The language a command speaks, and the platform it starts when it needs one.

The frame's own words come from the catalogue beside this file without Django: the law commands stay light.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from himaya.kernel.errors import DomainError

LANGUAGES = ("ar", "fr", "zgh", "en")
_CATALOGUE = Path(__file__).parent / "locale"
_chosen: str | None = None


class PlatformMissing(DomainError):
    """Only the law library is installed."""

    code = "cli.platform_missing"
    params = ("package",)
    message = "This command needs the whole platform, and {package} is not installed."
    remedy = "Install it with: pip install 'himaya[platform]'"


def choose(value: str | None) -> str:
    """Fix the language for the rest of the run; also told to what this run starts, by HIMAYA_LANGUAGE."""
    global _chosen
    if value is not None:
        _chosen = value
        os.environ["HIMAYA_LANGUAGE"] = value
    _let_click_speak()
    return current()


def _let_click_speak() -> None:
    """Click asks gettext for its own words: they are in the catalogue beside this file."""
    gettext.bindtextdomain("django", str(_CATALOGUE))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = current()


@contextmanager
def of_one_run() -> Iterator[None]:
    """What --lang chooses lasts as long as this run, not as long as the process."""
    global _chosen
    before = {name: os.environ.get(name) for name in ("HIMAYA_LANGUAGE", "LANGUAGE")}
    try:
        yield
    finally:
        _chosen = None
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def current() -> str:
    """The language of this run: --lang, else HIMAYA_LANGUAGE, else the terminal's, else English."""
    if _chosen is not None:
        return _chosen
    names = ("HIMAYA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((value for name in names if (value := os.environ.get(name))), "en")
    code = named.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in LANGUAGES else "en"


def say(text: str) -> str:
    """The sentence in the language of this run; as it stands where no catalogue has it."""
    catalogue = gettext.translation("django", str(_CATALOGUE), languages=[current()], fallback=True)
    return catalogue.gettext(text) if text else text


def start_platform(settings: str = "himaya.runtime.settings") -> None:
    """Make Django ready, once, and let it speak the language of this run. settings: unless others are chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    try:
        import django
        from django.utils import translation
    except ModuleNotFoundError as missing:
        raise PlatformMissing(package=missing.name) from missing
    django.setup()
    translation.activate(current())


def say_anywhere(text: str) -> str:
    """The sentence from the frame's catalogue, or from those of the platform where it has been started."""
    translated = say(text)
    if translated != text or not text:
        return translated
    from importlib.util import find_spec

    if find_spec("django") is None:
        return text
    from django.conf import settings
    from django.utils import translation

    return translation.gettext(text) if settings.configured else text
