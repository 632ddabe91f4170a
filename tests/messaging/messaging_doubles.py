"""People to tell, a clock that sleeping moves, and gateways that misbehave on order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import polars as pl

from himaya.foundation.messaging.gateways.base import Answer, Outcome, Outgoing
from himaya.foundation.messaging.states import State

NOON = datetime(2022, 4, 4, 12, 0, tzinfo=UTC)  # a Monday


def people(count: int, *, first: int = 1, language: str = "ar") -> pl.DataFrame:
    """People with a mobile of their own and a nine-digit number."""
    ids = range(first, first + count)
    return pl.DataFrame(
        {
            "person_id": list(ids),
            "phone": [f"+2126{61_000_000 + n}" for n in ids],
            "language": [language] * count,
            "number": [f"1{n:08d}" for n in ids],
        },
        schema_overrides={"person_id": pl.Int64},
    )


class ScriptedGateway:
    """Answers as told, message by message; keeps what it really took."""

    name: ClassVar[str] = "http"
    receipts: ClassVar[bool] = True
    reaches_telephones: ClassVar[bool] = True

    def __init__(
        self, *, certain: bool = False, script: Callable[[Outgoing, int], Outcome] | None = None
    ) -> None:
        self.certain = certain
        self.taken: list[Outgoing] = []
        self.seen: dict[int, int] = {}
        self._script = script or (lambda message, time: Outcome(Answer.TAKEN, ref=f"op-{message.id}"))

    def hand(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        return [self._one(message) for message in messages]

    def ask(self, ids: Sequence[int]) -> Mapping[int, Outcome]:
        return {number: Outcome(Answer.AGAIN if self.certain else Answer.UNKNOWN) for number in ids}

    def close(self) -> None:
        pass

    def _one(self, message: Outgoing) -> Outcome:
        self.seen[message.id] = self.seen.get(message.id, 0) + 1
        outcome = self._script(message, self.seen[message.id])
        if outcome.answer is Answer.TAKEN:
            self.taken.append(message)
        return outcome


class Clock:
    """A clock that sleeping moves."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start
        self.slept = 0

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept += 1
        assert self.slept < 10_000, "a dispatcher that waits for ever"
        self.now += timedelta(seconds=seconds)


def states(database) -> dict[str, int]:
    """How many messages stand in each state."""
    rows = database.execute("SELECT state, count(*) FROM messaging_message GROUP BY 1").fetchall()
    return {State(state).name: count for state, count in rows}
