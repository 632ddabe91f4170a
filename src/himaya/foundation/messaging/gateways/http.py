"""A generic HTTP gateway: one POST of JSON a message, with an Idempotency-Key.

Set by the environment: HIMAYA_SMS_URL, HIMAYA_SMS_TOKEN (sent as a bearer token) and HIMAYA_SMS_IDEMPOTENT=1
where the operator promises to take a repeated key once. The answer may hold its own number as JSON "ref".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import httpx

from himaya.foundation.messaging.gateways.base import Answer, Outcome, Outgoing

TIMEOUT_SECONDS = 15.0
BUSY = (429, 503)
NOT_LET_IN = (401, 403, 404, 405)
WORDS_MAX = 200


class HttpGateway:
    """Shows messages to an HTTP service."""

    name: ClassVar[str] = "http"
    receipts: ClassVar[bool] = True
    reaches_telephones: ClassVar[bool] = True

    def __init__(self, *, url: str, token: str = "", idempotent: bool = False) -> None:
        self.certain = idempotent
        self._url = url
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS, headers=headers)

    def hand(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Post each message; after one that finds the service down, the rest is released unseen."""
        outcomes: list[Outcome] = []
        for message in messages:
            outcome = self._post(message)
            outcomes.append(outcome)
            if outcome.answer is Answer.RELEASED:
                break
        return outcomes + [Outcome(Answer.RELEASED)] * (len(messages) - len(outcomes))

    def ask(self, ids: Sequence[int]) -> Mapping[int, Outcome]:
        """Where repeated keys are taken once, show again; elsewhere nobody knows."""
        answer = Answer.AGAIN if self.certain else Answer.UNKNOWN
        return {number: Outcome(answer) for number in ids}

    def close(self) -> None:
        self._client.close()

    def _post(self, message: Outgoing) -> Outcome:
        body = {
            "id": message.id,
            "to": message.phone,
            "from": message.sender,
            "text": message.text,
            "segments": message.segments,
            "urgent": message.urgent,
            "validity_seconds": int(message.validity.total_seconds()),
        }
        try:
            answer = self._client.post(
                self._url, json=body, headers={"Idempotency-Key": f"himaya-{message.id}"}
            )
        except httpx.HTTPError as error:
            return outcome_of_failure(error, certain=self.certain)
        return outcome_of_status(answer.status_code, answer.text, ref=_ref(answer), certain=self.certain)


def outcome_of_failure(error: httpx.HTTPError, *, certain: bool) -> Outcome:
    """Without a connection nothing was shown; once the request was under way it may have arrived."""
    words = type(error).__name__
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Outcome(Answer.RELEASED, words=words)
    return Outcome(Answer.AGAIN if certain else Answer.UNKNOWN, words=words)


def outcome_of_status(status: int, text: str, *, ref: str | None, certain: bool) -> Outcome:
    """What an HTTP status says about the message.

    2xx: taken. 429, 503: not taken, try later. 401, 403, 404, 405: we are not let in, the gateway is
    misset: the message is not to blame and waits. Other 4xx: refused. Anything else may have happened after
    it was taken.
    """
    words = f"{status} {text}".strip()[:WORDS_MAX]
    if 200 <= status < 300:
        return Outcome(Answer.TAKEN, ref=ref, words=words)
    if status in BUSY:
        return Outcome(Answer.NOT_TAKEN, words=words)
    if status in NOT_LET_IN:
        return Outcome(Answer.RELEASED, words=words)
    if 400 <= status < 500:
        return Outcome(Answer.REFUSED, words=words)
    return Outcome(Answer.AGAIN if certain else Answer.UNKNOWN, words=words)


def _ref(answer: httpx.Response) -> str | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    ref = body.get("ref") if isinstance(body, dict) else None
    return str(ref) if ref is not None else None
