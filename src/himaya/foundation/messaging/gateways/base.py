"""What every gateway must do, and the words in which it answers.

The promise "no duplicate ever" rests on these answers, so each adapter chooses them strictly: `NOT_TAKEN`
only when the other side surely did not take the message, `AGAIN` only when showing it twice can do no harm,
and `UNKNOWN` whenever neither is certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import ClassVar, Protocol


class Answer(Enum):
    """What became of one message shown to a gateway."""

    TAKEN = "taken"
    """The gateway has it."""
    NOT_TAKEN = "not_taken"
    """It surely has not; try again later, this attempt counts."""
    RELEASED = "released"
    """It was never shown, the gateway is down; try again later, no attempt counts."""
    AGAIN = "again"
    """Perhaps; show it to the same gateway again, which knows it by its number and takes it once."""
    REFUSED = "refused"
    """It will never take this one."""
    UNKNOWN = "unknown"
    """Perhaps; never show it again, a receipt will tell."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as a gateway gets it. `id` is the key by which it is known for ever."""

    id: int
    phone: str
    text: str
    language: str
    segments: int
    urgent: bool
    sender: str
    validity: timedelta


@dataclass(frozen=True, slots=True)
class Outcome:
    """The gateway's answer about one message; `ref` is its own number for it, `words` what it said."""

    answer: Answer
    ref: str | None = None
    words: str | None = None


class Gateway(Protocol):
    """A way out of the house."""

    name: ClassVar[str]
    certain: bool
    """It can say afterwards what it took, or takes a repeated message once: batches may be shown at once."""
    receipts: ClassVar[bool]
    """It will tell what the operator did."""
    reaches_telephones: ClassVar[bool]
    """Real telephones ring: examples and demo people are kept away from it."""

    def hand(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Show the messages; one outcome for each, in their order. A failing gateway raises nothing."""
        ...

    def ask(self, ids: Sequence[int]) -> Mapping[int, Outcome]:
        """What became of messages that were perhaps shown by a dispatcher that died."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
