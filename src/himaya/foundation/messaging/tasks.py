"""Sending in the background."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from himaya.foundation.messaging.dispatching import Dispatcher
from himaya.foundation.messaging.gateways.choice import gateway_named
from himaya.foundation.messaging.selectors import public_holidays
from himaya.foundation.messaging.templates import load
from himaya.runtime import database
from himaya.runtime.fund import fund_name
from himaya.runtime.tasks import app


@app.task(name="messaging.dispatch", queue="messages", queueing_lock="messaging.dispatch")
def dispatch(gateway: str) -> None:
    """Hand over what may go now through the gateway of that name; safe to run twice, or beside another."""
    with closing(gateway_named(gateway)) as way_out, database.connect() as connection:
        holiday = public_holidays(connection, now=datetime.now(UTC))
        Dispatcher(connection, way_out, load(fund_name()), holiday=holiday).run(until_empty=True)
