"""The web channel as a server: Django behind waitress, stopped cleanly by the usual signals."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.translation import gettext as _
from waitress.server import create_server

from himaya.channels.web import assets
from himaya.kernel.errors import DomainError

FIRST_PORT = 8000
TRIES = 50
THREADS = 8


class PortTaken(DomainError):
    """Another program listens where the pages should be served."""

    code = "web.port_taken"
    params = ("host", "port")
    message = "Port {port} of {host} is taken."
    remedy = "Choose another with --port, or leave --port out: a free one is found."


class Server:
    """A listening server. Made by `listen`; `run` serves until a signal or `close`."""

    def __init__(self, *, host: str, port: int) -> None:
        serve_built_files()
        self.socket = listening_socket(host=host, port=port)
        self.host, self.port = self.socket.getsockname()[:2]
        self._waitress = create_server(WSGIHandler(), sockets=[self.socket], threads=THREADS, ident=None)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the pages."""
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)
        return f"http://{shown}:{self.port}/"

    @property
    def greeting(self) -> str:
        """The sentence that tells where the pages are."""
        return _("The pages are served at {address} (Ctrl-C stops).").format(address=self.address)

    def run(self) -> None:
        """Serve until the process is told to stop (SIGINT, SIGTERM) or `close` is called."""
        self._waitress.run()

    def close(self) -> None:
        """Stop listening and let the answers under way finish."""
        self._waitress.close()
        self._waitress.task_dispatcher.shutdown()


def serve_built_files() -> None:
    """Style and fonts come from where they were built; their names change with their content."""
    settings.STATIC_ROOT = None
    settings.WHITENOISE_IMMUTABLE_FILE_TEST = assets.NAME_WITH_DIGEST


def listening_socket(*, host: str, port: int) -> socket.socket:
    """A socket that listens on `port`, or with port 0 on the first free one from 8000.

    Raises PortTaken when the port asked for is taken.
    """
    ports = [port] if port else range(FIRST_PORT, FIRST_PORT + TRIES)
    for candidate in ports:
        try:
            return socket.create_server((host, candidate), backlog=128)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            if port:
                raise PortTaken(host=host, port=port) from error
    return socket.create_server((host, 0), backlog=128)


def stop_on_signals(stop: Callable[[], None]) -> None:
    """SIGTERM ends the server as Ctrl-C does."""

    def ended(_signal: int, _frame: FrameType | None) -> None:
        stop()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, ended)
    signal.signal(signal.SIGINT, ended)
