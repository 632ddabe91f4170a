"""Kannel: messages go to its smsbox (`/cgi-bin/sendsms`), which queues them on disk for the operator.

Set by the environment: HIMAYA_KANNEL_URL (up to and with `/cgi-bin/sendsms`), HIMAYA_KANNEL_USER,
HIMAYA_KANNEL_PASSWORD, and HIMAYA_RECEIPTS_URL, the address of our receipts page as Kannel sees it, secret
included. Kannel has no key against repetition and cannot be asked about the past, so a message is marked
before
each call and one whose call was cut short is never shown again: its receipt carries our number and settles
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import quote_from_bytes, urlencode

import httpx

from himaya.foundation.messaging.gateways.base import Answer, Outcome, Outgoing
from himaya.foundation.messaging.gateways.http import outcome_of_failure, outcome_of_status
from himaya.foundation.messaging.segments import alphabet_of

TIMEOUT_SECONDS = 15.0
EVERY_RECEIPT = 31
GSM_CODING, UCS2_CODING = "0", "2"
URGENT, ORDINARY = "3", "0"


class KannelGateway:
    """Shows messages to Kannel's smsbox."""

    name: ClassVar[str] = "kannel"
    receipts: ClassVar[bool] = True
    reaches_telephones: ClassVar[bool] = True

    def __init__(self, *, url: str, user: str, password: str, receipts_url: str) -> None:
        self.certain = False
        self._url = url
        self._login = {"username": user, "password": password}
        self._receipts_url = receipts_url
        self._client = httpx.Client(timeout=TIMEOUT_SECONDS)

    def hand(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Queue each message in Kannel; after one that finds smsbox down, the rest is released unseen."""
        outcomes: list[Outcome] = []
        for message in messages:
            outcome = self._send(message)
            outcomes.append(outcome)
            if outcome.answer is Answer.RELEASED:
                break
        return outcomes + [Outcome(Answer.RELEASED)] * (len(messages) - len(outcomes))

    def ask(self, ids: Sequence[int]) -> Mapping[int, Outcome]:
        """Kannel cannot say; a receipt will."""
        return {number: Outcome(Answer.UNKNOWN) for number in ids}

    def close(self) -> None:
        self._client.close()

    def _send(self, message: Outgoing) -> Outcome:
        try:
            answer = self._client.get(f"{self._url}?{self.query(message)}")
        except httpx.HTTPError as error:
            return outcome_of_failure(error, certain=False)
        return outcome_of_status(answer.status_code, answer.text, ref=None, certain=False)

    def query(self, message: Outgoing) -> str:
        """The query of one message: 7-bit where the text allows, else UTF-16BE octets as they will travel."""
        fields = {
            **self._login,
            "from": message.sender,
            "to": message.phone,
            "priority": URGENT if message.urgent else ORDINARY,
            "validity": str(int(message.validity.total_seconds() // 60)),
            "dlr-mask": str(EVERY_RECEIPT),
            "dlr-url": f"{self._receipts_url}?id={message.id}&status=%d&ref=%F&answer=%A",
        }
        if alphabet_of(message.text) == "gsm7":
            return urlencode({**fields, "coding": GSM_CODING, "charset": "UTF-8", "text": message.text})
        octets = quote_from_bytes(message.text.encode("utf-16-be"), safe="")
        return urlencode({**fields, "coding": UCS2_CODING, "charset": "UTF-16BE"}) + f"&text={octets}"
