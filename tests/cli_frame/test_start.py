"""A command starts at once: what is slow to import waits until it is needed."""

import subprocess
import sys
from importlib import import_module

from himaya.runtime import events

SLOW = ("altair", "duckdb", "pyarrow", "splink", "vl_convert", "xlsxwriter")
LOOK = f"""
import sys
from himaya.channels.cli import language
language.start_platform()
import himaya.channels.cli.numbers, himaya.channels.cli.rights, himaya.channels.cli.opening
print([name for name in {SLOW!r} if name in sys.modules])
"""


def test_starting_the_platform_imports_nothing_slow() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_handler_imported_later_is_there() -> None:
    later = [one for known in events._handlers.values() for one in known if isinstance(one, events.Later)]
    assert later
    assert all(callable(getattr(import_module(one.module), one.name)) for one in later)
