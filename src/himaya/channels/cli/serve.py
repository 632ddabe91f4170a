"""`himaya serve`: the web pages on this machine."""

from __future__ import annotations

import ipaddress
from typing import Any

import click

from himaya.channels.cli import output


@click.command(
    epilog="Example: himaya serve --port 8080      (Ctrl-C stops it)",
    short_help="Serve the web pages.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    help="Port; the first free one from 8000 if none is given.",
)
@output.json_option
def serve(host: str, port: int, as_json: bool) -> None:
    """Serve the web pages until Ctrl-C.

    The address is printed once the pages answer. /health answers monitors. On this machine alone plain http
    is spoken; elsewhere https is expected, from a proxy (HIMAYA_BEHIND_PROXY=1), unless HIMAYA_HTTPS=0.
    """
    from himaya.runtime import database

    database.ensure()
    server = listen(host=host, port=port)
    told = {"address": server.address, "host": server.host, "port": server.port}
    output.emit(told, as_json=as_json, text=lambda _told: server.greeting)
    server.run()


def listen(*, host: str, port: int = 0) -> Any:
    """A server bound to its port, not yet serving; signals stop it. Raises PortTaken.

    Where only this machine can reach it, plain http is served: there is no certificate to answer https with.
    """
    from himaya.channels.web import assets
    from himaya.channels.web.server import Server, stop_on_signals

    _speak_as_reached(host)
    assets.build_if_possible()
    server = Server(host=host, port=port)
    stop_on_signals(server.close)
    return server


def _speak_as_reached(host: str) -> None:
    """Plain http for this machine alone; elsewhere the address listened on is one that readers may type."""
    from django.conf import settings

    if host == "localhost" or ipaddress.ip_address(host).is_loopback:
        settings.SECURE_SSL_REDIRECT = False
        settings.SECURE_HSTS_SECONDS = 0
    elif host not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, host]
