"""A simulated operator (SMPP), Kannel between us and it, and our own receipts page; all on 127.0.0.1.

Everything runs on ports the system gives and stops with the test module.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import smpp34

BINARIES = ("bearerbox", "smsbox")
SECRET = "s3cret-address"
THROUGHPUT = 100
UDH = 0x40
RECEIPT = 0x04


def missing() -> list[str]:
    """The programs of Kannel that this machine lacks."""
    return [name for name in BINARIES if shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") is None]


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def until(condition: Callable[[], Any], *, seconds: float = 8.0) -> Any:
    """Wait for a condition; fail when it does not come."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


@dataclass
class Part:
    """One segment as the operator got it."""

    to: str
    sender: str
    coding: int
    header: bytes
    octets: bytes
    at: float
    wants_receipt: bool


@dataclass
class Operator:
    """An SMPP server in a thread. A number ending in 98 is refused, in 97 never reached, in 96 told twice."""

    port: int
    parts: list[Part] = field(default_factory=list)

    def start(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(5)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(5)
        assert not self._thread.is_alive()

    def texts(self, phone: str) -> list[str]:
        """The whole messages a telephone got, put together from their parts."""
        messages: dict[bytes, list[Part]] = {}
        for place, part in enumerate(self.parts):
            if part.to.lstrip("+") == phone.lstrip("+"):
                messages.setdefault(part.header[3:4] or f"alone {place}".encode(), []).append(part)
        return [
            b"".join(p.octets for p in sorted(parts, key=lambda p: p.header)).decode(
                "utf-16-be" if parts[0].coding == 8 else "latin-1"
            )
            for parts in messages.values()
        ]

    def say(self, *, phone: str, octets: bytes, coding: int = 0) -> None:
        """A person sends a text to the fund's short number."""
        esme = until(lambda: list(self._sessions.values()))[-1]
        asyncio.run_coroutine_threadsafe(_said(esme, phone, octets, coding), self._loop).result(5)

    async def _serve(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        self._sessions: dict[str, Any] = {}
        self._late: set[asyncio.Task[None]] = set()
        server = smpp34.Server("127.0.0.1", self.port, system_id="operator")
        await server.start()
        self._ready.set()
        try:
            while True:
                await self._event(await server.next())
        except asyncio.CancelledError:
            for esme in self._sessions.values():
                await esme.unbind()
            await server.stop()

    async def _event(self, event: Any) -> None:
        if isinstance(event, smpp34.Esme):
            self._sessions[event.session_id] = event
        elif isinstance(event, smpp34.Unbound):
            self._sessions.pop(event.session_id, None)
        else:
            await self._submitted(event)

    async def _submitted(self, event: Any) -> None:
        to = event.destination_addr
        if to.endswith("98"):
            event.reject(smpp34.ESME_RINVDSTADR)
            return
        octets, header = event.short_message, b""
        if event.esm_class & UDH:
            cut = octets[0] + 1
            header, octets = octets[:cut], octets[cut:]
        wanted = bool(event.registered_delivery)
        self.parts.append(
            Part(to, event.source_addr, event.data_coding, header, octets, time.monotonic(), wanted)
        )
        reference = f"{len(self.parts):08d}"
        event.accept(reference)
        if wanted:
            state = "UNDELIV" if to.endswith("97") else "DELIVRD"
            for _ in range(2 if to.endswith("96") else 1):
                self._late.add(task := asyncio.create_task(self._receipt(event, reference, state)))
                task.add_done_callback(self._late.discard)

    async def _receipt(self, event: Any, reference: str, state: str) -> None:
        await asyncio.sleep(0.1)  # as a telephone takes a moment; Kannel forgets a receipt before its answer
        text = (
            f"id:{reference} sub:001 dlvrd:001 submit date:2204041200 done date:2204041201 "
            f"stat:{state} err:000 text:"
        )
        await self._sessions[event.session_id].deliver_sm(
            event.source_addr, text.encode(), source_addr=event.destination_addr, esm_class=RECEIPT,
            source_addr_ton=event.dest_addr_ton, source_addr_npi=event.dest_addr_npi,
        )  # fmt: skip


async def _said(esme: Any, phone: str, octets: bytes, coding: int) -> None:
    await esme.deliver_sm(
        "3939",
        octets,
        source_addr=phone.lstrip("+"),
        source_addr_ton=1,
        source_addr_npi=1,
        data_coding=coding,
    )


class Quiet(WSGIRequestHandler):
    """Without a line on the terminal for every receipt."""

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


def our_page(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """The receipts page as the web channel serves it, without the rest of the web."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.db import close_old_connections
    from django.urls import resolve

    close_old_connections()
    request = WSGIRequest(environ)
    view, arguments, named = resolve(request.path_info, urlconf="himaya.channels.urls")
    response = view(request, *arguments, **named)
    start_response(f"{response.status_code} .", [("Content-Type", "text/plain")])
    return [response.content]


@dataclass
class House:
    """Everything that runs, with its addresses."""

    folder: Path
    operator: Operator
    sendsms: str
    receipts: str
    programs: list[subprocess.Popen[bytes]]
    page: WSGIServer
    serving: threading.Thread

    def stop(self) -> None:
        for program in reversed(self.programs):
            program.terminate()
        for program in self.programs:
            try:
                program.wait(5)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
        self.operator.stop()
        self.page.shutdown()
        self.page.server_close()
        self.serving.join(5)


def build(folder: Path) -> House:
    """Start the operator, our page, bearerbox and smsbox."""
    admin, boxes, sendsms, smpp = free_ports(4)
    page = make_server("127.0.0.1", 0, our_page, handler_class=Quiet)
    serving = threading.Thread(target=_serve, args=(page,), daemon=True)
    serving.start()
    ours = f"http://127.0.0.1:{page.server_port}"
    operator = Operator(smpp)
    operator.start()
    (folder / "spool").mkdir()
    settings = folder / "kannel.conf"
    settings.write_text(
        CONFIGURATION.format(
            admin=admin, boxes=boxes, sendsms=sendsms, smpp=smpp, spool=folder / "spool", log=folder,
            inbound=f"{ours}/gateways/inbound/kannel/{SECRET}", throughput=THROUGHPUT,
        ),
        "utf-8",
    )  # fmt: skip
    house = House(
        folder,
        operator,
        f"http://127.0.0.1:{sendsms}/cgi-bin/sendsms",
        f"{ours}/gateways/receipts/kannel/{SECRET}",
        [],
        page,
        serving,
    )
    for name, port in (("bearerbox", boxes), ("smsbox", sendsms)):
        program = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
        with (folder / f"{name}.out").open("wb") as output:
            house.programs.append(
                subprocess.Popen([str(program), str(settings)], stdout=output, stderr=output, cwd=folder)
            )
        until(lambda port=port: _listens(port))
    until(lambda: operator._sessions)
    return house


def _serve(page: WSGIServer) -> None:
    from django.db import connections

    page.serve_forever(poll_interval=0.05)
    connections.close_all()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


CONFIGURATION = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = probe
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
box-deny-ip = *.*.*.*
store-type = spool
store-location = {spool}
dlr-storage = internal
sms-resend-freq = 1
sms-resend-retry = 2

group = smsc
smsc = smpp
smsc-id = operator
host = 127.0.0.1
port = {smpp}
transceiver-mode = true
smsc-username = fund
smsc-password = probe
system-type = ""
throughput = {throughput}
max-pending-submits = 20
reconnect-delay = 1
enquire-link-interval = 30

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {boxes}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = fund
password = probe
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
accepted-smsc = operator
get-url = "{inbound}?from=%p&text=%b&charset=%C&ref=%I"
"""
