"""What became of the messages shown to a gateway, and of those a dead dispatcher left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from himaya.foundation.messaging.claims import LOCK_SPACE
from himaya.foundation.messaging.gateways.base import Answer, Gateway, Outcome
from himaya.foundation.messaging.states import State

BACKOFF_FIRST = timedelta(seconds=30)
BACKOFF_LONGEST = timedelta(hours=1)
ATTEMPTS_MAX = 10
RECEIPT_PATIENCE = timedelta(hours=24)

_STATE = {
    Answer.TAKEN: State.HANDED,
    Answer.REFUSED: State.REFUSED,
    Answer.UNKNOWN: State.UNKNOWN,
    Answer.NOT_TAKEN: State.QUEUED,
    Answer.AGAIN: State.QUEUED,
    Answer.RELEASED: State.QUEUED,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that was, perhaps, shown: its number, the attempts made with this one, and whether an earlier
    one may have been taken."""

    id: int
    attempts: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is written about one message. `uncounted` attempts are taken back; `went` costs money."""

    id: int
    state: int
    pinned: bool
    uncounted: int
    wait_seconds: float | None
    went: bool
    final: bool
    ref: str | None
    words: str | None


def backoff(attempts: int) -> timedelta:
    """How long to wait after that many attempts: half a minute, doubled each time, at most an hour."""
    return min(BACKOFF_LONGEST, BACKOFF_FIRST * (1 << min(attempts - 1, 10)))


def verdict(shown: Shown, outcome: Outcome, *, receipts: bool, waits: bool = True) -> Verdict:
    """What an answer means for a message.

    receipts: whether the gateway will tell more; if not, handing over is the end.
    waits: False after a dispatcher died: nothing is wrong with the gateway.
    """
    answer, state = outcome.answer, _STATE[outcome.answer]
    pinned = shown.pinned or answer is Answer.AGAIN
    retry = answer in (Answer.NOT_TAKEN, Answer.AGAIN)
    if retry and shown.attempts >= ATTEMPTS_MAX:
        state = State.UNKNOWN if pinned else State.REFUSED
    went = state in (State.HANDED, State.UNKNOWN)
    return Verdict(
        id=shown.id,
        state=int(state),
        pinned=pinned,
        uncounted=1 if answer is Answer.RELEASED else 0,
        wait_seconds=backoff(shown.attempts).total_seconds() if retry and waits else None,
        went=went,
        final=state is State.REFUSED or (state is State.HANDED and not receipts),
        ref=outcome.ref,
        words=outcome.words,
    )


def show(connection: Connection, *, worker: int, message_id: int) -> bool:
    """Mark a claimed message as perhaps shown; False if it is not ours any more. Committed before the
    call."""
    done = connection.execute(
        f"""UPDATE messaging_message SET state = {State.HANDING:d}, attempts = attempts + 1
            WHERE id = %s AND claimed_by = %s AND state = {State.CLAIMED:d}""",
        (message_id, worker),
    )
    return done.rowcount == 1


def record(connection: Connection, *, worker: int, verdicts: Sequence[Verdict], now: datetime) -> None:
    """Write what became of messages this dispatcher showed. A receipt that came first is not undone."""
    if verdicts:
        columns = [list(column) for column in zip(*map(astuple, verdicts), strict=True)]
        connection.execute(_RECORD, (*columns, now, worker))


_RECORD = f"""
UPDATE messaging_message m SET
  state = CASE WHEN m.state IN ({State.CLAIMED:d}, {State.HANDING:d}) THEN v.state ELSE m.state END,
  claimed_by = NULL,
  pinned = v.pinned,
  attempts = m.attempts - v.uncounted,
  not_before = CASE WHEN v.wait IS NULL THEN m.not_before ELSE moment.now + v.wait * interval '1 second' END,
  gateway_ref = coalesce(m.gateway_ref, v.ref),
  answer = coalesce(v.words, m.answer),
  handed_at = CASE WHEN v.went THEN coalesce(m.handed_at, moment.now) ELSE m.handed_at END,
  final_at = CASE WHEN v.final THEN coalesce(m.final_at, moment.now) ELSE m.final_at END,
  price_per_thousand_centimes = CASE WHEN v.went THEN g.price_per_thousand_centimes
                                     ELSE m.price_per_thousand_centimes END,
  budget_line = CASE WHEN v.went THEN g.budget_line ELSE m.budget_line END
FROM unnest(%s::bigint[], %s::smallint[], %s::boolean[], %s::smallint[], %s::float8[], %s::boolean[],
            %s::boolean[], %s::text[], %s::text[])
       AS v (id, state, pinned, uncounted, wait, went, final, ref, words),
     (SELECT %s::timestamptz AS now) AS moment,
     messaging_gateway g
WHERE m.id = v.id AND m.claimed_by = %s AND g.name = m.gateway
"""


def release(connection: Connection, *, worker: int) -> None:
    """Put back what a dispatcher reserved and never showed."""
    connection.execute(
        f"""UPDATE messaging_message SET state = {State.QUEUED:d}, claimed_by = NULL
            WHERE claimed_by = %s AND state = {State.CLAIMED:d}""",
        (worker,),
    )


def recover(connection: Connection, *, gateway: Gateway, now: datetime) -> int:
    """Settle what dispatchers that died left behind; the number of messages that were perhaps shown.

    Reserved only: back to the queue. Perhaps shown to this gateway: it says (`Gateway.ask`); where it cannot,
    the message waits for a receipt and is never shown again.
    """
    settled = 0
    owners = connection.execute(
        f"""SELECT DISTINCT claimed_by FROM messaging_message
            WHERE state IN ({State.CLAIMED:d}, {State.HANDING:d}) AND claimed_by IS NOT NULL"""
    ).fetchall()
    for (owner,) in owners:
        alone = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_SPACE, owner)).fetchone()
        if not (alone and alone[0]):
            continue
        try:
            with connection.transaction():
                settled += _settle(connection, owner, gateway, now)
        finally:
            connection.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_SPACE, owner))
    return settled


def expire(connection: Connection, *, now: datetime) -> int:
    """Close messages whose receipt did not come within their validity and a day more; how many."""
    done = connection.execute(
        f"""UPDATE messaging_message m SET state = {State.EXPIRED:d}, final_at = %s
            FROM messaging_gateway g
            WHERE m.gateway = g.name AND m.handed_at IS NOT NULL AND m.final_at IS NULL
              AND m.state IN ({State.HANDED:d}, {State.ACCEPTED:d}, {State.UNKNOWN:d})
              AND m.handed_at < %s - interval '1 minute' * g.validity_minutes""",
        (now, now - RECEIPT_PATIENCE),
    )
    return done.rowcount


def _settle(connection: Connection, owner: int, gateway: Gateway, now: datetime) -> int:
    release(connection, worker=owner)
    rows = connection.execute(
        f"""SELECT id, attempts, pinned FROM messaging_message
            WHERE state = {State.HANDING:d} AND claimed_by = %s AND gateway = %s ORDER BY id""",
        (owner, gateway.name),
    ).fetchall()
    shown = [Shown(*row) for row in rows]
    answers = gateway.ask([message.id for message in shown]) if shown else {}
    verdicts = [verdict(m, answers[m.id], receipts=gateway.receipts, waits=False) for m in shown]
    record(connection, worker=owner, verdicts=verdicts, now=now)
    return len(shown)
