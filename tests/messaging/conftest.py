"""What messaging tests share: the fund's catalogue, a queue to fill and a dispatcher on the test's clock."""

from __future__ import annotations

import pytest
from messaging_doubles import NOON, Clock

from himaya.foundation.messaging import templates
from himaya.foundation.messaging.dispatching import Dispatcher
from himaya.foundation.messaging.outbox import enqueue


@pytest.fixture(scope="session")
def catalogue() -> templates.Catalogue:
    return templates.load("ma")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tell(database, catalogue):
    """Queue messages: tell(frame, "registration", cause="register:1")."""

    def run(frame, template="registration", *, cause="register:1", now=NOON):
        return enqueue(database, frame=frame, template=template, catalogue=catalogue, cause=cause, now=now)

    return run


@pytest.fixture
def dispatcher(database, catalogue, clock):
    """A dispatcher on the test's clock: dispatcher(gateway).run()."""

    def make(gateway, **options):
        time = options.pop("clock", clock)
        settings = {"clock": time, "sleep": time.sleep, **options}
        return Dispatcher(connection=database, gateway=gateway, catalogue=catalogue, **settings)

    return make
