"""A database to throw away: a server of its own beside the real one, on the same disk, removed afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection

from himaya.runtime import addresses, paths, schema
from himaya.runtime import database as place


@contextmanager
def database() -> Iterator[Connection]:
    """While the block runs, everything here works in a fresh, migrated database; the connection is the app's.

    Settings are those of production: safe, logged, indexed.
    """
    folder = tempfile.mkdtemp(prefix="scratch-", dir=paths.made_data_folder())
    os.chmod(folder, 0o711)
    before = {name: os.environ.pop(name, None) for name in (paths.VARIABLE, addresses.URL, addresses.NAME)}
    os.environ[paths.VARIABLE] = folder
    try:
        place.ensure()
        with schema.django_as("app"), place.connect() as connection:
            yield connection
    finally:
        place.embedded().remove()
        os.environ.pop(paths.VARIABLE)
        os.environ.update({name: value for name, value in before.items() if value is not None})
        shutil.rmtree(folder, ignore_errors=True)
