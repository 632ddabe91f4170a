"""Handing queued messages to a gateway, so that no telephone ever gets one twice.

1. `claim`: rows are reserved for this dispatcher and committed. 2. A message is marked HANDING, and that is
committed, before the gateway sees it. With a gateway that can answer for the past (`Gateway.certain`) a
whole batch is marked at once, otherwise each message alone. 3. The gateway is called, and its answers are
committed.

Killed before 2, the message surely was not shown: it goes back to the queue. Killed between 2 and 3, nobody
here
knows: the gateway is asked, and where it cannot say, the message stays UNKNOWN until a receipt or its
expiry. So a message is shown twice only to a gateway that takes the second one for the first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from psycopg import Connection

from himaya.foundation.messaging import claims, outcomes
from himaya.foundation.messaging.claims import Claimed
from himaya.foundation.messaging.errors import DemoDatabase
from himaya.foundation.messaging.gateways.base import Answer, Gateway, Outcome, Outgoing
from himaya.foundation.messaging.outcomes import Shown, verdict
from himaya.foundation.messaging.selectors import count_waiting, gateway_settings
from himaya.foundation.messaging.services import ensure_gateway
from himaya.foundation.messaging.states import Category
from himaya.foundation.messaging.templates import Catalogue
from himaya.foundation.messaging.windows import Holiday, no_holiday
from himaya.runtime import facts

BATCH = 2_000
PAUSE_SECONDS = 0.05
DOWN_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
RECOVER_EVERY_SECONDS = 30.0


@dataclass(slots=True)
class Dispatched:
    """What one dispatch did, in messages; `waiting` are still queued, `down` says the gateway did not
    answer."""

    handed: int = 0
    segments: int = 0
    refused: int = 0
    retried: int = 0
    unknown: int = 0
    recovered: int = 0
    expired: int = 0
    waiting: int = 0
    down: bool = False

    def as_dict(self) -> dict[str, int | bool]:
        """The counts by name, for programs."""
        return asdict(self)

    def count(self, pairs: Sequence[tuple[Claimed, Outcome]]) -> None:
        """Add the outcomes of a batch."""
        for message, outcome in pairs:
            if outcome.answer is Answer.TAKEN:
                self.handed += 1
                self.segments += message.segments
            elif outcome.answer is Answer.REFUSED:
                self.refused += 1
            elif outcome.answer is Answer.UNKNOWN:
                self.unknown += 1
            elif outcome.answer is Answer.RELEASED:
                self.down = True
            else:
                self.retried += 1


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Dispatcher:
    """One living dispatcher: its connection (session-level, not pooled by transaction), gateway and texts."""

    connection: Connection
    gateway: Gateway
    catalogue: Catalogue
    clock: Callable[[], datetime] = _now
    holiday: Holiday = no_holiday
    batch: int = BATCH
    on_progress: Callable[[int], None] = lambda count: None
    stop: Callable[[], bool] = lambda: False
    sleep: Callable[[float], None] = time.sleep
    validity: timedelta = timedelta(days=2)

    def run(self, *, limit: int | None = None, until_empty: bool = False) -> Dispatched:
        """Hand what may go now, at most `limit` messages, at the gateway's speed.

        until_empty: also wait for a gateway that is down (a minute) and for retries that are due within a
        minute. Raises DemoDatabase where invented people would reach real telephones.
        """
        if self.gateway.reaches_telephones and facts.is_demo(self.connection):
            raise DemoDatabase(gateway=self.gateway.name)
        ensure_gateway(self.connection, name=self.gateway.name)
        self.validity = gateway_settings(self.connection, name=self.gateway.name).validity
        done = Dispatched()
        with claims.worker(self.connection) as worker:
            done.recovered = outcomes.recover(self.connection, gateway=self.gateway, now=self.clock())
            done.expired = outcomes.expire(self.connection, now=self.clock())
            try:
                self._rounds(done, worker, limit, until_empty)
            finally:
                if not self.connection.closed and not self.connection.broken:
                    outcomes.release(self.connection, worker=worker)
        done.waiting = count_waiting(self.connection)
        return done

    def _rounds(self, done: Dispatched, worker: int, limit: int | None, until_empty: bool) -> None:
        pauses = iter(DOWN_PAUSES)
        seen, looked_at = 0, time.monotonic()
        while not self.stop() and (limit is None or seen < limit):
            if time.monotonic() - looked_at > RECOVER_EVERY_SECONDS:
                done.recovered += outcomes.recover(self.connection, gateway=self.gateway, now=self.clock())
                looked_at = time.monotonic()
            count = self.batch if limit is None else min(self.batch, limit - seen)
            claimed = claims.claim(
                self.connection,
                worker=worker,
                gateway=self.gateway,
                sending=self.catalogue.sending,
                now=self.clock(),
                holiday=self.holiday,
                count=count,
            )
            if not claimed:
                if not self._worth_waiting(until_empty):
                    return
                self.sleep(PAUSE_SECONDS)
                continue
            done.down = False
            pairs = list(self._hand(worker, claimed))
            done.count(pairs)
            seen += sum(outcome.answer is not Answer.RELEASED for _, outcome in pairs)
            if not done.down:
                pauses = iter(DOWN_PAUSES)
            elif not until_empty or (pause := next(pauses, None)) is None:
                return
            else:
                self.sleep(pause)

    def _hand(self, worker: int, claimed: list[Claimed]) -> Iterator[tuple[Claimed, Outcome]]:
        """Mark, show, record; in one step for a gateway that answers for the past, else message by
        message."""
        step = len(claimed) if self.gateway.certain else 1
        rest = iter(claimed)
        while part := list(islice(rest, step)):
            if not self.gateway.certain:
                part = [m for m in part if outcomes.show(self.connection, worker=worker, message_id=m.id)]
            answers = self.gateway.hand([self._outgoing(message) for message in part])
            pairs = list(zip(part, answers, strict=True))
            verdicts = [
                verdict(self._shown(m), answer, receipts=self.gateway.receipts) for m, answer in pairs
            ]
            outcomes.record(self.connection, worker=worker, verdicts=verdicts, now=self.clock())
            self.on_progress(len(pairs))
            yield from pairs
            if self.stop() or any(answer.answer is Answer.RELEASED for answer in answers):
                outcomes.release(self.connection, worker=worker)
                return

    def _shown(self, message: Claimed) -> Shown:
        """With its attempts: counted when claimed, or when marked one by one."""
        attempts = message.attempts if self.gateway.certain else message.attempts + 1
        return Shown(message.id, attempts, message.pinned)

    def _outgoing(self, message: Claimed) -> Outgoing:
        template = self.catalogue.template(message.template)
        text = template.render(
            language=message.language, params=json.loads(message.params), version=message.version
        )
        return Outgoing(
            id=message.id,
            phone=message.phone,
            text=text,
            language=message.language,
            segments=message.segments,
            urgent=message.category == Category.OTP,
            sender=self._sender(message),
            validity=self.validity,
        )

    def _sender(self, message: Claimed) -> str:
        """Campaigns come from a number that can be answered, with STOP."""
        sending = self.catalogue.sending
        return sending.reply_number if message.category == Category.CAMPAIGN else sending.sender

    def _worth_waiting(self, until_empty: bool) -> bool:
        """Whether something will be allowed soon: the bucket refills, or a retry falls due within a
        minute."""
        return claims.soon(
            self.connection,
            gateway=self.gateway,
            sending=self.catalogue.sending,
            now=self.clock(),
            holiday=self.holiday,
            within=timedelta(minutes=1) if until_empty else timedelta(0),
        )
