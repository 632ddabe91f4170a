"""`himaya serve`: an address that answers, a port of one's own, a clean end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from himaya.channels.cli.serve import listen
from himaya.channels.web.server import PortTaken, listening_socket


def fetched(address: str) -> tuple[int, bytes, dict[str, str]]:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read(), dict(answer.headers)


def test_a_free_port_is_found_when_the_first_is_taken():
    with (
        listening_socket(host="127.0.0.1", port=0) as first,
        listening_socket(host="127.0.0.1", port=0) as second,
    ):
        assert first.getsockname()[1] != second.getsockname()[1]


def test_a_port_that_is_taken_is_refused_by_name():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PortTaken) as refused:
        listen(host="127.0.0.1", port=taken.getsockname()[1])
    assert "is taken" in str(refused.value)


def test_style_is_served_packed_and_kept_for_ever(site):
    _status, page, _headers = fetched(f"{site}ar/published/")
    (name,) = {part.split(b'"')[0] for part in page.split(b"/static/himaya/himaya.")[1:]}
    request = urllib.request.Request(
        f"{site}static/himaya/himaya.{name.decode()}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT])
def test_serve_prints_its_address_answers_and_stops_cleanly(himaya, ended_by):
    command = [sys.executable, "-m", "himaya.channels.cli.main", "serve", "--json"]
    with subprocess.Popen(command, env=himaya.environment, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        told = json.loads(served.stdout.readline())
        assert json.loads(fetched(f"{told['address']}health")[1]) == {"status": "ok"}
        status, page, headers = fetched(f"{told['address']}fr/")
        assert status == 200
        assert "Personne n’est immatriculé à cette date" in page.decode()
        assert "Strict-Transport-Security" not in headers
        served.send_signal(ended_by)
        assert served.wait(timeout=15) == 0
