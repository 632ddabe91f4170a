"""News that travels upwards: a lower package publishes a plain event, an upper one has subscribed to it.

An event is a frozen dataclass of ids, counts and dates, one for a whole batch (never one a person). Handlers
run at once and in order, in the publisher's transaction if it has one; an error stops the batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

Event = TypeVar("Event")
_handlers: dict[type, list[Callable[[Any], None]]] = {}


@dataclass(frozen=True)
class Later:
    """A handler imported when its first event comes, so that a command that tells nobody starts at once.

    module: full name of a module; name: a function of it.
    """

    module: str
    name: str

    def __call__(self, event: Any) -> None:
        getattr(import_module(self.module), self.name)(event)


def subscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Have a handler called for every event of exactly this class; subscribing twice changes nothing."""
    known = _handlers.setdefault(kind, [])
    if handler not in known:
        known.append(handler)


def unsubscribe(kind: type[Event], handler: Callable[[Event], None]) -> None:
    """Undo a subscription."""
    _handlers[kind].remove(handler)


def publish(event: object) -> None:
    """Tell everyone who subscribed to the class of this event."""
    for handler in tuple(_handlers.get(type(event), ())):
        handler(event)
