"""The gateway of a name, made from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from himaya.foundation.messaging.errors import GatewayNotConfigured, UnknownGateway
from himaya.foundation.messaging.gateways.base import Gateway
from himaya.foundation.messaging.gateways.file import FileGateway
from himaya.runtime.paths import data_folder


def gateway_named(name: str) -> Gateway:
    """A gateway ready for use. Raises UnknownGateway or GatewayNotConfigured."""
    if name not in GATEWAYS:
        raise UnknownGateway(gateway=name, known=", ".join(GATEWAYS))
    return GATEWAYS[name]()


def outbox_file() -> Path:
    """Where the file gateway writes: HIMAYA_SMS_FILE, or the data folder."""
    given = os.environ.get("HIMAYA_SMS_FILE")
    return Path(given) if given else data_folder() / "outbox" / "messages.jsonl"


def _file() -> Gateway:
    return FileGateway(path=outbox_file())


def _http() -> Gateway:
    from himaya.foundation.messaging.gateways.http import HttpGateway  # HTTPX: slow to import

    return HttpGateway(
        url=_setting("http", "HIMAYA_SMS_URL"),
        token=os.environ.get("HIMAYA_SMS_TOKEN", ""),
        idempotent=os.environ.get("HIMAYA_SMS_IDEMPOTENT") == "1",
    )


def _kannel() -> Gateway:
    from himaya.foundation.messaging.gateways.kannel import KannelGateway

    return KannelGateway(
        url=_setting("kannel", "HIMAYA_KANNEL_URL"),
        user=_setting("kannel", "HIMAYA_KANNEL_USER"),
        password=_setting("kannel", "HIMAYA_KANNEL_PASSWORD"),
        receipts_url=_setting("kannel", "HIMAYA_RECEIPTS_URL"),
    )


def _setting(gateway: str, name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise GatewayNotConfigured(gateway=gateway, setting=name)
    return value


GATEWAYS: dict[str, Callable[[], Gateway]] = {"file": _file, "http": _http, "kannel": _kannel}
